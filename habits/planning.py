"""Which messages come to a manager on which dates, at what instants, and why others do not."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from habits.apart import Spot, Taken, keep_apart
from habits.calendar import (
    ONE_DAY,
    ONE_WEEK,
    back_on,
    day_exists,
    end_of_hours,
    instant,
    is_work_date,
    jitter,
    local_date,
    week_of,
    within_hours,
    work_dates,
    work_dates_from,
)
from habits.dose import is_due
from habits.people import Place, Schedule
from habits.phrases import clock
from habits.phrases import day as day_words
from habits.quiet import is_quarter_end
from habits.rhythm import STRONGEST_FIRST, Refusal, Why, own_day, parts, stand
from habits.texts import say

# A start gives way to a prompt, and a prompt to a check-in, each at most two dates away (where a
# zone leaves out a date, 20 hours can touch three dates). So four dates around decide one.
REACH = timedelta(days=4)
# Both a check-in and a prompt that keeps away from it may have come from the start of their week.
MOVED_REACH = 2 * ONE_WEEK
KINDS = {Place.START: "week-start", Place.PROMPT: "prompt", Place.CHECK_IN: "check-in"}
LAST_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Moment:
    """A rhythm message that comes.

    `local_date` and `local_time` are the manager's, in `zone`; `asked_at` is their instant, and
    `due_at` that plus the jitter. Until `window_ends` it may still be sent. All instants are UTC.
    """

    place: Place
    week: date
    local_date: date
    local_time: time
    zone: str
    key: str
    asked_at: datetime
    due_at: datetime
    window_ends: datetime


@dataclass(frozen=True)
class Skipped:
    """A rhythm message that does not come; `reason` is worded for the manager."""

    place: Place
    week: date
    local_date: date
    local_time: time
    zone: str
    why: Why
    reason: str


Planned = Moment | Skipped


@dataclass(frozen=True)
class Served:
    """A place of a week that had its first attempt; `week` is named as it was then."""

    place: Place
    week: date
    asked_at: datetime


@dataclass(frozen=True)
class Came:
    """A message of any kind that came on the local date `day`; 20 hours are counted from `at`."""

    day: date
    at: datetime


def plan(
    schedule: Schedule,
    first: date,
    last: date,
    days_off: Mapping[date, str],
    served: Collection[Served] = (),
    came: Collection[Came] = (),
    replaced: Collection[date] = (),
) -> list[Planned]:
    """Everything that stands on the local dates from `first` to `last`, both included.

    On the dates of what `came` no second message comes: a check-in or a prompt takes the next
    free work day of its week instead. `replaced` are dates in weeks whose prompt came as the
    answer to something else.

    The answer for a date is the same however the dates around it are cut.
    """
    reach_back = REACH + MOVED_REACH if came else REACH
    weeks = {week_of(day, schedule.work_days) for day in replaced}
    spots = keep_apart(
        list(_spots(schedule, first - reach_back, last + REACH, days_off, served, weeks)),
        [_taken(one, schedule) for one in served]
        + [Taken(None, one.day, one.at, sent=True) for one in came],
        frozenset(one.day for one in came),
        lambda spot: _later_in_its_week(spot, schedule, days_off),
    )
    inside = (spot for spot in spots if first <= spot.day <= last)
    planned = [
        _moment(spot, schedule, days_off)
        if spot.refusal is None
        else _skipped(spot, spot.refusal, schedule)
        for spot in inside
    ]
    return sorted(planned, key=lambda one: (one.local_date, one.local_time, one.place))


def key_of(place: Place, manager: str, local_date: date) -> str:
    return f"{KINDS[place]}:{manager}:{local_date}:{place}"


def _spots(
    schedule: Schedule,
    first: date,
    last: date,
    days_off: Mapping[date, str],
    served: Collection[Served],
    replaced: Collection[date],
) -> Iterator[Spot]:
    """The parts on these dates, each judged without regard to the others."""
    done = {(one.place, _week_now(one, schedule)) for one in served}
    kept_parts = list(parts(schedule))
    week = week_of(first, schedule.work_days)
    while week <= last:
        working = work_dates(week, schedule.work_days, days_off)
        for place, part in kept_parts:
            own = week + (own_day(place, part, schedule.work_days) - week.weekday()) % 7 * ONE_DAY
            day, refusal = stand(place, own, working, schedule.work_days, days_off)
            if (place, week) in done:
                refusal = Why.ALREADY_SENT, say("rhythm.why.already_sent")
            elif place is Place.PROMPT and week in replaced:
                refusal = Why.REPLACED, say("rhythm.why.replaced")
            if first <= day <= last:
                asked_at = instant(day, part.at, schedule.zone)
                spot = Spot(place, week, day, part.at, asked_at, refusal)
                yield replace(spot, refusal=refusal or _refusal(spot, schedule, days_off))
        week += ONE_WEEK


def _later_in_its_week(
    spot: Spot, schedule: Schedule, days_off: Mapping[date, str]
) -> Iterator[Spot]:
    """The same part on the later work dates of its week on which it could come."""
    if spot.place is Place.START:
        return
    for day in work_dates(spot.week, schedule.work_days, days_off):
        other = replace(spot, day=day, asked_at=instant(day, spot.at, schedule.zone))
        if day > spot.day and not _refusal(other, schedule, days_off):
            yield other


def _refusal(spot: Spot, schedule: Schedule, days_off: Mapping[date, str]) -> Refusal | None:
    if spot.asked_at <= schedule.started_at:
        return Why.NOT_STARTED, say("rhythm.why.not_started")
    if (back := back_on(spot.day, schedule)) is not None:
        return Why.PAUSED, say("rhythm.why.paused", day=day_words(back))
    if schedule.hours_apart:
        return Why.HOURS_APART, say("rhythm.why.hours_apart")
    if not within_hours(spot.asked_at, schedule, days_off):
        if not day_exists(spot.day, schedule.zone):
            return Why.DATE_MISSING, say("rhythm.why.date_missing")
        return Why.OUTSIDE_HOURS, say("rhythm.why.outside_hours", at=clock(spot.at))
    if spot.place is not Place.CHECK_IN:
        return _too_much(spot, schedule, days_off)
    if not _two_work_days_before(spot.day, schedule, days_off):
        return Why.FIRST_WEEK, say("rhythm.why.first_week")
    return None


def _too_much(spot: Spot, schedule: Schedule, days_off: Mapping[date, str]) -> Refusal | None:
    """Why a start or a prompt stays away though there is nothing wrong with its day."""
    dose = schedule.dose
    if is_quarter_end(spot.day, schedule.year_begins, schedule.work_days, days_off):
        return Why.QUARTER_END, say("rhythm.why.quarter_end")
    if spot.place is Place.START and dose.eased:
        return Why.EASED, say("rhythm.why.eased")
    if spot.place is Place.PROMPT and not is_due(spot.week, dose.turns, schedule.work_days):
        return Why.NOT_DUE, say("rhythm.why.not_due")
    stronger = STRONGEST_FIRST[: STRONGEST_FIRST.index(spot.place)]
    if sum(schedule.rhythm.part(place) is not None for place in stronger) >= dose.most_a_week:
        return Why.OVER_LIMIT, say("rhythm.why.over_limit")
    return None


def _two_work_days_before(day: date, schedule: Schedule, days_off: Mapping[date, str]) -> bool:
    started = local_date(schedule.started_at, schedule.zone).toordinal()
    worked = 0
    for ordinal in range(started, day.toordinal()):
        worked += is_work_date(date.fromordinal(ordinal), schedule.work_days, days_off)
        if worked == 2:
            return True
    return False


def _taken(one: Served, schedule: Schedule) -> Taken:
    return Taken(one.place, local_date(one.asked_at, schedule.zone), one.asked_at, sent=True)


def _week_now(one: Served, schedule: Schedule) -> date:
    """The week it counts for; a week named under other work days is found by its instant."""
    if week_of(one.week, schedule.work_days) == one.week:
        return one.week
    return week_of(local_date(one.asked_at, schedule.zone), schedule.work_days)


def _moment(spot: Spot, schedule: Schedule, days_off: Mapping[date, str]) -> Moment:
    key = key_of(spot.place, schedule.manager, spot.day)
    closing = end_of_hours(spot.day, schedule)
    due_at = max(spot.asked_at, min(spot.asked_at + jitter(key), closing - LAST_MINUTE))
    if not within_hours(due_at, schedule, days_off):  # the clock was set back to before the hours
        due_at = spot.asked_at
    if spot.place is Place.CHECK_IN:
        next_days = work_dates_from(spot.day + ONE_DAY, schedule, days_off)
        closing = end_of_hours(next(next_days, spot.day), schedule)
    return Moment(
        spot.place, spot.week, spot.day, spot.at, schedule.zone, key, spot.asked_at, due_at, closing
    )


def _skipped(spot: Spot, refusal: Refusal, schedule: Schedule) -> Skipped:
    why, reason = refusal
    return Skipped(spot.place, spot.week, spot.day, spot.at, schedule.zone, why, reason)
