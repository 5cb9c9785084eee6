"""On which date of a week each part of the rhythm stands, and settings that can never work."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from enum import StrEnum

from habits.calendar import week_order
from habits.people import Hours, Part, Place, Rhythm, Schedule, Weekday
from habits.phrases import clock, weekday
from habits.texts import say, say_each

LEAST_APART = timedelta(hours=20)
SHORT_WEEK = 3
"""A week with fewer work days than this holds a check-in and, on another day, a prompt."""

FIELDS = {Place.START: "start", Place.PROMPT: "prompt", Place.CHECK_IN: "check_in"}
STRONGEST_FIRST = (Place.CHECK_IN, Place.PROMPT, Place.START)


class Why(StrEnum):
    """Why a message does not come."""

    DAY_OFF = "day-off"
    NOT_STARTED = "not-started"
    PAUSED = "paused"
    CHECK_IN_THAT_DAY = "check-in-that-day"
    PROMPT_THAT_DAY = "prompt-that-day"
    SHORT_WEEK = "short-week"
    TOO_CLOSE = "too-close"
    FIRST_WEEK = "first-week"
    DATE_MISSING = "date-missing"
    ALREADY_SENT = "already-sent"
    NO_WORK_DAY = "no-work-day"
    OUTSIDE_HOURS = "outside-hours"
    HOURS_APART = "hours-apart"
    QUARTER_END = "quarter-end"
    EASED = "eased"
    NOT_DUE = "not-due"
    OVER_LIMIT = "over-limit"
    REPLACED = "replaced"
    GAVE_WAY = "gave-way"


Refusal = tuple[Why, str]
"""Why, and the words for it."""


def name_of(place: Place) -> str:
    """What people call a part, inside a sentence: "week start"."""
    return say_each("rhythm.names", place)


def title_of(place: Place) -> str:
    """What people call a part, at the start of a line: "Week start"."""
    return say_each("rhythm.titles", place)


def parts(schedule: Schedule) -> Iterator[tuple[Place, Part]]:
    """The parts that the manager kept."""
    for place in Place:
        if part := schedule.rhythm.part(place):
            yield place, part


def own_day(place: Place, part: Part, work_days: frozenset[Weekday]) -> Weekday:
    """The day a part stands on in a full week."""
    if part.day is not None:
        return part.day
    order = week_order(work_days)
    if not order:
        return Weekday.MONDAY
    match place:
        case Place.START:
            return order[0]
        case Place.PROMPT:
            return order[1] if len(order) >= SHORT_WEEK else order[0]
        case Place.CHECK_IN:
            return order[-1]


def stand(
    place: Place,
    day: date,
    working: tuple[date, ...],
    work_days: frozenset[Weekday],
    days_off: Mapping[date, str],
) -> tuple[date, Refusal | None]:
    """Where a part whose own date is `day` stands in a week with these `working` dates."""
    if len(working) >= SHORT_WEEK:
        return _stand_in_full_week(place, day, working, work_days, days_off)
    if not working:
        return day, _free(day, work_days, days_off)
    match place:
        case Place.START:
            return day, (Why.SHORT_WEEK, say("rhythm.why.short_week"))
        case Place.PROMPT:
            return working[0], None
        case Place.CHECK_IN:
            return working[-1], None


def faults(schedule: Schedule) -> dict[str, str]:
    """What can never work in these settings: the form's field -> words to show under it."""
    if not schedule.work_days:
        return {"work_days": say("rhythm.faults.no_work_days")}
    if schedule.hours.start >= schedule.hours.end:
        return {"hours": say("rhythm.faults.hours")}
    found: dict[str, str] = {}
    for place, part in parts(schedule):
        if not schedule.hours.start <= part.at < schedule.hours.end:
            start, end = clock(schedule.hours.start), clock(schedule.hours.end)
            found[f"{FIELDS[place]}_at"] = say("rhythm.faults.time", start=start, end=end)
        if words := _day_fault(place, part, schedule):
            found[f"{FIELDS[place]}_day"] = words
    return found or _too_close_always(schedule)


