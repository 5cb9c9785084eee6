"""The first message of a week: the focus, the manager's own plan, what is coming up."""

from bot.services.messages import Choice, WeekStartMessage
from bot.services.ports import Content
from bot.slack.elements import (
    Block,
    Element,
    actions,
    button,
    checkboxes,
    context,
    notification,
    option,
    own_words,
    section,
)
from bot.slack.ids import ActionId, BlockId
from bot.slack.text import Marked, escape, lines, listed, ours


def week_start(message: WeekStartMessage) -> Content:
    said = f"This week: {message.focus}." if message.focus else "A new week."
    said += " What is coming up?" if message.events and message.ticked is None else ""
    return Content(text=notification(said), blocks=[*_focus(message), *_events(message)])


def _focus(message: WeekStartMessage) -> list[Block]:
    focus = ours("*This week:* {focus}", focus=message.focus) if message.focus else None
    lead = escape(message.lead) if message.lead else None
    shown = [section(lines(focus or ours("*A new week*"), lead))]
    if message.plan:
        shown.append(own_words(message.plan, "plan"))
    return shown


def _events(message: WeekStartMessage) -> list[Block]:
    if not message.events:
        return []
    if message.ticked is None:
        return [
            section(ours("What is coming up?")),
            actions(
                tick_boxes(ActionId.WEEK_TICKS, message.events, message.before),
                block_id=BlockId.TICKS,
            ),
            actions(
                button(ActionId.WEEK_SAVE, "Save", message.row, "primary"),
                button(ActionId.WEEK_NONE, "None of these", message.row),
            ),
        ]
    shown = [section(_coming(message.events, message.ticked))]
    if message.changeable:
        shown.append(actions(button(ActionId.WEEK_CHANGE, "Change", message.row)))
    else:
        shown.append(context(ours("`/trust week` shows this week.")))
    return shown


def _coming(events: tuple[Choice, ...], ticked: tuple[str, ...]) -> Marked:
    if not ticked:
        return ours("None of these this week. Noted.")
    coming = [label[:1].lower() + label[1:] for label in labels(events, ticked)]
    return ours("Coming up: {events}.", events=listed(coming)) if coming else ours("Noted.")


def tick_boxes(action: ActionId, choices: tuple[Choice, ...], before: tuple[str, ...]) -> Element:
    return checkboxes(action, [option(each.value, each.label) for each in choices], before)


def labels(choices: tuple[Choice, ...], ticked: tuple[str, ...]) -> list[str]:
    """The labels of what was ticked, in the order shown."""
    return [each.label for each in choices if each.value in ticked]
