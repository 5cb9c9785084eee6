"""Cards as values: what one shows, and what came of it."""

from dataclasses import dataclass

from bot.services.form_views import FormOf
from habits.catalogue import Field
from habits.filling import Values


@dataclass(frozen=True)
class Card:
    """A card as it opens. `outcome` is its question. `at_once`: each of its options is a button;
    else the card is saved as a whole, with `fields` for what else can be noted and `values` that
    stand in them at first. `lines` is the manager's own list of mistakes that would truly cost."""

    of: FormOf
    name: str
    outcome: Field
    fields: tuple[Field, ...]
    values: Values
    at_once: bool
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """A text to prepare and to take along: its field, and what stands in it at first."""

    habit: str
    field: Field
    begun: str


@dataclass(frozen=True)
class CardEnded:
    """What was noted. `prompt` is one whose messages must follow; `asked` says when the rep gets
    the line for the two of them; `leads_to` is the key of a habit that could follow, or ""."""

    habit: str
    name: str
    outcome: str
    prompt: str | None = None
    asked: str = ""
    leads_to: str = ""
