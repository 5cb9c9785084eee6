"""The answer to "Why this prompt?"."""

from bot.services.views import WhyView
from bot.slack.elements import View, context, modal, section
from bot.slack.ids import CallbackId
from bot.slack.text import bold, escape, lines, said
from habits.texts import say


def why(view: WhyView) -> View:
    reasons = lines(bold(view.habit), *(escape(line) for line in view.lines))
    shown = [section(reasons), context(said("why.way_on"))]
    return modal(CallbackId.WHY, say("why.title"), shown)
