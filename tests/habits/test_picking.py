"""Which of several habits a prompt is about."""

from hypothesis import given
from hypothesis import strategies as st

from habits.catalogue_lists import Cue
from habits.picking import Ready, pick
from habits.strip import BY_ITSELF

WHY = Ready("share_why", frozenset({Cue.DECISION_AHEAD}), strength=0.5)
COACH = Ready("coach_11", frozenset({Cue.ONE_ON_ONE}), strength=0.2)
DIRECTION = Ready("direction", frozenset({Cue.WEEK_START}), strength=0.9)
READY = st.builds(
    Ready,
    st.uuids().map(str),
    st.frozensets(st.sampled_from(Cue), min_size=1, max_size=3),
    st.booleans(),
    st.floats(0, 1),
    st.booleans(),
)
NAMED = st.frozensets(st.sampled_from(Cue), max_size=3)


def not_due(one: Ready) -> Ready:
    return Ready(one.habit, one.cues, False, one.strength, one.recorded)


def test_without_a_tick_the_focus_is_asked_for() -> None:
    assert pick([WHY, COACH, DIRECTION]) == "share_why"


def test_a_tick_that_fits_the_focus_keeps_it() -> None:
    assert pick([WHY, COACH], {Cue.DECISION_AHEAD, Cue.ONE_ON_ONE}) == "share_why"


def test_a_tick_that_fits_another_habit_alone_takes_that_one() -> None:
    assert pick([WHY, COACH, DIRECTION], {Cue.ONE_ON_ONE}) == "coach_11"


def test_a_tick_that_fits_no_habit_leaves_the_focus() -> None:
    assert pick([WHY, COACH], {Cue.LOST_DEAL}) == "share_why"


def test_a_habit_whose_turn_does_not_come_is_not_asked_for_by_a_tick() -> None:
    assert pick([WHY, not_due(COACH)], {Cue.ONE_ON_ONE}) == "share_why"
    assert pick([not_due(WHY)], {Cue.DECISION_AHEAD}) is None


def test_where_it_is_not_the_turn_of_the_focus_the_weakest_is_asked_for() -> None:
    assert pick([not_due(WHY), DIRECTION, COACH]) == "coach_11"


def test_none_of_these_leaves_out_what_waits_for_events() -> None:
    assert pick([WHY, DIRECTION], none_of_these=True) == "direction"


def test_none_of_these_leaves_out_nothing_where_all_wait_for_events() -> None:
    assert pick([WHY, COACH], none_of_these=True) == "share_why"


def test_what_a_record_brings_is_not_left_out_by_none_of_these() -> None:
    coach = Ready(COACH.habit, COACH.cues, recorded=True)
    assert pick([WHY, coach], none_of_these=True) == "coach_11"


@given(st.lists(READY, max_size=3), NAMED, st.booleans())
def test_what_is_asked_for_is_due_and_something_is_asked_for_where_one_is_due(
    habits: list[Ready], named: frozenset[Cue], none: bool
) -> None:
    chosen = pick(habits, named, none_of_these=none)
    due = [one for one in habits if one.due]
    assert (chosen is None) == (not due)
    assert chosen is None or chosen in [one.habit for one in due]


@given(st.lists(READY, min_size=1, max_size=3), NAMED)
def test_what_was_named_goes_before_all_that_was_not(
    habits: list[Ready], named: frozenset[Cue]
) -> None:
    chosen = next((one for one in habits if one.habit == pick(habits, named)), None)
    fits = [one for one in habits if one.due and one.cues & named]
    assert chosen is None or not fits or chosen in fits


@given(st.lists(READY, min_size=1, max_size=3))
def test_none_of_these_asks_for_an_event_only_where_nothing_else_is_due(
    habits: list[Ready],
) -> None:
    chosen = next((one for one in habits if one.habit == pick(habits, none_of_these=True)), None)
    others = [one for one in habits if one.due and (one.cues & BY_ITSELF or one.recorded)]
    assert chosen is None or not others or chosen in others
