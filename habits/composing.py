"""From a filled form to the text that people read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from habits.catalogue import Field, Habit, option_label
from habits.catalogue_lists import Author, FieldKind
from habits.content_rules import LONGEST_POST
from habits.content_words import blame_words
from habits.filling import (
    LONGEST_NUMBER,
    NAMING_PEOPLE,
    TO,
    TYPED,
    Value,
    Values,
    clean,
    field_faults,
    ids_in,
    is_empty,
    read_date,
    several,
    text_in,
    typed,
    visible,
)
from habits.phrases import day as day_words
from habits.phrases import either, together
from habits.texts import say

_NOT_SENT = re.compile(r"\(not sent\)\s*$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_ENDED = re.compile(r"[.!?…:;,][^\w\s]*$")
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Part:
    """A piece of a composed text; `label` is "" where the text speaks for itself. `people` (user
    ids) and `channel` (its id, or "") are shown as mentions behind the text."""

    label: str
    text: str
    people: tuple[str, ...] = ()
    channel: str = ""


def faults(fields: Sequence[Field], values: Values, today: date) -> dict[str, str]:
    """What cannot be taken as it is, in words, by field; a text that is too long as a whole is
    held against its longest field. `today` is the writer's local date."""
    found = field_faults(fields, values, today)
    too_many = length(parts_from(fields, values)) - LONGEST_POST
    written = {
        field.id: len(typed(field, values.get(field.id)))
        for field in visible(fields, values)
        if field.kind in TYPED
    }
    if too_many <= 0 or not written or found:
        return found
    longest = max(written, key=lambda name: written[name])
    return {longest: say("compose.faults.all_too_long", count=too_many)}


def hint(fields: Sequence[Field], values: Values) -> str | None:
    """What to look at once more before it goes out, said once; it stands in nobody's way."""
    words = dict.fromkeys(
        word.casefold()
        for field in visible(fields, values)
        if field.kind in TYPED
        for word in blame_words(typed(field, values.get(field.id)))
    )
    return say("compose.hint", words=either(list(words)[:3])) if words else None


# --- the text -------------------------------------------------------------------------------


def parts_of(habit: Habit, values: Values) -> tuple[Part, ...]:
    """What the form makes, piece by piece, in the order of its fields. A label's remark in
    brackets is for the writer; a field whose label ends in "(not sent)" is theirs alone."""
    fields = tuple(field for field in habit.tool.fields if field.by is Author.MANAGER)
    return parts_from(fields, values)


def parts_from(fields: Sequence[Field], values: Values) -> tuple[Part, ...]:
    """The same for any fields."""
    return tuple(
        part
        for field in visible(fields, values)
        if not is_own(field) and (part := _part(field, values.get(field.id))) is not None
    )


def is_own(field: Field) -> bool:
    """Whether it is for the writer alone."""
    return field.id == TO or _NOT_SENT.search(field.label) is not None


def spoken(fields: Sequence[Field], values: Values, names: Mapping[str, str]) -> str:
    """What the person says, in their own words: a sentence a line. Whoever is spoken to is not
    named; `names` words the others."""
    told = addressees(fields, values)
    said: list[str] = []
    for field in visible(fields, values):
        part = None if is_own(field) else _part(field, values.get(field.id))
        if part is None or (field.kind in NAMING_PEOPLE and set(part.people) <= set(told)):
            continue
        text = in_words(part, names)
        labelled = field.kind not in (*TYPED, FieldKind.CHECK)
        label = part.label if part.label.endswith("?") else f"{part.label}:"
        said.append(_sentence(f"{label} {text}" if labelled else text))
    return "\n".join(said)


def addressees(fields: Sequence[Field], values: Values) -> tuple[str, ...]:
    """Whom it is said to: the people of the first field that names any."""
    naming = (field for field in visible(fields, values) if field.kind in NAMING_PEOPLE)
    first = next(naming, None)
    return () if first is None else ids_in(values.get(first.id))


def in_words(part: Part, names: Mapping[str, str]) -> str:
    """A part without its label; a person or channel that has no name stays out."""
    mentioned = [*part.people, *([part.channel] if part.channel else [])]
    named = together([names[one] for one in mentioned if one in names])
    return f"{part.text} {named}".strip()


def begins_with(parts: Sequence[Part]) -> str:
    """The first words of a text, on one line."""
    return next((" ".join(part.text.split()) for part in parts if part.text), "")


def length(parts: Sequence[Part]) -> int:
    """Characters that are shown."""
    return sum(
        len(one.label) + len(one.text) + _LONGEST_NAME * len(one.people) + 2 for one in parts
    )


def _part(field: Field, value: Value | None) -> Part | None:
    if is_empty(field, value):
        return None
    label = _ASIDE.sub("", field.label) or field.label
    match field.kind:
        case FieldKind.SHORT | FieldKind.LONG:
            return Part(label, typed(field, value))
        case FieldKind.CHECK:
            return Part("", _sentence(label))
        case FieldKind.DATE:
            day = read_date(value)
            return None if day is None else Part(label, day_words(day))
        case FieldKind.CHOICE | FieldKind.CHOICES:
            chosen = [one for one in several(value) if one in (field.options or ())]
            return Part(label, together([option_label(one) for one in chosen])) if chosen else None
        case FieldKind.PERSON | FieldKind.PEOPLE:
            return Part(label, "", people=ids) if (ids := ids_in(value)) else None
        case FieldKind.CHANNEL:
            return Part(label, "", channel=ids[0]) if (ids := ids_in(value)) else None
        case FieldKind.TIME | FieldKind.NUMBER:
            return Part(label, clean(text_in(value))[:LONGEST_NUMBER])


def _sentence(text: str) -> str:
    """With an end mark, and a capital where it begins."""
    begun = f"{text[:1].upper()}{text[1:]}"
    return begun if not begun or _ENDED.search(begun) else f"{begun}."
