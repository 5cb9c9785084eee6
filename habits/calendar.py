"""Local time turned into instants, and the week as a manager lives it.

Instants are aware UTC datetimes; dates and times without a zone are the manager's own.
`days_off` maps a local date to the name of the day off.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from habits.errors import HabitsError
from habits.people import Schedule, Weekday
from habits.texts import say

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
SEARCHED_DAYS = 400
HALF_A_WEEK = timedelta(days=3)
"""Under other work days the first date of a week lay at most so far from the one of now."""


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant at which the clock of `zone` shows `at` on `day`.

    Where the clocks jump over that time, the instant of the jump; where they show it twice, the
    first of the two.
    """
    wall = datetime.combine(day, at, tzinfo=_zone(zone))
    moment = wall.astimezone(UTC)
    if _shows(moment, wall):
        return moment
    return _after_the_jump(wall)


def day_exists(day: date, zone: str) -> bool:
    """False for a date that a zone left out, as Samoa did with 30 December 2011."""
    return local_date(instant(day, time.min, zone), zone) == day


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(_zone(zone))


def local_date(instant: datetime, zone: str) -> date:
    return instant.astimezone(_zone(zone)).date()


def zone_exists(zone: str) -> bool:
    try:
        _zone(zone)
    except HabitsError:
        return False
    return True


@lru_cache(maxsize=256)
def week_order(work_days: frozenset[Weekday]) -> tuple[Weekday, ...]:
    """The work days from the first of the week on.

    The first follows the longest run of free days; of several such days, the earliest from Monday.
    """
    if not work_days:
        return ()
    first = max(sorted(work_days), key=lambda day: _free_days_before(day, work_days))
    return tuple(sorted(work_days, key=lambda day: (day - first) % 7))


def week_of(day: date, work_days: frozenset[Weekday]) -> date:
    """The first date of the seven-date week that holds `day`; it names the week."""
    first = next(iter(week_order(work_days)), Weekday.MONDAY)
    return day - timedelta(days=(day.weekday() - first) % 7)


def week_named(name: date, work_days: frozenset[Weekday]) -> date:
    """The week that the first date `name` of a week stands for. Under the work days of then it may
    have begun on another day: it is the week of now that holds its middle."""
    return week_of(name + HALF_A_WEEK, work_days)


def week_begun(day: date, work_days: frozenset[Weekday]) -> date:
    """The week that holds the first work day from `day` on: what begins on a weekend begins with
    the next week."""
    while work_days and day.weekday() not in work_days:
        day += ONE_DAY
    return week_of(day, work_days)


def work_dates(
    week: date, work_days: frozenset[Weekday], days_off: Mapping[date, str]
) -> tuple[date, ...]:
    """The dates of the week on which the manager really works."""
    dates = (date.fromordinal(week.toordinal() + n) for n in range(7))
    return tuple(day for day in dates if is_work_date(day, work_days, days_off))


def is_work_date(day: date, work_days: frozenset[Weekday], days_off: Mapping[date, str]) -> bool:
    return day.weekday() in work_days and day not in days_off


def work_dates_from(day: date, schedule: Schedule, days_off: Mapping[date, str]) -> Iterator[date]:
    """The dates from `day` on at which the manager works and is not paused; `day` may be one.

    Ends after 400 days.
    """
    start = max(day, schedule.paused_until or day)
    for ordinal in range(start.toordinal(), start.toordinal() + SEARCHED_DAYS):
        candidate = date.fromordinal(ordinal)
        if (
            is_work_date(candidate, schedule.work_days, days_off)
            and not is_paused(candidate, schedule)
            and day_exists(candidate, schedule.zone)
        ):
            yield candidate


def is_paused(day: date, schedule: Schedule) -> bool:
    """Whether the manager is on a break or has time off on `day`."""
    return back_on(day, schedule) is not None


def back_on(day: date, schedule: Schedule) -> date | None:
    """The date on which messages come again; None where nothing keeps them away on `day`."""
    back = day
    while True:
        ends = [last + ONE_DAY for first, last in schedule.time_off if first <= back <= last]
        if schedule.paused_until is not None and back < schedule.paused_until:
            ends.append(schedule.paused_until)
        if not ends:
            return back if back > day else None
        back = max(ends)


def within_hours(instant: datetime, schedule: Schedule, days_off: Mapping[date, str]) -> bool:
    """Whether the manager may be written to at this instant.

    Where the clock shows the end of the hours twice, they end the first time.
    """
    here = local(instant, schedule.zone)
    today = here.date()
    return (
        not schedule.hours_apart
        and is_work_date(today, schedule.work_days, days_off)
        and not is_paused(today, schedule)
        and schedule.hours.start <= here.time() < schedule.hours.end
        and instant < end_of_hours(today, schedule)
    )


def next_work_moment(
    instant: datetime, schedule: Schedule, days_off: Mapping[date, str]
) -> datetime:
    """The earliest instant, this one or later, at which the manager may be written to. Raises
    HabitsError where there is none."""
    if schedule.hours_apart:
        raise HabitsError(say("errors.hours_apart"))
    if within_hours(instant, schedule, days_off):
        return instant
    for day in work_dates_from(local_date(instant, schedule.zone), schedule, days_off):
        for opening in _openings(day, schedule):
            if opening >= instant and within_hours(opening, schedule, days_off):
                return opening
    raise HabitsError(say("errors.no_work_day", days=SEARCHED_DAYS))


def end_of_hours(day: date, schedule: Schedule) -> datetime:
    """The first instant after the work hours of `day`."""
    return instant(day, schedule.hours.end, schedule.zone)


def jitter(key: str) -> timedelta:
    """A wait of 120 to 600 whole seconds; the same key always waits the same time."""
    number = int.from_bytes(sha256(key.encode()).digest()[:8], "big")
    return timedelta(seconds=120 + number % 481)


@lru_cache(maxsize=1024)
def _zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (
        KeyError,
        ValueError,
        OSError,
    ) as error:  # folders and odd paths raise more than "not found"
        raise HabitsError(say("errors.no_zone", zone=zone)) from error


def _shows(moment: datetime, wall: datetime) -> bool:
    return moment.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)


def _after_the_jump(wall: datetime) -> datetime:
    """The instant of the jump over `wall`.

    Read with the offset of after the jump, `wall` lies before it; with that of before, after it.
    """
    before = wall.replace(fold=1).astimezone(UTC)
    after = wall.replace(fold=0).astimezone(UTC)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(wall.tzinfo).replace(tzinfo=None) < wall.replace(tzinfo=None):
            before = middle
        else:
            after = middle
    return after


def _openings(day: date, schedule: Schedule) -> tuple[datetime, datetime]:
    """When the hours begin; the second is later only where the clock shows that time twice."""
    first = instant(day, schedule.hours.start, schedule.zone)
    wall = datetime.combine(day, schedule.hours.start, tzinfo=_zone(schedule.zone))
    return first, max(first, wall.replace(fold=1).astimezone(UTC))


def _free_days_before(day: Weekday, work_days: frozenset[Weekday]) -> int:
    return next((n for n in range(6) if (day - 1 - n) % 7 in work_days), 6)
