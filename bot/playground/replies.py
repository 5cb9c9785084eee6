"""What the app answers to an interaction: in the ack of a command, or later by response_url."""

import json
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.block_kit import inspect_blocks
from bot.playground.credentials import ResponseUrl
from bot.playground.messages import Message
from bot.playground.people import BOT_USER
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

KNOWN = {
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "metadata",
    "mrkdwn",
}


def apply(
    workspace: "Workspace", url: ResponseUrl, answer: Any, refused_blocks: Collection[str] = ()
) -> Message:
    """Post, replace or delete as the answer says. Raises Refused for one that cannot be shown."""
    if not isinstance(answer, dict):
        raise Refused("invalid_payload")
    unknown = sorted(answer.keys() - KNOWN)
    if unknown:
        raise Refused("invalid_payload", messages=[f"unknown field: {name}" for name in unknown])
    text, blocks = answer.get("text") or "", answer.get("blocks")
    if faults := inspect_blocks(blocks or [], refused=refused_blocks):
        raise Refused("invalid_blocks", messages=faults)
    original = workspace.find(url.channel, url.message_ts) if url.message_ts else None
    if answer.get("delete_original"):
        if original is None or original.deleted:
            raise Refused("message_not_found")
        workspace.delete(original)
        return original
    if not text and not blocks:
        raise Refused("no_text")
    # A click's answer replaces the message unless it says otherwise; a command has no message.
    if answer.get("replace_original", "response_type" not in answer) and original is not None:
        if original.deleted or not original.is_by_bot:
            raise Refused("message_not_found")
        workspace.edit(original, text=text, blocks=blocks or [])
        return original
    return workspace.post(
        url.channel,
        BOT_USER,
        text,
        blocks,
        thread_ts=answer.get("thread_ts") or url.thread_ts,
        ephemeral_to=None if answer.get("response_type") == "in_channel" else url.user,
        metadata=answer.get("metadata"),
    )


class Responses:
    """Answers /response/{key} as hooks.slack.com does: "ok", or the error as plain text."""

    def __init__(
        self,
        workspace: "Workspace",
        use: Callable[[str], ResponseUrl],
        refused_blocks: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._workspace = workspace
        self._use = use
        self._refused_blocks = refused_blocks

    async def answer(self, request: web.Request) -> web.Response:
        try:
            url = self._use(request.match_info["key"])
            apply(self._workspace, url, await _read(request), self._refused_blocks())
        except Refused as refused:
            return web.json_response(refused.answer(), status=404)
        return web.Response(text="ok")


async def _read(request: web.Request) -> Any:
    try:
        return json.loads(await request.text())
    except json.JSONDecodeError:
        raise Refused("invalid_payload") from None
