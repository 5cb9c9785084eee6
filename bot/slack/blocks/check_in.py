"""The last message of a week: which habits happened."""

from bot.services.messages import CheckInMessage
from bot.services.ports import Content
from bot.slack.blocks.week_start import labels, tick_boxes
from bot.slack.elements import Block, Element, actions, button, notification, section
from bot.slack.ids import ActionId, BlockId
from bot.slack.text import Marked, escape, lines, listed, ours


def check_in(message: CheckInMessage) -> Content:
    names = listed([habit.label for habit in message.habits[:3]])
    asked = f"Your check-in: did it happen this week? {names}" if names else "Your check-in"
    return Content(
        text=notification(asked if message.ticked is None else "Your week"),
        blocks=_asking(message) if message.ticked is None else _answered(message, message.ticked),
    )


def _asking(message: CheckInMessage) -> list[Block]:
    lead = escape(message.lead) if message.lead else None
    recap = escape(message.recap) if message.recap else None
    if not message.habits:
        return [section(lines(ours("*Your week*"), lead, recap))]
    return [
        section(lines(ours("*Which of these happened this week?*"), lead, recap)),
        actions(
            tick_boxes(ActionId.CHECK_IN_TICKS, message.habits, message.before),
            block_id=BlockId.TICKS,
        ),
        actions(*_row(message)),
    ]


def _row(message: CheckInMessage) -> list[Element]:
    save = button(ActionId.CHECK_IN_SAVE, "Save", message.row, "primary")
    if message.noted:
        return [save]  # "none" would not be true
    return [save, button(ActionId.CHECK_IN_NONE, "None this week", message.row)]


def _answered(message: CheckInMessage, ticked: tuple[str, ...]) -> list[Block]:
    recap = escape(message.recap) if message.recap else None
    shown = [section(lines(ours("*Your week*"), _happened(message, ticked), recap))]
    if message.changeable:
        shown.append(actions(button(ActionId.CHECK_IN_CHANGE, "Change", message.row)))
    return shown


def _happened(message: CheckInMessage, ticked: tuple[str, ...]) -> Marked:
    if not (ticked or message.noted):
        return ours("None this week. Noted.")
    done = labels(message.habits, (*ticked, *message.noted))
    return ours("Done: {habits}.", habits=listed(done)) if done else ours("Noted.")
