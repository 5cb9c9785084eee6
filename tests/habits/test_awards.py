"""The rules of the award: its month, its vote, its winners."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from habits.awards import (
    LONGEST_CITATION,
    LONGEST_TROPHY,
    Award,
    Event,
    after,
    before,
    begun_citation,
    faults,
    month_of,
    suggested_end,
    trophies,
    winners,
)
from habits.people import Schedule

SCHEDULE = Schedule("m", "Europe/Stockholm", datetime(2026, 1, 1, tzinfo=UTC))
MARCH_2 = date(2026, 3, 2)


def test_the_vote_ends_on_the_last_but_one_work_day_of_the_month() -> None:
    assert suggested_end(MARCH_2, SCHEDULE, {}) == date(2026, 3, 30)
    assert suggested_end(MARCH_2, SCHEDULE, {date(2026, 3, 31): "off"}) == date(2026, 3, 27)


def test_late_in_the_month_the_vote_ends_on_the_next_work_day() -> None:
    assert suggested_end(date(2026, 3, 30), SCHEDULE, {}) == date(2026, 3, 31)
    assert suggested_end(date(2026, 3, 31), SCHEDULE, {}) == date(2026, 4, 1)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_suggested_end_can_always_be_taken(today: date) -> None:
    end = suggested_end(today, SCHEDULE, {})
    assert faults("x", None, end, today) == {}
    assert end > today
    assert end.weekday() < 5


def test_whoever_has_most_votes_wins_and_as_many_share() -> None:
    assert winners({"a": 2, "b": 1}, ["a", "b"]) == ("a",)
    assert winners({"a": 2, "b": 2, "c": 1}, ["a", "b", "c"]) == ("a", "b")
    assert winners({}, ["a", "b"]) == ()


def test_votes_for_what_is_no_longer_up_do_not_count() -> None:
    assert winners({"gone": 5, "a": 1}, ["a", "b"]) == ("a",)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9)), st.sets(st.sampled_from("abcd"))
)
def test_winners_are_up_and_nobody_has_more(votes: dict[str, int], up: set[str]) -> None:
    won = winners(votes, sorted(up))
    assert set(won) <= up
    assert bool(won) == any(votes.get(one) for one in up)
    for one in won:
        assert all(votes[one] >= votes.get(other, 0) for other in up)


@given(st.lists(st.sampled_from(Event), max_size=12))
def test_an_award_moves_only_as_its_rules_say(events: list[Event]) -> None:
    state = Award.GATHERING
    for event in events:
        moved = after(state, event)
        assert (moved is not None) == (state in before(event))
        state = moved or state
    if state is Award.GIVEN:
        assert {Event.IS_GIVEN, Event.CLOSES_WITH_WINNERS} & set(events)


@given(st.text(max_size=400))
def test_a_lesson_always_fits_as_a_citation(known: str) -> None:
    assert len(begun_citation(known)) <= LONGEST_CITATION


def test_what_does_not_fit_is_named_under_its_field() -> None:
    wrong = faults("x" * (LONGEST_TROPHY + 1), "", date(2026, 3, 1), MARCH_2)
    assert set(wrong) == {"trophy", "citation", "vote_until"}
    assert faults("", "x" * (LONGEST_CITATION + 1), None, MARCH_2).keys() == {"trophy", "citation"}


def test_own_trophies_come_before_ours_and_none_comes_twice() -> None:
    ours = trophies(()).ideas
    assert len(ours) == 3
    assert trophies(("The mug", ours[0])).ideas == ("The mug", *ours)
    assert trophies(("The mug",), chosen="The hat").chosen == "The hat"


def test_a_month_is_named_by_its_first_day() -> None:
    assert month_of(date(2026, 3, 31)) == date(2026, 3, 1)
