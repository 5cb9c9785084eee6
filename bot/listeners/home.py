"""Home is opened, and somebody wants to do something now."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.listeners.said import Said, Services
from bot.listeners.start import open_start
from bot.services.home import Home
from bot.services.more_habits import MoreHabits
from bot.services.practices import Practices
from bot.slack.blocks.away import with_away_offer
from bot.slack.blocks.situations import do_now, habits_now, noted
from bot.slack.elements import View, in_place_of
from bot.slack.forms import InsteadCarried
from bot.slack.ids import ActionId, CallbackId
from habits.errors import NotStarted


async def home_opened(event: dict[str, Any], gesture: Gesture, home: Home) -> None:
    # The event comes for the Messages tab as well.
    if event.get("tab") == "home":
        home.opened(gesture.who)
        gesture.refresh_home()


async def alone_word(said: Said) -> None:
    """`/trust` without a word: what can I do now?"""
    if not await said.ask.preferences.has_started(said.who):
        as_rep = await said.ask.reps.view(said.who)
        if as_rep.managers:
            raise NotStarted  # who leads no team reads what a member can do
    await _open(said.gesture, said.ask)


async def asked(
    ack: AsyncAck, gesture: Gesture, services: Services, more_habits: MoreHabits
) -> None:
    """Home's button, the shortcut, or the way back from a situation."""
    if (gesture.body.get("view") or {}).get("type") == "modal":
        carried = InsteadCarried.from_view(gesture.view).instead
        instead = await more_habits.to_replace(gesture.who, carried) if carried else None
        await ack()
        _redraw(gesture, do_now(services.starting.situations(), instead))
    else:
        await ack()
        await _open(gesture, services)


async def situation_picked(ack: AsyncAck, gesture: Gesture, more_habits: MoreHabits) -> None:
    instead = InsteadCarried.from_view(gesture.view).instead
    shown = await more_habits.situation(gesture.who, gesture.value, instead)
    await ack()
    _redraw(gesture, habits_now(shown))


async def did_it(ack: AsyncAck, gesture: Gesture, practices: Practices) -> None:
    logged = await practices.log(gesture.who, gesture.value)
    await ack()
    _redraw(gesture, noted(logged))
    if logged.prompt is not None:
        gesture.mend(logged.prompt)
    else:
        gesture.refresh_home()


async def _open(gesture: Gesture, ask: Services) -> None:
    if await ask.preferences.has_started(gesture.who):
        offer = await ask.being_away.offered(gesture.who)
        gesture.open(with_away_offer(do_now(ask.starting.situations()), offer))
    else:
        opening = open_start(gesture, ask.people, ask.preferences, ask.starting)
        gesture.go_on(opening, "start form")


def _redraw(gesture: Gesture, view: View) -> None:
    gesture.go_on(_update(gesture, view), "do now")


async def _update(gesture: Gesture, view: View) -> None:
    await gesture.client.views_update(
        view_id=gesture.view["id"], view=in_place_of(gesture.view, view)
    )


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(home_opened)
    app.global_shortcut(CallbackId.DO_NOW)(asked)
    app.action(ActionId.DO_NOW)(asked)
    app.action(ActionId.DO_NOW_SITUATION)(situation_picked)
    app.action(ActionId.DO_NOW_DID_IT)(did_it)
