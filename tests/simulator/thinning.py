"""The judge of thinning: how often the prompt of one weekly habit falls due, from what was done."""

from collections.abc import Iterator
from datetime import date, datetime

from tests.simulator.days import DAY, WEEK, instant, local, week_begins, works
from tests.simulator.diary import Diary
from tests.simulator.judge import Fault
from tests.simulator.missing import Watched

RARELY = 4
_FOUR_WEEKS = 4 * WEEK


def judge_thinning(diary: Diary, watched: Watched) -> Iterator[Fault]:
    """After each week: four that counted and at least 70 % done, four weeks after the last change:
    half as often, down to every fourth week; below half of them done: every week."""
    assert diary.started_at is not None
    since, every = _first_week(diary, diary.started_at), 1
    reviewed: str | None = None
    for seen, (week, now) in watched.reviews:
        if week == reviewed:
            continue
        reviewed = week
        this = week_begins(local(seen, diary.at(seen).zone).date(), diary.at(seen))
        wanted = _every(diary, every, since, this, seen)
        if wanted != now:
            yield Fault("thinned wrongly", diary.user, seen, f"{now} instead of {wanted}")
        if now != every:
            since, every = this, now


def _first_week(diary: Diary, started_at: datetime) -> date:
    """The first week whose prompt was still to come."""
    times = diary.now
    week = week_begins(local(started_at, times.zone).date(), times)
    days = [week + n * DAY for n in range(7) if (week + n * DAY).weekday() in times.work_days]
    weekday, at = times.parts["prompt"]
    day = next((one for one in days if one.weekday() == weekday), days[min(1, len(days) - 1)])
    return week if instant(times.zone, day, at) > started_at else week + WEEK


def _every(diary: Diary, every: int, since: date, this: date, seen: datetime) -> int:
    counted = list(_counted(diary, this, seen))[-4:]
    rate = sum(counted) / len(counted) if counted else None
    if rate is not None and rate < 0.5:
        return 1
    long_enough = this - since >= _FOUR_WEEKS and len(counted) == 4
    if rate is not None and rate >= 0.7 and long_enough:
        return min(RARELY, every * 2)
    return every


def _counted(diary: Diary, this: date, seen: datetime) -> Iterator[bool]:
    """For each week before `this` one that counts, whether the habit was done in it."""
    assert diary.started_at is not None
    times = diary.at(seen)
    began = local(diary.started_at, times.zone).date()
    week = max(week_begins(began, times), this - 11 * WEEK)
    done = {one.about for one in diary.dones if one.at <= seen}
    while week < this:
        days = [week + n * DAY for n in range(7)]
        if any(day in done for day in days):
            yield True
        elif week >= began:
            usual = [day for day in days if day.weekday() in times.work_days]
            here = [day for day in usual if works(day, times, diary.company)]
            worked = sum(1 for day in here if not _is_left_out(day, diary, seen))
            if worked and 2 * worked >= len(usual):
                yield False
        week += WEEK


def _is_left_out(day: date, diary: Diary, seen: datetime) -> bool:
    """Whether a break covers it, as was known at the instant `seen`."""
    zone = diary.at(seen).zone
    for one in diary.breaks:
        if one.asked_at > seen or not local(one.asked_at, zone).date() <= day < one.until:
            continue
        if one.ended is None or one.ended > seen or day < local(one.ended, zone).date():
            return True
    return any(first <= day <= last for first, last in diary.at(seen).time_off)
