"""The last message of a week: which habits happened."""

from bot.services.messages import CheckInMessage
from bot.services.ports import Content
from bot.slack.blocks.week_start import tick_boxes
from bot.slack.elements import Block, actions, button, context, notification, section
from bot.slack.ids import ActionId, BlockId
from bot.slack.text import escape, lines, listed, ours


def check_in(message: CheckInMessage) -> Content:
    names = listed([habit.label for habit in message.habits[:3]])
    asked = f"Your check-in: did it happen this week? {names}" if names else "Your check-in"
    return Content(
        text=notification(asked if message.ticked is None else "Your week"),
        blocks=_asking(message) if message.ticked is None else _answered(message),
    )


def _asking(message: CheckInMessage) -> list[Block]:
    lead = escape(message.lead) if message.lead else None
    recap = escape(message.recap) if message.recap else None
    if not message.habits:
        why = ours("It is all on your list already, so there is nothing to tick.")
        return [section(lines(ours("*Your week*"), lead, recap)), context(why)]
    asked = (
        ours("*Did one of these happen, too?*")
        if message.noted
        else ours("*Which of these happened this week?*")
    )
    none = "Nothing more" if message.noted else "None this week"
    return [
        section(lines(asked, lead, recap)),
        actions(
            tick_boxes(ActionId.CHECK_IN_TICKS, message.habits, message.before),
            block_id=BlockId.TICKS,
        ),
        actions(
            button(ActionId.CHECK_IN_SAVE, "Save", message.row, "primary"),
            button(ActionId.CHECK_IN_NONE, none, message.row),
        ),
    ]


def _answered(message: CheckInMessage) -> list[Block]:
    happened = escape(message.recap) if message.recap else ours("None this week. Noted.")
    shown = [section(lines(ours("*Your week*"), happened))]
    if message.changeable and message.habits:
        shown.append(actions(button(ActionId.CHECK_IN_CHANGE, "Change", message.row)))
    return shown
