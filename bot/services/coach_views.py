"""What a rep is asked about a note of two, as values."""

from dataclasses import dataclass

from habits.catalogue import Field
from habits.composing import Part
from habits.filling import Values


@dataclass(frozen=True)
class RepForm:
    """The rep's part of a note: `parts` stand above the `fields`, `values` in them."""

    note: str
    manager_name: str
    habit_key: str
    habit: str
    parts: tuple[Part, ...]
    fields: tuple[Field, ...]
    values: Values


@dataclass(frozen=True)
class Wrote:
    """`prompt` was answered by it: its messages should be mended."""

    manager_name: str
    prompt: str | None
