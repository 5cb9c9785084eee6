"""A second opinion on which messages a week holds; shares no code with `habits`.

Written from the rules in words: the start stands on the first work day, the prompt on the second,
the check-in on the last; days off take them away, a check-in moves to the work day before. On the
last three work days of a quarter only the check-in comes. A rare habit's prompt comes every so many
weeks, counted from the first that can have one.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from tests.oracle import walk

DAY = timedelta(days=1)
APART = timedelta(hours=20)
WEIGHT = {"start": 0, "prompt": 1, "check-in": 2}
USUAL = {"start": time(8, 30), "prompt": time(10, 0), "check-in": time(11, 30)}


@dataclass(frozen=True)
class Break:
    """Away from the instant it was asked for until the local date of return."""

    asked_at: datetime
    until: date


@dataclass
class Person:
    """A manager's settings. `parts`: place -> (weekday or None for the usual one, local time);
    a place that is missing was dropped. `started_at` is UTC; a prompt comes `every` so many
    weeks."""

    zone: str
    work_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    hours: tuple[time, time] = (time(8), time(18))
    country: str | None = None
    parts: dict[str, tuple[int | None, time]] = field(
        default_factory=lambda: {place: (None, at) for place, at in USUAL.items()}
    )
    started_at: datetime | None = None
    every: int = 1
    breaks: list[Break] = field(default_factory=list)

    def is_off(self, day: date) -> bool:
        return self.country is not None and day in _holidays(self.country, day.year)

    def works(self, day: date) -> bool:
        return day.weekday() in self.work_days and not self.is_off(day)

    def is_away(self, day: date, instant: datetime) -> bool:
        return any(one.asked_at < instant and day < one.until for one in self.breaks)

    def week_begins(self, day: date) -> date:
        """The first day of the seven dates of the week around `day`: the work day after the
        longest free time; of several, the earliest in the calendar's week."""
        free = {}
        for weekday in self.work_days:
            back = 1
            while back < 7 and (weekday - back) % 7 not in self.work_days:
                back += 1
            free[weekday] = back
        first = min(self.work_days, key=lambda weekday: (-free[weekday], weekday))
        while day.weekday() != first:
            day -= DAY
        return day


@dataclass(frozen=True)
class Expected:
    place: str
    day: date
    asked_at: datetime


def expected(person: Person, last: datetime) -> list[Expected]:
    """Every message from the start until the UTC instant `last`, in order."""
    assert person.started_at is not None
    week = person.week_begins(person.started_at.date() - 2 * DAY)
    candidates: list[Expected] = []
    while week <= last.date() + 8 * DAY:
        candidates += _of_week(person, week)
        week += 7 * DAY
    kept = [one for one in candidates if _may_come(person, one)]
    for place in ("prompt", "start"):
        stronger = [one for one in kept if WEIGHT[one.place] > WEIGHT[place]]
        kept = [
            one
            for one in kept
            if one.place != place
            or not any(
                one.day == other.day or abs(one.asked_at - other.asked_at) < APART
                for other in stronger
            )
        ]
    return sorted((one for one in kept if one.asked_at <= last), key=lambda one: one.asked_at)


def _of_week(person: Person, week: date) -> Iterator[Expected]:
    since_first = (week - _first_with_a_prompt(person)).days // 7
    nominal = [week + n * DAY for n in range(7) if (week + n * DAY).weekday() in person.work_days]
    real = [day for day in nominal if person.works(day)]
    for place, (weekday, at) in person.parts.items():
        if place == "prompt" and since_first % person.every:
            continue
        day = _day_of(place, weekday, nominal, real, person)
        if day is not None:
            yield Expected(place, day, _instant(person.zone, day, at))


def _day_of(
    place: str, weekday: int | None, nominal: list[date], real: list[date], person: Person
) -> date | None:
    if not real:
        return None
    if len(real) < 3:
        return {"start": None, "prompt": real[0], "check-in": real[-1]}[place]
    usual = {"start": nominal[0], "prompt": nominal[1], "check-in": nominal[-1]}[place]
    day = next((one for one in nominal if one.weekday() == weekday), None)
    day = usual if weekday is None else day
    if day is None or day in real:
        return day
    before = [one for one in real if one < day]
    return before[-1] if place == "check-in" and before else None


def _may_come(person: Person, one: Expected) -> bool:
    assert person.started_at is not None
    if one.asked_at <= person.started_at or person.is_away(one.day, one.asked_at):
        return False
    if one.place != "check-in":
        return not _quarter_ends(person, one.day)
    started = _local_day(person, person.started_at)
    between = (one.day - started).days
    return sum(person.works(started + n * DAY) for n in range(between)) >= 2


def _quarter_ends(person: Person, day: date) -> bool:
    """Whether fewer than three work days of the calendar quarter follow."""
    ahead = [day + n * DAY for n in range(1, 93)]
    quarter = (day.year, (day.month - 1) // 3)
    left = [one for one in ahead if (one.year, (one.month - 1) // 3) == quarter]
    return sum(person.works(one) for one in left) < 3


def _first_with_a_prompt(person: Person) -> date:
    """The first week whose usual prompt was still to come when they started."""
    assert person.started_at is not None
    week = person.week_begins(_local_day(person, person.started_at))
    days = [week + n * DAY for n in range(7) if (week + n * DAY).weekday() in person.work_days]
    day = days[1] if len(days) > 2 else days[0]
    passed = _instant(person.zone, day, USUAL["prompt"]) <= person.started_at
    return week + 7 * DAY if passed else week


def _local_day(person: Person, instant: datetime) -> date:
    """The date on which midnight of the person's clock was the last to pass."""
    day = instant.date() + 2 * DAY
    while _instant(person.zone, day, time(0)) > instant:
        day -= DAY
    return day


@cache
def _instant(zone: str, day: date, at: time) -> datetime:
    """The first minute at which the clock of `zone` shows `at`, or has jumped past it."""
    clock, target = ZoneInfo(zone), datetime.combine(day, at)
    moment = datetime.combine(day, time(), UTC) - timedelta(hours=16)
    while moment.astimezone(clock).replace(tzinfo=None) < target:
        moment += timedelta(hours=1)
    near = walk(zone, moment - timedelta(hours=4), minutes=5 * 60)
    return next(minute for minute, wall in near if wall >= target)


@cache
def _holidays(country: str, year: int) -> Collection[date]:
    return frozenset(holidays.country_holidays(country, years=year))
