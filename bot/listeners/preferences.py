"""Settings, breaks, stopping a habit, leaving."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.edge import JSON, Reflections, open_form
from bot.listeners.errors import telling
from bot.services.messages import Choice
from bot.services.ports import Content
from bot.services.preferences import Preferences, Wanted
from bot.services.who import Who
from bot.slack.blocks.leaving import leave_form, pause_form, stop_habit_form
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.preferences import confirmation, confirmation_blocks, settings_form
from bot.slack.elements import modal
from bot.slack.forms import (
    LeaveSubmitted,
    PauseSubmitted,
    SettingsSubmitted,
    StopHabitCarried,
)
from bot.slack.ids import PAUSE_WEEKS, ActionId, CallbackId
from bot.slack.replies import Replies
from bot.storage.managers import Preferences as Chosen
from bot.tasks import Tasks


async def open_settings(
    client: AsyncWebClient, preferences: Preferences, who: Who, body: JSON
) -> None:
    await open_form(client, body, settings_form(await preferences.settings_form(who)))


async def open_stop_habit(
    client: AsyncWebClient, preferences: Preferences, who: Who, body: JSON, habit: str
) -> None:
    active = await preferences.habits(who)
    named = next((one for one in active if one.value == habit), Choice(habit, "this habit"))
    await open_form(client, body, stop_habit_form(named, only_one=len(active) < 2))


async def open_pause(
    client: AsyncWebClient, preferences: Preferences, who: Who, body: JSON
) -> None:
    await open_form(client, body, pause_form(await preferences.suggested_return(who)))


async def settings_pressed(
    ack: AsyncAck,
    body: JSON,
    client: AsyncWebClient,
    who: Who,
    preferences: Preferences,
    replies: Replies,
    tasks: Tasks,
) -> None:
    await ack()
    work = open_settings(client, preferences, who, body)
    tasks.start(telling(replies, body, work), "settings form")


async def settings_sent(
    ack: AsyncAck,
    view: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    form = SettingsSubmitted.from_view(view)
    times = Chosen(form.work_days, form.hours, form.country, form.rhythm)
    shown = await preferences.change(who, Wanted(form.habit, form.plan, times))
    await ack(response_action="update", view=confirmation(shown))
    tasks.start(reflections.refresh_home(who), "home after settings")


async def pause_pressed(
    ack: AsyncAck,
    body: JSON,
    client: AsyncWebClient,
    who: Who,
    preferences: Preferences,
    replies: Replies,
    tasks: Tasks,
) -> None:
    await ack()
    work = open_pause(client, preferences, who, body)
    tasks.start(telling(replies, body, work), "pause form")


async def pause_sent(
    ack: AsyncAck,
    view: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    shown = await preferences.pause(who, PauseSubmitted.from_view(view).until)
    await ack(response_action="update", view=confirmation(shown))
    tasks.start(reflections.refresh_home(who), "home after pause")


async def pause_weeks(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    weeks = PAUSE_WEEKS[ActionId(action["action_id"])]
    shown = await preferences.pause_weeks(who, weeks)
    await ack()
    content = Content("You are on a break.", confirmation_blocks(shown))
    tasks.start(reflections.show(who, body, content), "paused")


async def resume_pressed(
    ack: AsyncAck,
    body: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    shown = await preferences.resume(who)
    await ack()
    content = Content("You are back.", confirmation_blocks(shown))
    tasks.start(reflections.show(who, body, content), "resumed")


async def stop_pressed(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    client: AsyncWebClient,
    who: Who,
    preferences: Preferences,
    replies: Replies,
    tasks: Tasks,
) -> None:
    await ack()
    habit = action.get("value") or action["selected_option"]["value"]
    work = open_stop_habit(client, preferences, who, body, habit)
    tasks.start(telling(replies, body, work), "stop form")


async def stop_sent(
    ack: AsyncAck,
    view: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    name = await preferences.stop_habit(who, StopHabitCarried.from_view(view).habit)
    said = plain_answer(f"{name} is stopped. `/trust settings` lets you pick a habit again.")
    await ack(response_action="update", view=_closing("Stopped", said))
    tasks.start(reflections.refresh_home(who), "home after stop")


async def leave_pressed(
    ack: AsyncAck, body: JSON, client: AsyncWebClient, replies: Replies, tasks: Tasks
) -> None:
    await ack()
    tasks.start(telling(replies, body, open_form(client, body, leave_form())), "leave form")


async def leave_sent(
    ack: AsyncAck,
    view: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    erase = LeaveSubmitted.from_view(view).erase
    await preferences.leave(who, erase=erase)
    kept = "What was kept about you is deleted." if erase else "What was kept stays as it is."
    said = plain_answer(f"No more messages will come. {kept} Thank you for trying it.")
    await ack(response_action="update", view=_closing("You have left", said))
    tasks.start(reflections.refresh_home(who), "home after leaving")


def _closing(title: str, content: Content) -> JSON:
    return modal(CallbackId.CONFIRMATION, title, content.blocks, close="Close")


def register(app: AsyncApp) -> None:
    app.action(ActionId.SETTINGS_OPEN)(settings_pressed)
    app.view(CallbackId.SETTINGS)(settings_sent)
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
