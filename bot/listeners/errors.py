"""One road for failures: a refusal is shown as it is worded, anything else with a reference."""

import json
import logging
import secrets
from collections.abc import Coroutine
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.services.ports import Content
from bot.services.preferences import WrongFields
from bot.slack.blocks.notices import plain_answer, unexpected
from bot.slack.elements import modal
from bot.slack.ids import CallbackId
from bot.slack.replies import Replies
from bot.storage import StorageUnavailable
from bot.tasks import Tasks
from habits.errors import HabitsError, WrongField

logger = logging.getLogger(__name__)

JSON = dict[str, Any]


def words_for(error: BaseException, where: str) -> Content:
    """What the person reads; whatever was not foreseen is logged with its reference."""
    if isinstance(error, StorageUnavailable):
        logger.error("storage.unavailable", extra={"where": where}, exc_info=error)
    if isinstance(error, HabitsError):
        return plain_answer(str(error))
    return unexpected(log_unexpected(error, where))


def log_unexpected(error: BaseException, where: str) -> str:
    """Log an error nobody foresaw; the reference under which it stands in the log."""
    reference = secrets.token_hex(4)
    logger.error("unexpected", extra={"reference": reference, "where": where}, exc_info=error)
    return reference


async def telling(replies: Replies, body: JSON, work: Coroutine[Any, Any, Any]) -> None:
    """Do work that goes on after the ack; if it fails, the person is told."""
    try:
        await work
    except Exception as error:
        content = words_for(error, "after the ack")
        if url := body.get("response_url"):
            await replies.ephemeral(url, content)


async def answer_failure(
    error: Exception, body: JSON, replies: Replies | None, tasks: Tasks | None
) -> BoltResponse:
    """Answer in the shape the person is in. Events fail openly, so that Slack sends them again."""
    if isinstance(error, BoltUnhandledRequestError):
        logger.info("request.not_known", extra={"type": str(body.get("type", "command"))})
        return BoltResponse(status=200, body="")
    kind = body.get("type")
    content = words_for(error, str(kind or body.get("command") or "event"))
    if body.get("command"):
        shown = {"response_type": "ephemeral", "text": content.text, "blocks": content.blocks}
        return _json(shown)
    if kind == "view_submission":
        return _json(_in_the_form(error, content, body.get("view") or {}))
    if kind in ("block_actions", "shortcut", "message_action"):
        url = body.get("response_url")
        if url and replies is not None and tasks is not None:
            tasks.start(replies.ephemeral(url, content), "answer to a failure")
        return BoltResponse(status=200, body="")
    return BoltResponse(status=500, body="")


def field_errors(error: WrongField | WrongFields, view: JSON) -> dict[str, str]:
    """The messages by block id: fields and blocks share their names.

    Slack shows nothing at all for a block that the form does not have; such a message goes under
    the form's last field.
    """
    faults = error.faults if isinstance(error, WrongFields) else {error.field: str(error)}
    inputs = [one["block_id"] for one in view.get("blocks", []) if one.get("type") == "input"]
    if not inputs:
        return faults
    placed: dict[str, str] = {}
    for field, message in faults.items():
        own = f"{field}_end" if f"{field}_end" in inputs else field
        block = own if own in inputs else inputs[-1]
        placed[block] = f"{placed[block]} {message}" if block in placed else message
    return placed


def register(app: AsyncApp) -> None:
    app.error(answer_failure)


def _in_the_form(error: Exception, content: Content, view: JSON) -> JSON:
    if isinstance(error, WrongField | WrongFields):
        return {"response_action": "errors", "errors": field_errors(error, view)}
    view = modal(CallbackId.CONFIRMATION, "That did not work", content.blocks, close="Back")
    return {"response_action": "push", "view": view}


def _json(body: JSON) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(body), headers={"Content-Type": "application/json"}
    )
