"""How strong a habit has become, from 0 to 1: never shown, it serves fading and choosing.

After the score of Loop Habit Tracker, from its mathematics: with a frequency f (times per day) the
score keeps m = 0.5 ** (sqrt(f) / 13) of itself each day, and moves by the rest towards v, how much
of what was aimed at was done lately. Two things are ours. What counts is stretches, as in the
strip: a week in which the habit was done at all, a fortnight, a month; the days of a stretch are
taken together. And a stretch without the habit never raises the score, although the one before it
still counts: so leaving days out never costs anything.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

from habits.calendar import ONE_DAY, ONE_WEEK, is_work_date, week_named, week_of
from habits.catalogue import Cadence, Habit
from habits.catalogue_lists import Per, Period, StrengthKind
from habits.strip import Seen, is_excused, stretch_of, weeks_of

_HALF_LIFE = 13
_DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.FORTNIGHT: 14, Period.MONTH: 30}
_TOGETHER = 2
"""So many stretches are looked at together, so that another weekday does no harm."""


@dataclass(frozen=True)
class Aim:
    """`times` in `days`; of the last `together` stretches as much is looked at as they aim at."""

    times: int
    days: float
    together: int = _TOGETHER

    @property
    def frequency(self) -> float:
        return self.times / self.days


@dataclass(frozen=True)
class Stretch:
    """Dates that counted, both ends included, and how often the habit was done; `steps` is how
    many steps the score takes."""

    first: date
    last: date
    done: int
    steps: int


def kept(frequency: float) -> float:
    """What the score keeps of itself in one step."""
    return 0.5 ** (sqrt(frequency) / _HALF_LIFE)


def half_life(frequency: float) -> float:
    """The steps after which half of a score is left."""
    return _HALF_LIFE / sqrt(frequency)


def score(
    stretches: Iterable[Stretch], aim: Aim, before: tuple[date, float] | None = None
) -> float:
    """The score after these stretches, in their order. `before` is a date and the score at its
    end: what ended by then is only looked back at."""
    now = 0.0 if before is None else before[1]
    lately: deque[int] = deque(maxlen=aim.together)
    for one in stretches:
        lately.append(one.done)
        if before is not None and one.last <= before[0]:
            continue
        value = min(1.0, sum(lately) / (aim.times * aim.together))
        keeps = kept(aim.frequency) ** one.steps
        after = now * keeps + (1 - keeps) * value
        now = after if one.done else min(now, after)
    return now


def strength(habit: Habit, seen: Seen, before: tuple[date, float] | None = None) -> float | None:
    """The score of a habit at the end of `seen.today`; None for rituals too rare for one.
    `before` as in `score`, where `seen` does not go back to the beginning."""
    if habit.strength is StrengthKind.DUE_DONE:
        return None
    so_far = replace(seen, done_on=frozenset(day for day in seen.done_on if day <= seen.today))
    return score(_counted(habit, so_far), aim_of(habit.cadence), before)


def aim_of(cadence: Cadence) -> Aim:
    """Of a habit of a week the weeks count, whatever its `times`: three messages a week cannot
    tell more. One that is cued by events takes one step each time they come up."""
    if cadence.period is Period.DAY:
        return Aim(cadence.times, 1, together=1)
    times = 1 if cadence.period is Period.WEEK else cadence.times
    if _by_events(cadence):
        return Aim(1, 1, together=_TOGETHER * times)
    return Aim(times, _DAYS[cadence.period])


def end_of(week: date, habit: Habit, seen: Seen) -> date:
    """The date at whose end the score of a week is taken: that of the stretch, in its last week."""
    stretch = stretch_of(week, habit.cadence.period, seen)
    after = stretch_of(week + ONE_WEEK, habit.cadence.period, seen)
    return week + ONE_WEEK - ONE_DAY if after == stretch else stretch[1]


def carried_on(
    kept: Mapping[date, float], week: date, habit: Habit, seen: Seen
) -> tuple[date, float] | None:
    """Where the score of a week goes on from, of the scores `kept` by week: the newest one at the
    end of an earlier stretch, with that end."""

    def stretch(of: date) -> tuple[date, date]:
        return stretch_of(of, habit.cadence.period, seen)

    ends = [one for one in kept if one < week and stretch(one) != stretch(one + ONE_WEEK)]
    earlier = [one for one in ends if stretch(one) != stretch(week)]
    if not earlier:
        return None
    newest = max(earlier)
    return end_of(newest, habit, seen), kept[newest]


# --- what counts ----------------------------------------------------------------------------


def _counted(habit: Habit, seen: Seen) -> Iterator[Stretch]:
    began = min([seen.since, *seen.done_on])
    if habit.cadence.period is Period.DAY:
        yield from _days(habit, began, seen)
        return
    # Where a month begins within a week, its first days belong to the week before.
    week = week_of(began, seen.work_days) - ONE_WEEK
    taken: set[date] = set()
    while week <= seen.today:
        first, last = stretch_of(week, habit.cadence.period, seen)
        if first not in taken:
            yield from _stretch(habit, first, last, seen)
        taken.add(first)
        week += ONE_WEEK


def _stretch(habit: Habit, first: date, last: date, seen: Seen) -> Iterator[Stretch]:
    done = sum(1 for day in seen.done_on if first <= day <= last)
    weeks = list(weeks_of((first, last), seen))
    excused = all(is_excused(habit, week, seen) for week in weeks)
    missed = seen.since <= first and last <= seen.today and not excused
    if not done and not missed:
        return
    days = (last - first).days + 1
    if _by_events(habit.cadence):
        came_up = sum(n for week, n in seen.came_up.items() if _is_among(weeks, week, seen))
        # Where a month begins or ends within a week, its event may have come, and the habit been
        # done, on a date of the other month.
        at_the_edges = sum(
            1
            for day in seen.done_on
            if not first <= day <= last and week_of(day, seen.work_days) in weeks
        )
        not_done = 0 if excused else max(came_up - done - at_the_edges, 0 if done else 1)
        # Those at which it was done come first: leaving the others out changes nothing for them.
        for each in (*[1] * done, *[0] * not_done):
            yield Stretch(first, last, each, 1)
    elif habit.cadence.period is Period.WEEK:
        yield Stretch(first, last, min(1, done), days)
    else:
        yield Stretch(first, last, done, days)


def _is_among(weeks: Collection[date], name: date, seen: Seen) -> bool:
    return week_named(name, seen.work_days) in weeks


def _days(habit: Habit, began: date, seen: Seen) -> Iterator[Stretch]:
    """Each work day that counts, and each day on which it was done."""
    for ordinal in range(began.toordinal(), seen.today.toordinal() + 1):
        day = date.fromordinal(ordinal)
        done = day in seen.done_on
        if done or (day >= seen.since and _day_counts(habit, day, seen)):
            yield Stretch(day, day, int(done), 1)


def _day_counts(habit: Habit, day: date, seen: Seen) -> bool:
    away = any(first <= day <= last for first, last in seen.excused)
    works = is_work_date(day, seen.work_days, seen.days_off)
    return works and not away and not is_excused(habit, week_of(day, seen.work_days), seen)


def _by_events(cadence: Cadence) -> bool:
    return cadence.per is Per.OPPORTUNITY or cadence.period is Period.OPPORTUNITY
