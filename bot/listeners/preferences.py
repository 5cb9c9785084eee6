"""Settings, breaks, stopping a habit, leaving."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.preferences import Preferences
from bot.services.wanted import Wanted
from bot.slack.blocks.leaving import leave_form, pause_form, stop_habit_form
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.preferences import back_again, confirmation, on_a_break, settings_form
from bot.slack.elements import View, modal
from bot.slack.forms import (
    LeaveSubmitted,
    PauseSubmitted,
    SettingsSubmitted,
    StopHabitCarried,
)
from bot.slack.ids import PAUSE_WEEKS, ActionId, CallbackId
from bot.storage.managers import Preferences as Chosen
from habits.phrases import together
from habits.texts import say


async def settings_pressed(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    form = await preferences.settings_form(gesture.who)
    await ack()
    gesture.open(settings_form(form))


async def settings_sent(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    form = SettingsSubmitted.from_view(gesture.view)
    times = Chosen(form.work_days, form.hours, None, form.rhythm)
    shown = await preferences.change(gesture.who, Wanted(form.habit, form.plan, times))
    await ack(response_action="update", view=confirmation(shown))
    gesture.refresh_home()


async def as_before_pressed(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    shown = await preferences.as_before(gesture.who)
    form = await preferences.settings_form(gesture.who)
    await ack()
    gesture.go_on(_say_what_comes(gesture, settings_form(form), confirmation(shown)), "as before")
    gesture.refresh_home()


async def _say_what_comes(gesture: Gesture, settings: View, told: View) -> None:
    """On top of the settings, which keep what was chosen in them so far."""
    await gesture.client.views_push(trigger_id=gesture.body["trigger_id"], view=told)
    await gesture.client.views_update(view_id=gesture.view["id"], view=settings)


async def pause_pressed(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    suggested = await preferences.suggested_return(gesture.who)
    await ack()
    gesture.open(pause_form(suggested))


async def pause_sent(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    until = PauseSubmitted.from_view(gesture.view).until
    shown = await preferences.pause(gesture.who, until)
    await ack(response_action="update", view=confirmation(shown))
    gesture.refresh_home()


async def pause_weeks(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    weeks = PAUSE_WEEKS[ActionId(gesture.action["action_id"])]
    shown = await preferences.pause_weeks(gesture.who, weeks)
    await ack()
    gesture.show(on_a_break(shown))


async def resume_pressed(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    shown = await preferences.resume(gesture.who)
    await ack()
    gesture.show(back_again(shown))


async def stop_pressed(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    stops = await preferences.habit_to_stop(gesture.who, gesture.value)
    await ack()
    gesture.open(stop_habit_form(stops))


async def stop_sent(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    habit = StopHabitCarried.from_view(gesture.view).habit
    stopped = await preferences.stop_habit(gesture.who, habit)
    said = say("stop.stopped.said", habit=stopped.habit.label)
    if stopped.others:
        others = together(stopped.others)
        said = say("stop.stopped.others", habit=stopped.habit.label, habits=others)
    await ack(response_action="update", view=_closing(say("stop.stopped.title"), said))
    gesture.refresh_home()


async def leave_pressed(ack: AsyncAck, gesture: Gesture) -> None:
    await ack()
    gesture.open(leave_form())


async def leave_sent(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    erase = LeaveSubmitted.from_view(gesture.view).erase
    await preferences.leave(gesture.who, erase=erase)
    said = say("leave.left.erased" if erase else "leave.left.kept")
    await ack(response_action="update", view=_closing(say("leave.left.title"), said))
    gesture.refresh_home()


def _closing(title: str, said: str) -> dict[str, Any]:
    return modal(CallbackId.CONFIRMATION, title, plain_answer(said).blocks)


def register(app: AsyncApp) -> None:
    app.action(ActionId.SETTINGS_OPEN)(settings_pressed)
    app.view(CallbackId.SETTINGS)(settings_sent)
    app.action(ActionId.AS_BEFORE)(as_before_pressed)
    app.action(ActionId.PAUSE_OPEN)(pause_pressed)
    app.view(CallbackId.PAUSE)(pause_sent)
    for action_id in PAUSE_WEEKS:
        app.action(action_id)(pause_weeks)
    app.action(ActionId.RESUME_NOW)(resume_pressed)
    app.action(ActionId.HABIT_STOP)(stop_pressed)
    app.action(ActionId.HABIT_STOP_CHOSEN)(stop_pressed)
    app.view(CallbackId.STOP_HABIT)(stop_sent)
    app.action(ActionId.LEAVE_OPEN)(leave_pressed)
    app.view(CallbackId.LEAVE)(leave_sent)