def rhythm_within(hours: Hours) -> Rhythm:
    """The usual times where they lie within `hours`; else times as far into the day as those
    are into a day from 8 to 18, to the full five minutes."""
    usual = Rhythm()
    return Rhythm(*(_within(usual.part(place), hours) for place in Place))


def _within(part: Part | None, hours: Hours) -> Part | None:
    if part is None or hours.start <= part.at < hours.end:
        return part
    usual = Hours()
    share = (_minutes(part.at) - _minutes(usual.start)) / (
        _minutes(usual.end) - _minutes(usual.start)
    )
    start = _minutes(hours.start)
    minutes = start + share * (_minutes(hours.end) - start)
    at = max(start, int(minutes) // 5 * 5)
    return Part(time(at // 60, at % 60), part.day)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _stand_in_full_week(
    place: Place,
    day: date,
    working: tuple[date, ...],
    work_days: frozenset[Weekday],
    days_off: Mapping[date, str],
) -> tuple[date, Refusal | None]:
    if day in working:
        return day, None
    refusal = _free(day, work_days, days_off)
    earlier = [other for other in working if other < day]
    if place is Place.CHECK_IN and refusal[0] is Why.DAY_OFF and earlier:
        return earlier[-1], None
    return day, refusal


def _free(day: date, work_days: frozenset[Weekday], days_off: Mapping[date, str]) -> Refusal:
    if day.weekday() in work_days and day in days_off:
        return Why.DAY_OFF, say("rhythm.why.day_off", name=days_off[day])
    return Why.NO_WORK_DAY, say("rhythm.why.no_work_day", weekday=weekday(day))


def _day_fault(place: Place, part: Part, schedule: Schedule) -> str | None:
    if part.day is None:
        return None
    if part.day not in schedule.work_days:
        return say("rhythm.faults.no_work_day", weekday=part.day.label)
    order = week_order(schedule.work_days)
    if len(order) >= SHORT_WEEK or place is Place.START:
        return None
    day = order[0] if place is Place.PROMPT else order[-1]
    if part.day is day:
        return None
    name = name_of(place)
    if place is Place.PROMPT:
        return say("rhythm.faults.only_first", name=name, weekday=day.label)
    return say("rhythm.faults.only_last", name=name, weekday=day.label)


def _too_close_always(schedule: Schedule) -> dict[str, str]:
    """The weaker part of two that meet every week; a short work week adapts by itself."""
    stand_at = {
        place: (own_day(place, part, schedule.work_days), part.at)
        for place, part in parts(schedule)
    }
    if len(schedule.work_days) < SHORT_WEEK:
        stand_at.pop(Place.START, None)
        if len(schedule.work_days) == 1:
            return {}
    found: dict[str, str] = {}
    ranked = [place for place in STRONGEST_FIRST if place in stand_at]
    for rank, weaker in enumerate(ranked):
        for stronger in ranked[:rank]:
            if words := _meet(stand_at[weaker], stand_at[stronger], stronger):
                found.setdefault(f"{FIELDS[weaker]}_at", words)
    return found


def _meet(one: tuple[Weekday, time], other: tuple[Weekday, time], stronger: Place) -> str | None:
    day, at = other
    name = name_of(stronger)
    if one[0] is day:
        return say("rhythm.faults.same_day", name=name, weekday=day.label, at=clock(at))
    gap = abs(_into_the_week(*one) - _into_the_week(*other))
    if min(gap, timedelta(days=7) - gap) < LEAST_APART:
        return say("rhythm.faults.too_close", name=name, weekday=day.label, at=clock(at))
    return None


def _into_the_week(day: Weekday, at: time) -> timedelta:
    return timedelta(days=day, hours=at.hour, minutes=at.minute, seconds=at.second)
