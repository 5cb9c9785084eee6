"""Small promises: open until they are kept or handed back, and moved before anybody has to ask."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from habits.calendar import ONE_DAY, ONE_WEEK, week_of, work_dates
from habits.errors import WrongField
from habits.people import Schedule
from habits.texts import say

LONGEST = 150
"""Characters of a promise, and of what was said about it."""

_SEARCHED_WEEKS = 8

WORDS = "promise"
DUE = "promise_due"
TOLD = "promise_told"
"""The fields that a refusal names."""


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    HANDED_BACK = "handed_back"


@dataclass(frozen=True)
class Promise:
    """`due_on` is the manager's local date; `told` what they said when they moved it or handed it
    back, None before that."""

    words: str
    due_on: date
    state: PromiseState = PromiseState.OPEN
    told: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state is PromiseState.OPEN


def promised(words: str, due_on: date | None, today: date) -> Promise:
    """A new one. Raises WrongField."""
    return Promise(_written(WORDS, words, say("promises.faults.words")), _date(due_on, today))


def kept(promise: Promise) -> Promise | None:
    """None where it was closed before: nothing changes."""
    return replace(promise, state=PromiseState.KEPT) if promise.is_open else None


def moved(promise: Promise, due_on: date | None, told: str, today: date) -> Promise | None:
    """Another date, with what was said about it; None where it was closed before. Raises
    WrongField."""
    if not promise.is_open:
        return None
    day = _date(due_on, today)
    if day == promise.due_on:
        raise WrongField(DUE, say("promises.faults.same_date"))
    return replace(promise, due_on=day, told=_written(TOLD, told, say("promises.faults.told")))


def handed_back(promise: Promise, told: str) -> Promise | None:
    """Given back, with what was said about it; None where it was closed before. Raises
    WrongField."""
    if not promise.is_open:
        return None
    said = _written(TOLD, told, say("promises.faults.told"))
    return replace(promise, state=PromiseState.HANDED_BACK, told=said)


def opened_again(promise: Promise) -> Promise | None:
    """After all it is not closed; None where it is open anyway."""
    return None if promise.is_open else replace(promise, state=PromiseState.OPEN)


def usual_due(today: date, schedule: Schedule, days_off: Mapping[date, str]) -> date:
    """The last work day of this week; once that has come, of the next week with one."""
    week = week_of(today, schedule.work_days)
    for _ in range(_SEARCHED_WEEKS):
        for day in reversed(work_dates(week, schedule.work_days, days_off)):
            if day > today:
                return day
            break
        week += ONE_WEEK
    return today + ONE_DAY


def _date(day: date | None, today: date) -> date:
    if day is None:
        raise WrongField(DUE, say("promises.faults.no_date"))
    if day < today:
        raise WrongField(DUE, say("promises.faults.past"))
    return day


def _written(field: str, text: str, missing: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise WrongField(field, missing)
    if len(words) > LONGEST:
        raise WrongField(field, say("promises.faults.shorter", count=LONGEST))
    return words
