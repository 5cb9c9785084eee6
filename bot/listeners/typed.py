"""What people type to the bot in its own chat."""

import logging
from collections.abc import Callable

from slack_bolt.app.async_app import AsyncApp

from bot.listeners.edge import JSON, Reflections
from bot.services.ports import Messenger
from bot.services.showing import Showing
from bot.services.typed import Typed, TypedWords
from bot.services.who import Who
from bot.tasks import Tasks

logger = logging.getLogger(__name__)


async def typed_to_the_bot(
    event: JSON,
    who: Who,
    typed_words: TypedWords,
    messenger: Messenger,
    showing: Showing,
    reflections: Reflections,
    wake: Callable[[], None],
    tasks: Tasks,
) -> None:
    # Edits, deletions, joins and what bots say are not words to us.
    if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
        return
    typed = Typed(event["channel"], event["ts"], event.get("thread_ts"), event.get("text") or "")
    taken = await typed_words.take(who, typed)
    if taken.answer is not None:
        content = messenger.render(taken.answer)
        marker = f"typed-{typed.ts}"
        tasks.start(messenger.send(who.user, content, marker), "invitation")
        return
    wake()
    if taken.prompt is not None:
        tasks.start(showing.mend_prompt(taken.prompt), "prompt answered in words")
    tasks.start(reflections.refresh_home(who), "home after typed words")


def register(app: AsyncApp) -> None:
    app.event("message")(typed_to_the_bot)
