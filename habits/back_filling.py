"""The day that somebody means who says afterwards what they did."""

import re
from datetime import date, timedelta

from habits.errors import HabitsError
from habits.texts import listed, say

DAYS_BACK = 7
"""So many days before today can still be filled in."""

_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,4}[./-]\d{1,2}([./-]\d{0,4})?")
_LEAST_LETTERS = 3


class NotThatDay(HabitsError):
    """The day is to come, lies too far back, or is none."""

    def __init__(self, today: date) -> None:
        example = (today - timedelta(days=1)).isoformat()
        super().__init__(say("done.errors.day", days=DAYS_BACK, example=example))


def split_day(words: str, today: date) -> tuple[str, date]:
    """The words without the day at their end, and that day: "share why yesterday", "share why on
    Monday" (the last one, today included), "share why 2026-11-19". Without a day it is today.
    Raises NotThatDay."""
    *others, last = words.split() or [""]
    day = _day(last.casefold(), today)
    if day is None:
        return words.strip(), today
    if not today - timedelta(days=DAYS_BACK) <= day <= today:
        raise NotThatDay(today)
    if others and others[-1].casefold() in listed("done.before_a_day"):
        others.pop()
    return " ".join(others), day


def _day(word: str, today: date) -> date | None:
    """The day that a word names, None where it names none. Raises NotThatDay for a date that is
    written in another way, or does not exist."""
    if word == say("done.today"):
        return today
    if word == say("done.yesterday"):
        return today - timedelta(days=1)
    weekdays = [name.casefold() for name in listed("times.weekdays")]
    named = [n for n, name in enumerate(weekdays) if name.startswith(word)]
    if len(named) == 1 and len(word) >= _LEAST_LETTERS:
        return today - timedelta(days=(today.weekday() - named[0]) % 7)
    if not _WRITTEN.fullmatch(word):
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise NotThatDay(today) from None
