"""Which fields of a form belong to whom in a note of two, and what they say."""

from bot.services.who import House
from bot.storage.pair_notes import PairNoteRecord
from habits.catalogue import Field, Habit
from habits.catalogue_lists import Author, FieldKind
from habits.composing import Part, is_own, parts_from
from habits.filling import TO

COACH = "coach_11"
"""The habit of the 1:1, with the fields below."""
NEXT_STEP = "next_step"


def rep_fields(habit: Habit) -> tuple[Field, ...]:
    """What the rep is asked afterwards."""
    return tuple(
        one for one in habit.tool.fields if one.by is Author.REP and one.options_from is None
    )


def shared_fields(habit: Habit) -> tuple[Field, ...]:
    """The manager's fields that both see; the rep is known without one."""
    person = person_field(habit)
    return tuple(
        one
        for one in habit.tool.fields
        if one.by is Author.MANAGER and not is_own(one) and one.id != person
    )


def person_field(habit: Habit) -> str:
    """Where the form names the rep."""
    naming = (one.id for one in habit.tool.fields if one.kind is FieldKind.PERSON)
    return next(naming, TO)


def managers_parts(house: House, note: PairNoteRecord) -> tuple[Part, ...]:
    """What the manager wrote, as both see it; () where the habit is no longer there."""
    habit = house.catalogue.habits.get(note.habit)
    return () if habit is None else parts_from(shared_fields(habit), note.body)


def reps_parts(house: House, note: PairNoteRecord) -> tuple[Part, ...]:
    """What the rep wrote; () before they did."""
    habit = house.catalogue.habits.get(note.habit)
    if habit is None or note.returned_at is None:
        return ()
    return parts_from(rep_fields(habit), note.rep_body or {})


def next_step_of(note: PairNoteRecord | None) -> str | None:
    """The next step in the rep's own words; None before they wrote one."""
    if note is None or note.returned_at is None:
        return None
    step = (note.rep_body or {}).get(NEXT_STEP)
    return " ".join(step.split()) or None if isinstance(step, str) else None
