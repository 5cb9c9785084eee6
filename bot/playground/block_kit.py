"""Refusing the blocks and views that Slack would refuse, in Slack's own kind of words."""

import json
from collections.abc import Collection
from typing import Any

from bot.playground import block_rules as rules
from bot.playground.block_rules import Shape
from bot.playground.chart_rules import MOST_CHARTS, chart_faults

TEXT_KEYS = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}


def inspect_blocks(
    blocks: Any, surface: str = "message", refused: Collection[str] = ()
) -> list[str]:
    """What is wrong with blocks, each fault with its JSON pointer; empty if Slack takes them.
    Types that are `refused` are unknown to this Slack."""
    inspection = Inspection(surface, refused)
    inspection.blocks(blocks, "/blocks")
    return inspection.found


def inspect_view(view: Any) -> list[str]:
    """What is wrong with a modal or a Home tab."""
    if _kind(view) not in rules.VIEWS:
        return ["[ERROR] must be a modal or home view [json-pointer:/view]"]
    inspection = Inspection(view["type"])
    inspection.object(view, rules.VIEWS[view["type"]], "/view")
    inspection.blocks(view.get("blocks"), "/view/blocks")
    blocks = view.get("blocks")
    has_input = isinstance(blocks, list) and any(_kind(block) == "input" for block in blocks)
    if view["type"] == "modal" and has_input and not view.get("submit"):
        inspection.say("missing required field: submit", "/view")
    return inspection.found


