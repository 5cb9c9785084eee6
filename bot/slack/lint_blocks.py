"""Slack's limits for blocks: which, how many, how long, and on which surface."""

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from bot.slack.lint_elements import (
    Complaints,
    element,
    identifier,
    length,
    maybe_plain,
    text_object,
)


class Surface(StrEnum):
    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


MOST_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
MOST_MARKDOWN = 12_000

_ONLY_ON: dict[str, frozenset[Surface]] = {
    "alert": frozenset({Surface.MODAL}),
    "carousel": frozenset({Surface.MESSAGE}),
    "context_actions": frozenset({Surface.MESSAGE}),
    "data_visualization": frozenset({Surface.MESSAGE}),
    "input": frozenset({Surface.MODAL, Surface.HOME}),
    "markdown": frozenset({Surface.MESSAGE}),
    "table": frozenset({Surface.MESSAGE}),
}
_CHARTS = frozenset({"area", "bar", "line"})
_MOST_OF_A_KIND = {"table": 1, "data_visualization": 2}


def lint(blocks: object, surface: Surface) -> Complaints:
    if not isinstance(blocks, list) or not blocks:
        yield "blocks: none"
        return
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"blocks: {len(blocks)}, {MOST_BLOCKS[surface]} allowed on a {surface}"
    for i, block in enumerate(blocks):
        yield from _block(block, f"blocks[{i}]", surface)
    yield from _together([block for block in blocks if isinstance(block, Mapping)])


def _together(blocks: list[Mapping[str, Any]]) -> Complaints:
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    yield from (f"blocks: block_id {name!r} stands {n} times" for name, n in ids.items() if n > 1)
    kinds = Counter(block.get("type") for block in blocks)
    for kind, most in _MOST_OF_A_KIND.items():
        if kinds[kind] > most:
            yield f"blocks: {kinds[kind]} of {kind}, {most} allowed"
    markdown = sum(
        len(str(block.get("text"))) for block in blocks if block.get("type") == "markdown"
    )
    if markdown > MOST_MARKDOWN:
        yield f"blocks: {markdown} characters of markdown, {MOST_MARKDOWN} allowed"


def _block(block: object, at: str, surface: Surface) -> Complaints:
    kind = block.get("type") if isinstance(block, Mapping) else None
    if not isinstance(block, Mapping) or kind not in _KINDS:
        yield f"{at}: {kind!r} is no block we know"
        return
    if surface not in _ONLY_ON.get(str(kind), frozenset(Surface)):
        yield f"{at}: {kind} does not belong on a {surface}"
    yield from identifier(block, "block_id", at)
    yield from _KINDS[str(kind)](block, f"{at} {kind}")


def _section(block: Mapping[str, Any], at: str) -> Complaints:
    fields = block.get("fields", [])
    if "text" in block:
        yield from text_object(block["text"], f"{at}.text", 3000)
    elif not fields:
        yield f"{at}: neither text nor fields"
    if len(fields) > 10:
        yield f"{at}.fields: {len(fields)}, 10 allowed"
    for i, told in enumerate(fields):
        yield from text_object(told, f"{at}.fields[{i}]", 2000)
    if "accessory" in block:
        yield from _element_or_image(block["accessory"], f"{at}.accessory")


def _element_or_image(told: object, at: str) -> Complaints:
    if isinstance(told, Mapping) and told.get("type") == "image":
        yield from _image(told, at)
    else:
        yield from element(told, at)


def _header(block: Mapping[str, Any], at: str) -> Complaints:
    yield from text_object(block.get("text"), f"{at}.text", 150, only_plain=True)


def _context(block: Mapping[str, Any], at: str) -> Complaints:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 10:
        yield f"{at}.elements: {len(elements)}, 1 to 10 allowed"
    for i, told in enumerate(elements):
        here = f"{at}.elements[{i}]"
        if isinstance(told, Mapping) and told.get("type") == "image":
            yield from _image(told, here)
        else:
            yield from text_object(told, here, 3000)


def _actions(block: Mapping[str, Any], at: str) -> Complaints:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 25:
        yield f"{at}.elements: {len(elements)}, 1 to 25 allowed"
    for i, told in enumerate(elements):
        yield from element(told, f"{at}.elements[{i}]")
    ids = Counter(told.get("action_id") for told in elements if isinstance(told, Mapping))
    yield from (f"{at}: action_id {name!r} stands {n} times" for name, n in ids.items() if n > 1)


