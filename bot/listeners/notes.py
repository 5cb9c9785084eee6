"""Private notes: taking one back, and turning them off and on."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners.edge import Gesture
from bot.services.preferences import Preferences
from bot.services.privacy import Privacy
from bot.slack.blocks.notices import plain_answer
from bot.slack.blocks.privacy import privacy as privacy_answer
from bot.slack.ids import ActionId
from habits.texts import say


async def undo(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    await preferences.remove_note(gesture.who, gesture.value)
    await ack()
    gesture.show(plain_answer(say("note.deleted")))


async def stop_keeping(ack: AsyncAck, gesture: Gesture, preferences: Preferences) -> None:
    """From under a note: that one goes as well. From the privacy answer: only the switch."""
    if gesture.value:
        await preferences.remove_note(gesture.who, gesture.value)
    await preferences.keep_notes(gesture.who, False)
    await ack()
    gesture.show(plain_answer(say("note.off")))


async def keep_again(
    ack: AsyncAck, gesture: Gesture, preferences: Preferences, privacy: Privacy
) -> None:
    await preferences.keep_notes(gesture.who, True)
    content = privacy_answer(await privacy.view(gesture.who))
    await ack()
    gesture.show(content)


def register(app: AsyncApp) -> None:
    app.action(ActionId.NOTE_UNDO)(undo)
    app.action(ActionId.NOTE_OFF)(stop_keeping)
    app.action(ActionId.NOTE_ON)(keep_again)
