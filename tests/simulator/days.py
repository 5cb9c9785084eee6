"""A judge's own calendar: plain dates and zones, nothing of the bot's."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from tests.simulator.diary import Company, Diary, Times

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def local(moment: datetime, zone: str) -> datetime:
    """What the clock on the wall shows."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@cache
def instant(zone: str, day: date, at: time) -> datetime:
    """The first UTC minute at which the clock of `zone` shows `at` on `day`, or is past it."""
    wall = datetime.combine(day, at)
    moment = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=3)
    while local(moment, zone) < wall:
        moment += timedelta(minutes=1)
    return moment


def is_off(day: date, times: Times, company: Company) -> bool:
    """Public holidays, as the company changes them, as the manager changes those."""
    if day in times.own_days:
        return times.own_days[day]
    if day in company.days:
        return company.days[day] is not None
    return times.country is not None and day in _public(times.country, times.region, day.year)


def works(day: date, times: Times, company: Company) -> bool:
    return day.weekday() in times.work_days and not is_off(day, times, company)


def week_begins(day: date, times: Times) -> date:
    return day - timedelta(days=(day.weekday() - _first(times.work_days)) % 7)


def is_quarter_end(day: date, times: Times, company: Company) -> bool:
    """Whether it is one of the last three work days of a fiscal quarter."""
    end = day
    while (end.month - company.year_begins) % 3 != 2 or (end + DAY).month == end.month:
        end += DAY
    last: list[date] = []
    while len(last) < 3:
        if works(end, times, company):
            last.append(end)
        end -= DAY
    return day in last


def is_away(moment: datetime, diary: Diary) -> bool:
    """On a break, or in time off."""
    times = diary.at(moment)
    today = local(moment, times.zone).date()
    if any(first <= today <= last for first, last in times.time_off):
        return True
    return any(
        one.asked_at <= moment and today < one.until and (one.ended is None or moment < one.ended)
        for one in diary.breaks
    )


def says_away(moment: datetime, diary: Diary) -> bool:
    """Whether the Slack status said so, and the manager did not say otherwise."""
    return any(
        one.told <= moment
        and one.since <= moment
        and (one.until is None or moment < one.until)
        and (one.here_since is None or moment < one.here_since)
        for one in diary.status
    )


def is_undisturbed(moment: datetime, diary: Diary) -> bool:
    """Whether Do Not Disturb runs, as Slack told it last; its window comes back each day."""
    told = [one for one in diary.quiet if one.told <= moment]
    if not told or told[-1].begins is None or told[-1].ends is None:
        return False
    zone = diary.at(moment).zone
    begins, ends = local(told[-1].begins, zone), local(told[-1].ends, zone)
    here = local(moment, zone)
    while ends <= here:
        begins, ends = begins + DAY, ends + DAY
    return begins <= here < ends


def is_within_hours(moment: datetime, times: Times) -> bool:
    start, end = times.hours
    return start <= local(moment, times.zone).time() < end


@cache
def _first(work_days: tuple[int, ...]) -> int:
    """The work day after the longest free time; of several, the earliest from Monday on."""

    def free(weekday: int) -> int:
        return next(n for n in range(1, 8) if (weekday - n) % 7 in work_days)

    return min(work_days, key=lambda weekday: (-free(weekday), weekday))


@cache
def _public(country: str, region: str | None, year: int) -> Collection[date]:
    return frozenset(holidays.country_holidays(country, subdiv=region, years=year))
