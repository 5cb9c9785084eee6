"""Cards: which outcome of a talk, a meeting or a mistake counts as done, and who is next."""

from collections.abc import Mapping, Sequence
from datetime import date

from habits.catalogue import Field, Habit
from habits.catalogue_lists import FieldKind, ToolKind
from habits.filling import Values, clean, text_in

LISTEN, SIZE, BELONGING = "listen_first", "size_mistake", "belonging"
FEEDBACK, PEOPLE, STAY = "land_feedback", "people_first", "stay_talk"

KEYS = (LISTEN, SIZE, BELONGING, FEEDBACK, PEOPLE, STAY)
"""The habits that a card does."""

AT_ONCE = frozenset({SIZE, FEEDBACK, PEOPLE})
"""Cards on which each outcome is a button; the others are saved as a whole."""

TO_TAKE_ALONG: Mapping[str, str] = {FEEDBACK: "text", PEOPLE: "agenda"}
"""The field of a text that the manager prepares and takes along, by habit; it is never kept."""

MOST_LINES = 5
"""So few mistakes truly cost; a longer list would no longer tell them from the others."""
LONGEST_LINE = 60

HELD_WITH_ACTION, DATE_SET = "held_with_action", "date_set"

# What they stand for is worth noting, but was not the habit. Nobody is told that it counts for
# nothing: the prompt simply stays open.
_NOT_THE_HABIT: Mapping[str, frozenset[str]] = {
    LISTEN: frozenset({"i_advised_first"}),
    BELONGING: frozenset({"not_today"}),
    FEEDBACK: frozenset({"not_a_good_moment"}),
    PEOPLE: frozenset({"numbers"}),
    STAY: frozenset({DATE_SET}),
}
_LEADS_TO: Mapping[tuple[str, str], str] = {
    (SIZE, "trivial"): "thank_creative_mistake",
    (SIZE, "costly"): "blame_free_debrief",
}


def is_card(habit: Habit) -> bool:
    return habit.tool.kind is ToolKind.CARD and habit.key in KEYS


def outcome_field(habit: Habit) -> Field:
    """The question of a card: its first field that must be chosen."""
    return next(one for one in habit.tool.fields if one.kind is FieldKind.CHOICE and one.required)


def counts(habit: str, outcome: str) -> bool:
    """Whether the habit was done."""
    return outcome not in _NOT_THE_HABIT.get(habit, frozenset())


def leads_to(habit: str, outcome: str) -> str:
    """The key of a habit that could follow from the outcome; "" for none."""
    return _LEADS_TO.get((habit, outcome), "")


def for_both(habit: str, outcome: str, values: Values) -> Values:
    """What of a card the rep reads as well: the joint plan, or the one action and its date. {}
    where nothing was agreed on: then nobody is asked anything."""
    if habit == LISTEN and counts(habit, outcome):
        kept = ("plan",)
    elif habit == STAY and outcome == HELD_WITH_ACTION:
        kept = ("action", "by")
    else:
        kept = ()
    return {name: text for name in kept if (text := clean(text_in(values.get(name))))}


def missing(habit: str, outcome: str, values: Values) -> tuple[str, ...]:
    """The fields that are empty and without which this outcome cannot be noted."""
    if habit == STAY and outcome == HELD_WITH_ACTION:
        needed = ("rep", "action", "by")
    elif habit == STAY and outcome == DATE_SET:
        needed = ("by",)
    elif habit == LISTEN and for_both(habit, outcome, values):
        needed = ("rep",)
    else:
        needed = ()
    return tuple(name for name in needed if not clean(text_in(values.get(name))))


def longest_waiting(team: Sequence[str], last: Mapping[str, date]) -> list[str]:
    """The team in turn: who was not met yet comes first, then whoever waited longest. Among
    equals the order of the team stays."""
    return sorted(team, key=lambda user: last.get(user, date.min))


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def list_lines(text: str) -> tuple[str, ...]:
    """The lines that somebody typed, without bullets and empty ones."""
    cleaned = (line.strip().lstrip("-*•·").strip() for line in clean(text).split("\n"))
    return tuple(" ".join(line.split()) for line in cleaned if line)
