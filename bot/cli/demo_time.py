"""The calendar of the made-up weeks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")
WEEKS = 9
"""The look-alike opens in the ninth week."""
_WEEK = timedelta(days=7)


def first_monday(now: datetime) -> date:
    """The Monday on which the nine weeks begin, so that the ninth is the week after `now` (UTC)."""
    today = now.astimezone(ZONE).date()
    return today + timedelta(days=7 - today.weekday()) - (WEEKS - 1) * _WEEK


def moment(monday: date, week: int, day: int, clock: str) -> datetime:
    """A local time in Stockholm as a UTC instant: week 1 is the first, day 0 its Monday."""
    on = monday + (week - 1) * _WEEK + timedelta(days=day)
    return datetime.combine(on, time.fromisoformat(clock), ZONE).astimezone(UTC)


def begins(monday: date) -> datetime:
    """Where the clock starts (UTC): the afternoon before the first Monday."""
    return moment(monday, 1, -1, "15:00")
