"""Who may do what with help on a call."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.riding import (
    Act,
    Erased,
    Outcome,
    Refused,
    Ride,
    Side,
    State,
    Why,
    begin,
    lapse,
    step,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STARTS = NOW + timedelta(days=1)
LATER = STARTS + timedelta(days=1)
OVER = STARTS + timedelta(hours=1)

ACTS = st.tuples(
    st.sampled_from(Side), st.sampled_from(Act), st.integers(min_value=0, max_value=30)
)


def asked(by: Side = Side.REP) -> Ride:
    return begin(by, STARTS, 30)


def booked(by: Side = Side.REP) -> Ride:
    found = step(asked(by), by.other, Act.ACCEPT, NOW)
    assert isinstance(found, Ride)
    return found


@pytest.mark.parametrize("by", Side)
def test_who_was_asked_answers_and_nobody_else(by: Side) -> None:
    assert step(asked(by), by, Act.ACCEPT, NOW) == Refused(Why.NOT_YOURS)
    assert booked(by).state is State.BOOKED


def test_another_time_passes_the_turn_until_both_want_it() -> None:
    moved = step(asked(), Side.MANAGER, Act.OTHER_TIME, NOW, LATER)
    assert isinstance(moved, Ride)
    assert (moved.state, moved.starts_at) == (State.WITH_REP, LATER)
    again = step(moved, Side.REP, Act.OTHER_TIME, NOW, STARTS)
    assert isinstance(again, Ride)
    assert again.state is State.WITH_MANAGER
    agreed = step(again, Side.MANAGER, Act.ACCEPT, NOW)
    assert isinstance(agreed, Ride)
    assert (agreed.state, agreed.starts_at) == (State.BOOKED, STARTS)


def test_a_booked_call_that_is_moved_waits_for_the_other_side() -> None:
    moved = step(booked(), Side.REP, Act.OTHER_TIME, NOW, LATER)
    assert isinstance(moved, Ride)
    assert moved.state is State.WITH_MANAGER


def test_a_time_that_passed_is_not_suggested() -> None:
    for at in (NOW, NOW - timedelta(hours=1), NOW + timedelta(days=366), None):
        assert step(asked(), Side.MANAGER, Act.OTHER_TIME, NOW, at) == Refused(Why.PAST)


def test_a_reps_no_to_an_offer_leaves_nothing_and_so_does_silence() -> None:
    offer = asked(Side.MANAGER)
    assert step(offer, Side.REP, Act.DECLINE, NOW) == Erased()
    assert lapse(offer, STARTS) == Erased()


def test_a_rep_says_no_any_more_after_another_time_for_an_offer_and_nothing_is_kept() -> None:
    moved = step(asked(Side.MANAGER), Side.REP, Act.OTHER_TIME, NOW, LATER)
    assert isinstance(moved, Ride)
    assert step(moved, Side.REP, Act.TAKE_BACK, NOW) == Erased()
    assert step(moved, Side.REP, Act.TAKE_BACK, LATER) == Refused(Why.TOO_LATE)
    assert step(moved, Side.MANAGER, Act.TAKE_BACK, NOW) == Refused(Why.NOT_YOURS)


@pytest.mark.parametrize("by", Side)
def test_what_the_manager_did_not_answer_says_so_whoever_asked_first(by: Side) -> None:
    moved = step(booked(by), Side.REP, Act.OTHER_TIME, NOW, LATER)
    assert isinstance(moved, Ride)
    ended = lapse(moved, LATER)
    assert isinstance(ended, Ride)
    assert ended.state is State.UNANSWERED


def test_a_managers_no_stays_with_its_reason_and_a_request_says_it_went_unanswered() -> None:
    no = step(asked(), Side.MANAGER, Act.DECLINE, NOW)
    assert isinstance(no, Ride)
    assert no.state is State.DECLINED
    silent = lapse(asked(), STARTS)
    assert isinstance(silent, Ride)
    assert silent.state is State.UNANSWERED
    assert lapse(asked(), STARTS - timedelta(seconds=1)) == asked()


@pytest.mark.parametrize("side", Side)
def test_either_side_calls_a_booked_call_off_until_it_begins(side: Side) -> None:
    off = step(booked(), side, Act.CALL_OFF, STARTS - timedelta(minutes=1))
    assert isinstance(off, Ride)
    assert off.state is State.CALLED_OFF
    assert step(booked(), side, Act.CALL_OFF, STARTS) == Refused(Why.TOO_LATE)


@pytest.mark.parametrize("side", Side)
def test_that_it_took_place_can_be_said_once_it_began_also_after_a_no(side: Side) -> None:
    assert step(booked(), side, Act.TOOK_PLACE, NOW) == Refused(Why.TOO_EARLY)
    did_not = step(booked(), side, Act.DID_NOT, OVER)
    assert isinstance(did_not, Ride)
    held = step(did_not, side.other, Act.TOOK_PLACE, OVER)
    assert isinstance(held, Ride)
    assert held.state is State.HELD
    assert step(held, side, Act.DID_NOT, OVER) == held


def test_only_the_rep_takes_a_request_back() -> None:
    taken = step(asked(), Side.REP, Act.TAKE_BACK, NOW)
    assert isinstance(taken, Ride)
    assert taken.state is State.TAKEN_BACK
    assert step(asked(), Side.MANAGER, Act.TAKE_BACK, NOW) == Refused(Why.NOT_YOURS)
    assert step(asked(Side.MANAGER), Side.REP, Act.TAKE_BACK, NOW) == Refused(Why.NOT_YOURS)


@given(by=st.sampled_from(Side), acts=st.lists(ACTS, max_size=12))
def test_whatever_the_two_press_it_is_only_booked_when_both_wanted_that_time(
    by: Side, acts: list[tuple[Side, Act, int]]
) -> None:
    ride = asked(by)
    wanted = {by}
    now = NOW
    for side, act, hours in acts:
        now += timedelta(hours=hours)
        at = now + timedelta(hours=hours, minutes=1)
        outcome: Outcome = step(ride, side, act, now, at)
        match outcome:
            case Erased():
                assert by is Side.MANAGER
                assert side is Side.REP
                assert act in (Act.DECLINE, Act.TAKE_BACK)
                return
            case Refused():
                continue
            case Ride() as new:
                wanted = {side} if act is Act.OTHER_TIME else wanted | {side}
                if new.state is State.BOOKED:
                    assert wanted == set(Side)
                if new.state is State.HELD:
                    assert now >= new.starts_at
                if new.state is State.DECLINED:
                    assert side is Side.MANAGER
                assert new.asked_by is by
                ride = new


@given(by=st.sampled_from(Side), acts=st.lists(ACTS, max_size=12))
def test_nothing_changes_what_is_over(by: Side, acts: list[tuple[Side, Act, int]]) -> None:
    over = (State.DECLINED, State.TAKEN_BACK, State.CALLED_OFF, State.UNANSWERED)
    for state in over:
        ride = Ride(by, state, STARTS, 30)
        for side, act, hours in acts:
            assert isinstance(step(ride, side, act, NOW + timedelta(hours=hours), LATER), Refused)
