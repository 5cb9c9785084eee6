"""One road for failures: a refusal is shown as it is worded, anything else with a reference."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.services.ports import Content
from bot.slack.blocks.notices import plain_answer, unexpected
from bot.storage import StorageUnavailable
from habits.errors import HabitsError

logger = logging.getLogger(__name__)


def words_for(error: BaseException, where: str) -> Content:
    """What the person reads; whatever was not foreseen is logged with its reference."""
    if isinstance(error, StorageUnavailable):
        logger.error("storage.unavailable", extra={"where": where}, exc_info=error)
    if isinstance(error, HabitsError):
        return plain_answer(str(error))
    return unexpected(log_unexpected(error, where))


async def telling(
    work: Coroutine[Any, Any, None], say: Callable[[Content], Awaitable[None]]
) -> None:
    """Do work that goes on after the ack; if it fails, `say` the words for it."""
    try:
        await work
    except Exception as error:
        await say(words_for(error, "after the ack"))


def log_unexpected(error: BaseException, where: str) -> str:
    """Log an error nobody foresaw; the reference under which it stands in the log."""
    reference = secrets.token_hex(4)
    logger.error("unexpected", extra={"reference": reference, "where": where}, exc_info=error)
    return reference
