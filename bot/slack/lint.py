"""The linter for all we show: Slack's limits, and our own for words, controls and reading."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.services.ports import Content
from bot.slack.ids import BlockId
from bot.slack.lint_blocks import Surface, lint
from bot.slack.lint_elements import Complaints, identifier, length, maybe_plain, text_object
from bot.slack.reading import MAX_GRADE, MAX_WORDS, count_words, grade
from bot.slack.text import LiveText, assert_no_mention, unescape

MAX_CONTROLS = 5
MAX_HOME_BLOCKS = 30
MAX_HOME_BUTTONS = 8

_MOST_TEXT = 4_000
# Slack's own limit is not published; about 13,200 characters of blocks were refused.
_MOST_BLOCK_TEXT = 12_000
_MOST_VIEW_BYTES = 250_000
_MOST_METADATA = 3_000

_CONTROLS = frozenset(
    {
        "button",
        "checkboxes",
        "conversations_select",
        "datepicker",
        "multi_static_select",
        "multi_users_select",
        "number_input",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "static_select",
        "timepicker",
        "users_select",
    }
)

FORBIDDEN = re.compile(
    r"\b(?:slots?|wordings?|practi[cs]e[sd]?|practi[cs]ing|tools?|cues?|opportunit(?:y|ies)"
    r"|strength scores?|graduated|reserve[sd]?|rounds?|tall(?:y|ies)|outgoing)\b",
    re.IGNORECASE,
)
"""Our inner words: right in the code, never in a text that people read."""

Blocks = list[dict[str, Any]]


def lint_blocks(blocks: Blocks, surface: Surface | str) -> list[str]:
    """What Slack would refuse, or show in another way than meant; [] is clean."""
    return [*lint(blocks, Surface(surface)), *_live(blocks)]


def lint_view(view: Mapping[str, Any]) -> list[str]:
    """A modal or a Home tab."""
    return list(_view(view))


def lint_message(content: Content) -> list[str]:
    """A message that the bot sends or answers with: Slack's limits and the product's."""
    blocks = content.blocks
    return [
        *lint_blocks(blocks, Surface.MESSAGE),
        *length(content.text, "text", _MOST_TEXT),
        *_live(content.text),
        *_block_text(blocks),
        *_controls(blocks),
        *lint_reading(blocks),
        *_words(blocks),
    ]


def lint_reading(blocks: Blocks) -> list[str]:
    """How hard the prose is, and whether inner words stand in it. Also for long pages."""
    return [*_forbidden(blocks), *_grade(blocks)]


# --- views --------------------------------------------------------------------------------


def _view(view: Mapping[str, Any]) -> Complaints:
    blocks = view.get("blocks", [])
    match view.get("type"):
        case "modal":
            yield from _modal(view)
            yield from lint_blocks(blocks, Surface.MODAL)
        case "home":
            yield from lint_blocks(blocks, Surface.HOME)
            yield from _home(blocks)
        case kind:
            yield f"view: {kind!r} is no view"
            return
    yield from identifier(view, "callback_id", "view")
    yield from identifier(view, "external_id", "view")
    carried = len(view.get("private_metadata", ""))
    if carried > _MOST_METADATA:
        yield f"view.private_metadata: {carried} characters, {_MOST_METADATA} allowed"
    size = len(json.dumps(view).encode())
    if size > _MOST_VIEW_BYTES:
        yield f"view: {size} bytes, {_MOST_VIEW_BYTES} allowed"
    yield from _forbidden(blocks)


def _modal(view: Mapping[str, Any]) -> Complaints:
    yield from text_object(view.get("title"), "view.title", 24, only_plain=True)
    yield from maybe_plain(view, "submit", "view", 24)
    yield from maybe_plain(view, "close", "view", 24)
    has_input = any(block.get("type") == "input" for block in view.get("blocks", []))
    if has_input and "submit" not in view:
        yield "view.submit: missing, although there is an input"


def _home(blocks: Blocks) -> Complaints:
    if len(blocks) > MAX_HOME_BLOCKS:
        yield f"home: {len(blocks)} blocks, {MAX_HOME_BLOCKS} allowed"
    buttons = count_buttons(blocks)
    if buttons > MAX_HOME_BUTTONS:
        yield f"home: {buttons} buttons, {MAX_HOME_BUTTONS} allowed"


def count_buttons(blocks: Blocks) -> int:
    return sum(1 for each in _dicts(blocks) if each.get("type") == "button")


# --- the product's limits -----------------------------------------------------------------


def _live(rendered: object) -> Complaints:
    try:
        assert_no_mention(rendered)
    except LiveText as error:
        yield str(error)


def _block_text(blocks: Blocks) -> Complaints:
    size = sum(len(each["text"]) for each in _dicts(blocks) if isinstance(each.get("text"), str))
    if size > _MOST_BLOCK_TEXT:
        yield f"blocks: {size} characters of text together, {_MOST_BLOCK_TEXT} allowed"


def _controls(blocks: Blocks) -> Complaints:
    controls = sum(1 for each in _dicts(blocks) if each.get("type") in _CONTROLS)
    if controls > MAX_CONTROLS:
        yield f"message: {controls} controls, {MAX_CONTROLS} allowed"


def _words(blocks: Blocks) -> Complaints:
    words = count_words(prose(blocks))
    if words > MAX_WORDS:
        yield f"message: {words} words, {MAX_WORDS} allowed"


def _grade(blocks: Blocks) -> Complaints:
    reached = grade("\n".join(prose(blocks)))
    if reached > MAX_GRADE:
        yield f"message: reading grade {reached:.1f}, {MAX_GRADE:.0f} allowed"


def _forbidden(blocks: Blocks) -> Complaints:
    for each in _dicts(_ours(blocks)):
        text = each.get("text")
        found = FORBIDDEN.search(text) if isinstance(text, str) else None
        if found:
            yield f"text: {found.group()!r} is an inner word"


def prose(blocks: Blocks) -> list[str]:
    """What is read as text, without labels and without the person's own words."""
    read: list[str] = []
    for block in _ours(blocks):
        parts = [block.get("text"), *block.get("fields", [])]
        if block.get("type") == "context":
            parts = list(block.get("elements", []))
        read += [unescape(part["text"]) for part in parts if isinstance(part, dict)]
    return read


def _ours(blocks: Blocks) -> Blocks:
    own = str(BlockId.OWN_TEXT)
    return [block for block in blocks if not str(block.get("block_id", "")).startswith(own)]


def _dicts(told: object) -> Iterator[dict[str, Any]]:
    """All objects in a tree of blocks, without what stands for a second time as chosen."""
    match told:
        case dict():
            yield told
            for key, value in told.items():
                if key not in ("initial_option", "initial_options"):
                    yield from _dicts(value)
        case list():
            for value in told:
                yield from _dicts(value)
        case _:
            return
