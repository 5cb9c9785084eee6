"""Quarter-end quiet: the last work days of a fiscal quarter, on which only the check-in comes."""

from collections.abc import Mapping
from datetime import date

from habits.calendar import ONE_DAY, is_work_date
from habits.people import Weekday

QUIET_DAYS = 3
_MONTHS = 12
_QUARTER = 3


def is_quarter_end(
    day: date, year_begins: int | None, work_days: frozenset[Weekday], days_off: Mapping[date, str]
) -> bool:
    """Whether `day` is one of the last three work dates of a quarter of the fiscal year that
    begins with the month `year_begins` (1-12; None: there is no such time)."""
    if year_begins is None or not is_work_date(day, work_days, days_off):
        return False
    after, following, next_quarter = 0, day + ONE_DAY, _next_quarter(day, year_begins)
    while following < next_quarter:
        after += is_work_date(following, work_days, days_off)
        if after == QUIET_DAYS:
            return False
        following += ONE_DAY
    return True


def _next_quarter(day: date, year_begins: int) -> date:
    """The first date of the quarter after that of `day`."""
    into_the_quarter = (day.month - year_begins) % _QUARTER
    months = day.year * _MONTHS + day.month - 1 + _QUARTER - into_the_quarter
    return date(months // _MONTHS, months % _MONTHS + 1, 1)
