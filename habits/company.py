"""What a company sets for all its managers: defaults to begin with, limits that hold for all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from habits.people import Hours, Part, Rhythm

MOST_A_WEEK = 5
"""More messages than this the bot starts for nobody."""


@dataclass(frozen=True)
class Company:
    """`country` and `region` are what newcomers begin with. Messages come within `within` at the
    widest, and at most `most_a_week` (1-5) a week. `year_begins` is the month (1-12) with which
    the fiscal year begins. `days` are the company's own: a name for a day off, None for a work
    day."""

    country: str | None = None
    region: str | None = None
    within: Hours | None = None
    most_a_week: int = MOST_A_WEEK
    year_begins: int = 1
    days: Mapping[date, str | None] = field(default_factory=dict[date, str | None])


NO_COMPANY = Company()
"""Where no admin has set anything."""

_BEFORE_THE_END = 30  # minutes: a message in the last one would come to nobody's use


def days_within(days: Mapping[date, str | None], first: date, last: date) -> dict[date, str | None]:
    """Those from `first` to `last`, both included."""
    return {day: name for day, name in days.items() if first <= day <= last}


def limited(hours: Hours, within: Hours | None) -> Hours | None:
    """A manager's hours as far as they lie within the company's; None where none of them do."""
    if within is None:
        return hours
    start, end = max(hours.start, within.start), min(hours.end, within.end)
    return Hours(start, end) if start < end else None


def moved_into(rhythm: Rhythm, hours: Hours) -> Rhythm:
    """The rhythm with each time that lies outside of `hours` at their nearer edge."""
    return Rhythm(
        start=_moved(rhythm.start, hours),
        prompt=_moved(rhythm.prompt, hours),
        check_in=_moved(rhythm.check_in, hours),
    )


def _moved(part: Part | None, hours: Hours) -> Part | None:
    if part is None or hours.start <= part.at < hours.end:
        return part
    if part.at < hours.start:
        return Part(hours.start, part.day)
    at = max(_minutes(hours.start), _minutes(hours.end) - _BEFORE_THE_END)
    return Part(time(at // 60, at % 60), part.day)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
