"""The usual times of 1:1s: when the next ones are, and when to say so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from habits.calendar import (
    SEARCHED_DAYS,
    day_exists,
    instant,
    is_paused,
    is_work_date,
    local_date,
)
from habits.errors import WrongField
from habits.people import Schedule
from habits.texts import say

REMINDED_BEFORE = timedelta(minutes=30)
LASTS = timedelta(minutes=30)
"""How long a 1:1 is taken to last: nobody is asked for its length."""
SOON = timedelta(hours=24)
_ONE_WEEK = timedelta(days=7)
EVERY_WEEKS = (1, 2)


@dataclass(frozen=True)
class UsualTime:
    """From the local date `first` on, every `every_weeks` weeks at the local time `at`."""

    first: date
    at: time
    every_weeks: int = 1


@dataclass(frozen=True)
class Meeting:
    """One 1:1 on the manager's local date `day`. Instants are UTC; `remind_at` None where the
    manager's hours leave no time for a reminder."""

    day: date
    starts_at: datetime
    ends_at: datetime
    remind_at: datetime | None


def meetings(
    usual: UsualTime, schedule: Schedule, days_off: Mapping[date, str], since: datetime
) -> Iterator[Meeting]:
    """The 1:1s that are not over at the UTC instant `since`, in order, for 400 days.

    None falls on a free day, on a day of a break, or on a date that the zone left out. Where the
    clocks jump over its time, a 1:1 is at the jump; where they show it twice, at the first.
    """
    today = local_date(since - LASTS, schedule.zone)
    last = date.fromordinal(today.toordinal() + SEARCHED_DAYS)
    day = _first_from(usual, today)
    while day <= last:
        if _takes_place(day, schedule, days_off):
            meeting = _meeting(day, usual, schedule)
            if meeting.ends_at > since:
                yield meeting
        day += _ONE_WEEK * usual.every_weeks


def next_meeting(
    usual: UsualTime, schedule: Schedule, days_off: Mapping[date, str], since: datetime
) -> Meeting | None:
    """The first that is not over yet; None where there is none within 400 days."""
    return next(meetings(usual, schedule, days_off, since), None)


def held_between(
    usual: UsualTime, schedule: Schedule, days_off: Mapping[date, str], first: date, last: date
) -> Iterator[date]:
    """The local dates of the 1:1s from `first` to `last`, both included."""
    day = _first_from(usual, first)
    while day <= last:
        if _takes_place(day, schedule, days_off):
            yield day
        day += _ONE_WEEK * usual.every_weeks


def is_soon(meeting: Meeting, now: datetime) -> bool:
    """Whether it begins within 24 hours."""
    return now < meeting.starts_at <= now + SOON


def ask_rep_at(meeting: Meeting | None, now: datetime) -> datetime:
    """When the rep is asked for their part of a note: after a 1:1 that goes on or begins within
    24 hours, else at once."""
    if meeting is not None and meeting.starts_at <= now + SOON:
        return meeting.ends_at
    return now


def check_usual_time(usual: UsualTime, schedule: Schedule, today: date) -> None:
    """Raises WrongField ("first", "at" or "every") for a time at which no 1:1 can be."""
    if usual.first < today:
        raise WrongField("first", say("coach.times.faults.past"))
    if usual.first > date.fromordinal(today.toordinal() + SEARCHED_DAYS):
        raise WrongField("first", say("coach.times.faults.far"))
    if usual.first.weekday() not in schedule.work_days:
        raise WrongField("first", say("coach.times.faults.free_day"))
    if not schedule.hours.start <= usual.at < schedule.hours.end:
        hours = schedule.hours
        start, end = f"{hours.start:%H:%M}", f"{hours.end:%H:%M}"
        raise WrongField("at", say("coach.times.faults.hours", start=start, end=end))
    if usual.every_weeks not in EVERY_WEEKS:
        raise WrongField("every", say("coach.times.faults.every"))


def _first_from(usual: UsualTime, day: date) -> date:
    """The first of its dates that is `day` or later."""
    if day <= usual.first:
        return usual.first
    step = 7 * usual.every_weeks
    past = (day - usual.first).days
    return usual.first + timedelta(days=-(-past // step) * step)


def _takes_place(day: date, schedule: Schedule, days_off: Mapping[date, str]) -> bool:
    return (
        is_work_date(day, schedule.work_days, days_off)
        and not is_paused(day, schedule)
        and day_exists(day, schedule.zone)
    )


def _meeting(day: date, usual: UsualTime, schedule: Schedule) -> Meeting:
    starts_at = instant(day, usual.at, schedule.zone)
    remind_at = max(starts_at - REMINDED_BEFORE, instant(day, schedule.hours.start, schedule.zone))
    in_hours = schedule.hours.start <= usual.at < schedule.hours.end and not schedule.hours_apart
    reminded = remind_at if in_hours and remind_at < starts_at else None
    return Meeting(day, starts_at, starts_at + LASTS, reminded)
