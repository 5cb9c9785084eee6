"""Something came up: what to choose from, and what came of it."""

from bot.services.happening import CameUp
from bot.services.messages import Choice
from bot.services.ports import Content
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.prompts import prompt
from bot.slack.elements import actions, context, notification, option, section, select
from bot.slack.ids import ActionId
from bot.slack.text import said
from habits.happening import typed_as
from habits.texts import say


def what_came_up(events: tuple[Choice, ...]) -> Content:
    """The events that can be named, to pick one."""
    options = [option(each.value, each.label) for each in events]
    pick = select(ActionId.HAPPENED_PICK, say("happened.pick"), options)
    by_word = said("happened.by_word", word=typed_as(events[0].value))
    return Content(
        text=notification(say("happened.title")),
        blocks=[section(said("happened.asks")), actions(pick), context(by_word)],
    )


def came_up(shown: CameUp) -> Content:
    """The prompt that fits, or words alone."""
    if shown.prompt is None:
        return plain_answer(say("happened.nothing_fits", event=shown.event))
    return prompt(shown.prompt)
