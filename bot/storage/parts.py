"""How the parts of a text are stored."""

from collections.abc import Sequence
from typing import Any

from habits.composing import Part


def stored(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "text": one.text, "people": list(one.people), "channel": one.channel}
        for one in parts
    ]


def read(found: Sequence[Any]) -> tuple[Part, ...]:
    return tuple(
        Part(
            one.get("label", ""),
            one.get("text", ""),
            tuple(one.get("people", ())),
            one.get("channel", ""),
        )
        for one in found
    )
