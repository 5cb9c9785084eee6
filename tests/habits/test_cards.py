"""Cards: which outcome counts, what both see, who is next, and the short list."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.content import load
from habits.cards import (
    KEYS,
    counts,
    for_both,
    is_card,
    leads_to,
    list_lines,
    longest_waiting,
    missing,
    outcome_field,
    quarter_of,
)

CATALOGUE = load(None)
DONE = {
    "listen_first": {"their_idea_is_in", "found_together"},
    "size_mistake": {"trivial", "small", "costly"},
    "belonging": {"talked", "view_invited"},
    "land_feedback": {"in_their_own_words", "heard"},
    "people_first": {"people"},
    "stay_talk": {"held", "held_with_action"},
}


def test_there_are_six_cards_and_the_catalogue_knows_them_as_such() -> None:
    assert {key for key, habit in CATALOGUE.habits.items() if is_card(habit)} == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_only_an_outcome_in_which_the_habit_was_done_counts(key: str) -> None:
    options = outcome_field(CATALOGUE.get(key)).options or ()
    assert {one for one in options if counts(key, one)} == DONE[key]


def test_what_could_follow_is_a_habit_of_the_catalogue() -> None:
    found = [
        leads_to(key, one)
        for key in KEYS
        for one in outcome_field(CATALOGUE.get(key)).options or ()
    ]
    assert {one for one in found if one} == {"thank_creative_mistake", "blame_free_debrief"}
    assert all(one in CATALOGUE.habits for one in found if one)


def test_the_rep_reads_the_plan_or_the_action_and_never_how_it_went() -> None:
    typed = {"plan": " Call the buyer ", "rep": "U0BEN", "outcome": "found_together"}
    assert for_both("listen_first", "found_together", typed) == {"plan": "Call the buyer"}
    assert for_both("listen_first", "i_advised_first", typed) == {}
    action = {"action": "A day at home", "by": "2026-03-20", "rep": "U0BEN"}
    assert for_both("stay_talk", "held_with_action", action) == {
        "action": "A day at home",
        "by": "2026-03-20",
    }
    assert for_both("stay_talk", "date_set", action) == {}


@pytest.mark.parametrize(
    ("key", "outcome", "typed", "needed"),
    [
        ("listen_first", "found_together", {}, ()),
        ("listen_first", "found_together", {"plan": "Call"}, ("rep",)),
        ("listen_first", "i_advised_first", {"plan": "Call"}, ()),
        ("stay_talk", "held", {}, ()),
        ("stay_talk", "held_with_action", {"rep": "U0BEN"}, ("action", "by")),
        ("stay_talk", "date_set", {}, ("by",)),
        ("size_mistake", "costly", {}, ()),
    ],
)
def test_what_an_outcome_needs(
    key: str, outcome: str, typed: dict[str, str], needed: tuple[str, ...]
) -> None:
    assert missing(key, outcome, typed) == needed


TEAM = ["U1", "U2", "U3", "U4"]


@given(st.lists(st.sampled_from(TEAM), max_size=40))
def test_whoever_was_met_last_comes_last_and_everybody_has_a_turn(met: list[str]) -> None:
    last = {user: date.fromordinal(700_000 + n) for n, user in enumerate(met)}
    turn = longest_waiting(TEAM, last)
    assert sorted(turn) == TEAM
    assert [last.get(user, date.min) for user in turn] == sorted(
        last.get(user, date.min) for user in TEAM
    )
    if met:
        assert turn[-1] == met[-1]


def test_who_follows_the_list_meets_everybody_before_anybody_twice() -> None:
    last: dict[str, date] = {}
    order: list[str] = []
    for n in range(8):
        person = longest_waiting(TEAM, last)[0]
        last[person] = date.fromordinal(700_000 + n)
        order.append(person)
    assert order == TEAM * 2


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
    ],
)
def test_a_quarter_is_named_by_its_first_day(day: date, first: date) -> None:
    assert quarter_of(day) == first


def test_the_list_is_what_was_typed_without_bullets_and_empty_lines() -> None:
    typed = "- A lost key customer\r\n\n  • A wrong   price\n*  \nA broken promise\x00"
    assert list_lines(typed) == ("A lost key customer", "A wrong price", "A broken promise")


@given(st.text(max_size=300))
def test_whatever_is_typed_makes_clean_lines(text: str) -> None:
    for line in list_lines(text):
        assert line == " ".join(line.split())
        assert line
