"""What may happen to an ask, what is filled in for it, and how the list is said in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.content import load
from habits.content_words import blame_words
from habits.filtering import (
    Choice,
    Decision,
    Summary,
    age,
    as_sentence,
    bundle_note,
    draft_reason,
    draft_reply,
    faults,
    fields_for,
    in_words,
    is_held_back,
    parts_for_team,
    said_to_one,
    suggested_deadline,
    summed_up,
    without_others,
)
from habits.people import Schedule
from habits.texts import say

FORM = load(None).get("filter_request").tool.fields
TODAY = date(2026, 3, 3)  # a Tuesday
STOCKHOLM = Schedule("m", "Europe/Stockholm", datetime(2026, 1, 1, tzinfo=UTC))

choices = st.sampled_from(Choice)
days = st.dates(date(2025, 1, 1), date(2028, 1, 1))
decisions = st.builds(
    Decision,
    choice=choices,
    sensitive=st.booleans(),
    minutes=st.one_of(st.none(), st.integers(-10, 5000)),
    reason=st.text(max_size=200),
    deadline=st.one_of(st.none(), days),
    first_step=st.text(max_size=200),
    reply=st.text(max_size=600),
)


def drafted(choice: Choice) -> Decision:
    """As the form comes: nothing was typed but the choice."""
    reason = draft_reason(choice)
    deadline = suggested_deadline(choice, TODAY, STOCKHOLM, {})
    reply = draft_reply(choice, reason, deadline)
    step = say("filter.first_step")
    return Decision(choice, reason=reason, deadline=deadline, first_step=step, reply=reply)


# --- what a choice needs -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "needed"),
    [
        (Choice.ABSORB, ()),
        (Choice.ANSWER_NOW, ("reply",)),
        (Choice.DECLINE, ("reason", "reply")),
        (Choice.DELAY, ("reason", "deadline", "reply")),
        (Choice.BATCH, ()),
        (Choice.PASS_ON, ("reason", "deadline", "first_step", "reply")),
    ],
)
def test_each_choice_needs_its_own_fields(choice: Choice, needed: tuple[str, ...]) -> None:
    always = {"choice", "sensitive", "minutes"}
    assert tuple(one for one in fields_for(FORM, choice) if one not in always) == needed


def test_the_choices_are_those_of_the_form() -> None:
    [offered] = [field.options for field in FORM if field.id == "choice"]
    assert offered == tuple(Choice)


@pytest.mark.parametrize("choice", Choice)
def test_nothing_has_to_be_typed(choice: Choice) -> None:
    assert faults(FORM, drafted(choice), TODAY) == {}


@pytest.mark.parametrize("choice", Choice)
def test_what_we_draft_judges_nobody(choice: Choice) -> None:
    decision = drafted(choice)
    told = " ".join((decision.reason, decision.first_step, decision.reply, choice.about))
    assert blame_words(told) == []


# --- what is refused -----------------------------------------------------------------------


@given(decisions)
def test_what_concerns_safety_pay_or_hr_is_passed_on_or_refused(decision: Decision) -> None:
    found = faults(FORM, decision, TODAY)
    refused = decision.sensitive and decision.choice is not Choice.PASS_ON
    assert ("choice" in found) == refused


@given(decisions)
def test_what_is_taken_has_everything_that_its_choice_needs(decision: Decision) -> None:
    if faults(FORM, decision, TODAY):
        return
    needed = fields_for(FORM, decision.choice)
    texts = {"reason": 150, "first_step": 150, "reply": 500}
    for name, most in texts.items():
        if name in needed:
            assert 0 < len(getattr(decision, name).strip()) <= most
    if "deadline" in needed:
        assert decision.deadline is not None
        assert TODAY <= decision.deadline <= TODAY + timedelta(days=366)
    assert decision.minutes is None or 1 <= decision.minutes <= 2400


@given(decisions)
def test_what_a_choice_does_not_need_is_neither_checked_nor_kept(decision: Decision) -> None:
    kept = without_others(FORM, decision)
    assert faults(FORM, kept, TODAY) == faults(FORM, decision, TODAY)
    needed = fields_for(FORM, decision.choice)
    assert kept.reason == (decision.reason if "reason" in needed else "")
    assert kept.deadline == (decision.deadline if "deadline" in needed else None)


def test_what_is_delayed_comes_back_on_a_later_day() -> None:
    delayed, passed = drafted(Choice.DELAY), drafted(Choice.PASS_ON)
    for decision in (delayed, passed):
        assert faults(FORM, _on(decision, TODAY - timedelta(days=1)), TODAY).keys() == {"deadline"}
    assert faults(FORM, _on(delayed, TODAY), TODAY).keys() == {"deadline"}
    assert faults(FORM, _on(passed, TODAY), TODAY) == {}


def _on(decision: Decision, day: date) -> Decision:
    return Decision(
        decision.choice,
        reason=decision.reason,
        deadline=day,
        first_step=decision.first_step,
        reply=decision.reply,
    )


# --- drafts --------------------------------------------------------------------------------


def test_a_reply_gives_the_reason_and_the_date() -> None:
    reply = draft_reply(Choice.DELAY, "we close the quarter", date(2026, 4, 1))
    assert "We close the quarter. I will come back to you on Wednesday 1 April." in reply


@given(st.sampled_from([one for one in Choice if one.has_reply]), st.text(max_size=150), days)
def test_a_drafted_reply_always_fits(choice: Choice, reason: str, day: date) -> None:
    reply = draft_reply(choice, reason, day)
    assert 0 < len(reply) <= 500
    assert reply == " ".join(reply.split())


def test_nobody_waits_for_an_answer_to_what_is_absorbed_or_held() -> None:
    assert [one for one in Choice if not one.has_reply] == [Choice.ABSORB, Choice.BATCH]
    assert draft_reply(Choice.BATCH, "", None) == ""


@given(choices, days, st.sets(days, max_size=20))
def test_a_suggested_date_is_a_work_day_ahead(choice: Choice, today: date, off: set[date]) -> None:
    day = suggested_deadline(choice, today, STOCKHOLM, dict.fromkeys(off, "off"))
    assert day > today
    assert day.weekday() < 5
    assert day not in off


def test_a_reason_becomes_a_sentence() -> None:
    assert as_sentence(" finance needs it ") == "Finance needs it."
    assert as_sentence("Why now?") == "Why now?"
    assert as_sentence("  ") == ""


def test_the_team_reads_the_ask_with_why_by_when_and_first_step() -> None:
    parts = parts_for_team("All numbers", "the audit is near", date(2026, 3, 6), "send yours")
    assert [(part.label, part.text) for part in parts] == [
        ("The ask", "All numbers"),
        ("Why", "The audit is near."),
        ("By when", "Friday 6 March"),
        ("First step", "Send yours."),
    ]
    said = said_to_one("All numbers", "the audit is near", date(2026, 3, 6), "send yours")
    assert said.splitlines()[1:] == [f"{part.label}: {part.text}" for part in parts]


@given(st.lists(st.text(max_size=1000), max_size=10))
def test_the_note_of_a_bundle_fits_and_has_a_line_for_each_ask(asks: list[str]) -> None:
    note = bundle_note(asks, 600)
    assert len(note) <= 600
    assert len(note.split("\n")) == max(1, len(asks))


# --- in words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [(0, "since today"), (1, "since yesterday"), (3, "since Saturday"), (9, "9 days")],
)
def test_an_ask_says_how_long_it_waits(days_ago: int, words: str) -> None:
    assert age(TODAY - timedelta(days=days_ago), TODAY) == words


def test_an_ask_counts_as_held_back_until_the_team_has_it() -> None:
    assert [one for one in Choice if not is_held_back(one, None)] == [Choice.PASS_ON]
    assert not is_held_back(Choice.BATCH, "post")
    assert is_held_back(Choice.DELAY, None)


asks = st.lists(
    st.tuples(
        choices.map(str), st.one_of(st.none(), st.integers(1, 2400)), st.sampled_from([None, "p"])
    )
)


@given(asks)
def test_held_back_are_never_more_than_came_in(
    told: list[tuple[str, int | None, str | None]],
) -> None:
    summary = summed_up(told)
    assert 0 <= summary.held <= summary.asks == len(told)
    words = in_words(summary)
    assert (words == "") == (not told)
    assert ("estimate" in words) == (summary.minutes is not None)


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (Summary(), ""),
        (Summary(0, 1), "One ask came in, and it went on to the team."),
        (Summary(0, 4), "4 asks came in, and all of them went on to the team."),
        (Summary(1, 1), "Held back the one ask that came in."),
        (Summary(7, 11), "Held back 7 of 11 asks."),
        (
            Summary(7, 11, 180),
            "Held back 7 of 11 asks, about 3 hours of selling time by your own estimate.",
        ),
        (
            Summary(7, 11, 100),
            "Held back 7 of 11 asks, about 1½ hours of selling time by your own estimate.",
        ),
        (
            Summary(2, 3, 10),
            "Held back 2 of 3 asks, less than half an hour of selling time by your own estimate.",
        ),
        (
            Summary(2, 3, 44),
            "Held back 2 of 3 asks, about half an hour of selling time by your own estimate.",
        ),
        (
            Summary(2, 3, 45),
            "Held back 2 of 3 asks, about 1 hour of selling time by your own estimate.",
        ),
    ],
)
def test_the_sum_is_one_sentence_that_names_its_guess(summary: Summary, words: str) -> None:
    assert in_words(summary) == words
