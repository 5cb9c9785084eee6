"""1:1s: prepared, reminded of, and the note that the rep ends."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.compose import BELOW, OPENERS, drawn
from bot.listeners.edge import Gesture
from bot.listeners.said import Said, Services
from bot.services.coach import Coach
from bot.services.form_views import FormOf
from bot.services.one_on_ones import OneOnOnes
from bot.services.pair_parts import COACH
from bot.services.people import People
from bot.slack.blocks.coach import (
    coach_page,
    notes_page,
    time_form,
    times_button,
    times_page,
)
from bot.slack.blocks.pair_notes import rep_form_view
from bot.slack.coach_forms import CoachCarried, TimeSubmitted
from bot.slack.compose_forms import filled_from
from bot.slack.elements import View, on_top
from bot.slack.ids import ActionId, CallbackId, CoachMenu, TimeMenu, split_pair
from bot.storage.outgoing import Kind
from habits.errors import NotHere, WrongField
from habits.texts import say

_REP = "rep"
"""The field of the form that names the rep."""
# A sent form waits three seconds for its answer.
_SECONDS_TO_ANSWER = 1.5


async def coach_word(said: Said) -> None:
    """The page with each rep; the form itself where there is nobody yet."""
    reps = await said.ask.one_on_ones.reps(said.who)
    if reps:
        said.gesture.open(coach_page(reps))
    else:
        await open_coach_form(said.gesture, said.ask)


async def open_coach_form(
    gesture: Gesture, ask: Services, prompt: str = "", rep: str | None = None
) -> None:
    """The form of a 1:1, with a rep chosen where one is given."""
    form = await ask.forms.open(gesture.who, FormOf(COACH, prompt=prompt))
    if rep is not None and form.values.get(_REP) != rep:
        # What was kept is about somebody else.
        form = replace(form, values={_REP: rep}, kept=False)
    view = drawn(form)
    if _in_window(gesture):
        gesture.go_on(_redraw(gesture, gesture.view["id"], view), "form")
    else:
        gesture.open(view)


async def prepare(
    ack: AsyncAck, gesture: Gesture, one_on_ones: OneOnOnes, services: Services
) -> None:
    rep = await one_on_ones.rep_to_prepare(gesture.who, gesture.value)
    await open_coach_form(gesture, services, rep=rep)
    await ack()


# --- the page and the usual times -----------------------------------------------------------


async def show_times(ack: AsyncAck, gesture: Gesture, one_on_ones: OneOnOnes) -> None:
    page = times_page(await one_on_ones.times(gesture.who))
    await ack()
    _stack(gesture, page)


async def chosen_before(ack: AsyncAck, gesture: Gesture, one_on_ones: OneOnOnes) -> None:
    """The menu of a reminder."""
    entry, _ = split_pair(gesture.value)
    if entry == CoachMenu.TIMES:
        page = times_page(await one_on_ones.times(gesture.who))
    else:
        page = coach_page(await one_on_ones.reps(gesture.who))
    await ack()
    _stack(gesture, page)


async def add_time(ack: AsyncAck, gesture: Gesture, one_on_ones: OneOnOnes) -> None:
    form = time_form(await one_on_ones.time_form(gesture.who))
    await ack()
    _stack(gesture, form)


async def chosen_of_time(
    ack: AsyncAck, gesture: Gesture, one_on_ones: OneOnOnes, wake: Callable[[], None]
) -> None:
    entry, one_on_one = split_pair(gesture.value)
    if entry == TimeMenu.CHANGE:
        form = time_form(await one_on_ones.time_form(gesture.who, one_on_one))
        await ack()
        _stack(gesture, form)
        return
    # Removed by an earlier press or in another window: the page shows what stands.
    with suppress(NotHere):
        await one_on_ones.drop_time(gesture.who, one_on_one)
    page = times_page(await one_on_ones.times(gesture.who))
    await ack()
    gesture.go_on(_redraw(gesture, gesture.view["id"], page), "times")
    wake()


async def time_sent(
    ack: AsyncAck,
    gesture: Gesture,
    one_on_ones: OneOnOnes,
    people: People,
    wake: Callable[[], None],
) -> None:
    form = TimeSubmitted.from_view(gesture.view)
    changes = CoachCarried.from_view(gesture.view).changes
    try:
        async with asyncio.timeout(_SECONDS_TO_ANSWER):
            person = await people.member(gesture.who, form.rep, _REP)
    except TimeoutError:
        raise WrongField(_REP, say("errors.slack_silent")) from None
    key = gesture.submission_key
    await one_on_ones.set_time(gesture.who, person.user, form.usual, changes, key)
    page = times_page(await one_on_ones.times(gesture.who))
    await ack()
    if below := gesture.view.get("previous_view_id"):
        gesture.go_on(_redraw(gesture, below, page), "times")
    wake()


async def show_notes(ack: AsyncAck, gesture: Gesture, one_on_ones: OneOnOnes) -> None:
    rep = gesture.value
    name, notes = await one_on_ones.notes(gesture.who, rep)
    await ack()
    _stack(gesture, notes_page(rep, name, notes))


# --- the rep's part -------------------------------------------------------------------------


async def write(ack: AsyncAck, gesture: Gesture, coach: Coach) -> None:
    form = await coach.rep_form(gesture.who, gesture.value)
    await ack()
    gesture.open(rep_form_view(form))


async def written(ack: AsyncAck, gesture: Gesture, coach: Coach) -> None:
    carried = CoachCarried.from_view(gesture.view)
    filled = filled_from(gesture.view, carried.habit)
    wrote = await coach.write(gesture.who, carried.note, filled.values, gesture.submission_key)
    await ack()
    _follow(gesture, carried.note)
    if wrote.prompt is not None:
        gesture.mend(wrote.prompt)


async def decline(ack: AsyncAck, gesture: Gesture, coach: Coach) -> None:
    note = gesture.value
    await coach.decline(gesture.who, note)
    await ack()
    _follow(gesture, note)


async def delete(ack: AsyncAck, gesture: Gesture, coach: Coach, one_on_ones: OneOnOnes) -> None:
    """The rep deletes it in the message, the manager in the window with their notes."""
    note = gesture.value
    await coach.delete(gesture.who, note)
    view = gesture.body.get("view")
    if view is not None:
        rep = CoachCarried.from_view(view).rep
        name, notes = await one_on_ones.notes(gesture.who, rep)
        page = notes_page(rep, name, notes)
        gesture.go_on(_redraw(gesture, view["id"], page), "notes")
    await ack()
    _follow(gesture, note)


def _follow(gesture: Gesture, note: str) -> None:
    """The rep's message shows what holds now."""
    showing, workspace = gesture.ways.showing, gesture.who.workspace
    gesture.go_on(showing.mend_subject(workspace, Kind.REP_FORM, note), "rep form")


