"""Text as Slack's composer stores it: one rich_text block with mentions and links of their own."""

import html
import re
from typing import Any

ANGLE = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


def rich_text(text: str) -> dict[str, Any]:
    """The block for an escaped text; its marks (*bold*) stay as they were typed."""
    pieces: list[dict[str, Any]] = []
    at = 0
    for match in ANGLE.finditer(text):
        pieces += _words(text[at : match.start()])
        pieces.append(_reference(match["target"], match["label"]))
        at = match.end()
    pieces += _words(text[at:])
    section = {"type": "rich_text_section", "elements": pieces}
    return {"type": "rich_text", "block_id": "typed", "elements": [section]}


def _words(text: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": html.unescape(text)}] if text else []


def _reference(target: str, label: str | None) -> dict[str, Any]:
    match target[0], target[1:]:
        case "@", user:
            return {"type": "user", "user_id": user}
        case "#", channel:
            return {"type": "channel", "channel_id": channel}
        case "!", reach:
            return {"type": "broadcast", "range": reach}
        case _:
            link = {"type": "link", "url": html.unescape(target)}
            return link | ({"text": html.unescape(label)} if label else {})
