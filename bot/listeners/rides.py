"""Help on calls: asked for or offered, answered, booked, and what came of it."""

import asyncio
from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners import rep_home, today
from bot.listeners.compose import OPENERS
from bot.listeners.edge import Gesture, is_last_window
from bot.listeners.said import Said, Services
from bot.services.people import People
from bot.services.ride_moments import KINDS
from bot.services.ride_steps import RIDE_ALONG
from bot.services.ride_waiting import DEBRIEF, RIDE
from bot.services.rides import CalendarEntry, Rides
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.ride_forms import (
    ask_view,
    asked_words,
    call_view,
    calls_view,
    closing,
    debrief_view,
    declined_words,
    no_view,
    offer_view,
    offered_words,
    suggested_words,
    time_view,
)
from bot.slack.blocks.ride_words import when
from bot.slack.compose_forms import entered
from bot.slack.elements import View, on_top
from bot.slack.files import Handed, SlackFiles
from bot.slack.ids import ActionId, CallbackId, Field
from bot.slack.ride_forms import CallCarried, asked_in, chosen_in, offered_in, time_in
from bot.slack.text import said
from habits.errors import WrongField
from habits.riding import Act
from habits.texts import say

Wake = Callable[[], None]

_ACTS = {
    ActionId.CALL_ACCEPT: Act.ACCEPT,
    ActionId.CALL_DECLINE: Act.DECLINE,
    ActionId.CALL_TAKE_BACK: Act.TAKE_BACK,
    ActionId.CALL_OFF: Act.CALL_OFF,
    ActionId.CALL_DID_NOT: Act.DID_NOT,
}
# A sent form waits three seconds for its answer.
_SECONDS_TO_ANSWER = 1.5
_WRITTEN = (Field.DID_WELL, Field.WE_DO, Field.CUSTOMER_NEEDS)


async def call_word(said_: Said) -> None:
    """All calls; the form at once where there are none, and only one can be begun."""
    rides = said_.ask.rides
    calls = await rides.calls(said_.who)
    if calls.calls or (calls.may_ask and calls.may_offer):
        said_.gesture.open(calls_view(calls))
    elif calls.may_ask:
        said_.gesture.open(ask_view(await rides.ask_form(said_.who)))
    else:
        said_.gesture.open(offer_view(await rides.offer_form(said_.who)))


async def open_offer(gesture: Gesture, services: Services, prompt: str) -> None:
    """[Do it now]: the manager offers help. The call that comes of it answers `prompt`."""
    view = offer_view(await services.rides.offer_form(gesture.who, prompt))
    if _in_window(gesture):
        gesture.go_on(_redraw(gesture, gesture.view["id"], view), "offer")
    else:
        gesture.open(view)


async def ask(ack: AsyncAck, gesture: Gesture, rides: Rides) -> None:
    view = ask_view(await rides.ask_form(gesture.who))
    await ack()
    _stack(gesture, view)


async def offer(ack: AsyncAck, gesture: Gesture, rides: Rides) -> None:
    view = offer_view(await rides.offer_form(gesture.who))
    await ack()
    _stack(gesture, view)


async def asked(ack: AsyncAck, gesture: Gesture, rides: Rides, wake: Wake) -> None:
    wanted = asked_in(gesture.view)
    done = await rides.ask(gesture.who, wanted, gesture.submission_key)
    await ack(response_action="update", view=closing(asked_words(done)))
    wake()
    gesture.refresh_home()


async def offered(
    ack: AsyncAck, gesture: Gesture, rides: Rides, people: People, wake: Wake
) -> None:
    wanted = offered_in(gesture.view)
    try:
        async with asyncio.timeout(_SECONDS_TO_ANSWER):
            await people.member(gesture.who, wanted.whom, Field.REP)
    except TimeoutError:
        raise WrongField(Field.REP, say("errors.slack_silent")) from None
    done = await rides.offer(gesture.who, wanted, gesture.submission_key)
    await ack(response_action="update", view=closing(offered_words(done)))
    wake()


async def open_one(ack: AsyncAck, gesture: Gesture, rides: Rides) -> None:
    view = call_view(await rides.call(gesture.who, gesture.value))
    await ack()
    _stack(gesture, view)


async def acted(ack: AsyncAck, gesture: Gesture, rides: Rides, wake: Wake) -> None:
    """What is done at once: messages about the call follow, and the window it was pressed in."""
    act = _ACTS[ActionId(gesture.action["action_id"])]
    shown = await rides.act(gesture.who, gesture.value, act, gesture.click.key)
    await ack()
    if _in_window(gesture):
        gone = closing(said("calls.rep.gone"))
        view = gone if shown is None else call_view(shown)
        gesture.go_on(_redraw(gesture, gesture.view["id"], view), "call")
    _follow(gesture, gesture.value, wake)


async def other_time(ack: AsyncAck, gesture: Gesture, rides: Rides) -> None:
    view = time_view(await rides.call(gesture.who, gesture.value))
    await ack()
    _stack(gesture, view)


