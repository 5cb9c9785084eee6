"""Twelve weeks of one habit: in which of them it was done, and which of them count.

A habit of a week counts by weeks: one is done when the habit was done at least once in it. One of
a longer cadence counts by its own stretches (fortnights, months, quarters, years): a stretch has
one sign, in the week in which it was done or in its last week, and its other weeks do not count.
One that was done before the twelve weeks has its sign in the first of its weeks that are shown.

A week in which the habit was not done counts only if at least half of its usual work days were
worked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from habits.calendar import ONE_DAY, ONE_WEEK, week_named, week_of, work_dates
from habits.catalogue import Cadence, Habit
from habits.catalogue_lists import TICKED_AT_WEEK_START, Cue, Period
from habits.people import Weekday

WEEKS = 12

BY_ITSELF = frozenset(
    {Cue.WEEK_START, Cue.WEEK_END, Cue.MONTH_END, Cue.QUARTER_START, Cue.ANY_WEEK}
)
"""Cues that come in any week, whatever happens."""

_IN_TWELVE_WEEKS = {Period.FORTNIGHT: 6, Period.MONTH: 3, Period.QUARTER: 1, Period.YEAR: 1}
_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


class Mark(StrEnum):
    """One week: DONE; OPEN, it goes on and nothing is noted yet; MISSED, it is over and nothing
    was noted; EXCUSED, it does not count; BEFORE the habit began."""

    DONE = "done"
    OPEN = "open"
    MISSED = "missed"
    EXCUSED = "excused"
    BEFORE = "before"


class Word(StrEnum):
    """STARTING: less than a third of twelve weeks done. STEADY: eight of the last ten that
    counted (of longer stretches, four of five or all of two). GROWING: between them.
    SECOND_NATURE: it comes by itself, as the person says (`habits.fading`)."""

    STARTING = "starting"
    GROWING = "growing"
    STEADY = "steady"
    SECOND_NATURE = "second_nature"


@dataclass(frozen=True)
class Seen:
    """What is known about a habit of somebody; all dates are theirs.

    `since` is when it began, `done_on` when it was done. `excused` are spans of dates, both ends
    included. Weeks are named by their first date under the work days of then: those for which
    "none of these" was said, those in which one of the habit's events was named, and those of
    `came_up`, which says how often its events were said to have come up. `did_not_come_up` are
    dates on which that was said.
    """

    today: date
    since: date
    work_days: frozenset[Weekday]
    days_off: Mapping[date, str]
    done_on: frozenset[date]
    excused: tuple[tuple[date, date], ...] = ()
    none_of_these: frozenset[date] = frozenset()
    named: frozenset[date] = frozenset()
    did_not_come_up: frozenset[date] = frozenset()
    came_up: Mapping[date, int] = field(default_factory=dict[date, int])


@dataclass(frozen=True)
class Strip:
    """The marks of twelve weeks, this one last."""

    marks: tuple[Mark, ...]
    period: Period
    second_nature: bool = False

    @property
    def done(self) -> int:
        return self.marks.count(Mark.DONE)

    @property
    def counted(self) -> int:
        return self.done + self.marks.count(Mark.MISSED)

    @property
    def word(self) -> Word:
        if self.second_nature:
            return Word.SECOND_NATURE
        most = _IN_TWELVE_WEEKS.get(self.period, WEEKS)
        if self.done < _part(most, 1, 3):
            return Word.STARTING
        looked_at = max(1, most * 10 // 12)
        counted = [mark for mark in self.marks if mark in (Mark.DONE, Mark.MISSED)]
        lately = counted[-looked_at:].count(Mark.DONE)
        return Word.STEADY if lately >= _part(looked_at, 4, 5) else Word.GROWING

    @property
    def came_back(self) -> bool:
        """Done this week, after a week that counted and was not."""
        earlier = [mark for mark in self.marks[:-1] if mark in (Mark.DONE, Mark.MISSED)]
        missed = bool(earlier) and earlier[-1] is Mark.MISSED
        return self.marks[-1] is Mark.DONE and missed


def strip(habit: Habit, seen: Seen) -> Strip:
    this = week_of(seen.today, seen.work_days)
    weeks = [this - n * ONE_WEEK for n in range(WEEKS - 1, -1, -1)]
    marks: dict[date, Mark] = {}
    for stretch, inside in _stretches(weeks, habit.cadence, seen).items():
        marks |= _marks(habit, stretch, inside, seen)
    if marks[this] not in (Mark.DONE, Mark.MISSED) and _done_at_the_edge(habit, this, seen):
        marks[this] = Mark.DONE
    return Strip(tuple(marks[week] for week in weeks), habit.cadence.period)


def first_needed(habit: Habit, today: date, work_days: frozenset[Weekday]) -> date:
    """The first date of the earliest week whose records matter to the strip."""
    first = week_of(today, work_days) - (WEEKS - 1) * ONE_WEEK
    months = _MONTHS.get(habit.cadence.period)
    if months is None:
        began = first - ONE_WEEK
    else:
        # The first week of a month may begin in the month before.
        month = (first.month - 1) // months * months + 1
        began = week_of(date(first.year, month, 1), work_days)
    # One week more: under other work days, weeks had names of a few days earlier.
    return began - ONE_WEEK


# --- stretches ----------------------------------------------------------------------------

Span = tuple[date, date]


def _stretches(weeks: list[date], cadence: Cadence, seen: Seen) -> dict[Span, list[date]]:
    """The weeks shown, by the stretch of dates they count for."""
    found: dict[Span, list[date]] = {}
    for week in weeks:
        found.setdefault(stretch_of(week, cadence.period, seen), []).append(week)
    return found


def stretch_of(week: date, period: Period, seen: Seen) -> Span:
    """The first and last date of the stretch that a week counts for."""
    months = _MONTHS.get(period)
    if months is not None:
        middle = week + 3 * ONE_DAY
        month = (middle.month - 1) // months * months + 1
        first = date(middle.year, month, 1)
        after = month + months
        return first, date(first.year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - ONE_DAY
    if period is Period.FORTNIGHT:
        began = week_of(seen.since, seen.work_days)
        first = week - (week - began).days // 7 % 2 * ONE_WEEK
        return first, first + 2 * ONE_WEEK - ONE_DAY
    return week, week + ONE_WEEK - ONE_DAY


def _marks(habit: Habit, stretch: Span, weeks: list[date], seen: Seen) -> dict[date, Mark]:
    """The marks of one stretch; `weeks` are those of its weeks that are shown."""
    first, last = stretch
    rest = {week: Mark.BEFORE if _last(week) < seen.since else Mark.EXCUSED for week in weeks}
    this = week_of(seen.today, seen.work_days)
    done = sorted(week_of(day, seen.work_days) for day in seen.done_on if first <= day <= last)
    if done:
        # Where a month begins or ends within a week, the next week of the month stands for it.
        inside = [week for week in done if week in weeks]
        nearest = weeks[0] if done[0] < weeks[0] else weeks[-1]
        return rest | {(inside or [nearest])[0]: Mark.DONE}
    if last < seen.since:
        return rest
    if last >= seen.today:
        goes_on = this in weeks and not is_excused(habit, this, seen)
        return rest | ({this: Mark.OPEN} if goes_on else {})
    if first < seen.since or all(is_excused(habit, week, seen) for week in weeks_of(stretch, seen)):
        return rest
    return rest | {weeks[-1]: Mark.MISSED}


def _done_at_the_edge(habit: Habit, this: date, seen: Seen) -> bool:
    """Whether it was done in a month of which only the last days of this week are over: no week
    stands for that month yet."""
    months = _MONTHS.get(habit.cadence.period)
    first, last = stretch_of(this, habit.cadence.period, seen)
    if months is None or first <= seen.today <= last:
        return False
    return any(last < day <= seen.today for day in seen.done_on)


def weeks_of(stretch: Span, seen: Seen) -> Iterator[date]:
    """The weeks of a stretch, shown or not."""
    week = week_of(stretch[0] + 3 * ONE_DAY, seen.work_days)
    while week <= stretch[1] - 3 * ONE_DAY:
        yield week
        week += ONE_WEEK


def is_excused(habit: Habit, week: date, seen: Seen) -> bool:
    """Whether a week does not count where the habit was not done in it: less than half of its
    usual work days were worked since the habit began, or what it waits for did not come up."""
    usual = work_dates(week, seen.work_days, {})
    worked = [day for day in usual if _is_worked(day, seen)]
    if not worked or 2 * len(worked) < len(usual):
        return True
    if any(week_of(day, seen.work_days) == week for day in seen.did_not_come_up):
        return True
    named = _weeks_now(seen.named, seen)
    if habit.cadence.period is Period.OPPORTUNITY:
        return week not in named
    said_none = week in _weeks_now(seen.none_of_these, seen) - named
    return said_none and _waits_for_events(habit)


def _is_worked(day: date, seen: Seen) -> bool:
    """Of a usual work day: neither off nor away nor before the habit began."""
    away = any(first <= day <= last for first, last in seen.excused)
    return day >= seen.since and day not in seen.days_off and not away


def _waits_for_events(habit: Habit) -> bool:
    """Whether the week start asks for one of its events, and none of them comes by itself."""
    cues = set(habit.cues)
    return not cues & BY_ITSELF and bool(cues & set(TICKED_AT_WEEK_START))


def _weeks_now(names: frozenset[date], seen: Seen) -> set[date]:
    return {week_named(name, seen.work_days) for name in names}


def _last(week: date) -> date:
    return week + ONE_WEEK - ONE_DAY


def _part(whole: int, parts: int, of: int) -> int:
    """That part of a whole, to the next full one."""
    return -(-whole * parts // of)
