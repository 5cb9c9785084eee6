"""The buttons under a prompt."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.preferences import Preferences
from bot.services.prompts import Prompts, Shown
from bot.slack.blocks.leaving import stop_habit_form
from bot.slack.blocks.preferences import settings_form
from bot.slack.blocks.prompts import prompt as prompt_content
from bot.slack.blocks.why import why
from bot.slack.ids import ANSWERS, ActionId, More, split_pair
from habits.errors import UnknownPrompt
from habits.snoozing import Snooze


async def answer(ack: AsyncAck, gesture: Gesture, prompts: Prompts) -> None:
    chosen = ANSWERS[ActionId(gesture.action["action_id"])]
    shown = await prompts.answer(gesture.who, gesture.value, chosen, gesture.click)
    await ack()
    _show(gesture, shown)


async def change(ack: AsyncAck, gesture: Gesture, prompts: Prompts) -> None:
    shown = await prompts.change(gesture.who, gesture.value, gesture.click)
    await ack()
    _show(gesture, shown)


async def later(ack: AsyncAck, gesture: Gesture, prompts: Prompts) -> None:
    prompt, choice = split_pair(gesture.value)
    if choice not in set(Snooze):
        raise UnknownPrompt
    shown = await prompts.later(gesture.who, prompt, Snooze(choice), gesture.click)
    await ack()
    _show(gesture, shown)


async def more(ack: AsyncAck, gesture: Gesture, prompts: Prompts, preferences: Preferences) -> None:
    """The menu: why it came, other times, stop this habit."""
    entry, prompt = split_pair(gesture.value)
    match entry:
        case More.WHY:
            view = why(await prompts.why(gesture.who, prompt))
        case More.TIMES:
            view = settings_form(await preferences.settings_form(gesture.who))
        case More.STOP:
            key = await prompts.habit_of(gesture.who, prompt)
            view = stop_habit_form(await preferences.habit_to_stop(gesture.who, key))
        case _:
            raise UnknownPrompt
    await ack()
    gesture.open(view)


def _show(gesture: Gesture, shown: Shown) -> None:
    content = prompt_content(shown.message)
    gesture.show(content, shown.row, shown.version, shown.message.prompt)


def register(app: AsyncApp) -> None:
    for action_id in ANSWERS:
        app.action(action_id)(answer)
    app.action(ActionId.PROMPT_CHANGE)(change)
    app.action(ActionId.PROMPT_LATER)(later)
    app.action(ActionId.PROMPT_MORE)(more)
