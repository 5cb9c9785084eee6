"""Submitted forms as values. Whatever arrives, it is a value or a WrongField."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.slack.ids import NO_COUNTRY, BlockId, Field
from habits.errors import WrongField
from habits.people import Hours, Part, Place, Rhythm, Weekday
from habits.texts import say

PLAN_LENGTH = 200
"""The longest plan sentence, in characters."""

OWN_DAY = "own"
NEVER = "off"
KEEP = "keep"
ERASE = "erase"

PART_FIELDS: dict[Place, tuple[Field, Field]] = {
    Place.START: (Field.START_DAY, Field.START_AT),
    Place.PROMPT: (Field.PROMPT_DAY, Field.PROMPT_AT),
    Place.CHECK_IN: (Field.CHECK_IN_DAY, Field.CHECK_IN_AT),
}
"""The fields of each part of the rhythm: its day, its time."""

View = Mapping[str, Any]


@dataclass(frozen=True)
class SettingsSubmitted:
    """`plan` is the manager's own sentence, or None for the habit's."""

    habit: str
    plan: str | None
    work_days: frozenset[Weekday]
    hours: Hours
    rhythm: Rhythm

    @classmethod
    def from_view(cls, view: View) -> "SettingsSubmitted":
        return cls(
            habit=chosen_option(view, Field.HABIT),
            plan=_plan(view),
            work_days=days_of(view),
            hours=hours_of(view),
            rhythm=rhythm_of(view),
        )


@dataclass(frozen=True)
class AnotherHabitSubmitted:
    """One more habit, by its key; `plan` is the manager's own sentence, or None; `instead` is the
    habit whose place it takes."""

    habit: str
    plan: str | None
    instead: str | None

    @classmethod
    def from_view(cls, view: View) -> "AnotherHabitSubmitted":
        habit = StopHabitCarried.from_view(view).habit
        return cls(habit, _plan(view), InsteadCarried.from_view(view).instead)


@dataclass(frozen=True)
class PauseSubmitted:
    """`until` is the local date on which messages come again."""

    until: date

    @classmethod
    def from_view(cls, view: View) -> "PauseSubmitted":
        return cls(date_of(view, Field.UNTIL))


@dataclass(frozen=True)
class LeaveSubmitted:
    """`erase`: delete what is kept as well."""

    erase: bool

    @classmethod
    def from_view(cls, view: View) -> "LeaveSubmitted":
        choice = chosen_option(view, Field.ERASE)
        if choice not in (KEEP, ERASE):
            raise WrongField(Field.ERASE, say("settings.faults.choose_one_of_two"))
        return cls(erase=choice == ERASE)


class StopHabitCarried(BaseModel):
    """What the form for stopping a habit carries along: the habit's key."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    habit: str

    @classmethod
    def from_view(cls, view: View) -> "StopHabitCarried":
        try:
            return cls.model_validate_json(string_of(view.get("private_metadata")) or "{}")
        except ValidationError:
            raise WrongField(Field.HABIT, say("settings.faults.open_again")) from None


class InsteadCarried(BaseModel):
    """What windows with habits to choose from carry along: the key of the habit that gives way to
    what is chosen, if any."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    instead: str | None = None

    @classmethod
    def from_view(cls, view: View) -> "InsteadCarried":
        try:
            return cls.model_validate_json(string_of(view.get("private_metadata")) or "{}")
        except ValidationError:
            raise WrongField(Field.HABIT, say("settings.faults.open_again")) from None


class AnotherHabitCarried(BaseModel):
    """What the form for one more habit carries along: its key, and that of the one that gives way
    to it."""

    habit: str
    instead: str | None


def ticked(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What is ticked in the message whose Save was pressed, as Slack reports it."""
    values = _mapping(_mapping(body.get("state")).get("values"))
    return _values(_first(values.get(BlockId.TICKS)).get("selected_options"))


# --- one field ----------------------------------------------------------------------------


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def string_of(value: object) -> str:
    return value if isinstance(value, str) else ""


def _first(block: object) -> Mapping[str, Any]:
    """A block's state holds one element, under its action id."""
    return next((_mapping(each) for each in _mapping(block).values()), {})


def _element(view: View, name: Field) -> Mapping[str, Any]:
    values = _mapping(_mapping(view.get("state")).get("values"))
    return _first(values.get(name))


def _values(options: object) -> tuple[str, ...]:
    if not isinstance(options, Sequence) or isinstance(options, str):
        return ()
    values = (string_of(_mapping(each).get("value")) for each in options)
    return tuple(value for value in values if value)


def _text(view: View, name: Field, key: str) -> str:
    return string_of(_element(view, name).get(key)).strip()


def chosen_option(view: View, name: Field) -> str:
    value = string_of(_mapping(_element(view, name).get("selected_option")).get("value"))
    if not value:
        raise WrongField(name, say("settings.faults.choose_one"))
    return value


def date_of(view: View, name: Field) -> date:
    try:
        return date.fromisoformat(_text(view, name, "selected_date"))
    except ValueError:
        raise WrongField(name, say("settings.faults.pick_date")) from None


def options_of(view: View, name: Field) -> tuple[str, ...]:
    """The values of the boxes that are ticked in a field."""
    return _values(_element(view, name).get("selected_options"))


def _time(view: View, name: Field) -> time:
    written = _text(view, name, "selected_time")
    try:
        hour, minute = written.split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise WrongField(name, say("settings.faults.pick_time")) from None


def _weekday(name: Field, value: str) -> Weekday:
    try:
        return Weekday(int(value))
    except ValueError:
        raise WrongField(name, say("settings.faults.pick_day")) from None


def days_of(view: View) -> frozenset[Weekday]:
    values = _values(_element(view, Field.WORK_DAYS).get("selected_options"))
    if not values:
        raise WrongField(Field.WORK_DAYS, say("settings.faults.tick_a_day"))
    return frozenset(_weekday(Field.WORK_DAYS, value) for value in values)


def hours_of(view: View) -> Hours:
    hours = Hours(_time(view, Field.HOURS_START), _time(view, Field.HOURS_END))
    if hours.end <= hours.start:
        raise WrongField(Field.HOURS_END, say("settings.faults.end_after_start"))
    return hours


def country_of(view: View) -> str | None:
    value = chosen_option(view, Field.COUNTRY)
    return None if value == NO_COUNTRY else value


def _plan(view: View) -> str | None:
    plan = " ".join(_text(view, Field.PLAN, "value").split())
    if len(plan) > PLAN_LENGTH:
        raise WrongField(Field.PLAN, say("settings.faults.shorter", count=PLAN_LENGTH))
    return plan or None


def rhythm_of(view: View) -> Rhythm:
    return Rhythm(
        start=_part(view, Place.START),
        prompt=_part(view, Place.PROMPT),
        check_in=_part(view, Place.CHECK_IN),
    )


def _part(view: View, place: Place) -> Part | None:
    day_field, at_field = PART_FIELDS[place]
    day = chosen_option(view, day_field)
    if day == NEVER:
        return None
    return Part(at=_time(view, at_field), day=None if day == OWN_DAY else _weekday(day_field, day))
