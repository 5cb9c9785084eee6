"""The day that somebody means who says afterwards what they did."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.back_filling import DAYS_BACK, NotThatDay, split_day

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("words", "habit", "day"),
    [
        ("share why", "share why", THURSDAY),
        ("share why today", "share why", THURSDAY),
        ("share why Yesterday", "share why", date(2026, 11, 25)),
        ("share why monday", "share why", date(2026, 11, 23)),
        ("share why on Mon", "share why", date(2026, 11, 23)),
        ("share why last friday", "share why", date(2026, 11, 20)),
        ("share why thursday", "share why", THURSDAY),
        ("share_why 2026-11-19", "share_why", date(2026, 11, 19)),
        ("coach", "coach", THURSDAY),
        ("yesterday", "", date(2026, 11, 25)),
        ("", "", THURSDAY),
    ],
)
def test_the_day_stands_at_the_end(words: str, habit: str, day: date) -> None:
    assert split_day(words, THURSDAY) == (habit, day)


@pytest.mark.parametrize(
    "words",
    [
        "share why 2026-11-18",
        "share why 2026-11-27",
        "share why 2026-02-30",
        "share why 19.11.2026",
        "share why 11/19",
    ],
)
def test_a_day_that_cannot_be_filled_in_is_refused_with_one_that_can(words: str) -> None:
    with pytest.raises(NotThatDay, match="2026-11-25"):
        split_day(words, THURSDAY)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, DAYS_BACK))
def test_each_of_the_last_seven_days_can_be_named_by_its_date(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    assert split_day(f"coach {day.isoformat()}", today) == ("coach", day)


@given(st.text(max_size=40))
def test_any_words_are_taken_apart_or_refused(words: str) -> None:
    with suppress(NotThatDay):
        _, day = split_day(words, THURSDAY)
        assert 0 <= (THURSDAY - day).days <= DAYS_BACK
