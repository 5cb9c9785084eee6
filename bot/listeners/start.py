"""Starting: one form, and what comes next."""

import asyncio

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.people import People
from bot.services.preferences import Preferences, Wanted
from bot.slack.blocks.preferences import confirmation, settings_form, start_form
from bot.slack.forms import StartSubmitted
from bot.slack.ids import ActionId, CallbackId
from bot.storage.managers import Preferences as Chosen
from habits.errors import HabitsError
from habits.people import Rhythm

# A trigger_id lives three seconds, and most of them may be gone already.
_SECONDS_TO_LOOK_UP = 1.5


class SlackIsSlow(HabitsError):
    """Slack did not describe the person in time for the form to open."""

    def __init__(self) -> None:
        super().__init__("Slack was slow to answer. Please press Start once more.")


async def open_start(gesture: Gesture, people: People, preferences: Preferences) -> None:
    """Open the form; for somebody who has started, the settings. Raises SlackIsSlow,
    NotForGuests."""
    if await preferences.has_started(gesture.who):
        await gesture.open_now(settings_form(await preferences.settings_form(gesture.who)))
        return
    try:
        async with asyncio.timeout(_SECONDS_TO_LOOK_UP):
            person = await people.know(gesture.who)
    except TimeoutError:
        raise SlackIsSlow from None
    await gesture.open_now(start_form(await preferences.start_form(person)))


async def start_pressed(
    ack: AsyncAck, gesture: Gesture, people: People, preferences: Preferences
) -> None:
    await ack()
    gesture.go_on(open_start(gesture, people, preferences), "start form")


async def start_sent(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    form = StartSubmitted.from_view(gesture.view)
    times = Chosen(form.work_days, form.hours, form.country, Rhythm())
    shown = await preferences.start(gesture.who, Wanted(form.habit, None, times))
    await ack(response_action="update", view=confirmation(shown))
    gesture.refresh_home()


def register(app: AsyncApp) -> None:
    app.action(ActionId.START_OPEN)(start_pressed)
    app.view(CallbackId.START)(start_sent)
