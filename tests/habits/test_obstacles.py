"""Obstacles: told or noted, taken on until a date, and ended by an answer alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.errors import WrongField
from habits.obstacles import (
    ANSWER,
    BLOCKED,
    DUE,
    ENDING,
    ENDINGS,
    HOLDS_UP,
    Obstacle,
    ObstacleState,
    answered,
    noted,
    taken,
    told,
    usual_due,
)
from habits.people import Schedule, Weekday
from tests.bot.fakes import SUNDAY

TUESDAY = date(2026, 3, 3)
THURSDAY = date(2026, 3, 5)
LEGAL = Obstacle("Legal has the contract")
WEEK = Schedule("m", "Europe/Stockholm", SUNDAY)


def test_what_is_in_the_way_needs_words_and_few_of_them() -> None:
    assert told(" Legal\nhas the contract ", "") == LEGAL
    for field, blocked, holds_up in (
        (BLOCKED, " ", "x"),
        (BLOCKED, "x" * 3000, ""),
        (HOLDS_UP, "x", "x" * 3000),
    ):
        with pytest.raises(WrongField) as refused:
            told(blocked, holds_up)
        assert refused.value.field == field


def test_what_was_heard_is_taken_on_with_a_date() -> None:
    found = noted("Legal has the contract", THURSDAY, TUESDAY)
    assert (found.state, found.noted) == (ObstacleState.TAKEN, True)
    for due in (None, date(2026, 3, 2)):
        with pytest.raises(WrongField) as refused:
            noted("Legal", due, TUESDAY)
        assert refused.value.field == DUE


def test_an_answer_says_how_it_stands_and_what_follows() -> None:
    for field, ending, answer in (
        (ENDING, "", "Words"),
        (ENDING, "told", "Words"),
        (ANSWER, "gone", " "),
        (ANSWER, "gone", "x" * 3000),
    ):
        with pytest.raises(WrongField) as refused:
            answered(LEGAL, ending, answer)
        assert refused.value.field == field
    ended = answered(LEGAL, "stays", "Until May, since legal is short of people")
    assert ended is not None
    assert not ended.is_open


def test_by_itself_the_answer_is_for_the_third_work_day() -> None:
    assert usual_due(TUESDAY, WEEK, {}) == date(2026, 3, 6)
    assert usual_due(THURSDAY, WEEK, {date(2026, 3, 9): "Holiday"}) == date(2026, 3, 11)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.frozensets(st.sampled_from(Weekday)))
def test_the_usual_date_is_always_to_come(today: date, work_days: frozenset[Weekday]) -> None:
    schedule = Schedule("m", "Europe/Stockholm", SUNDAY, work_days=work_days)
    assert today < usual_due(today, schedule, {}) <= today + timedelta(days=28)


ACTS = st.lists(
    st.tuples(st.sampled_from(["take", *ENDINGS]), st.integers(0, 30)), min_size=1, max_size=10
)


@given(st.sampled_from([LEGAL, Obstacle("x", "y", True, THURSDAY, ObstacleState.TAKEN)]), ACTS)
def test_the_first_answer_stands_and_nothing_changes_after_it(
    obstacle: Obstacle, acts: list[tuple[str, int]]
) -> None:
    for act, days in acts:
        before = obstacle
        if act == "take":
            changed = taken(obstacle, TUESDAY + timedelta(days=days), TUESDAY)
        else:
            changed = answered(obstacle, act, f"Answer {days}")
        obstacle = changed or obstacle
        assert (changed is None) == (not before.is_open)
        assert (obstacle.blocked, obstacle.noted) == (before.blocked, before.noted)
        assert obstacle.is_open == (obstacle.answer is None)
        assert (obstacle.state is ObstacleState.TAKEN) <= (obstacle.due_on is not None)
