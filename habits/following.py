"""When a form asks again: from a habit's own words, such as "two weeks later", to local dates.

A `when` is one or more clauses, parted by semicolons. "on ..." means the date that was filled in;
"... if ..." holds only where the form says so; else a filled date wins over the words.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from habits.calendar import ONE_DAY, ONE_WEEK, is_work_date, week_of, work_dates, work_dates_from
from habits.catalogue import Field, Habit
from habits.catalogue_lists import Author, FieldKind, FollowedUpBy
from habits.people import Part, Place, Schedule
from habits.rhythm import own_day, stand

OF_OWN_RECORDS = frozenset(
    {"clear_path", "filter_request", "fun_award", "hall_of_shame_lunch", "keep_word", "ride_along"}
)
"""Habits whose following up comes from their own records: asks, promises, a vote, a call ..."""

OF_DRAFTS = frozenset({"30 minutes later"})
"""A text held back waits as a draft, which is offered again by itself."""

_USUAL_CHECK_IN = Part(time(11, 30))
"""Stands for the day of a check-in that was dropped."""
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
_LAST_WORK_DAYS = 3
_LONGEST_LOOK = 120


@dataclass(frozen=True)
class Done:
    """The local date on which something was done, with the calendar of who did it."""

    on: date
    schedule: Schedule
    days_off: Mapping[date, str]


def due_dates(habit: Habit, values: Mapping[str, object], done: Done) -> tuple[date, ...]:
    """The local dates, later than `done.on`, from which on the habit's question is asked.

    `values` is what was filled in, by field: texts, ISO dates, option names, True. Empty where
    nothing is to be asked, where a record of the habit's own asks, or where nobody taught us what
    the words mean.
    """
    follow_up = habit.tool.follow_up
    if follow_up.by is FollowedUpBy.MOMENT or habit.key in OF_OWN_RECORDS:
        return ()
    clauses = [clause.strip() for clause in follow_up.when.split(";")]
    found = {day for clause in clauses for day in _dates(clause, clauses, habit, values, done)}
    return tuple(sorted({max(day, done.on + ONE_DAY) for day in found}))


def is_understood(habit: Habit) -> bool:
    """Whether each clause says when to ask, or somebody else asks."""
    follow_up = habit.tool.follow_up
    if follow_up.by is FollowedUpBy.MOMENT or habit.key in OF_OWN_RECORDS:
        return True
    stems = [clause.strip().partition(" if ")[0] for clause in follow_up.when.split(";")]
    return all(
        words.startswith("on ") or words in _MEANINGS or words in OF_DRAFTS or _later(words)
        for words in stems
    )


def _dates(
    clause: str, clauses: list[str], habit: Habit, values: Mapping[str, object], done: Done
) -> Iterator[date]:
    words, _, condition = clause.partition(" if ")
    if condition and not _holds(condition, habit, values):
        return
    given = _given_date(habit, values)
    if words.startswith("on "):
        if given is not None:
            yield given
        return
    if given is not None and len(clauses) == 1:
        yield given
    elif (meant := _MEANINGS.get(words) or _later(words)) is not None:
        yield meant(done)


def _holds(condition: str, habit: Habit, values: Mapping[str, object]) -> bool:
    """A condition names options that were chosen, or fields that were filled in."""
    named = condition.lower()
    fields = [field for field in habit.tool.fields if field.by is Author.MANAGER]
    if any(_is_named(field.id, named) and values.get(field.id) for field in fields):
        return True
    chosen = [str(values.get(field.id)) for field in fields if field.options]
    return any(_is_named(option.replace("_", " "), named) for option in chosen)


def _is_named(word: str, words: str) -> bool:
    # "if held" means the box "hold".
    return re.search(rf"\b{re.escape(word)}\b", words.replace("held", "hold")) is not None


def _given_date(habit: Habit, values: Mapping[str, object]) -> date | None:
    """The last date that the manager filled in."""
    given = [_date(values.get(field.id)) for field in habit.tool.fields if _asks_a_date(field)]
    return max((day for day in given if day is not None), default=None)


def _asks_a_date(field: Field) -> bool:
    return field.kind is FieldKind.DATE and field.by is Author.MANAGER


def _date(value: object) -> date | None:
    match value:
        case date():
            return value
        case str():
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
        case _:
            return None


# --- what the words mean ------------------------------------------------------------------


def _next_work_day(done: Done) -> date:
    following = work_dates_from(done.on + ONE_DAY, done.schedule, done.days_off)
    return next(following, done.on + ONE_DAY)


def _check_in(done: Done) -> date:
    """The day of the next check-in as it is planned: it moves before a day off."""
    part = done.schedule.rhythm.check_in or _USUAL_CHECK_IN
    work_days, days_off = done.schedule.work_days, done.days_off
    own = own_day(Place.CHECK_IN, part, work_days)
    week = week_of(done.on, work_days)
    for _ in range(_LONGEST_LOOK // 7):
        day = week + (own - week.weekday()) % 7 * ONE_DAY
        working = work_dates(week, work_days, days_off)
        stands, refusal = stand(Place.CHECK_IN, day, working, work_days, days_off)
        if refusal is None and stands > done.on:
            return stands
        week += ONE_WEEK
    return done.on + ONE_WEEK


def _week_start(done: Done) -> date:
    week = week_of(done.on, done.schedule.work_days) + ONE_WEEK
    return _first(work_dates(week, done.schedule.work_days, done.days_off), week)


def _midweek(done: Done) -> date:
    """The middle work day of the week; once it is gone, that of the next."""
    week = week_of(done.on, done.schedule.work_days)
    for one in (week, week + ONE_WEEK):
        dates = work_dates(one, done.schedule.work_days, done.days_off)
        middle = dates[len(dates) // 2] if dates else one
        if middle > done.on:
            return middle
    return _week_start(done)


def _month_end(done: Done) -> date:
    return _end(done, 1)


def _quarter_end(done: Done) -> date:
    return _end(done, 3)


def _end(done: Done, months: int) -> date:
    """The first of the last three work days of a stretch of `months` calendar months that lies
    after `done.on`."""
    for n in range(1, _LONGEST_LOOK):
        day = done.on + n * ONE_DAY
        last = _last_day(day, months)
        if _works(day, done) and _work_days(day, last, done) <= _LAST_WORK_DAYS:
            return day
    return done.on + ONE_DAY


def _last_day(day: date, months: int) -> date:
    """The last date of the stretch that holds `day`; stretches begin in January."""
    month = (day.month - 1) // months * months + months
    return date(day.year + month // 12, month % 12 + 1, 1) - ONE_DAY


def _work_days(first: date, last: date, done: Done) -> int:
    days = (first + n * ONE_DAY for n in range((last - first).days + 1))
    return sum(1 for day in days if _works(day, done))


def _works(day: date, done: Done) -> bool:
    return is_work_date(day, done.schedule.work_days, done.days_off)


def _first(dates: tuple[date, ...], otherwise: date) -> date:
    return next(iter(dates), otherwise)


_MEANINGS: Mapping[str, Callable[[Done], date]] = {
    "one working day after posting": _next_work_day,
    "24 h later": _next_work_day,
    "check-in": _check_in,
    "next check-in": _check_in,
    "week start": _week_start,
    "next week start": _week_start,
    "midweek": _midweek,
    "month end": _month_end,
    "quarter end": _quarter_end,
    # Where the 1:1 has no fixed time, its follow-up rides in the check-in after about as long.
    "next 1:1 (coach_11)": lambda done: done.on + ONE_WEEK,
    "next monthly 1:1": lambda done: done.on + 4 * ONE_WEEK,
}


def _later(words: str) -> Callable[[Done], date] | None:
    """ "two weeks later", "three days later"."""
    found = re.fullmatch(r"(\w+) (day|week)s? later", words)
    count = _COUNTS.get(found.group(1)) if found else None
    if found is None or count is None:
        return None
    distance = timedelta(days=count) if found.group(2) == "day" else count * ONE_WEEK
    return lambda done: done.on + distance


UNDERSTOOD = (
    f"{', '.join(f'“{words}”' for words in _MEANINGS)}, “on ...” beside a date field, or a time "
    "such as “two weeks later” (one, two, three, four or six days or weeks)"
)
"""What `when` can say, for whoever writes a habit."""
