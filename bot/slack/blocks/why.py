"""The answer to "Why this prompt?"."""

from bot.services.messages import WhyView
from bot.slack.elements import View, context, modal, section
from bot.slack.ids import CallbackId
from bot.slack.text import escape, lines, ours


def why(view: WhyView) -> View:
    reasons = lines(ours("*{habit}*", habit=view.habit), *(escape(line) for line in view.lines))
    way_on = ours("You can change days and times with `/trust settings`.")
    return modal(CallbackId.WHY, "Why this prompt?", [section(reasons), context(way_on)])
