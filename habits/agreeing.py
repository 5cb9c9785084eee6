"""Who must agree before a text that names people goes to a channel."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from habits.catalogue import Field, Habit
from habits.catalogue_lists import Audience
from habits.composing import Part, is_own, parts_from
from habits.filling import TYPED, Values, people_in, visible

_NOBODY = "none"
_OTHERS_TOO = frozenset({"blame_free_debrief", "purpose"})
"""Habits whose text may be about somebody that no field names: the rep of a deal, a customer."""


@dataclass(frozen=True)
class MustAgree:
    """`asked` are asked by the bot, with the exact text; with `others` the author has to talk
    themselves, and says that they did."""

    asked: tuple[str, ...] = ()
    others: bool = False


NOBODY = MustAgree()


def must_agree(
    habit: Habit,
    audience: Audience,
    fields: Sequence[Field],
    values: Values,
    author: str,
    taking_part: Collection[str],
) -> MustAgree:
    """`author` is the manager's user id, `taking_part` those whom the bot may write to."""
    if audience is not Audience.TEAM_CHANNEL or habit.tool.consent == _NOBODY:
        return NOBODY
    named = tuple(dict.fromkeys(user for _, user in people_in(fields, values)))
    theirs = tuple(user for user in named if user != author)
    asked = tuple(user for user in theirs if user in taking_part)
    return MustAgree(asked, not named or asked != theirs or habit.key in _OTHERS_TOO)


def reworded(fields: Sequence[Field], values: Values, parts: Sequence[Part]) -> Values:
    """The values of the form which make these parts: as they are, but for the typed texts."""
    left = list(parts)
    changed = dict(values)
    for field in visible(fields, values):
        if is_own(field) or not parts_from([field], {field.id: values.get(field.id, "")}):
            continue
        part = left.pop(0) if left else None
        if part is not None and field.kind in TYPED:
            changed[field.id] = part.text
    return changed


def editable(parts: Sequence[Part]) -> list[tuple[int, Part]]:
    """The parts with a text, by their place: what somebody may word anew who is asked."""
    return [(place, part) for place, part in enumerate(parts) if part.text]
