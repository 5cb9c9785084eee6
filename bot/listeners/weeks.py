"""The boxes of a week: what is coming up, and which habits happened."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.messages import CheckInMessage, WeekStartMessage
from bot.services.weeks import ShownWeek, Weeks
from bot.slack.blocks.check_in import check_in
from bot.slack.blocks.week_start import week_start
from bot.slack.forms import ticked
from bot.slack.ids import ActionId, split_pair


async def tick(ack: AsyncAck) -> None:
    """A tick alone does nothing; Save takes them together."""
    await ack()


async def expect(ack: AsyncAck, gesture: Gesture, weeks: Weeks) -> None:
    none = gesture.action["action_id"] == ActionId.WEEK_NONE
    events = () if none else ticked(gesture.body)
    shown = await weeks.expect(gesture.who, gesture.value, events, gesture.click, none=none)
    await ack()
    _show(gesture, shown)


async def happened(ack: AsyncAck, gesture: Gesture, weeks: Weeks) -> None:
    none = gesture.action["action_id"] == ActionId.CHECK_IN_NONE
    habits = () if none else ticked(gesture.body)
    shown = await weeks.happened(gesture.who, gesture.value, habits, gesture.click, none=none)
    await ack()
    _show(gesture, shown)


async def change(ack: AsyncAck, gesture: Gesture, weeks: Weeks) -> None:
    shown = await weeks.again(gesture.who, gesture.value)
    await ack()
    _show(gesture, shown)


async def focus(ack: AsyncAck, gesture: Gesture, weeks: Weeks) -> None:
    """Next week's focus was chosen in a check-in."""
    row, habit = split_pair(gesture.value)
    shown = await weeks.focus(gesture.who, row, habit, gesture.click)
    await ack()
    _show(gesture, shown)


async def follow_up(ack: AsyncAck, gesture: Gesture, weeks: Weeks) -> None:
    """What a form asked again was answered in a check-in."""
    row, chosen = split_pair(gesture.value)
    answer, item = split_pair(chosen)
    shown = await weeks.answer_follow_up(gesture.who, row, item, answer, gesture.click)
    await ack()
    _show(gesture, shown)


def _show(gesture: Gesture, shown: ShownWeek) -> None:
    match shown.message:
        case WeekStartMessage() as message:
            gesture.show(week_start(message), shown.row, shown.version)
        case CheckInMessage() as message:
            gesture.show(check_in(message), shown.row, shown.version)


def register(app: AsyncApp) -> None:
    for ticks in (ActionId.WEEK_TICKS, ActionId.CHECK_IN_TICKS):
        app.action(ticks)(tick)
    for save in (ActionId.WEEK_SAVE, ActionId.WEEK_NONE):
        app.action(save)(expect)
    for save in (ActionId.CHECK_IN_SAVE, ActionId.CHECK_IN_NONE):
        app.action(save)(happened)
    for again in (ActionId.WEEK_CHANGE, ActionId.CHECK_IN_CHANGE):
        app.action(again)(change)
    app.action(ActionId.CHECK_IN_FOCUS)(focus)
    app.action(ActionId.CHECK_IN_FOLLOW_UP)(follow_up)
