"""What an admin sent in a form of the company window, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.services.companies import Limits
from bot.slack.forms import chosen_option, country_of, string_of
from bot.slack.ids import Field
from habits.errors import WrongField
from habits.people import Hours
from habits.texts import say

DAY_OFF = "off"
WORK_DAY = "work"
WHOLE_COUNTRY = "none"

View = Mapping[str, Any]


@dataclass(frozen=True)
class InviteSubmitted:
    """People picked one by one, and a group; both may be empty."""

    users: tuple[str, ...]
    group: str | None

    @classmethod
    def from_view(cls, view: View) -> "InviteSubmitted":
        return cls(_users(view, Field.INVITED), _option(view, Field.GROUP))


@dataclass(frozen=True)
class RemovedSubmitted:
    users: tuple[str, ...]

    @classmethod
    def from_view(cls, view: View) -> "RemovedSubmitted":
        return cls(_users(view, Field.REMOVED))


@dataclass(frozen=True)
class DaySubmitted:
    """`name` None: a work day."""

    day: date
    name: str | None

    @classmethod
    def from_view(cls, view: View) -> "DaySubmitted":
        try:
            day = date.fromisoformat(string_of(_element(view, Field.DAY).get("selected_date")))
        except ValueError:
            raise WrongField(Field.DAY, say("settings.faults.pick_date")) from None
        is_off = chosen_option(view, Field.DAY_KIND) != WORK_DAY
        return cls(day, string_of(_element(view, Field.NAME).get("value")) if is_off else None)


def limits_of(view: View) -> Limits:
    """Raises WrongField."""
    return Limits(
        country=country_of(view),
        region=_region(view),
        within=_within(view),
        most_a_week=_number(view, Field.MOST_A_WEEK),
        year_begins=_number(view, Field.YEAR_BEGINS),
    )


def _region(view: View) -> str | None:
    region = _option(view, Field.REGION)
    return None if region == WHOLE_COUNTRY else region


def _within(view: View) -> Hours | None:
    earliest, latest = _time(view, Field.EARLIEST), _time(view, Field.LATEST)
    if earliest is None and latest is None:
        return None
    if earliest is None or latest is None:
        empty = Field.EARLIEST if earliest is None else Field.LATEST
        raise WrongField(empty, say("company.limits.faults.both"))
    return Hours(earliest, latest)


def _time(view: View, name: Field) -> time | None:
    written = string_of(_element(view, name).get("selected_time"))
    try:
        return time.fromisoformat(written) if written else None
    except ValueError:
        raise WrongField(name, say("settings.faults.pick_time")) from None


def _number(view: View, name: Field) -> int:
    value = chosen_option(view, name)
    if not value.isdecimal():
        raise WrongField(name, say("settings.faults.choose_one"))
    return int(value)


def _users(view: View, name: Field) -> tuple[str, ...]:
    told = _element(view, name).get("selected_users")
    several = told if isinstance(told, Sequence) and not isinstance(told, str) else ()
    return tuple(dict.fromkeys(user for one in several if (user := string_of(one))))


def _option(view: View, name: Field) -> str | None:
    return string_of(_mapping(_element(view, name).get("selected_option")).get("value")) or None


def _element(view: View, name: Field) -> Mapping[str, Any]:
    values = _mapping(_mapping(_mapping(view.get("state")).get("values")).get(name))
    return next((_mapping(one) for one in values.values()), {})


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