def _input(block: Mapping[str, Any], at: str) -> Complaints:
    yield from text_object(block.get("label"), f"{at}.label", 2000, only_plain=True)
    yield from maybe_plain(block, "hint", at, 2000)
    yield from element(block.get("element"), f"{at}.element", in_input=True)


def _image(block: Mapping[str, Any], at: str) -> Complaints:
    if "slack_file" not in block:
        yield from length(block.get("image_url"), f"{at}.image_url", 3000)
    yield from length(block.get("alt_text"), f"{at}.alt_text", 2000)
    yield from maybe_plain(block, "title", at, 2000)


def _markdown(block: Mapping[str, Any], at: str) -> Complaints:
    yield from length(block.get("text"), f"{at}.text", MOST_MARKDOWN)


def _alert(block: Mapping[str, Any], at: str) -> Complaints:
    yield from text_object(block.get("text"), f"{at}.text", 200)


def _context_actions(block: Mapping[str, Any], at: str) -> Complaints:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 5:
        yield f"{at}.elements: {len(elements)}, 1 to 5 allowed"
    for i, told in enumerate(elements):
        kind = told.get("type") if isinstance(told, Mapping) else None
        if kind not in ("feedback_buttons", "icon_button"):
            yield f"{at}.elements[{i}]: element {kind!r} does not belong here"


def _table(block: Mapping[str, Any], at: str) -> Complaints:
    rows = block.get("rows", [])
    if not 1 <= len(rows) <= 100:
        yield f"{at}.rows: {len(rows)}, 1 to 100 allowed"
    if any(len(row) > 20 for row in rows):
        yield f"{at}.rows: a row of more than 20 cells"


def _card(block: Mapping[str, Any], at: str) -> Complaints:
    for key, limit in (("title", 150), ("subtitle", 150), ("body", 200)):
        if key in block:
            yield from text_object(block[key], f"{at}.{key}", limit)


def _carousel(block: Mapping[str, Any], at: str) -> Complaints:
    cards = block.get("elements", [])
    if not 1 <= len(cards) <= 10:
        yield f"{at}.elements: {len(cards)}, 1 to 10 allowed"
    for i, card in enumerate(cards):
        yield from _card(card, f"{at}.elements[{i}]")


def _chart(block: Mapping[str, Any], at: str) -> Complaints:
    yield from length(block.get("title"), f"{at}.title", 50)
    chart = block.get("chart")
    kind = chart.get("type") if isinstance(chart, Mapping) else None
    if not isinstance(chart, Mapping) or kind not in _CHARTS:
        yield f"{at}.chart: {kind!r} is no chart we know"
        return
    series = chart.get("series", [])
    labels = chart.get("axis_config", {}).get("categories", [])
    if not 1 <= len(series) <= 6:
        yield f"{at}.series: {len(series)}, 1 to 6 allowed"
    if not 1 <= len(labels) <= 20:
        yield f"{at}.categories: {len(labels)}, 1 to 20 allowed"
    names = Counter(one.get("name") for one in series)
    yield from (f"{at}: series {name!r} stands {n} times" for name, n in names.items() if n > 1)
    yield from (f"{at}: label {x!r} stands {n} times" for x, n in Counter(labels).items() if n > 1)
    for text in (*names, *labels):
        yield from length(text, f"{at} label", 20)
    for i, one in enumerate(series):
        if [point.get("label") for point in one.get("data", [])] != labels:
            yield f"{at}.series[{i}]: its labels are not the categories"


def _container(block: Mapping[str, Any], at: str) -> Complaints:
    children = block.get("blocks", [])
    if len(children) > 10:
        yield f"{at}.blocks: {len(children)}, 10 allowed"
    for i, child in enumerate(children):
        yield from _block(child, f"{at}.blocks[{i}]", Surface.MESSAGE)


def _nothing(_block: Mapping[str, Any], _at: str) -> Complaints:
    yield from ()


_KINDS: dict[str, Callable[[Mapping[str, Any], str], Complaints]] = {
    "actions": _actions,
    "alert": _alert,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "context": _context,
    "context_actions": _context_actions,
    "data_visualization": _chart,
    "divider": _nothing,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _nothing,
    "section": _section,
    "table": _table,
}
