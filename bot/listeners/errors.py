"""Answers a request that failed, in the shape the person is in."""

import json
import logging
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.listeners.edge import Gesture, did_not_work, is_last_window
from bot.listeners.failures import words_for
from bot.services.reps import Reps
from bot.services.taking_part import TellFirst
from bot.services.wanted import WrongFields
from bot.slack.blocks.reps import tell_first
from habits.errors import WrongField

logger = logging.getLogger(__name__)

JSON = dict[str, Any]


async def answer_failure(
    error: Exception, body: JSON, gesture: Gesture | None, reps: Reps | None
) -> BoltResponse:
    """Events fail openly, so that Slack sends them again; everything else is answered."""
    if isinstance(error, BoltUnhandledRequestError):
        logger.info("request.not_known", extra={"type": str(body.get("type", "command"))})
        return BoltResponse(status=200, body="")
    kind = body.get("type")
    if kind == "view_submission" and isinstance(error, WrongField | WrongFields):
        errors = field_errors(error, body.get("view") or {})
        if errors:
            return _json({"response_action": "errors", "errors": errors})
    if kind == "view_submission" and isinstance(error, TellFirst) and gesture and reps:
        to_tell = await reps.to_tell(gesture.who, error.user)
        return _window(tell_first(to_tell), body)
    content = words_for(error, str(kind or body.get("command") or "event"))
    if body.get("command"):
        shown = {"response_type": "ephemeral", "text": content.text, "blocks": content.blocks}
        return _json(shown)
    if kind == "view_submission":
        return _window(did_not_work(content), body)
    if kind in ("block_actions", "shortcut", "message_action"):
        if gesture is not None:
            gesture.say(content)
        return BoltResponse(status=200, body="")
    return BoltResponse(status=500, body="")


def field_errors(error: WrongField | WrongFields, view: JSON) -> dict[str, str]:
    """The messages by block id: fields and blocks share their names.

    Slack shows nothing at all for a block that the form does not have; such a message goes under
    the form's last field. {} where there is no field at all, as in a preview.
    """
    faults = error.faults if isinstance(error, WrongFields) else {error.field: str(error)}
    inputs = [one["block_id"] for one in view.get("blocks", []) if one.get("type") == "input"]
    if not inputs:
        return {}
    placed: dict[str, str] = {}
    for field, message in faults.items():
        own = f"{field}_end" if f"{field}_end" in inputs else field
        block = own if own in inputs else inputs[-1]
        placed[block] = f"{placed[block]} {message}" if block in placed else message
    return placed


def _window(view: JSON, body: JSON) -> BoltResponse:
    """On top of the form that was sent, or in its place where it is the last one."""
    last = is_last_window(body.get("view") or {})
    return _json({"response_action": "update" if last else "push", "view": view})


def _json(body: JSON) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(body), headers={"Content-Type": "application/json"}
    )


def register(app: AsyncApp) -> None:
    app.error(answer_failure)
