"""The buttons under a prompt."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.edge import JSON, Reflections, click_of, open_form
from bot.listeners.errors import telling
from bot.listeners.preferences import open_settings, open_stop_habit
from bot.services.preferences import Preferences
from bot.services.prompts import Prompts, Shown
from bot.services.who import Who
from bot.slack.blocks.prompts import prompt as prompt_content
from bot.slack.blocks.why import why as why_view
from bot.slack.ids import ANSWERS, ActionId, More, split_pair
from bot.slack.replies import Replies
from bot.tasks import Tasks
from habits.errors import UnknownPrompt
from habits.snoozing import Snooze


async def answer(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    who: Who,
    prompts: Prompts,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    chosen = ANSWERS[ActionId(action["action_id"])]
    shown = await prompts.answer(who, action["value"], chosen, click_of(body, action))
    await ack()
    tasks.start(_reflect(reflections, who, body, shown), "prompt answered")


async def change(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    who: Who,
    prompts: Prompts,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    shown = await prompts.change(who, action["value"], click_of(body, action))
    await ack()
    tasks.start(_reflect(reflections, who, body, shown), "prompt changed")


async def later(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    who: Who,
    prompts: Prompts,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    prompt, choice = split_pair(action["selected_option"]["value"])
    if choice not in set(Snooze):
        raise UnknownPrompt
    shown = await prompts.later(who, prompt, Snooze(choice), click_of(body, action))
    await ack()
    tasks.start(_reflect(reflections, who, body, shown), "prompt put off")


async def more(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    client: AsyncWebClient,
    who: Who,
    prompts: Prompts,
    preferences: Preferences,
    replies: Replies,
    tasks: Tasks,
) -> None:
    """The menu: why it came, other times, stop this habit."""
    entry, prompt = split_pair(action["selected_option"]["value"])
    match entry:
        case More.WHY:
            work = open_form(client, body, why_view(await prompts.why(who, prompt)))
        case More.TIMES:
            work = open_settings(client, preferences, who, body)
        case More.STOP:
            habit = await prompts.habit_of(who, prompt)
            work = open_stop_habit(client, preferences, who, body, habit)
        case _:
            raise UnknownPrompt
    await ack()
    tasks.start(telling(replies, body, work), "menu of a prompt")


async def _reflect(reflections: Reflections, who: Who, body: JSON, shown: Shown) -> None:
    content = prompt_content(shown.message)
    await reflections.show(who, body, content, shown.row, shown.version, shown.message.prompt)


def register(app: AsyncApp) -> None:
    for action_id in ANSWERS:
        app.action(action_id)(answer)
    app.action(ActionId.PROMPT_CHANGE)(change)
    app.action(ActionId.PROMPT_LATER)(later)
    app.action(ActionId.PROMPT_MORE)(more)
