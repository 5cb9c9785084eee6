"""The rules of the lunch: its days, what is true of it, and who is asked."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from habits.catalogue_lists import Need
from habits.lunches import (
    LONGEST_NAME,
    Mark,
    Place,
    Wish,
    faults,
    in_months,
    mark_of,
    marks,
    needs_of,
    to_ask,
)
from habits.people import Schedule

SCHEDULE = Schedule("m", "Europe/Stockholm", datetime(2026, 1, 1, tzinfo=UTC))
FRIDAY = date(2026, 6, 12)
"""The lunch."""
TODAY = date(2026, 3, 2)


def needs(today: date, on: date | None = FRIDAY) -> frozenset[Need]:
    return needs_of(on, today, SCHEDULE, {})


def test_six_weeks_before_is_true_from_three_work_days_before_that_mark_on() -> None:
    mark = date(2026, 5, 1)
    assert needs(mark) == {Need.LUNCH_IN_42_DAYS}
    assert needs(date(2026, 4, 28)) == {Need.LUNCH_IN_42_DAYS}
    assert needs(date(2026, 4, 27)) == frozenset()
    assert needs(mark + timedelta(days=1)) == frozenset()


def test_two_weeks_before_as_well() -> None:
    assert needs(date(2026, 5, 29)) == {Need.LUNCH_IN_14_DAYS}
    assert needs(date(2026, 5, 25)) == frozenset()


def test_the_last_work_day_had_it() -> None:
    assert Need.LUNCH_YESTERDAY in needs(date(2026, 6, 15))
    assert Need.LUNCH_YESTERDAY not in needs(FRIDAY)
    assert Need.LUNCH_YESTERDAY not in needs(date(2026, 6, 16))


def test_there_is_no_date_where_none_is_set_or_the_last_one_is_past() -> None:
    assert needs(TODAY, None) == {Need.NO_LUNCH_DATE}
    assert Need.NO_LUNCH_DATE in needs(date(2026, 6, 16))
    assert Need.NO_LUNCH_DATE not in needs(FRIDAY)


@given(st.integers(2, 400))
def test_each_mark_to_come_is_told_apart_by_its_day(days: int) -> None:
    on = TODAY + timedelta(days=days)
    found = marks(on, TODAY)
    assert Mark.LEARNINGS in found
    assert all(mark_of(day, on) is mark and day > TODAY for mark, day in found.items())


def test_a_question_that_was_put_off_stays_the_same_question() -> None:
    assert mark_of(date(2026, 5, 8), FRIDAY) is Mark.OWN_STORY
    assert mark_of(date(2026, 6, 5), FRIDAY) is Mark.STORIES
    assert mark_of(date(2026, 7, 5), FRIDAY) is Mark.LEARNINGS


def test_what_cannot_be_is_named_under_its_field() -> None:
    assert faults(Wish("Lunch", FRIDAY, "", "I did it"), TODAY) == {}
    assert faults(Wish("", None, "", ""), TODAY).keys() == {"name", "date", "own_story"}
    assert faults(Wish("x" * (LONGEST_NAME + 1), TODAY, "y" * 99, "I"), TODAY).keys() == {
        "name",
        "date",
        "place",
    }
    assert "date" in faults(Wish("Lunch", date(2028, 1, 1), "", "I"), TODAY)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.sampled_from([6, 12]))
def test_the_next_lunch_lies_on_a_work_day_to_come(on: date, months: int) -> None:
    found = in_months(on, months, TODAY, SCHEDULE, {})
    assert found > TODAY
    assert found.weekday() < 5


def test_half_a_year_after_the_end_of_august_is_the_end_of_february() -> None:
    assert in_months(date(2026, 8, 31), 6, TODAY, SCHEDULE, {}) == date(2027, 3, 1)


def test_at_most_three_known_stories_are_asked_about_each_once() -> None:
    standing = dict.fromkeys("abcd", Place.OFFERED) | {"e": Place.IN}
    assert to_ask("dcba", standing) == ("d", "c", "b")
    assert to_ask(["strange", "e", "a"], standing) == ("a",)
