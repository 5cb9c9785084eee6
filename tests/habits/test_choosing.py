import json
import math
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habits.choosing import (
    OUTCOME_WINDOWS,
    POLICY,
    Candidate,
    Situation,
    UnknownPolicy,
    choose,
    from_record,
    plan_sentence,
    replay,
    to_record,
)

TODAY = date(2026, 3, 10)
FACTS = ("booked_call", "month_end", "open_batch", "quarter_start")


def a_situation(*candidates: Candidate, **changes: object) -> Situation:
    usual = Situation(
        decision_key="prompt:m1:2026-03-10:prompt-1",
        manager="m1",
        habit="share_why",
        moment=datetime(2026, 3, 10, 9, tzinfo=UTC),
        today=TODAY,
        candidates=candidates,
    )
    return replace(usual, **changes)


def lines(count: int) -> list[Candidate]:
    return [Candidate(f"share_why/{number}") for number in range(1, count + 1)]


days_ago = st.integers(0, 60).map(lambda days: TODAY - timedelta(days=days))
candidates = st.lists(
    st.builds(
        Candidate,
        wording=st.integers(1, 40).map(lambda number: f"share_why/{number}"),
        needs=st.lists(st.sampled_from(FACTS), max_size=2, unique=True).map(tuple),
        last_shown=st.none() | days_ago,
    ),
    max_size=9,
    unique_by=lambda candidate: candidate.wording,
).map(tuple)
situations = st.builds(
    Situation,
    decision_key=st.text(max_size=40),
    manager=st.sampled_from(["m1", "m2"]),
    habit=st.just("share_why"),
    moment=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    today=st.just(TODAY),
    candidates=candidates,
    facts=st.lists(st.sampled_from(FACTS), unique=True).map(lambda facts: tuple(sorted(facts))),
    plan_turn=st.booleans(),
    available=st.booleans(),
    reasons=st.lists(st.text(max_size=20), max_size=2).map(tuple),
    catalogue=st.text("0123456789abcdef", max_size=64),
    context=st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
)


@given(situations)
def test_a_line_shown_within_28_days_waits_while_another_one_fits(situation: Situation) -> None:
    chosen = choose(situation).chosen
    shown = {candidate.wording: candidate.last_shown for candidate in situation.candidates}
    last = shown.get(chosen or "")
    assert last is None or TODAY - last >= timedelta(days=28)


@given(situations)
def test_only_lines_that_are_true_now_are_chosen(situation: Situation) -> None:
    decision = choose(situation)
    needs = {candidate.wording: candidate.needs for candidate in situation.candidates}
    for line in decision.eligible:
        assert set(needs.get(line, ())) <= set(situation.facts)
    assert decision.chosen is None or decision.chosen in decision.eligible


@given(situations)
def test_the_probabilities_belong_to_the_eligible_lines_and_are_1_together(
    situation: Situation,
) -> None:
    decision = choose(situation)
    assert len(decision.probabilities) == len(decision.eligible)
    if situation.available:
        assert math.isclose(sum(decision.probabilities), 1)
        assert decision.chosen is not None
    else:
        assert decision.chosen is None
        assert decision.send_probability == 0


@given(situations)
def test_each_eligible_line_has_at_least_the_floor(situation: Situation) -> None:
    decision = choose(situation)
    for probability in decision.probabilities:
        assert probability >= max(0.05, 0.3 / len(decision.eligible))


@given(situations)
def test_a_decision_survives_being_stored_as_json(situation: Situation) -> None:
    decision = choose(situation)
    assert from_record(json.loads(json.dumps(to_record(decision)))) == decision


def test_a_thousand_decisions_are_made_again_from_their_records_alone() -> None:
    stored: list[str] = []
    made = []
    for number in range(1000):
        pool = tuple(
            Candidate(
                f"share_why/{line}",
                FACTS[: (number + line) % 3],
                None if (number * line) % 4 else TODAY - timedelta(days=(number * 7 + line) % 50),
            )
            for line in range(1, 2 + number % 9)
        )
        decision = choose(
            a_situation(
                *pool,
                decision_key=f"prompt:m{number % 17}:{number}",
                facts=FACTS[: number % 5],
                plan_turn=number % 5 == 0,
                available=number % 11 != 0,
                reasons=("paused",) if number % 11 == 0 else (),
                context={"weeks": str(number)},
            )
        )
        made.append(decision)
        stored.append(json.dumps(to_record(decision)))
    assert [replay(json.loads(record)) for record in stored] == made
    assert len({decision.chosen for decision in made}) > 8


def test_a_record_that_was_altered_does_not_replay_to_itself() -> None:
    record = to_record(choose(a_situation(*lines(6))))
    record["chosen"] = "share_why/99"
    assert replay(record) != from_record(record)


def test_a_record_of_other_rules_is_not_replayed_by_ours() -> None:
    record = {**to_record(choose(a_situation(*lines(2)))), "policy": "rhythm-0"}
    with pytest.raises(UnknownPolicy, match=r"rhythm-0.*this version has “rhythm-1”"):
        replay(record)


def test_the_draw_for_a_known_key_stays_the_same_for_ever() -> None:
    decision = choose(a_situation(*lines(6)))
    assert (decision.seed, decision.chosen) == (5051848984368580, "share_why/2")
    assert decision.policy == POLICY
    assert decision.outcome_windows == OUTCOME_WINDOWS == {"action_hours": 48, "answered_hours": 24}


def test_the_draw_is_even_over_many_keys() -> None:
    draws = 6000
    counts = Counter(
        choose(a_situation(*lines(6), decision_key=f"prompt:m1:{number}")).chosen
        for number in range(draws)
    )
    assert len(counts) == 6
    # Five standard deviations of a count: an even draw is outside once in two million runs.
    tolerance = 5 * math.sqrt(draws * (1 / 6) * (5 / 6))
    for count in counts.values():
        assert abs(count - draws / 6) < tolerance


def test_neighbouring_keys_draw_independently() -> None:
    draws = [
        choose(a_situation(*lines(2), decision_key=f"prompt:m1:{number}")).chosen
        for number in range(4000)
    ]
    same = sum(first == second for first, second in pairwise(draws))
    assert abs(same - 2000) < 5 * math.sqrt(1000)


def test_a_line_is_fresh_again_on_the_28th_day() -> None:
    tired = Candidate("share_why/1", last_shown=TODAY - timedelta(days=27))
    fresh = Candidate("share_why/2", last_shown=TODAY - timedelta(days=28))
    assert choose(a_situation(tired, fresh)).eligible == ("share_why/2",)


def test_the_plan_sentence_comes_when_every_line_was_shown_lately() -> None:
    tired = Candidate("share_why/1", last_shown=TODAY - timedelta(days=3))
    decision = choose(a_situation(tired))
    assert (decision.eligible, decision.probabilities) == (("share_why/plan",), (1.0,))
    assert decision.chosen == plan_sentence("share_why")


def test_the_plan_sentence_stands_alone_when_it_is_its_turn() -> None:
    decision = choose(a_situation(*lines(6), plan_turn=True))
    assert (decision.eligible, decision.probabilities) == (("share_why/plan",), (1.0,))


def test_where_nothing_may_be_sent_nothing_is_chosen_and_the_reason_is_kept() -> None:
    decision = choose(a_situation(*lines(6), available=False, reasons=("paused",)))
    assert (decision.eligible, decision.chosen) == ((), None)
    assert to_record(decision)["situation"]["reasons"] == ["paused"]
