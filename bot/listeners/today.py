"""What waited is answered, in the Today message or on Home."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.today_answers import ShownToday, TodayAnswers
from bot.slack.blocks.today import today
from bot.slack.ids import ActionId, split_pair


async def done(ack: AsyncAck, gesture: Gesture, waits: TodayAnswers) -> None:
    kind, item = split_pair(gesture.value)
    shown = await waits.done(gesture.who, kind, item, gesture.click)
    await ack()
    _show(gesture, shown)


async def not_now(ack: AsyncAck, gesture: Gesture, waits: TodayAnswers) -> None:
    kind, item = split_pair(gesture.value)
    shown = await waits.not_now(gesture.who, kind, item, gesture.click)
    await ack()
    _show(gesture, shown)


def _show(gesture: Gesture, shown: ShownToday) -> None:
    if shown.message is None:
        gesture.refresh_home()
    else:
        gesture.show(today(shown.message), shown.row, shown.version)


def register(app: AsyncApp) -> None:
    app.action(ActionId.TODAY_DONE)(done)
    app.action(ActionId.TODAY_NOT_NOW)(not_now)
