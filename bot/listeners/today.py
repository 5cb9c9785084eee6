"""What waited is shown and answered: in the Today message, on Home or in a window."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.today_answers import ShownToday, TodayAnswers
from bot.slack.blocks.today import everything, today
from bot.slack.ids import ActionId, split_pair


async def show_all(ack: AsyncAck, gesture: Gesture, waits: TodayAnswers) -> None:
    """All that waits, in a window."""
    shown = await waits.everything(gesture.who)
    await ack()
    gesture.open(everything(shown))


async def done(ack: AsyncAck, gesture: Gesture, waits: TodayAnswers) -> None:
    kind, item = split_pair(gesture.value)
    shown = await waits.done(gesture.who, kind, item, gesture.click)
    await ack()
    _show(gesture, waits, shown)


async def not_now(ack: AsyncAck, gesture: Gesture, waits: TodayAnswers) -> None:
    kind, item = split_pair(gesture.value)
    shown = await waits.not_now(gesture.who, kind, item, gesture.click)
    await ack()
    _show(gesture, waits, shown)


def _show(gesture: Gesture, waits: TodayAnswers, shown: ShownToday) -> None:
    if shown.message is not None:
        gesture.show(today(shown.message), shown.row, shown.version)
        return
    gesture.refresh_home()
    if (gesture.body.get("view") or {}).get("type") == "modal":
        gesture.go_on(_redraw(gesture, waits), "what waits")


async def _redraw(gesture: Gesture, waits: TodayAnswers) -> None:
    view = everything(await waits.everything(gesture.who))
    await gesture.client.views_update(view_id=gesture.view["id"], view=view)


def register(app: AsyncApp) -> None:
    app.action(ActionId.TODAY_ALL)(show_all)
    app.action(ActionId.TODAY_DONE)(done)
    app.action(ActionId.TODAY_NOT_NOW)(not_now)
