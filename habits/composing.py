"""From a filled form to the text that people read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A piece of a composed text; `label` is "" where the text speaks for itself."""

    label: str
    text: str
