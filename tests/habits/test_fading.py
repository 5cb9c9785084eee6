"""Fading: a habit that goes well is prompted less often, never the other way round."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.catalogue_lists import Period
from habits.fading import RARELY, Turns, is_second_nature, next_every, rate
from habits.strip import Mark, Strip, Word

MONDAY = date(2026, 6, 1)
WEEK = timedelta(days=7)
LONG_AGO = MONDAY - 10 * WEEK

MARKS = {
    "x": Mark.DONE,
    "?": Mark.OPEN,
    "o": Mark.MISSED,
    "-": Mark.EXCUSED,
    ".": Mark.BEFORE,
}


def shown(signs: str) -> Strip:
    return Strip(tuple(MARKS[sign] for sign in signs), Period.WEEK)


@pytest.mark.parametrize(
    ("signs", "reached"),
    [("xxxx", 1), ("oxxx", 0.75), ("xxxxo--o", 0.5), ("..--x", 1), ("....", None), ("xxo?", 2 / 3)],
)
def test_the_rate_is_that_of_the_last_four_weeks_that_counted(
    signs: str, reached: float | None
) -> None:
    assert rate(shown(signs)) == reached


@pytest.mark.parametrize(
    ("signs", "every", "base", "since", "then"),
    [
        ("xxxx", 1, 1, LONG_AGO, 2),
        ("xxxo", 2, 1, LONG_AGO, 4),
        ("xxxx", 4, 1, LONG_AGO, 4),  # not less often than every fourth week
        ("xxxx", 2, 2, LONG_AGO, 4),
        ("xxxx", 4, 4, LONG_AGO, 4),
        ("xxoo", 2, 1, LONG_AGO, 2),  # half of it: neither well nor badly
        ("xooo", 4, 1, LONG_AGO, 1),
        ("xooo", 4, 2, LONG_AGO, 2),
        ("oooo", 1, 1, LONG_AGO, 1),
        (".xxx", 1, 1, LONG_AGO, 1),  # too few weeks to tell
        ("xxxx", 1, 1, MONDAY - 3 * WEEK, 1),  # changed too lately
        ("xxxx", 1, 1, MONDAY - 4 * WEEK, 2),
        ("oooo", 4, 1, MONDAY - WEEK, 1),  # what goes badly does not wait
        ("----", 4, 1, LONG_AGO, 4),
    ],
)
def test_how_often_the_prompt_falls_due_follows_from_the_rate(
    signs: str, every: int, base: int, since: date, then: int
) -> None:
    assert next_every(Turns(every, base, since), shown(signs), MONDAY) == then


@given(
    st.lists(st.sampled_from(list(Mark)), min_size=12, max_size=12),
    st.sampled_from([(1, 1), (2, 1), (4, 1), (2, 2), (4, 2), (4, 4)]),
    st.integers(0, 8),
)
def test_it_is_never_rarer_than_every_fourth_week_nor_denser_than_at_first(
    marks: list[Mark], steps: tuple[int, int], ago: int
) -> None:
    every, base = steps
    strip = Strip(tuple(marks), Period.WEEK)
    then = next_every(Turns(every, base, MONDAY - ago * WEEK), strip, MONDAY)
    assert base <= then <= RARELY
    assert then in (every, base, 2 * every)


GOES_WELL = "xxxxxxxxxxx?"
THINNED = Turns(2, 1, LONG_AGO)


@pytest.mark.parametrize(
    ("ratings", "signs", "turns", "is_so"),
    [
        ([6, 7], GOES_WELL, THINNED, True),
        ([1, 6, 6], GOES_WELL, THINNED, True),
        ([6, 6], GOES_WELL, Turns(4, 4, LONG_AGO), True),  # nothing to thin
        ([6], GOES_WELL, THINNED, False),
        ([7, 5], GOES_WELL, THINNED, False),
        ([7, 7, 5], GOES_WELL, THINNED, False),
        ([7, 7], "xxxxxxxxxoo?", THINNED, False),
        ([7, 7], "------------", THINNED, False),
        ([7, 7], GOES_WELL, Turns(1, 1, LONG_AGO), False),
    ],
)
def test_second_nature_needs_the_persons_own_word_twice_and_fewer_prompts(
    ratings: list[int], signs: str, turns: Turns, is_so: bool
) -> None:
    assert is_second_nature(ratings, shown(signs), turns) is is_so


def test_the_word_is_the_persons_own_whatever_the_weeks_say() -> None:
    marks = shown(GOES_WELL).marks
    assert Strip(marks, Period.WEEK, second_nature=True).word is Word.SECOND_NATURE
    assert Strip(marks, Period.WEEK).word is Word.STEADY
