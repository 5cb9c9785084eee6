from datetime import UTC, date, datetime, time

import pytest

from habits.people import Weekday
from habits.phrases import (
    clock,
    day,
    day_and_time,
    either,
    near_time,
    together,
    weekday,
    weekday_and_time,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_times_are_said_in_words() -> None:
    assert weekday_and_time(NOW) == "Tuesday 09:00"
    assert day_and_time(NOW) == "Tuesday 24 November, 09:00"


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (24, "today 14:00"),
        (25, "tomorrow 14:00"),
        (26, "Thursday 14:00"),
        (30, "Monday 14:00"),
        (23, "Monday 23 November, 14:00"),
    ],
)
def test_near_times_are_said_as_people_say_them(on: int, said: str) -> None:
    assert near_time(NOW.replace(day=on, hour=14), NOW) == said


def test_a_time_in_a_week_is_said_with_its_date() -> None:
    assert near_time(datetime(2026, 12, 1, 14, tzinfo=UTC), NOW) == "Tuesday 1 December, 14:00"


def test_lists_read_as_prose() -> None:
    assert together([]) == ""
    assert together(["Monday"]) == "Monday"
    assert together(["Monday", "Tuesday"]) == "Monday and Tuesday"
    assert together(["Monday", "Tuesday", "Friday"]) == "Monday, Tuesday and Friday"


def test_choices_are_quoted() -> None:
    assert either([]) == ""
    assert either(["Coach"]) == "“Coach”"
    assert either(["Coach", "Develop"]) == "“Coach” or “Develop”"
    assert either(["Coach", "Develop", "Thanks"]) == "“Coach”, “Develop” or “Thanks”"


def test_days_and_clocks_are_said_in_full() -> None:
    assert day(date(2026, 2, 1)) == "Sunday 1 February"
    assert weekday(NOW) == Weekday.TUESDAY.label == "Tuesday"
    assert clock(NOW) == clock(time(9)) == "09:00"
