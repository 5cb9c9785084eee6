"""How times, days and lists are said, in the words of `config/texts`."""

from collections.abc import Sequence
from datetime import date, datetime, time

from habits.texts import listed, say


def weekday(day: date) -> str:
    """ "Tuesday"."""
    return listed("times.weekdays")[day.weekday()]


def day(day: date) -> str:
    """ "Tuesday 24 November"."""
    return say("times.day", weekday=weekday(day), day=day.day, month=month(day.month))


def day_of_month(day: date) -> str:
    """ "24 November"."""
    return say("times.day_of_month", day=day.day, month=month(day.month))


def month(number: int) -> str:
    """ "November" is 11."""
    return listed("times.months")[number - 1]


def clock(at: datetime | time) -> str:
    """ "10:00"."""
    return f"{at.hour:02d}:{at.minute:02d}"


def weekday_and_time(at: datetime) -> str:
    """ "Tuesday 10:00"; for times inside one week."""
    return say("times.weekday_and_time", weekday=weekday(at), at=clock(at))


def day_and_time(at: datetime) -> str:
    """ "Tuesday 24 November, 10:00"."""
    return say("times.day_and_time", day=day(at), at=clock(at))


def near_time(at: datetime, now: datetime) -> str:
    """ "today 14:00", "tomorrow 10:00", "Tuesday 10:00" within six days, else with the date.

    Both are local to the reader.
    """
    match (at.date() - now.date()).days:
        case 0:
            return say("times.today", at=clock(at))
        case 1:
            return say("times.tomorrow", at=clock(at))
        case days if 1 < days < 7:
            return weekday_and_time(at)
        case _:
            return day_and_time(at)


def together(words: Sequence[str]) -> str:
    """ "Monday", "Monday and Tuesday", "Monday, Tuesday and Friday"."""
    if len(words) < 2:
        return "".join(words)
    return say("times.and", first=", ".join(words[:-1]), last=words[-1])


def either(words: Sequence[str]) -> str:
    """ "“Monday”", "“Monday” or “Tuesday”", "“Monday”, “Tuesday” or “Friday”"."""
    quoted = [say("times.quoted", name=word) for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return say("times.or", first=", ".join(quoted[:-1]), last=quoted[-1])
