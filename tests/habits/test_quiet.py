"""The last three work days of a fiscal quarter are quiet, whatever the work week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.calendar import is_work_date
from habits.people import MONDAY_TO_FRIDAY, Weekday
from habits.quiet import is_quarter_end
from tests.habits.schedules import SUNDAY_TO_THURSDAY, dates, days_off_around, work_weeks

DAY = timedelta(days=1)


def quiet_days(
    first: date,
    last: date,
    year_begins: int = 1,
    work_days: frozenset[Weekday] = MONDAY_TO_FRIDAY,
    days_off: dict[date, str] | None = None,
) -> list[date]:
    dates = [first + n * DAY for n in range((last - first).days + 1)]
    return [day for day in dates if is_quarter_end(day, year_begins, work_days, days_off or {})]


def test_a_quarter_ends_with_its_last_three_work_days() -> None:
    assert quiet_days(date(2026, 3, 1), date(2026, 4, 30)) == [
        date(2026, 3, 27),
        date(2026, 3, 30),
        date(2026, 3, 31),
    ]


@pytest.mark.parametrize(
    ("year_begins", "months"),
    [
        (1, {3, 6, 9, 12}),
        (2, {1, 4, 7, 10}),
        (3, {2, 5, 8, 11}),
        (4, {3, 6, 9, 12}),
        (12, {2, 5, 8, 11}),
    ],
)
def test_the_fiscal_year_says_which_months_end_a_quarter(
    year_begins: int, months: set[int]
) -> None:
    found = quiet_days(date(2026, 1, 1), date(2026, 12, 31), year_begins)
    assert {day.month for day in found} == months
    assert len(found) == 12


def test_days_off_and_free_weekdays_move_the_quiet_days() -> None:
    off = {date(2026, 3, 31): "Town Day"}
    assert quiet_days(date(2026, 3, 20), date(2026, 4, 5), days_off=off) == [
        date(2026, 3, 26),
        date(2026, 3, 27),
        date(2026, 3, 30),
    ]
    assert quiet_days(date(2026, 3, 20), date(2026, 4, 5), work_days=SUNDAY_TO_THURSDAY) == [
        date(2026, 3, 29),
        date(2026, 3, 30),
        date(2026, 3, 31),
    ]


def test_who_switched_it_off_has_no_quiet_days() -> None:
    assert not is_quarter_end(date(2026, 3, 31), None, MONDAY_TO_FRIDAY, {})


@given(dates, st.integers(1, 12), work_weeks, st.data())
def test_each_quarter_has_three_quiet_days_and_no_work_day_after_them_is_loud(
    day: date, year_begins: int, work_days: frozenset[Weekday], data: st.DataObject
) -> None:
    days_off = data.draw(days_off_around(day))
    ends = day.replace(day=1)
    while (ends.month - year_begins) % 3 or ends <= day:
        ends = (ends + 31 * DAY).replace(day=1)
    dates = [ends - n * DAY for n in range(80, 0, -1)]
    working = [one for one in dates if is_work_date(one, work_days, days_off)]
    quiet = [one for one in dates if is_quarter_end(one, year_begins, work_days, days_off)]
    assert quiet == working[-3:]
