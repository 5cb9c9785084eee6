"""Which event some words mean."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.catalogue_lists import Cue
from habits.happening import LISTED, UnknownEvent, find_event, in_a_sentence, to_list, typed_as
from habits.plans import event_words
from habits.strip import BY_ITSELF

EVENTS = [cue for cue in Cue if cue not in BY_ITSELF]


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("lost-deal", Cue.LOST_DEAL),
        ("lost deal", Cue.LOST_DEAL),
        ("Lost_Deal!", Cue.LOST_DEAL),
        ("a lost deal", Cue.LOST_DEAL),
        ("call", Cue.CUSTOMER_CALL),
        ("deal", Cue.LOST_DEAL),
        ("win", Cue.CUSTOMER_WIN),
        ("1:1", Cue.ONE_ON_ONE),
        ("one on one", Cue.ONE_ON_ONE),
        ("decision", Cue.DECISION_AHEAD),
        ("team meeting", Cue.TEAM_MEETING),
        ("question from above", Cue.ESCALATION),
    ],
)
def test_an_event_is_found_by_its_key_its_name_or_the_beginning_of_its_words(
    words: str, event: Cue
) -> None:
    assert find_event(words) is event


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_is_found_as_it_is_typed_and_as_it_is_read(event: Cue) -> None:
    for words in (typed_as(event), event.value, event_words(event), in_a_sentence(event)):
        assert find_event(words) is event


def test_words_that_fit_several_events_are_asked_about() -> None:
    with pytest.raises(UnknownEvent, match=r"own-mistake.*shared-mistake"):
        find_event("mistake")


def test_words_that_come_near_an_event_are_answered_with_it() -> None:
    with pytest.raises(UnknownEvent, match="lost-deal"):
        find_event("last-deel")


def test_words_that_come_near_nothing_are_answered_with_the_way_on() -> None:
    with pytest.raises(UnknownEvent, match="/trust happened"):
        find_event("zzz")


@pytest.mark.parametrize("words", ["", "   ", "?", "any_week", "week_start", "month_end"])
def test_what_comes_by_itself_and_nothing_at_all_are_no_events(words: str) -> None:
    with pytest.raises(UnknownEvent):
        find_event(words)


@given(st.text(max_size=60))
def test_any_words_are_an_event_or_a_refusal(words: str) -> None:
    with suppress(UnknownEvent):
        assert find_event(words) in EVENTS


@given(st.frozensets(st.sampled_from(EVENTS), max_size=6))
def test_the_list_has_twelve_and_begins_with_what_matters_to_the_person(
    mine: frozenset[Cue],
) -> None:
    shown = to_list(mine)
    assert len(shown) == LISTED
    first = [cue for cue in shown if cue in mine]
    assert list(shown[: len(first)]) == first