class Inspection:
    """Collects every fault instead of stopping at the first one."""

    def __init__(self, surface: str, refused: Collection[str] = ()) -> None:
        self.found: list[str] = []
        self._surface = surface
        self._refused = refused

    def say(self, words: str, pointer: str) -> None:
        self.found.append(f"[ERROR] {words} [json-pointer:{pointer}]")

    def blocks(self, blocks: Any, at: str) -> None:
        if not isinstance(blocks, list):
            self.say("must provide an array", at)
            return
        if len(blocks) > rules.SURFACE_BLOCKS[self._surface]:
            self.say(f"no more than {rules.SURFACE_BLOCKS[self._surface]} items allowed", at)
        for number, block in enumerate(blocks):
            self._block(block, f"{at}/{number}")
        self._twice(blocks, "block_id", at)
        charts = sum(1 for block in blocks if _kind(block) == "data_visualization")
        if charts > MOST_CHARTS:
            self.say(f"no more than {MOST_CHARTS} data_visualization blocks allowed", at)
        words = sum(len(str(b.get("text"))) for b in blocks if _kind(b) == "markdown")
        if words > rules.MARKDOWN_LENGTH:
            self.say(f"markdown must be less than {rules.MARKDOWN_LENGTH + 1} characters", at)

    def object(self, thing: dict[str, Any], shape: Shape, at: str, own: str = "") -> None:
        """Fields, lengths and counts of one block, element, option or view."""
        for name in sorted(shape.required - thing.keys()):
            self.say(f"missing required field: {name}", at)
        known = shape.required | shape.optional | set(own.split())
        for name in sorted(thing.keys() - known):
            self.say(f"invalid additional property: {name}", at)
        for name, (longest, plain) in shape.text.items():
            if name in thing:
                self.text(thing[name], f"{at}/{name}", longest, plain_only=plain)
        for name, longest in shape.length.items():
            if name in thing:
                self._string(thing[name], f"{at}/{name}", longest)
        for name, (fewest, most) in shape.items.items():
            if name in thing:
                self._count(thing[name], f"{at}/{name}", fewest, most)

    def text(self, text: Any, at: str, longest: int, *, plain_only: bool) -> None:
        allowed = ("plain_text",) if plain_only else ("plain_text", "mrkdwn")
        if not isinstance(text, dict) or text.get("type") not in allowed:
            self.say(f"must be a {' or '.join(allowed)} object", at)
            return
        for name in sorted(text.keys() - TEXT_KEYS[text["type"]]):
            self.say(f"invalid additional property: {name}", at)
        self._string(text.get("text"), f"{at}/text", longest, fewest=1)

    def _string(self, value: Any, at: str, longest: int, fewest: int = 0) -> None:
        if not isinstance(value, str):
            self.say("must provide a string", at)
        elif len(value) > longest:
            self.say(f"must be less than {longest + 1} characters", at)
        elif len(value) < fewest:
            self.say("must be more than 0 characters", at)

    def _count(self, value: Any, at: str, fewest: int, most: int) -> None:
        if not isinstance(value, list):
            self.say("must provide an array", at)
        elif len(value) > most:
            self.say(f"no more than {most} items allowed", at)
        elif len(value) < fewest:
            self.say(f"no fewer than {fewest} items allowed", at)

    def _block(self, block: Any, at: str) -> None:
        kind = _kind(block)
        if kind not in rules.BLOCKS or kind in self._refused:
            self.say(f"unsupported type: {kind}", f"{at}/type")
            return
        if kind not in rules.ON_SURFACE[self._surface]:
            self.say(f"unsupported type for a {self._surface}: {kind}", f"{at}/type")
        self.object(block, rules.BLOCKS[kind], at, "type block_id")
        if "block_id" in block:
            self._string(block["block_id"], f"{at}/block_id", rules.ID_LENGTH, fewest=1)
        self._inside(kind, block, at)

    def _inside(self, kind: str, block: dict[str, Any], at: str) -> None:
        held = _list(block.get("elements"))
        match kind:
            case "section":
                self._section(block, at)
            case "context":
                self._context(held, at)
            case "actions":
                self._elements(held, rules.IN_ACTIONS, at)
            case "context_actions":
                self._elements(held, rules.IN_CONTEXT_ACTIONS, at)
            case "input" if "element" in block:
                self._element(block["element"], rules.IN_INPUT, f"{at}/element")
            case "data_visualization":
                for words, pointer in chart_faults(block):
                    self.say(words, f"{at}{pointer}")
            case _:
                return

    def _section(self, block: dict[str, Any], at: str) -> None:
        if not block.keys() & {"text", "fields"}:
            self.say("missing required field: text or fields", at)
        for number, text in enumerate(_list(block.get("fields"))):
            self.text(text, f"{at}/fields/{number}", 2000, plain_only=False)
        if "accessory" in block:
            self._element(block["accessory"], rules.IN_ACCESSORY, f"{at}/accessory")

    def _context(self, elements: list[Any], at: str) -> None:
        for number, element in enumerate(elements):
            where = f"{at}/elements/{number}"
            if _kind(element) in TEXT_KEYS:
                self.text(element, where, 3000, plain_only=False)
            else:
                self._element(element, rules.IN_CONTEXT, where)

    def _elements(self, elements: list[Any], allowed: frozenset[str], at: str) -> None:
        for number, element in enumerate(elements):
            self._element(element, allowed, f"{at}/elements/{number}")
        self._twice(elements, "action_id", at)

    def _twice(self, things: list[Any], name: str, at: str) -> None:
        ids = [str(thing[name]) for thing in things if isinstance(thing, dict) and name in thing]
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            self.say(f"duplicate {name}: {twice}", at)

    def _element(self, element: Any, allowed: frozenset[str], at: str) -> None:
        kind = _kind(element)
        if kind not in allowed or kind not in rules.ELEMENTS:
            self.say(f"unsupported type: {kind}", f"{at}/type")
            return
        self.object(element, rules.ELEMENTS[kind], at, "type")
        if "action_id" in element:
            self._string(element["action_id"], f"{at}/action_id", rules.ID_LENGTH, fewest=1)
        if kind in ("static_select", "multi_static_select"):
            self._menu(element, at)
        self._options(element.get("options"), f"{at}/options")
        initial = [*_list(element.get("initial_options")), element.get("initial_option")]
        if element.get("style") not in (None, "primary", "danger"):
            self.say("must be primary or danger", f"{at}/style")
        if any(i is not None and i not in _all_options(element) for i in initial):
            self.say("initial options must be among the options", at)
        if isinstance(element.get("confirm"), dict):
            self.object(element["confirm"], rules.CONFIRM, f"{at}/confirm")

    def _menu(self, element: dict[str, Any], at: str) -> None:
        if ("options" in element) == ("option_groups" in element):
            self.say("must have either options or option_groups", at)
        groups = element.get("option_groups", [])
        self._count(groups, f"{at}/option_groups", 0, 100)
        for number, group in enumerate(_list(groups)):
            where = f"{at}/option_groups/{number}"
            if isinstance(group, dict):
                self.object(group, rules.GROUP, where)
                self._options(group.get("options"), f"{where}/options")
            else:
                self.say("must provide an object", where)

    def _options(self, options: Any, at: str) -> None:
        for number, option in enumerate(_list(options)):
            if isinstance(option, dict):
                self.object(option, rules.OPTION, f"{at}/{number}")
            else:
                self.say("must provide an object", f"{at}/{number}")


def _kind(thing: Any) -> str | None:
    """The type that a block, element or view claims to have."""
    kind = thing.get("type") if isinstance(thing, dict) else None
    return kind if isinstance(kind, str) else None


def _list(thing: Any) -> list[Any]:
    """A list as it is; anything else, which is said to be wrong elsewhere, has no items."""
    return thing if isinstance(thing, list) else []


def _all_options(element: dict[str, Any]) -> list[Any]:
    groups = [g for g in _list(element.get("option_groups")) if isinstance(g, dict)]
    grouped = [option for group in groups for option in _list(group.get("options"))]
    return [*_list(element.get("options")), *grouped]


def size_of(blocks: list[dict[str, Any]]) -> int:
    """Characters of blocks as they travel, which Slack limits for a message as a whole."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))
