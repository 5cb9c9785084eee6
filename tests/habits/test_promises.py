"""Promises: kept, moved before anybody has to ask, handed back; closed ones stay as they are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.errors import WrongField
from habits.people import MONDAY_TO_FRIDAY, Rhythm, Schedule, Weekday
from habits.promises import (
    DUE,
    LONGEST,
    TOLD,
    WORDS,
    Promise,
    PromiseState,
    handed_back,
    kept,
    moved,
    opened_again,
    promised,
    usual_due,
)
from tests.bot.fakes import SUNDAY

TUESDAY = date(2026, 3, 3)
FRIDAY = date(2026, 3, 6)
LIST = Promise("Send Ben the price list", FRIDAY)
MONDAYS = Schedule("m", "Europe/Stockholm", SUNDAY, work_days=frozenset({Weekday.MONDAY}))
WEEK = Schedule("m", "Europe/Stockholm", SUNDAY, MONDAY_TO_FRIDAY, rhythm=Rhythm())


def test_a_promise_needs_words_and_a_date_that_has_not_passed() -> None:
    assert promised("  Send\nBen the list ", TUESDAY, TUESDAY).words == "Send Ben the list"
    wrong = (
        (WORDS, " \n ", FRIDAY),
        (WORDS, "x" * 3000, FRIDAY),
        (DUE, "Send it", None),
        (DUE, "Send it", date(2026, 3, 2)),
    )
    for field, words, due in wrong:
        with pytest.raises(WrongField) as refused:
            promised(words, due, TUESDAY)
        assert refused.value.field == field


def test_a_promise_is_moved_to_another_date_with_what_was_said() -> None:
    changed = moved(LIST, FRIDAY + timedelta(days=3), "It takes\nuntil Monday", TUESDAY)
    assert changed == Promise(LIST.words, date(2026, 3, 9), told="It takes until Monday")
    for field, due, told in (
        (DUE, FRIDAY, "The same date"),
        (DUE, date(2026, 3, 2), "A date that has passed"),
        (DUE, None, "No date"),
        (TOLD, date(2026, 3, 9), "  "),
        (TOLD, date(2026, 3, 9), "x" * (LONGEST + 1)),
    ):
        with pytest.raises(WrongField) as refused:
            moved(LIST, due, told, TUESDAY)
        assert refused.value.field == field


def test_handing_back_needs_words_as_well() -> None:
    with pytest.raises(WrongField):
        handed_back(LIST, "")
    assert handed_back(LIST, "Amy knows more") == Promise(
        LIST.words, FRIDAY, PromiseState.HANDED_BACK, "Amy knows more"
    )


def test_by_itself_a_promise_is_for_the_last_work_day_of_the_week() -> None:
    assert usual_due(TUESDAY, WEEK, {}) == FRIDAY
    assert usual_due(TUESDAY, WEEK, {FRIDAY: "Holiday"}) == date(2026, 3, 5)
    assert usual_due(FRIDAY, WEEK, {}) == date(2026, 3, 13)
    assert usual_due(date(2026, 3, 2), MONDAYS, {}) == date(2026, 3, 9)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.frozensets(st.sampled_from(Weekday)))
def test_the_usual_date_is_always_to_come(today: date, work_days: frozenset[Weekday]) -> None:
    schedule = Schedule("m", "Europe/Stockholm", SUNDAY, work_days=work_days)
    assert today < usual_due(today, schedule, {}) <= today + timedelta(days=14)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["kept", "moved", "back", "again"]),
        st.integers(0, 20),
        st.sampled_from(["Later, sorry", "Ask Amy"]),
    ),
    max_size=12,
)


@given(ACTS)
def test_whatever_is_pressed_a_closed_promise_changes_only_by_being_opened(
    acts: list[tuple[str, int, str]],
) -> None:
    promise = LIST
    for act, days, told in acts:
        before, day = promise, TUESDAY + timedelta(days=days)
        match act:
            case "kept":
                changed = kept(promise)
            case "moved" if day != promise.due_on:
                changed = moved(promise, day, told, TUESDAY)
            case "back":
                changed = handed_back(promise, told)
            case "again":
                changed = opened_again(promise)
            case _:
                continue
        promise = changed or promise
        assert (changed is None) == (before.is_open == (act == "again"))
        assert promise.words == LIST.words
        assert promise.due_on == before.due_on or act == "moved"
        assert promise.told is not None or promise.state is not PromiseState.HANDED_BACK
