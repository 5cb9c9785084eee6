"""Starting: what is hardest, a habit, and what comes next."""

import asyncio

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.people import People
from bot.services.preferences import Preferences
from bot.services.starting import Starting
from bot.services.wanted import Wanted
from bot.slack.blocks.preferences import settings_form
from bot.slack.blocks.start import habit_view, situations_view, times_view, you_are_set
from bot.slack.elements import View, in_place_of
from bot.slack.ids import ActionId, CallbackId
from bot.slack.start_forms import (
    SituationSubmitted,
    StartCarried,
    StartSubmitted,
    TimesSubmitted,
    chosen_habit,
)
from habits.errors import HabitsError
from habits.texts import say

# A trigger_id lives three seconds, and most of them may be gone already.
_SECONDS_TO_LOOK_UP = 1.5


class SlackIsSlow(HabitsError):
    """Slack did not describe the person in time for the form to open."""

    def __init__(self) -> None:
        super().__init__(say("start.slow"))


async def open_start(
    gesture: Gesture, people: People, preferences: Preferences, starting: Starting
) -> None:
    """Open the first screen; for somebody who has started, the settings. Raises SlackIsSlow,
    NotForGuests, NotInvited."""
    if await preferences.has_started(gesture.who):
        await gesture.open_now(settings_form(await preferences.settings_form(gesture.who)))
        return
    await starting.check_open(gesture.who)
    try:
        async with asyncio.timeout(_SECONDS_TO_LOOK_UP):
            await people.know(gesture.who)
    except TimeoutError:
        raise SlackIsSlow from None
    await gesture.open_now(situations_view(starting.situations()))


async def start_pressed(
    ack: AsyncAck,
    gesture: Gesture,
    people: People,
    preferences: Preferences,
    starting: Starting,
) -> None:
    await ack()
    gesture.go_on(open_start(gesture, people, preferences, starting), "start form")


async def situation_sent(ack: AsyncAck, gesture: Gesture, starting: Starting) -> None:
    """One window takes the place of the other: Slack stacks three at most, and the form of the
    habit, with its preview, is still to come."""
    situation = SituationSubmitted.from_view(gesture.view).situation
    offer = await starting.offer(gesture.who, situation)
    await ack(response_action="update", view=habit_view(offer))


async def back_pressed(ack: AsyncAck, gesture: Gesture, starting: Starting) -> None:
    carried = StartCarried.from_view(gesture.view)
    await ack()
    _redraw(gesture, situations_view(starting.situations(carried.situation)))


async def habit_chosen(ack: AsyncAck, gesture: Gesture, starting: Starting) -> None:
    carried = StartCarried.from_view(gesture.view)
    offer = await starting.offer(gesture.who, carried.situation, gesture.value, carried.times)
    await ack()
    _redraw(gesture, habit_view(offer))


async def times_pressed(ack: AsyncAck, gesture: Gesture, starting: Starting) -> None:
    carried = chosen_habit(gesture.view)
    form = await starting.times_form(gesture.who, carried.habit, carried.times)
    await ack()
    _redraw(gesture, times_view(form, carried))


async def times_kept(ack: AsyncAck, gesture: Gesture, starting: Starting) -> None:
    """Back from the times, which stay as they were."""
    carried = StartCarried.from_view(gesture.view)
    who, times = gesture.who, carried.times
    offer = await starting.offer(who, carried.situation, carried.habit, times)
    await ack()
    _redraw(gesture, habit_view(offer))


async def times_sent(ack: AsyncAck, gesture: Gesture, starting: Starting) -> None:
    shown = StartCarried.from_view(gesture.view)
    sent = TimesSubmitted.from_view(gesture.view).times
    times = await starting.checked(gesture.who, shown.times, sent)
    offer = await starting.offer(gesture.who, shown.situation, shown.habit, times)
    await ack(response_action="update", view=habit_view(offer))


async def start_sent(
    ack: AsyncAck, gesture: Gesture, preferences: Preferences, starting: Starting
) -> None:
    form = StartSubmitted.from_view(gesture.view)
    shown = await preferences.start(gesture.who, Wanted(form.habit, None, form.times))
    habit = starting.choice(form.habit)
    here = starting.can_be_done_here(form.habit)
    await ack(response_action="update", view=you_are_set(shown, habit, form_here=here))
    gesture.refresh_home()


def _redraw(gesture: Gesture, view: View) -> None:
    gesture.go_on(_update(gesture, view), "start form")


async def _update(gesture: Gesture, view: View) -> None:
    await gesture.client.views_update(
        view_id=gesture.view["id"], view=in_place_of(gesture.view, view)
    )


def register(app: AsyncApp) -> None:
    app.action(ActionId.START_OPEN)(start_pressed)
    app.action(ActionId.START_BACK)(back_pressed)
    app.action(ActionId.START_HABIT)(habit_chosen)
    app.action(ActionId.START_TIMES)(times_pressed)
    app.action(ActionId.START_TIMES_BACK)(times_kept)
    app.view(CallbackId.START_SITUATION)(situation_sent)
    app.view(CallbackId.START_TIMES)(times_sent)
    app.view(CallbackId.START)(start_sent)
