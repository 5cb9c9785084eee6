"""Days as people type them: what is understood, and that nothing else ever is an error."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.people import MONDAY_TO_FRIDAY
from habits.phrases import day, day_of_month
from habits.spoken import day_meant

TUESDAY = date(2026, 11, 24)


def meant(words: str, today: date = TUESDAY) -> date | None:
    return day_meant(words, today, MONDAY_TO_FRIDAY)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("until 3 December", date(2026, 12, 3)),
        ("until December 3rd", date(2026, 12, 3)),
        ("till the 3rd of dec.", date(2026, 12, 3)),
        ("until Thursday 3 December", date(2026, 12, 3)),
        ("3 November", date(2027, 11, 3)),
        ("until 3 december 2027", date(2027, 12, 3)),
        ("2026-12-03", date(2026, 12, 3)),
        ("until monday", date(2026, 11, 30)),
        ("next Tuesday", date(2026, 12, 1)),
        ("UNTIL WED", date(2026, 11, 25)),
        ("tomorrow", date(2026, 11, 25)),
        ("until tomorrow", date(2026, 11, 25)),
        ("2 weeks", date(2026, 12, 8)),
        ("for two weeks", date(2026, 12, 8)),
        ("a week", date(2026, 12, 1)),
        ("10 days", date(2026, 12, 4)),
        ("3 months", date(2027, 2, 24)),
        ("until next week", date(2026, 11, 30)),
        ("29 February", date(2028, 2, 29)),
    ],
)
def test_what_people_say_is_a_day(words: str, found: date) -> None:
    assert meant(words) == found


def test_a_month_on_from_its_last_day_is_the_last_day_of_the_next() -> None:
    assert meant("1 month", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "until",
        "31 June",
        "2026-13-01",
        "99999999999 weeks",
        "3",
        "week",
        "may be",
        "0x1",
    ],
)
def test_what_names_no_day_is_none(words: str) -> None:
    assert meant(words) is None


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 360))
def test_a_day_said_in_our_own_words_is_that_day(today: date, ahead: int) -> None:
    wanted = today + timedelta(days=ahead)
    assert meant(f"until {day(wanted)}", today) == wanted
    assert meant(day_of_month(wanted), today) == wanted
    assert meant(wanted.isoformat(), today) == wanted
    if ahead <= 7:
        assert meant(f"{wanted:%A}", today) == wanted


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_day_or_none(words: str) -> None:
    found = meant(words)
    assert found is None or isinstance(found, date)
