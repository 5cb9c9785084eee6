"""The lunch for useful mistakes: its days, what is true of it today, and the running order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from habits.calendar import ONE_DAY, is_work_date, work_dates_from
from habits.catalogue_lists import Need
from habits.people import Schedule
from habits.texts import say

SIX_WEEKS = timedelta(days=42)
TWO_WEEKS = timedelta(days=14)
MOST_STORIES = 3
LONGEST_NAME = 40
LONGEST_PLACE = 80
LONGEST_STORY = 300
LONGEST_LEARNINGS = 600
FURTHEST = timedelta(days=400)
_WORK_DAYS_BEFORE_A_MARK = 3
_SEARCHED = 30
_LAST_DAYS = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}


class Lunch(StrEnum):
    """PLANNED for a day; HELD, and what was learned is posted; OFF."""

    PLANNED = "planned"
    HELD = "held"
    OFF = "off"


class Place(StrEnum):
    """A story at a lunch: OFFERED by its owner; ASKED for the running order; IN it; OUT, the owner
    would rather not, or no longer."""

    OFFERED = "offered"
    ASKED = "asked"
    IN = "in"
    OUT = "out"


class Mark(StrEnum):
    """The days on which something is to be done for a lunch."""

    OWN_STORY = "own-story"
    STORIES = "stories"
    LEARNINGS = "learnings"


@dataclass(frozen=True)
class Wish:
    """What the form says: `place` "" where nobody knows it yet."""

    name: str
    on: date | None
    place: str
    own_story: str


def marks(on: date, today: date) -> dict[Mark, date]:
    """When to ask about what, as far as that is still to come; six and two weeks before, and the
    day after."""
    all_of_them = {
        Mark.OWN_STORY: on - SIX_WEEKS,
        Mark.STORIES: on - TWO_WEEKS,
        Mark.LEARNINGS: on + ONE_DAY,
    }
    return {mark: day for mark, day in all_of_them.items() if day > today}


def comes_up_on(on: date, schedule: Schedule) -> tuple[date, ...]:
    """The days on which a lunch asks for something: six and two weeks before, and on the first work
    day after it."""
    after = next(work_dates_from(on + ONE_DAY, schedule, {}), on + ONE_DAY)
    return (on - SIX_WEEKS, on - TWO_WEEKS, after)


def mark_of(due: date, on: date) -> Mark:
    """Which of them is asked about on a day. A day may have been put off."""
    if due > on:
        return Mark.LEARNINGS
    return Mark.STORIES if due >= on - TWO_WEEKS else Mark.OWN_STORY


def needs_of(
    on: date | None, today: date, schedule: Schedule, days_off: Mapping[date, str]
) -> frozenset[Need]:
    """What is true today of a lunch on that date that was neither held nor called off; None: there
    is none."""
    if on is None:
        return frozenset({Need.NO_LUNCH_DATE})
    found: set[Need] = set()
    if _is_near(on - SIX_WEEKS, today, schedule, days_off):
        found.add(Need.LUNCH_IN_42_DAYS)
    if _is_near(on - TWO_WEEKS, today, schedule, days_off):
        found.add(Need.LUNCH_IN_14_DAYS)
    if last_work_day(today, schedule, days_off) == on:
        found.add(Need.LUNCH_YESTERDAY)
    if on < today:
        found.add(Need.NO_LUNCH_DATE)
    return frozenset(found)


def last_work_day(today: date, schedule: Schedule, days_off: Mapping[date, str]) -> date | None:
    """The last one before today."""
    days = (today - n * ONE_DAY for n in range(1, _SEARCHED))
    return next((day for day in days if is_work_date(day, schedule.work_days, days_off)), None)


def faults(wish: Wish, today: date) -> dict[str, str]:
    """What cannot be taken as it is, in words, by field."""
    found: dict[str, str] = {}
    for field, text, most in (
        ("name", wish.name, LONGEST_NAME),
        ("place", wish.place, LONGEST_PLACE),
        ("own_story", wish.own_story, LONGEST_STORY),
    ):
        if not text and field != "place":
            found[field] = say("lunches.faults.missing")
        elif len(text) > most:
            found[field] = say("lunches.faults.too_long", most=most)
    if wish.on is None:
        found["date"] = say("lunches.faults.missing")
    elif wish.on <= today:
        found["date"] = say("lunches.faults.later")
    elif wish.on > today + FURTHEST:
        found["date"] = say("lunches.faults.too_far")
    return found


def in_months(
    on: date, months: int, today: date, schedule: Schedule, days_off: Mapping[date, str]
) -> date:
    """The first work day about so many months after a lunch, later than today."""
    month = on.month - 1 + months
    year, month = on.year + month // 12, month % 12 + 1
    day = date(year, month, min(on.day, _LAST_DAYS.get(month, 31)))
    first = max(day, today + ONE_DAY)
    return next(work_dates_from(first, schedule, days_off), first)


def to_ask(chosen: Sequence[str], standing: Mapping[str, Place]) -> tuple[str, ...]:
    """Of the chosen stories, by id and in their order, those whose owners have to be asked: known
    ones, three at most."""
    known = [one for one in chosen if one in standing][:MOST_STORIES]
    return tuple(one for one in known if standing[one] in (Place.OFFERED, Place.OUT))


def _is_near(mark: date, today: date, schedule: Schedule, days_off: Mapping[date, str]) -> bool:
    """Whether the mark is today, or at most three work days away."""
    if today > mark:
        return False
    days = (today + n * ONE_DAY for n in range(1, (mark - today).days + 1))
    between = sum(is_work_date(day, schedule.work_days, days_off) for day in days)
    return between <= _WORK_DAYS_BEFORE_A_MARK
