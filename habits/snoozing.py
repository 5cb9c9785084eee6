"""Later: which choices make sense now, and when each brings the prompt back."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from habits.calendar import (
    ONE_DAY,
    ONE_WEEK,
    instant,
    local,
    next_work_moment,
    week_of,
    within_hours,
    work_dates_from,
)
from habits.people import Schedule

ONE_HOUR = timedelta(hours=1)
AFTERNOON = time(14, 0)


class Snooze(StrEnum):
    ONE_HOUR = "1h"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next-week"


def snooze_choices(
    now: datetime, schedule: Schedule, days_off: Mapping[date, str]
) -> tuple[Snooze, ...]:
    """The choices that keep their word: "tomorrow" is offered only before a work day."""
    return tuple(choice for choice in Snooze if _keeps_its_word(choice, now, schedule, days_off))


def snooze_until(
    choice: Snooze, now: datetime, schedule: Schedule, days_off: Mapping[date, str]
) -> datetime:
    """The instant, always within work hours, at which the prompt comes back.

    A choice that no longer makes sense, from a message left open, means the next moment that does.
    """
    return next_work_moment(_wished(choice, now, schedule, days_off), schedule, days_off)


def _keeps_its_word(
    choice: Snooze, now: datetime, schedule: Schedule, days_off: Mapping[date, str]
) -> bool:
    here = local(now, schedule.zone)
    match choice:
        case Snooze.ONE_HOUR:
            in_an_hour = now + ONE_HOUR
            same_day = local(in_an_hour, schedule.zone).date() == here.date()
            return same_day and within_hours(in_an_hour, schedule, days_off)
        case Snooze.AFTERNOON:
            afternoon = instant(here.date(), AFTERNOON, schedule.zone)
            return afternoon > now + ONE_HOUR and within_hours(afternoon, schedule, days_off)
        case Snooze.TOMORROW:
            tomorrow = here.date() + ONE_DAY
            return next(work_dates_from(tomorrow, schedule, days_off), None) == tomorrow
        case Snooze.NEXT_WEEK:
            return True


def _wished(
    choice: Snooze, now: datetime, schedule: Schedule, days_off: Mapping[date, str]
) -> datetime:
    here = local(now, schedule.zone)
    match choice:
        case Snooze.ONE_HOUR:
            return now + ONE_HOUR
        case Snooze.AFTERNOON:
            return max(now + ONE_HOUR, instant(here.date(), AFTERNOON, schedule.zone))
        case Snooze.TOMORROW:
            day = here.date() + ONE_DAY
        case Snooze.NEXT_WEEK:
            day = week_of(here.date(), schedule.work_days) + ONE_WEEK
    day = next(work_dates_from(day, schedule, days_off), day)
    return instant(day, _same_time_within_hours(here.time(), schedule), schedule.zone)


def _same_time_within_hours(at: time, schedule: Schedule) -> time:
    """The time of the click; after work or before it, the start of the hours."""
    return at if schedule.hours.start <= at < schedule.hours.end else schedule.hours.start