def _stack(gesture: Gesture, view: View) -> None:
    """Open a window, on top of the one that was pressed in."""
    if _in_window(gesture):
        gesture.go_on(_push(gesture, view), "push")
    else:
        gesture.open(view)


def _in_window(gesture: Gesture) -> bool:
    return (gesture.body.get("view") or {}).get("type") == "modal"


async def _push(gesture: Gesture, view: View) -> None:
    await gesture.client.views_push(trigger_id=gesture.body["trigger_id"], view=on_top(view))


async def _redraw(gesture: Gesture, view_id: str, view: View) -> None:
    await gesture.client.views_update(view_id=view_id, view=view)


def register(app: AsyncApp) -> None:
    OPENERS[COACH] = open_coach_form
    BELOW[COACH] = times_button
    app.action(ActionId.COACH_PREPARE)(prepare)
    app.action(ActionId.COACH_TIMES)(show_times)
    app.action(ActionId.COACH_MENU)(chosen_before)
    app.action(ActionId.COACH_TIME_ADD)(add_time)
    app.action(ActionId.COACH_TIME_MENU)(chosen_of_time)
    app.view(CallbackId.COACH_TIME)(time_sent)
    app.action(ActionId.COACH_NOTES)(show_notes)
    app.action(ActionId.COACH_WRITE)(write)
    app.view(CallbackId.REP_FORM)(written)
    app.action(ActionId.COACH_DECLINE)(decline)
    app.action(ActionId.COACH_DELETE)(delete)
