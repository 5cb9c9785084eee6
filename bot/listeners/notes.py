"""Private notes: taking one back, and turning them off and on."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import JSON, Reflections
from bot.services.preferences import Preferences
from bot.services.who import Who
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.privacy import privacy
from bot.slack.ids import ActionId
from bot.tasks import Tasks


async def undo(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    await preferences.remove_note(who, action["value"])
    await ack()
    content = plain_answer("Your note is deleted here. Your own message stays in Slack.")
    tasks.start(reflections.show(who, body, content), "note deleted")


async def stop_keeping(
    ack: AsyncAck,
    action: JSON,
    body: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    """From under a note: that one goes as well. From the privacy answer: only the switch."""
    if note := action.get("value"):
        await preferences.remove_note(who, note)
    await preferences.keep_notes(who, False)
    await ack()
    content = plain_answer(
        "I will not keep what you type from now on. `/trust privacy` turns notes on again."
    )
    tasks.start(reflections.show(who, body, content), "notes off")


async def keep_again(
    ack: AsyncAck,
    body: JSON,
    who: Who,
    preferences: Preferences,
    reflections: Reflections,
    tasks: Tasks,
) -> None:
    await preferences.keep_notes(who, True)
    content = privacy(await preferences.privacy(who))
    await ack()
    tasks.start(reflections.show(who, body, content), "notes on")


def register(app: AsyncApp) -> None:
    app.action(ActionId.NOTE_UNDO)(undo)
    app.action(ActionId.NOTE_OFF)(stop_keeping)
    app.action(ActionId.NOTE_ON)(keep_again)
