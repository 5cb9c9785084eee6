"""Forms as people fill them in: which fields show, and what cannot be taken as it is."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from typing import cast

from habits.catalogue import Field, Habit
from habits.catalogue_lists import Audience, Author, FieldKind, ToolKind
from habits.content_rules import LONGEST_POST
from habits.texts import say

Value = str | bool | tuple[str, ...]
"""What stands in a field: a text, an ISO date, "HH:MM", an option, a number as written, the id of
a person or channel; several ids or options; True for a ticked box."""

Values = Mapping[str, Value]
"""By field id. A field that was left alone is missing, "" or empty."""

TO = "said_to_person"
"""The field that is added where the audience is a person and the form names nobody."""

NAMING_PEOPLE = (FieldKind.PERSON, FieldKind.PEOPLE)
TYPED = (FieldKind.SHORT, FieldKind.LONG)
LONGEST_NUMBER = 30

_FURTHEST = timedelta(days=2 * 365)
_FOR_ONE = (Audience.OWN_VOICE, Audience.REP_DM, Audience.PEOPLE_DM, Audience.PAIR_NOTE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_CLOCK = re.compile(r"\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}")


def is_form(habit: Habit) -> bool:
    """Whether filling in one form does the habit."""
    return habit.tool.kind in (ToolKind.COMPOSE, ToolKind.PROMISE, ToolKind.PULSE_RESPONSE)


def fields_for(habit: Habit, audience: Audience) -> tuple[Field, ...]:
    """The manager's fields for this audience. A rep's own fields make a second form, and options
    that come from records belong to conversations of their own."""
    own = tuple(
        field
        for field in habit.tool.fields
        if field.by is Author.MANAGER and field.options_from is None
    )
    if audience not in _FOR_ONE or any(field.kind in NAMING_PEOPLE for field in own):
        return own
    # What is said aloud may be said to somebody who is not in Slack; a note belongs to a pair.
    needed = audience is not Audience.OWN_VOICE
    return (Field(id=TO, label=say("compose.to"), kind=FieldKind.PERSON, required=needed), *own)


def visible(fields: Sequence[Field], values: Values) -> tuple[Field, ...]:
    """The fields that show with these values. A field that does not show counts as left alone."""
    by_id = {field.id: field for field in fields}
    return tuple(field for field in fields if _shows(field, by_id, values, frozenset()))


def decisive(fields: Sequence[Field]) -> frozenset[str]:
    """The ids of fields that other fields wait for."""
    return frozenset(name for field in fields for name in field.only_if)


def _shows(field: Field, by_id: Mapping[str, Field], values: Values, above: frozenset[str]) -> bool:
    if field.id in above:
        return False
    for name, wanted in field.only_if.items():
        other = by_id.get(name)
        if other is None:
            return False
        shows = _shows(other, by_id, values, above | {field.id})
        if not any(_is(other, values.get(name) if shows else None, one) for one in wanted):
            return False
    return True


def _is(field: Field, value: Value | None, wanted: bool | str) -> bool:
    match field.kind:
        case FieldKind.CHECK:
            return (value is True) is wanted
        case FieldKind.CHOICES | FieldKind.PEOPLE:
            return wanted in several(value)
        case _:
            return text_in(value) == wanted


# --- what is wrong with them ----------------------------------------------------------------


def field_faults(fields: Sequence[Field], values: Values, today: date) -> dict[str, str]:
    """What cannot be taken as it is, in words, by field. `today` is the writer's local date."""
    return {
        field.id: fault
        for field in visible(fields, values)
        if (fault := _fault(field, values.get(field.id), today)) is not None
    }


def _fault(field: Field, value: Value | None, today: date) -> str | None:
    if is_empty(field, value):
        return _missing(field) if field.required else None
    match field.kind:
        case FieldKind.SHORT | FieldKind.LONG:
            most = field.max or field.kind.longest or LONGEST_POST
            now = len(typed(field, value))
            if now > most:
                return say("compose.faults.too_long", most=most, now=now)
        case FieldKind.DATE:
            day = read_date(value)
            if day is None:
                return say("compose.faults.date")
            if day < today:
                return say("compose.faults.past")
            if day > today + _FURTHEST:
                return say("compose.faults.far")
        case FieldKind.TIME:
            if _time(value) is None:
                return say("compose.faults.time")
        case FieldKind.NUMBER:
            if not _is_number(text_in(value)):
                return say("compose.faults.number")
        case FieldKind.CHOICE | FieldKind.CHOICES:
            if not set(several(value)) <= set(field.options or ()):
                return say("compose.faults.choice")
        case FieldKind.PERSON | FieldKind.PEOPLE:
            if not all(_ID.fullmatch(one) for one in several(value)):
                return say("compose.faults.person")
        case FieldKind.CHANNEL:
            if not _ID.fullmatch(text_in(value)):
                return say("compose.faults.channel")
        case FieldKind.CHECK:
            pass
    return None


