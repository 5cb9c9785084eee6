"""What waited is shown and answered: in the Today message, on Home or in a window."""

from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import open_form
from bot.listeners.edge import Gesture
from bot.listeners.said import Services
from bot.services.today_answers import ShownToday, TodayAnswers
from bot.services.waiting import FOLLOW_UP
from bot.slack.blocks.today import everything, today
from bot.slack.ids import ActionId, split_pair
from habits.errors import NotHere

Opens = Callable[[Gesture, Services, str, str], Awaitable[None]]
"""Opens a window about what waits, given its id and the way that was pressed."""

WINDOWS: dict[str, Opens] = {}
"""By the kind of what waits; each tool that opens windows puts its own here."""

_TAKES = (
    ActionId.TODAY_TAKE,
    ActionId.TODAY_TAKE_SECOND,
    ActionId.TODAY_TAKE_THIRD,
    ActionId.TODAY_CHOOSE,
)
_OPENS = (ActionId.TODAY_OPEN, ActionId.TODAY_OPEN_SECOND)


async def show_all(ack: AsyncAck, gesture: Gesture, waits: TodayAnswers) -> None:
    """All that waits, in a window."""
    shown = await waits.everything(gesture.who)
    await ack()
    gesture.open(everything(shown))


async def show_one(ack: AsyncAck, gesture: Gesture, waits: TodayAnswers) -> None:
    """One thing that waits, with all its ways, in a window."""
    kind, item = split_pair(gesture.value)
    shown = await waits.one(gesture.who, kind, item)
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


async def taken(ack: AsyncAck, gesture: Gesture, waits: TodayAnswers) -> None:
    """One of an item's own ways."""
    kind, rest = split_pair(gesture.value)
    item, value = split_pair(rest)
    shown = await waits.take(gesture.who, kind, item, value, gesture.click)
    await ack()
    _show(gesture, waits, shown)


async def opened(ack: AsyncAck, gesture: Gesture, waits: TodayAnswers, services: Services) -> None:
    """A way that opens a window: the form that answers a follow-up, or that of a tool."""
    kind, rest = split_pair(gesture.value)
    item, value = split_pair(rest)
    if kind == FOLLOW_UP:
        await open_form(gesture, services, await waits.opened_by(gesture.who, item))
    elif kind in WINDOWS:
        await WINDOWS[kind](gesture, services, item, value)
    else:
        raise NotHere
    await ack()


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
    app.action(ActionId.TODAY_ANSWER)(show_one)
    app.action(ActionId.TODAY_DONE)(done)
    app.action(ActionId.TODAY_NOT_NOW)(not_now)
    for take in _TAKES:
        app.action(take)(taken)
    for opens in _OPENS:
        app.action(opens)(opened)
