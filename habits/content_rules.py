"""The shape of a habit beyond the types of its fields: what has to fit together in one file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from habits.catalogue import Field, Habit, Wording, option_label
from habits.catalogue_lists import FieldKind, Per, Period, StrengthKind

Path = tuple[str | int, ...]

LONGEST_POST = 2800
LONGEST_OPTION = 75
MOST_OPTIONS = 10
PLAIN_WORDINGS = 2  # lines that always fit, so that one is left when a fact is not true
# These live from dates and records of their own; the plan sentence stands in for them.
MAY_HAVE_FEWER = frozenset({"fun_award", "hall_of_shame_lunch", "fix_repeat"})
NEVER_FILLED = frozenset({"stay_talk", "firm_and_fair", "forgive_close"})
ANCHORS = frozenset({"A1", "A2", "A3"})
NO_PULSE = "none"

_GAP = re.compile(r"\{(\w*)\}")


_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True)
class Fault:
    """One thing to correct: where in the file, what was found, what is expected."""

    path: Path
    message: str

    def __str__(self) -> str:
        return f"{in_words(self.path)}: {self.message}"


def in_words(where: Path) -> str:
    """`("wordings", 2, "text")` as `wordings, the 3rd, text`: people count from one."""
    words, between = "", ""
    for part in where:
        if isinstance(part, int):
            words, between = f"{words}, the {_ordinal(part + 1)}", ", "
        else:
            words, between = f"{words}{between}{part}", "."
    return words.removeprefix(", ")


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def gaps(text: str) -> list[str]:
    """The names between braces, in order."""
    return _GAP.findall(text)


def structure_faults(habit: Habit) -> Iterator[Fault]:
    yield from _repeated(("seeds",), habit.seeds)
    yield from _repeated(("cues",), habit.cues)
    yield from _repeated(("tool", "audience"), habit.tool.audience)
    yield from _cadence(habit)
    for number, field in enumerate(habit.tool.fields):
        yield from _field(("tool", "fields", number), field, habit.tool.fields)
    yield from _ids(("tool", "fields"), [field.id for field in habit.tool.fields])
    yield from _post(habit)
    yield from _ids(("wordings",), [wording.id for wording in habit.wordings])
    for number, wording in enumerate(habit.wordings):
        yield from _wording(("wordings", number), wording, habit)
    yield from _enough_wordings(habit)
    yield from _no_gaps(habit)


def _repeated(path: Path, values: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield Fault((*path, number), f"“{value}” is there twice; once is enough.")
        seen.add(value)


def _ids(path: Path, ids: list[str]) -> Iterator[Fault]:
    for number, own in enumerate(ids):
        if own in ids[:number]:
            first = ids.index(own)
            message = f"“{own}” is also the id of {in_words((*path, first))}; each needs its own."
            yield Fault((*path, number, "id"), message)


def _cadence(habit: Habit) -> Iterator[Fault]:
    cadence = habit.cadence
    if cadence.period is Period.OPPORTUNITY and cadence.per is not Per.OPPORTUNITY:
        yield Fault(("cadence", "per"), "“day”; a period of “opportunity” needs “opportunity”.")
    rare = cadence.period in (Period.QUARTER, Period.YEAR)
    if rare and habit.strength is not StrengthKind.DUE_DONE:
        message = f"“score”; a habit of once a {cadence.period} is too rare for it: “due_done”."
        yield Fault(("strength",), message)


def _field(path: Path, field: Field, fields: tuple[Field, ...]) -> Iterator[Fault]:
    yield from _field_length(path, field)
    yield from _field_options(path, field)
    others = {other.id: other for other in fields if other.id != field.id}
    for name, values in field.only_if.items():
        here = (*path, "only_if", name)
        if name not in others:
            known = ", ".join(others) or "none"
            yield Fault(here, f"there is no other field of this id; the others are: {known}.")
            continue
        for number, value in enumerate(values):
            if not _can_be(others[name], value):
                yield Fault((*here, number), f"“{_yaml(value)}” is not a value of “{name}”.")


def _field_length(path: Path, field: Field) -> Iterator[Fault]:
    longest = field.kind.longest
    if longest is None:
        if field.max is not None:
            message = f"only short and long fields have one; a {field.kind} has none."
            yield Fault((*path, "max"), message)
    elif field.max is None:
        yield Fault((*path, "max"), f"missing; a {field.kind} field needs 1 to {longest}.")
    elif field.max > longest:
        message = f"{field.max}; a {field.kind} field takes at most {longest}."
        yield Fault((*path, "max"), message)


def _field_options(path: Path, field: Field) -> Iterator[Fault]:
    chosen = field.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
    given = [name for name in ("options", "options_from") if getattr(field, name) is not None]
    if not chosen:
        for name in given:
            message = f"only choice and choices have options; a {field.kind} has none."
            yield Fault((*path, name), message)
        return
    if len(given) != 1:
        message = f"a {field.kind} needs either options or options_from; found {len(given)}."
        yield Fault((*path, "options"), message)
    options = field.options or ()
    yield from _repeated((*path, "options"), options)
    if len(options) > MOST_OPTIONS:
        yield Fault((*path, "options"), f"{len(options)} options; at most {MOST_OPTIONS}.")
    for number, option in enumerate(options):
        length = len(option_label(option))
        if length > LONGEST_OPTION:
            message = f"{length} characters; at most {LONGEST_OPTION}."
            yield Fault((*path, "options", number), message)


def _can_be(field: Field, value: bool | str) -> bool:
    if field.kind is FieldKind.CHECK:
        return isinstance(value, bool)
    return isinstance(value, str) and value in (field.options or ())


def _yaml(value: bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _post(habit: Habit) -> Iterator[Fault]:
    """All that one form can put into a post: the longest entries and their labels."""
    longest = sum(len(field.label) + 2 + (field.max or 0) for field in habit.tool.fields)
    if longest > LONGEST_POST:
        message = f"the fields can make a post of {longest} characters; at most {LONGEST_POST}."
        yield Fault(("tool", "fields"), message)


def _wording(path: Path, wording: Wording, habit: Habit) -> Iterator[Fault]:
    if not re.fullmatch(rf"{habit.key}/[0-9]+[a-z]?", wording.id):
        message = f"“{wording.id}”; expected the habit's key and a number, e.g. {habit.key}/1."
        yield Fault((*path, "id"), message)
    yield from _repeated((*path, "needs"), wording.needs)
    named = gaps(wording.text)
    for name in dict.fromkeys(named):
        if name not in wording.slots:
            message = f"{{{name}}} is not under slots; say there which record fills it."
            yield Fault((*path, "text"), message)
    for name, source in wording.slots.items():
        if name not in named:
            yield Fault((*path, "slots", name), f"{{{name}}} does not stand in the text.")
        if not source.guaranteed_by & set(wording.needs):
            needed = " or ".join(sorted(source.guaranteed_by))
            message = f"“{source}” is there only while {needed} is; add that to needs."
            yield Fault((*path, "slots", name), message)
    if named and habit.key in NEVER_FILLED:
        message = f"{{{named[0]}}}; {habit.key} is too personal for filled-in texts."
        yield Fault((*path, "text"), message)


def _enough_wordings(habit: Habit) -> Iterator[Fault]:
    without_slots = sum(not wording.slots for wording in habit.wordings)
    if without_slots < PLAIN_WORDINGS:
        message = f"{without_slots} without slots; at least {PLAIN_WORDINGS}."
        yield Fault(("wordings",), message)
    without_needs = sum(not wording.needs for wording in habit.wordings)
    if without_needs < PLAIN_WORDINGS and habit.key not in MAY_HAVE_FEWER:
        message = f"{without_needs} without needs; at least {PLAIN_WORDINGS}."
        yield Fault(("wordings",), message)


def _no_gaps(habit: Habit) -> Iterator[Fault]:
    for name in ("reflection", "pulse", "pulse_spare"):
        found = gaps(getattr(habit, name) or "")
        if found:
            yield Fault((name,), f"{{{found[0]}}}; only wordings have gaps to fill.")
