"""Which fields of a form belong to whom in a note of two, and what they say."""

from bot.services.who import House
from bot.storage.pair_notes import PairNoteRecord
from habits.cards import is_card, outcome_field
from habits.catalogue import Field, Habit
from habits.catalogue_lists import Author, FieldKind
from habits.composing import Part, is_own, parts_from
from habits.filling import TO
from habits.texts import say

COACH = "coach_11"
"""The habit of the 1:1, with the fields below."""
NEXT_STEP = "next_step"
SHOWED = "showed"
"""What a note says at its end, once it is told what came of it."""


def rep_fields(habit: Habit) -> tuple[Field, ...]:
    """What the rep is asked afterwards."""
    return tuple(
        one for one in habit.tool.fields if one.by is Author.REP and one.options_from is None
    )


def shared_fields(habit: Habit) -> tuple[Field, ...]:
    """The manager's fields that both see; the rep is known without one, and how a talk went is
    the manager's alone. What is written down showed in the form, so it shows in the note."""
    person = person_field(habit)
    own = outcome_field(habit).id if is_card(habit) else None
    return tuple(
        one.model_copy(update={"only_if": {}})
        for one in habit.tool.fields
        if one.by is Author.MANAGER and not is_own(one) and one.id not in (person, own)
    )


def person_field(habit: Habit) -> str:
    """Where the form names the rep."""
    naming = (one.id for one in habit.tool.fields if one.kind is FieldKind.PERSON)
    return next(naming, TO)


def managers_parts(house: House, note: PairNoteRecord) -> tuple[Part, ...]:
    """What the manager wrote, as both see it; () where the habit is no longer there."""
    habit = house.catalogue.habits.get(note.habit)
    if habit is None:
        return ()
    showed = note.body.get(SHOWED)
    told = (Part(say("came_of_it.showed"), showed),) if isinstance(showed, str) else ()
    return (*parts_from(shared_fields(habit), note.body), *told)


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
