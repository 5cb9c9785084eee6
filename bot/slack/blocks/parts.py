"""Composed texts as blocks: rich text, where Slack takes every character literally."""

from collections.abc import Sequence

from bot.slack.elements import Block, Element, View
from bot.slack.ids import BlockId
from habits.composing import Part


def parts_block(parts: Sequence[Part], name: str) -> Block:
    """The pieces of a text below each other, their labels in bold. `name` tells the block apart
    from others of the same message."""
    shown = [_section(part) for part in parts] or [_line([_text("-")])]
    return {"type": "rich_text", "block_id": f"{BlockId.OWN_TEXT}{name}", "elements": shown}


def said_block(text: str, name: str) -> Block:
    """A text to be copied."""
    lines: Element = {"type": "rich_text_preformatted", "elements": [_text(text)]}
    return {"type": "rich_text", "block_id": f"{BlockId.OWN_TEXT}{name}", "elements": [lines]}


def text_of(block: Block) -> str:
    """What stands in a `said_block`."""
    inside = [one for line in block.get("elements", []) for one in line.get("elements", [])]
    return "".join(str(one.get("text") or "") for one in inside)


def with_blocks(view: View, blocks: Sequence[Block]) -> View:
    """A window as Slack tells of it, with other blocks: Slack takes back what we gave to it and
    nothing else."""
    return {name: view[name] for name in _OURS if name in view} | {"blocks": list(blocks)}


_OURS = (
    "type",
    "callback_id",
    "title",
    "submit",
    "close",
    "private_metadata",
    "clear_on_close",
)


def _section(part: Part) -> Element:
    pieces: list[Element] = []
    if part.label:
        pieces.append(_text(part.label, bold=True))
        pieces.append(_text("\n"))
    if part.text:
        pieces.append(_text(part.text))
    mentioned: list[Element] = [{"type": "user", "user_id": user} for user in part.people]
    if part.channel:
        mentioned.append({"type": "channel", "channel_id": part.channel})
    for n, one in enumerate(mentioned):
        pieces += [_text(" ")] if n or part.text else []
        pieces.append(one)
    return _line([*pieces, _text("\n")])


def _line(pieces: list[Element]) -> Element:
    return {"type": "rich_text_section", "elements": pieces}


def _text(text: str, *, bold: bool = False) -> Element:
    made: Element = {"type": "text", "text": text or "-"}
    return made | {"style": {"bold": True}} if bold else made
