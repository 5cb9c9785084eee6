"""Useful failures: whose lesson it is, whose yes it needs, and what the team reads."""

from collections.abc import Sequence
from enum import StrEnum

from habits.catalogue import Field, Habit
from habits.composing import Part, parts_from
from habits.filling import Values
from habits.texts import say

FAILURE = "celebrate_failure"
THANKS = "thank_creative_mistake"
OWNER = "owner"
KNOW_NOW = "know_now"
TRIED = "tried"
_NOT_TOLD = (OWNER, "named")


class Voice(StrEnum):
    """Whose name stands above a story: MANAGER, who posted it; OWNER, a rep who told their own;
    NOBODY, a rep who told it without their name."""

    MANAGER = "manager"
    OWNER = "owner"
    NOBODY = "nobody"


def told_fields(habit: Habit) -> tuple[Field, ...]:
    """The fields that make the text; whose it is stands apart."""
    return tuple(field for field in habit.tool.fields if field.id not in _NOT_TOLD)


def card(fields: Sequence[Field], values: Values) -> tuple[Part, ...]:
    """What was tried, what it cost, what is known now, what it opens up."""
    return parts_from(fields, values)


def with_owner(parts: Sequence[Part], owner: str, *, named: bool) -> tuple[Part, ...]:
    """The same, where somebody else posts it: whose lesson it is, with or without the name."""
    whose = say("stories.whose")
    shown = Part(whose, "", people=(owner,)) if named else Part(whose, say("stories.one_of_us"))
    return (*parts, shown)


def voice_of(owner: str, told_by: str, manager: str, *, named: bool | None) -> Voice:
    """`owner` is whose lesson it is, `told_by` who wrote it down, `manager` whose team it is."""
    if told_by != owner or owner == manager:
        return Voice.MANAGER
    return Voice.OWNER if named else Voice.NOBODY


def may_put_forward(owner: str, told_by: str, *, went_first: bool) -> bool:
    """Whether this person may put this lesson forward: one's own always, another's once the
    manager told one of their own."""
    return owner == told_by or went_first
