"""What is open for a rep is answered, on their Home or in its window."""

from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.listeners.said import Services
from bot.listeners.windows import redraw, stack
from bot.services.rep_home import CHANGE, NOTE, RepHomes
from bot.slack.blocks.pair_notes import rep_form_view
from bot.slack.blocks.rep_home import rep_window
from bot.slack.blocks.shared_notes import change_view
from bot.slack.elements import View
from bot.slack.ids import ActionId, split_pair
from habits.errors import NotHere

Opens = Callable[[Gesture, Services, str, str], Awaitable[View]]
"""The window about an open thing, given its id and the way that was pressed. Raises NotHere."""

WINDOWS: dict[str, Opens] = {}
"""By the kind of the thing; each conversation that opens windows puts its own here."""

_TAKES = (ActionId.REP_HOME_TAKE, ActionId.REP_HOME_TAKE_SECOND, ActionId.REP_HOME_TAKE_THIRD)
_WINDOWS = (ActionId.REP_HOME_WINDOW, ActionId.REP_HOME_WINDOW_SECOND)


async def opened(ack: AsyncAck, gesture: Gesture, rep_homes: RepHomes) -> None:
    """All of it: from a rep's Home, or from that of somebody who leads a team as well."""
    view = rep_window(await rep_homes.view(gesture.who))
    await ack()
    gesture.open(view)


async def taken(ack: AsyncAck, gesture: Gesture, rep_homes: RepHomes) -> None:
    kind, rest = split_pair(gesture.value)
    item, value = split_pair(rest)
    shown = await rep_homes.take(gesture.who, kind, item, value, gesture.click.key)
    await ack()
    if (gesture.body.get("view") or {}).get("type") == "modal":
        redraw(gesture, gesture.view["id"], rep_window(shown))
    gesture.refresh_home()


async def window(ack: AsyncAck, gesture: Gesture, services: Services) -> None:
    kind, rest = split_pair(gesture.value)
    item, value = split_pair(rest)
    if kind not in WINDOWS:
        raise NotHere
    view = await WINDOWS[kind](gesture, services, item, value)
    await ack()
    stack(gesture, view)


async def _note(gesture: Gesture, services: Services, item: str, value: str) -> View:
    if value == CHANGE:
        return change_view(await services.shared_notes.form(gesture.who, item))
    return rep_form_view(await services.coach.rep_form(gesture.who, item))


def register(app: AsyncApp) -> None:
    WINDOWS[NOTE] = _note
    app.action(ActionId.REP_HOME_OPEN)(opened)
    for take in _TAKES:
        app.action(take)(taken)
    for one in _WINDOWS:
        app.action(one)(window)
