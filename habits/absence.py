"""Being away: spans of dates, the days that a status covers, and a quiet time that repeats."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from habits.calendar import (
    ONE_DAY,
    SEARCHED_DAYS,
    end_of_hours,
    instant,
    is_work_date,
    local,
    local_date,
)
from habits.people import Schedule

Span = tuple[date, date]
"""A first and a last date, both included."""

QUARTER = 4
"""Of a work day, more than one of so many parts must be away for the day to count as such."""


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same dates in as few spans as possible, in their order."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + ONE_DAY:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def without(spans: Iterable[Span], first: date, last: date) -> tuple[Span, ...]:
    """What is left of the spans when the dates from `first` to `last` are taken out."""
    left: list[Span] = []
    for begin, end in spans:
        if end < first or begin > last:
            left.append((begin, end))
            continue
        if begin < first:
            left.append((begin, first - ONE_DAY))
        if end > last:
            left.append((last + ONE_DAY, end))
    return tuple(left)


def covered(days: Iterable[date], spans: Iterable[Span]) -> bool:
    """Whether each of these dates lies in one of the spans."""
    known = tuple(spans)
    return all(any(first <= day <= last for first, last in known) for day in days)


def days_away(
    since: datetime, until: datetime, schedule: Schedule, days_off: Mapping[date, str]
) -> tuple[date, ...]:
    """The work dates of whose hours more than a quarter lies between these UTC instants; those
    of the first 400 days."""
    first = local_date(since, schedule.zone)
    last = min(local_date(until, schedule.zone), first + timedelta(days=SEARCHED_DAYS))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(
        day
        for day in days
        if is_work_date(day, schedule.work_days, days_off) and _is_away(day, since, until, schedule)
    )


def _is_away(day: date, since: datetime, until: datetime, schedule: Schedule) -> bool:
    begins, ends = instant(day, schedule.hours.start, schedule.zone), end_of_hours(day, schedule)
    away = min(until, ends) - max(since, begins)
    return away * QUARTER > ends - begins


def quiet_window(
    begins: datetime, ends: datetime, now: datetime, zone: str
) -> tuple[datetime, datetime] | None:
    """The quiet time (UTC) that runs at `now`, as Slack told it; once that is over, at the same
    local times of each later day. One of a day or longer was set for once and is not repeated."""
    if begins <= now < ends:
        return begins, ends
    if now < begins or not timedelta() < ends - begins < ONE_DAY:
        return None
    first, days = local(begins, zone), (local_date(ends, zone) - local_date(begins, zone)).days
    today = local_date(now, zone)
    for day in (today - ONE_DAY, today):
        start = instant(day, first.time(), zone)
        end = instant(day + days * ONE_DAY, local(ends, zone).time(), zone)
        if start <= now < end:
            return start, end
    return None
