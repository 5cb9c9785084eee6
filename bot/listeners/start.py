"""Starting: one form, and what comes next."""

import asyncio

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.edge import JSON, Reflections, open_form
from bot.listeners.errors import telling
from bot.services.people import People
from bot.services.preferences import Preferences, Wanted
from bot.services.who import Who
from bot.slack.blocks.preferences import confirmation, start_form
from bot.slack.forms import StartSubmitted
from bot.slack.ids import ActionId, CallbackId
from bot.slack.replies import Replies
from bot.storage.managers import Preferences as Chosen
from bot.tasks import Tasks
from habits.errors import HabitsError
from habits.people import Rhythm

# A trigger_id lives three seconds, and most of them may be gone already.
_SECONDS_TO_LOOK_UP = 1.5


class SlackIsSlow(HabitsError):
    """Slack did not describe the person in time for the form to open."""

    def __init__(self) -> None:
        super().__init__("Slack was slow to answer. Please press Start once more.")


async def open_start(
    client: AsyncWebClient, people: People, preferences: Preferences, who: Who, body: JSON
) -> None:
    """Open the form. Raises SlackIsSlow, NotForGuests."""
    try:
        async with asyncio.timeout(_SECONDS_TO_LOOK_UP):
            person = await people.know(who)
    except TimeoutError:
        raise SlackIsSlow from None
    await open_form(client, body, start_form(await preferences.start_form(person)))


async def start_pressed(
    ack: AsyncAck,
    body: JSON,
    client: AsyncWebClient,
    who: Who,
    people: People,
    preferences: Preferences,
    replies: Replies,
    tasks: Tasks,
) -> None:
    await ack()
    work = open_start(client, people, preferences, who, body)
    tasks.start(telling(replies, body, work), "start form")


async def start_sent(
    ack: AsyncAck,
    view: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    form = StartSubmitted.from_view(view)
    times = Chosen(form.work_days, form.hours, form.country, Rhythm())
    shown = await preferences.start(who, Wanted(form.habit, None, times))
    await ack(response_action="update", view=confirmation(shown))
    tasks.start(reflections.refresh_home(who), "home after start")


def register(app: AsyncApp) -> None:
    app.action(ActionId.START_OPEN)(start_pressed)
    app.view(CallbackId.START)(start_sent)
