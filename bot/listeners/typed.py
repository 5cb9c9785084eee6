"""What people type to the bot in its own chat."""

from collections.abc import Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot.listeners.edge import Gesture
from bot.services.ports import Content, Messenger
from bot.services.typed import Taken, Typed, TypedWords
from bot.slack.blocks.reps import cannot_pass_on, rep_help
from bot.slack.text import unescape
from bot.tasks import Tasks


async def typed_to_the_bot(
    event: dict[str, Any],
    gesture: Gesture,
    typed_words: TypedWords,
    messenger: Messenger,
    wake: Callable[[], None],
    tasks: Tasks,
) -> None:
    # Edits, deletions, joins and what bots say are not words to us.
    if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
        return
    typed = Typed(
        event["channel"], event["ts"], event.get("thread_ts"), unescape(event.get("text") or "")
    )
    taken = await typed_words.take(gesture.who, typed)
    content = _answer(taken, messenger)
    if content is not None:
        sending = messenger.send(gesture.who.user, content, f"typed-{typed.ts}")
        tasks.start(sending, "invitation")
        return
    wake()
    if taken.prompt is not None:
        gesture.mend(taken.prompt)


def _answer(taken: Taken, messenger: Messenger) -> Content | None:
    """For people who are no managers; a manager's answer goes the one road out."""
    if taken.as_rep is not None:
        return rep_help(taken.as_rep) if taken.helps else cannot_pass_on(taken.as_rep)
    return None if taken.answer is None else messenger.render(taken.answer)


def register(app: AsyncApp) -> None:
    app.event("message")(typed_to_the_bot)
