"""In which weeks a prompt falls due, and when messages have become too many."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.calendar import week_of
from habits.catalogue import Cadence
from habits.catalogue_lists import Each, Per, Period
from habits.dose import base_weeks, eased_turns, is_due, is_fatigued
from habits.people import MONDAY_TO_FRIDAY, Turn, Weekday
from tests.habits.schedules import SUNDAY_TO_THURSDAY, dates, work_weeks

MONDAY = date(2026, 8, 3)
TUESDAY = date(2026, 8, 4)
WEEK = timedelta(days=7)
NOW = datetime(2026, 8, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def due_weeks(turns: tuple[Turn, ...], weeks: int = 8) -> list[int]:
    found = (is_due(MONDAY + n * WEEK, turns, MONDAY_TO_FRIDAY) for n in range(weeks))
    return [n for n, due in enumerate(found) if due]


# --- turns --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turns", "weeks"),
    [
        ((), [0, 1, 2, 3, 4, 5, 6, 7]),
        ((Turn(1, MONDAY),), [0, 1, 2, 3, 4, 5, 6, 7]),
        ((Turn(2, MONDAY),), [0, 2, 4, 6]),
        ((Turn(4, MONDAY + WEEK),), [1, 5]),
        ((Turn(4, None),), [0, 1, 2, 3, 4, 5, 6, 7]),
        ((Turn(4, MONDAY), Turn(2, MONDAY + WEEK)), [0, 1, 3, 4, 5, 7]),
    ],
)
def test_a_prompt_comes_in_a_week_in_which_any_habit_has_its_turn(
    turns: tuple[Turn, ...], weeks: list[int]
) -> None:
    assert due_weeks(turns) == weeks


@given(dates, work_weeks, work_weeks, st.sampled_from([2, 4]), st.integers(0, 60))
def test_a_turn_keeps_its_weeks_under_other_work_days(
    day: date, then: frozenset[Weekday], now: frozenset[Weekday], every: int, later: int
) -> None:
    """A week is the same under both where its middle is in it."""
    turns = (Turn(every, week_of(day, then)),)
    week = week_of(day, then) + later * WEEK
    same = week_of(week + timedelta(days=3), now)
    assert is_due(same, turns, now) == is_due(week, turns, then) == (later % every == 0)


def test_a_turn_that_began_on_a_sunday_goes_on_with_the_monday_after_it() -> None:
    turns = (Turn(2, date(2026, 8, 2)),)
    assert is_due(date(2026, 8, 2), turns, SUNDAY_TO_THURSDAY)
    assert due_weeks(turns) == [0, 2, 4, 6]


def test_rare_habits_begin_with_fewer_prompts() -> None:
    cadences = (
        Cadence(times=1, period=period, each=Each.MANAGER, per=Per.DAY) for period in Period
    )
    assert {str(one.period): base_weeks(one) for one in cadences} == {
        "day": 1,
        "week": 1,
        "opportunity": 1,
        "fortnight": 2,
        "month": 4,
        "quarter": 4,
        "year": 4,
    }


# --- easing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turns", "weeks"),
    [
        ((), [0, 2, 4, 6]),
        ((Turn(1, MONDAY - 3 * WEEK),), [0, 2, 4, 6]),
        ((Turn(2, MONDAY - 2 * WEEK),), [0, 2, 4, 6]),
        ((Turn(4, MONDAY + 2 * WEEK), Turn(2, MONDAY + WEEK)), [2, 6]),
        ((Turn(2, MONDAY + WEEK),), [3, 7]),
        ((Turn(4, MONDAY + WEEK),), [5]),
    ],
)
def test_eased_a_prompt_comes_every_other_week_counted_from_the_last(
    turns: tuple[Turn, ...], weeks: list[int]
) -> None:
    assert due_weeks(eased_turns(turns, TUESDAY, TUESDAY, MONDAY_TO_FRIDAY)) == weeks


turns_of_habits = st.lists(
    st.builds(Turn, st.sampled_from([1, 2, 4]), st.none() | dates), max_size=3
).map(tuple)


@given(turns_of_habits, dates, work_weeks)
def test_eased_no_two_weeks_in_a_row_have_a_prompt_and_each_would_have_had_one(
    turns: tuple[Turn, ...], last: date, work_days: frozenset[Weekday]
) -> None:
    """As a week after the other goes by, and each prompt that is due comes."""
    first = week_of(last, work_days)
    came = [first]
    for week in (first + n * WEEK for n in range(1, 20)):
        if is_due(week, eased_turns(turns, came[-1], week, work_days), work_days):
            assert is_due(week, turns, work_days)
            came.append(week)
    gaps = [after - before for before, after in pairwise(came)]
    assert min(gaps) >= 2 * WEEK
    assert max(gaps) <= 5 * WEEK


# --- fatigue ------------------------------------------------------------------------------------


def sent(*hours_ago: float) -> list[datetime]:
    return [NOW - hours * HOUR for hours in hours_ago]


@pytest.mark.parametrize(
    ("hours_ago", "acted", "too_many"),
    [
        ((24, 96, 168), None, True),
        ((23.9, 96, 168), None, False),
        ((24, 96), None, False),
        ((24, 96, 168, 240), 200, True),
        ((24, 96, 168, 240), 168, True),
        ((24, 96, 168, 240), 167.9, False),
        ((24, 96, 168, 240), 25, False),
        ((24, 96, 168, 240), 23, False),
        ((1, 24, 96, 168), 100, False),
        ((1, 24, 96, 168), 170, True),
    ],
)
def test_three_of_the_last_four_unanswered_for_a_day_are_too_many(
    hours_ago: tuple[float, ...], acted: float | None, too_many: bool
) -> None:
    acted_at = None if acted is None else NOW - acted * HOUR
    assert is_fatigued(sent(*hours_ago), acted_at, NOW) is too_many


@given(
    st.lists(st.integers(0, 2000), max_size=8, unique=True).map(sorted),
    st.none() | st.integers(0, 2000),
)
def test_messages_are_too_many_exactly_where_three_of_four_went_unanswered(
    hours_ago: list[int], acted: int | None
) -> None:
    counted = [one for one in hours_ago if one >= 24][:4]
    unanswered = [one for one in counted if acted is None or acted >= one]
    acted_at = None if acted is None else NOW - acted * HOUR
    assert is_fatigued(sent(*hours_ago), acted_at, NOW) == (len(unanswered) >= 3)
