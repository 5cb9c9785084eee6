"""A second opinion on time, found by walking UTC minutes; shares no code with `habits`."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_MINUTE = timedelta(minutes=1)


def instant_of(zone: str, day: date, at: time) -> datetime:
    """The first UTC minute at which the clock of `zone` shows `at` on `day`, or has jumped past."""
    target = datetime.combine(day, at)
    start = datetime.combine(day, time.min, tzinfo=UTC) - timedelta(hours=16)
    return next(moment for moment, wall in walk(zone, start, minutes=4 * 1440) if wall >= target)


def walk(
    zone: str, start: datetime, minutes: int, *, step: int = 1
) -> Iterator[tuple[datetime, datetime]]:
    """Each UTC minute, or each `step` minutes, with what the clock shows (without a zone)."""
    clock = ZoneInfo(zone)
    moment = start
    for _ in range(0, minutes, step):
        yield moment, moment.astimezone(clock).replace(tzinfo=None)
        moment += step * ONE_MINUTE


def is_allowed(
    instant: datetime,
    zone: str,
    work_days: Collection[int],
    hours: tuple[time, time],
    days_off: Mapping[date, str] | Collection[date],
    paused: date | None,
) -> bool:
    """Whether a manager may be written to; `paused` is the local date messages come again."""
    wall = instant.astimezone(ZoneInfo(zone))
    if wall.weekday() not in work_days or wall.date() in days_off:
        return False
    if paused is not None and wall.date() < paused:
        return False
    start, end = hours
    return start <= wall.time() < end


def transitions(zone: str, first_year: int, last_year: int) -> list[datetime]:
    """The UTC minutes in these years from which on the clock of `zone` is set differently."""
    clock = ZoneInfo(zone)
    found: list[datetime] = []
    day = datetime(first_year, 1, 1, tzinfo=UTC)
    before = day.astimezone(clock).utcoffset()
    while day.year <= last_year:
        after = (day + timedelta(days=1)).astimezone(clock).utcoffset()
        if after != before:
            minutes = (day + n * ONE_MINUTE for n in range(1441))
            found.append(next(m for m in minutes if m.astimezone(clock).utcoffset() != before))
        day, before = day + timedelta(days=1), after
    return found
