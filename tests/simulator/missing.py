"""The judge of what should have come: every rhythm message of somebody to whom nothing else comes.

Written from the rules in words: the start stands on the first work day, the prompt on the second,
the check-in on the last; days off take them away, a check-in moves to the work day before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tests.simulator.days import DAY, WEEK, instant, is_away, is_quarter_end, local, works
from tests.simulator.days import week_begins as week_of
from tests.simulator.diary import Diary, Times
from tests.simulator.fatigue import eased_at
from tests.simulator.judge import APART, JITTER, Came, Fault, Kind

Turns = tuple[tuple[int, date | None], ...]
"""The prompt falls due every so many weeks from the week of that date; none: every week."""

A_MOMENT = timedelta(seconds=5)
_KINDS = {"start": Kind.START, "prompt": Kind.PROMPT, "check-in": Kind.CHECK_IN}
_WEAKER_FIRST = ("start", "prompt", "check-in")


@dataclass(frozen=True)
class Watched:
    """What was seen of somebody's dose over the year: when it changed, and to what. `reviews`:
    when the results of a week were drawn up, and how often the prompt falls due from then on."""

    eased: list[tuple[datetime, datetime | None]]
    turns: list[tuple[datetime, Turns]]
    reviews: list[tuple[datetime, tuple[str | None, int]]]


@dataclass(frozen=True)
class Expected:
    place: str
    day: date
    asked_at: datetime


def judge_missing(
    diary: Diary, came: Sequence[Came], watched: Watched, end: datetime
) -> Iterator[Fault]:
    """Each expected message came once within its ten minutes, and nothing else did."""
    left = [one for one in came if one.kind in _KINDS.values()]
    for wanted in expected(diary, watched, end - JITTER - A_MOMENT):
        found = [one for one in left if _is_it(wanted, one)]
        if found:
            left.remove(found[0])
        elif not _changes_just_then(wanted.asked_at, diary, watched):
            yield Fault("missing", diary.user, wanted.asked_at, wanted.place)
    for one in left:
        if not _changes_just_then(one.at - JITTER, diary, watched):
            yield Fault("nobody expected it", diary.user, one.at, one.kind.value)


def _is_it(wanted: Expected, one: Came) -> bool:
    in_time = timedelta() <= one.at - wanted.asked_at <= JITTER + A_MOMENT
    return one.kind is _KINDS[wanted.place] and in_time


def expected(diary: Diary, watched: Watched, end: datetime) -> list[Expected]:
    """Everything from the start until the instant `end`; settings never change."""
    assert diary.started_at is not None
    times = diary.now
    week = week_of(local(diary.started_at, times.zone).date(), times)
    found: list[Expected] = []
    while instant(times.zone, week, time()) <= end:
        found += _of_week(week, diary, watched)
        week += WEEK
    return [one for one in found if one.asked_at <= end]


def _of_week(week: date, diary: Diary, watched: Watched) -> list[Expected]:
    times = diary.now
    nominal = [week + n * DAY for n in range(7) if (week + n * DAY).weekday() in times.work_days]
    real = [day for day in nominal if works(day, times, diary.company)]
    kept: list[Expected] = []
    for place in reversed(_WEAKER_FIRST):
        if place not in times.parts:
            continue
        weekday, at = times.parts[place]
        day = _day_of(place, weekday, nominal, real, times)
        if day is None:
            continue
        one = Expected(place, day, instant(times.zone, day, at))
        stronger = [
            other
            for other in kept
            if other.day == day or abs(other.asked_at - one.asked_at) < APART
        ]
        if _may_come(one, week, diary, watched) and not stronger:
            kept.append(one)
    return kept


def _day_of(
    place: str, weekday: int | None, nominal: list[date], real: list[date], times: Times
) -> date | None:
    if not real:
        return None
    if len(real) < 3:
        return {"start": None, "prompt": real[0], "check-in": real[-1]}[place]
    second = nominal[min(1, len(nominal) - 1)]
    usual = {"start": nominal[0], "prompt": second, "check-in": nominal[-1]}[place]
    day = usual
    if weekday is not None:
        day = next(one for one in nominal if one.weekday() == weekday)
    if day in real:
        return day
    before = [one for one in real if one < day]
    return before[-1] if place == "check-in" and before else None


def _may_come(one: Expected, week: date, diary: Diary, watched: Watched) -> bool:
    assert diary.started_at is not None
    times = diary.now
    if one.asked_at <= diary.started_at or is_away(one.asked_at, diary):
        return False
    if one.place == "check-in":
        day = local(diary.started_at, times.zone).date()
        before = [day + n * DAY for n in range((one.day - day).days)]
        return sum(works(other, times, diary.company) for other in before) >= 2
    if times.quiet_quarters and is_quarter_end(one.day, times, diary.company):
        return False
    if len(times.parts) - _WEAKER_FIRST.index(one.place) > diary.company.most_a_week:
        return False
    if one.place == "start":
        return eased_at(watched.eased, one.asked_at) is None
    turns = next((now for seen, now in reversed(watched.turns) if seen <= one.asked_at), ())
    return not turns or any(
        since is None or (week - week_of(since, times)) // WEEK % every == 0
        for every, since in turns
    )


def _changes_just_then(moment: datetime, diary: Diary, watched: Watched) -> bool:
    """Whether something decisive changed in the minutes between asking and coming."""
    changes = [seen for seen, _ in watched.eased] + [seen for seen, _ in watched.turns]
    changes += [one.asked_at for one in diary.breaks]
    changes += [one.ended for one in diary.breaks if one.ended is not None]
    return any(timedelta() <= one - moment <= 2 * JITTER for one in changes)