async def time_sent(ack: AsyncAck, gesture: Gesture, rides: Rides, wake: Wake) -> None:
    call = CallCarried.from_view(gesture.view).call
    day, at = time_in(gesture.view)
    done = await rides.other_time(gesture.who, call, day, at, gesture.submission_key)
    await ack(response_action="update", view=closing(suggested_words(done)))
    _follow(gesture, call, wake)


async def no(ack: AsyncAck, gesture: Gesture, rides: Rides) -> None:
    view = no_view(await rides.call(gesture.who, gesture.value))
    await ack()
    _stack(gesture, view)


async def no_sent(ack: AsyncAck, gesture: Gesture, rides: Rides, wake: Wake) -> None:
    call = CallCarried.from_view(gesture.view).call
    because = entered(gesture.view, Field.BECAUSE)
    shown = await rides.decline(gesture.who, call, because, gesture.submission_key)
    await ack(response_action="update", view=closing(declined_words(shown)))
    _follow(gesture, call, wake)


async def write(ack: AsyncAck, gesture: Gesture, rides: Rides) -> None:
    view = debrief_view(await rides.call(gesture.who, gesture.value))
    await ack()
    _stack(gesture, view)


async def written(ack: AsyncAck, gesture: Gesture, rides: Rides, wake: Wake) -> None:
    call = CallCarried.from_view(gesture.view).call
    lines = {str(one): entered(gesture.view, one) for one in _WRITTEN}
    helped = chosen_in(gesture.view, Field.HELPED)
    key = gesture.submission_key
    prompt = await rides.debrief(gesture.who, call, lines, helped, key)
    await ack(response_action="update", view=closing(said("calls.done.kept")))
    _follow(gesture, call, wake)
    if prompt is not None:
        gesture.mend(prompt)


async def calendar(ack: AsyncAck, gesture: Gesture, rides: Rides, files: SlackFiles) -> None:
    made = await rides.calendar_entry(gesture.who, gesture.value)
    await ack()
    gesture.go_on(_hand(gesture, made, files), "calendar")


async def _hand(gesture: Gesture, made: CalendarEntry, files: SlackFiles) -> None:
    words = plain_answer(say("calls.done.file"))
    match await files.hand(gesture.who.user, made.name, made.body, words):
        case Handed.OVER:
            return
        case Handed.NOT_GRANTED:
            at = when(made.call)
            gesture.say(plain_answer(say("calls.done.no_file", when=at, minutes=made.call.minutes)))
        case Handed.FAILED:
            gesture.say(plain_answer(say("calls.done.file_failed")))


# --- from what waits -----------------------------------------------------------------------------


async def _waiting(gesture: Gesture, services: Services, ride: str, value: str) -> None:
    shown = await services.rides.call(gesture.who, ride)
    _stack(gesture, debrief_view(shown) if value == DEBRIEF else call_view(shown))


async def _of_rep(gesture: Gesture, services: Services, ride: str, value: str) -> View:
    shown = await services.rides.call(gesture.who, ride)
    return debrief_view(shown) if value == DEBRIEF else call_view(shown)


# --- windows -------------------------------------------------------------------------------------


def _follow(gesture: Gesture, ride: str, wake: Wake) -> None:
    wake()
    gesture.go_on(_mend(gesture, ride), "call")
    gesture.refresh_home()


async def _mend(gesture: Gesture, ride: str) -> None:
    for kind in KINDS:
        await gesture.ways.showing.mend_subject(gesture.who.workspace, kind, ride)


def _in_window(gesture: Gesture) -> bool:
    return (gesture.body.get("view") or {}).get("type") == "modal"


def _stack(gesture: Gesture, view: View) -> None:
    """On top of the window it was asked from, or in its place where that is the last one."""
    if not _in_window(gesture):
        gesture.open(view)
    elif is_last_window(gesture.view):
        gesture.go_on(_redraw(gesture, gesture.view["id"], view), "call window")
    else:
        gesture.go_on(_push(gesture, view), "call window")


async def _push(gesture: Gesture, view: View) -> None:
    await gesture.client.views_push(trigger_id=gesture.body["trigger_id"], view=on_top(view))


async def _redraw(gesture: Gesture, view_id: str, view: View) -> None:
    await gesture.client.views_update(view_id=view_id, view=view)


def register(app: AsyncApp) -> None:
    OPENERS[RIDE_ALONG] = open_offer
    today.WINDOWS[RIDE] = _waiting
    rep_home.WINDOWS[RIDE] = _of_rep
    app.action(ActionId.CALL_ASK)(ask)
    app.action(ActionId.CALL_OFFER)(offer)
    app.action(ActionId.CALL_OPEN)(open_one)
    for action_id in _ACTS:
        app.action(action_id)(acted)
    app.action(ActionId.CALL_OTHER_TIME)(other_time)
    app.action(ActionId.CALL_NO)(no)
    app.action(ActionId.CALL_WRITE)(write)
    app.action(ActionId.CALL_FILE)(calendar)
    app.view(CallbackId.CALL_ASK)(asked)
    app.view(CallbackId.CALL_OFFER)(offered)
    app.view(CallbackId.CALL_TIME)(time_sent)
    app.view(CallbackId.CALL_NO)(no_sent)
    app.view(CallbackId.CALL_DEBRIEF)(written)
