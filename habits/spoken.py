"""Dates as people type them: "until 3 December", "Monday", "2 weeks"."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta

from habits.calendar import ONE_DAY, ONE_WEEK, week_of
from habits.people import Weekday
from habits.texts import listed

_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_LEAST_LETTERS = 3
_FOUND_WITHIN = 8  # years: 29 February comes again within as many
_WITH_YEAR = 3


def day_meant(words: str, today: date, work_days: frozenset[Weekday]) -> date | None:
    """The date after `today` that the words name, or the one so many days, weeks or months on;
    None where they name none. A date that is over is given as it is, so that the reader can be
    told; "next week" is its first work day."""
    if iso := _ISO.search(words):
        return _iso(iso.group())
    said = _TOKEN.findall(words.casefold())
    if said[-2:] == listed("spoken.next_week"):
        return week_of(today, work_days) + ONE_WEEK
    meant = [one for one in said if one not in listed("spoken.left_out")]
    if meant == listed("spoken.tomorrow"):
        return today + ONE_DAY
    try:
        return _stretch(meant, today) or _weekday(meant, today) or _in_a_month(meant, today)
    except (OverflowError, ValueError):
        return None


def _iso(written: str) -> date | None:
    try:
        return date(*(int(part) for part in written.split("-")))
    except ValueError:
        return None


def _stretch(meant: Sequence[str], today: date) -> date | None:
    """So many days, weeks or months from today."""
    if len(meant) != 2:
        return None
    number, unit = _number(meant[0]), meant[1]
    if number is None:
        return None
    if unit in listed("spoken.days"):
        return _later(today, number)
    if unit in listed("spoken.weeks"):
        return _later(today, 7 * number)
    if unit in listed("spoken.months"):
        years, months = divmod(today.month - 1 + number, 12)
        year, month = today.year + years, months + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return None


def _later(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _number(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    if word in listed("spoken.a"):
        return 1
    numbers = listed("spoken.numbers")
    return numbers.index(word) + 1 if word in numbers else None


def _weekday(meant: Sequence[str], today: date) -> date | None:
    """The next date of that weekday."""
    if len(meant) != 1 or (day := _named(meant[0], listed("times.weekdays"))) is None:
        return None
    return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)


def _in_a_month(meant: Sequence[str], today: date) -> date | None:
    """ "3 december", "december 3 2027", with or without its weekday."""
    weekdays, names = listed("times.weekdays"), listed("times.months")
    rest = [one for one in meant if _named(one, weekdays) is None]
    months = [found for one in rest if (found := _named(one, names)) is not None]
    numbers = [int(one) for one in rest if one.isdecimal()]
    if len(months) != 1 or len(months) + len(numbers) != len(rest) or not numbers:
        return None
    if len(rest) == _WITH_YEAR:
        return date(numbers[1], months[0] + 1, numbers[0])
    return _next(numbers[0], months[0] + 1, today)


def _next(day: int, month: int, today: date) -> date | None:
    for year in range(today.year, today.year + _FOUND_WITHIN + 1):
        if day <= calendar.monthrange(year, month)[1]:
            found = date(year, month, day)
            if found > today:
                return found
    return None


def _named(word: str, names: Sequence[str]) -> int | None:
    """The place of a name in the list, which may be cut to three letters or more."""
    if len(word) < _LEAST_LETTERS:
        return None
    found = [n for n, name in enumerate(names) if name.casefold().startswith(word)]
    return found[0] if len(found) == 1 else None
