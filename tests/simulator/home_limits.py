"""What Home may hold at most, counted on the view as Slack gets it."""

from collections.abc import Iterator
from typing import Any

MOST_BLOCKS = 30
MOST_BUTTONS = 8


def home_limits(view: dict[str, Any]) -> list[str]:
    """What is too much; [] where nothing is."""
    blocks, buttons = len(view["blocks"]), sum(1 for _ in buttons_in(view))
    found: list[str] = []
    if blocks > MOST_BLOCKS:
        found.append(f"{blocks} blocks, {MOST_BLOCKS} at most")
    if buttons > MOST_BUTTONS:
        found.append(f"{buttons} buttons, {MOST_BUTTONS} at most")
    return found


def buttons_in(told: object) -> Iterator[dict[str, Any]]:
    """Every button in a tree of blocks."""
    match told:
        case dict():
            if told.get("type") == "button":
                yield told
            for inside in told.values():
                yield from buttons_in(inside)
        case list():
            for inside in told:
                yield from buttons_in(inside)
        case _:
            return