def _missing(field: Field) -> str:
    match field.kind:
        case FieldKind.SHORT | FieldKind.LONG:
            return say("compose.faults.text")
        case FieldKind.DATE:
            return say("compose.faults.date")
        case FieldKind.TIME:
            return say("compose.faults.time")
        case FieldKind.NUMBER:
            return say("compose.faults.number")
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return say("compose.faults.choice")
        case FieldKind.PERSON | FieldKind.PEOPLE:
            return say("compose.faults.person")
        case FieldKind.CHANNEL:
            return say("compose.faults.channel")
        case FieldKind.CHECK:
            return say("compose.faults.check")


# --- values, whatever arrives ---------------------------------------------------------------


def is_empty(field: Field, value: Value | None) -> bool:
    match field.kind:
        case FieldKind.CHECK:
            return value is not True
        case FieldKind.CHOICES | FieldKind.PEOPLE:
            return not several(value)
        case _:
            return not clean(text_in(value))


def text_in(value: Value | None) -> str:
    return value if isinstance(value, str) else ""


def several(value: Value | None) -> tuple[str, ...]:
    match value:
        case None | bool() | "":
            return ()
        case str():
            return (value,)
        case chosen:
            return tuple(dict.fromkeys(one for one in chosen if one))


def ids_in(value: Value | None) -> tuple[str, ...]:
    return tuple(one for one in several(value) if _ID.fullmatch(one))


def as_value(stored: object) -> Value:
    """A value as it is, or as it comes back from storage, which knows lists and no tuples."""
    match stored:
        case str() | bool():
            return stored
        case list() | tuple():
            found = cast("Sequence[object]", stored)
            return tuple(one for one in found if isinstance(one, str))
        case _:
            return ""


def holds(field: Field, value: Value) -> bool:
    """Whether the field's control can show this value: it may come from an older form."""
    match field.kind:
        case FieldKind.SHORT | FieldKind.LONG:
            return isinstance(value, str)
        case FieldKind.DATE:
            return read_date(value) is not None
        case FieldKind.TIME:
            return _time(value) is not None
        case FieldKind.NUMBER:
            return _is_number(text_in(value))
        case FieldKind.PERSON | FieldKind.CHANNEL:
            return _ID.fullmatch(text_in(value)) is not None
        case FieldKind.PEOPLE:
            return isinstance(value, tuple) and ids_in(value) == value
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return set(several(value)) <= set(field.options or ())
        case FieldKind.CHECK:
            return isinstance(value, bool)


def read_date(value: Value | None) -> date | None:
    """The date that stands in a field; None where it is none."""
    written = text_in(value)
    try:
        return date.fromisoformat(written) if _DAY.fullmatch(written) else None
    except ValueError:
        return None


def _time(value: Value | None) -> time | None:
    written = text_in(value)
    try:
        return time.fromisoformat(written) if _CLOCK.fullmatch(written) else None
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    try:
        return len(text) <= LONGEST_NUMBER and math.isfinite(float(text))
    except ValueError:
        return False


def people_in(fields: Sequence[Field], values: Values) -> Iterator[tuple[str, str]]:
    """Who is named in which field: pairs of a field's id and a user's."""
    for field in visible(fields, values):
        if field.kind in NAMING_PEOPLE:
            for user in ids_in(values.get(field.id)):
                yield field.id, user


def naming_field(fields: Sequence[Field], values: Values) -> str:
    """The id of the first field that names somebody; the first that could where none does."""
    could = [field.id for field in visible(fields, values) if field.kind in NAMING_PEOPLE]
    return next((name for name, _ in people_in(fields, values)), could[0] if could else TO)


def clean(text: str) -> str:
    """What somebody typed, without control characters and empty ends."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def typed(field: Field, value: Value | None) -> str:
    text = clean(text_in(value))
    return text if field.kind is FieldKind.LONG else " ".join(text.split())
