from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from habits.prompts import (
    AlreadyAnswered,
    Answer,
    Changed,
    Origin,
    Outcome,
    Prompt,
    Recorded,
    TooOld,
    Word,
    answer_prompt,
    closes_at,
    is_open,
    read_word,
    undo,
)

ASKED = datetime(2026, 8, 4, 8, 3, tzinfo=UTC)
SEVEN_DAYS = timedelta(days=7)
ONE_MINUTE = timedelta(minutes=1)

answers = st.sampled_from(Answer)


def a_prompt(answer: Answer | None = None, snoozed_until: datetime | None = None) -> Prompt:
    return Prompt(
        id="p1",
        manager="m1",
        habit="share_why",
        asked_at=ASKED,
        about_day=date(2026, 8, 4),
        answer=answer,
        answered_at=ASKED + ONE_MINUTE if answer else None,
        snoozed_until=snoozed_until,
        closes_at=ASKED + timedelta(hours=48),
        origin=Origin.SCHEDULED,
    )


# --- answers --------------------------------------------------------------------------------------


@given(answers)
def test_the_first_answer_is_recorded_with_its_instant(answer: Answer) -> None:
    now = ASKED + ONE_MINUTE
    assert answer_prompt(a_prompt(), answer, now=now) == Recorded(
        replace(a_prompt(), answer=answer, answered_at=now)
    )


@given(answers)
def test_the_same_answer_twice_changes_nothing(answer: Answer) -> None:
    prompt = a_prompt(answer)
    assert answer_prompt(prompt, answer, now=ASKED + timedelta(days=1)) == AlreadyAnswered(prompt)


def test_another_answer_changes_it_and_says_what_stood_before() -> None:
    now = ASKED + timedelta(days=3)
    outcome = answer_prompt(a_prompt(Answer.SKIPPED), Answer.DONE, now=now)
    assert outcome == Changed(
        replace(a_prompt(Answer.DONE), answered_at=now), before=Answer.SKIPPED
    )


def test_an_answer_stays_about_the_day_it_was_asked() -> None:
    outcome = answer_prompt(a_prompt(), Answer.DONE, now=ASKED + timedelta(days=2))
    assert outcome.prompt.about_day == date(2026, 8, 4)


def test_an_answer_ends_a_later() -> None:
    snoozed = a_prompt(snoozed_until=ASKED + timedelta(hours=1))
    outcome = answer_prompt(snoozed, Answer.SKIPPED, now=ASKED + ONE_MINUTE)
    assert outcome.prompt.snoozed_until is None


@given(st.none() | answers, answers)
def test_done_and_skip_stay_for_exactly_seven_days(before: Answer | None, answer: Answer) -> None:
    prompt = a_prompt(before)
    in_time = answer_prompt(prompt, answer, now=ASKED + SEVEN_DAYS)
    assert not isinstance(in_time, TooOld)
    late = answer_prompt(prompt, answer, now=ASKED + SEVEN_DAYS + timedelta(microseconds=1))
    assert late == TooOld(prompt)


@given(answers)
def test_undo_takes_an_answer_back(answer: Answer) -> None:
    outcome = undo(a_prompt(answer), now=ASKED + timedelta(days=2))
    assert outcome == Changed(a_prompt(), before=answer)


def test_undo_without_an_answer_changes_nothing() -> None:
    assert undo(a_prompt(), now=ASKED + ONE_MINUTE) == AlreadyAnswered(a_prompt())


def test_undo_is_too_old_after_seven_days() -> None:
    prompt = a_prompt(Answer.DONE)
    assert undo(prompt, now=ASKED + SEVEN_DAYS + ONE_MINUTE) == TooOld(prompt)


class AnsweringAPrompt(RuleBasedStateMachine):
    """Clicks in any order at any time, checked against the plainest possible memory."""

    def __init__(self) -> None:
        super().__init__()
        self.now = ASKED
        self.prompt = a_prompt()
        self.expected: Answer | None = None

    def take(self, outcome: Outcome, wanted: Answer | None) -> None:
        before = self.prompt
        if self.now > ASKED + SEVEN_DAYS:
            assert outcome == TooOld(before)
        elif wanted is self.expected:
            assert outcome == AlreadyAnswered(before)
        elif self.expected is None:
            assert isinstance(outcome, Recorded)
        else:
            assert isinstance(outcome, Changed)
            assert outcome.before is self.expected
        if isinstance(outcome, Recorded | Changed):
            self.expected = wanted
        else:
            assert outcome.prompt == before
        self.prompt = outcome.prompt

    @rule(answer=answers)
    def click(self, answer: Answer) -> None:
        self.take(answer_prompt(self.prompt, answer, now=self.now), answer)

    @rule(answer=answers)
    def click_delivered_twice(self, answer: Answer) -> None:
        self.click(answer)
        stands = self.prompt
        self.click(answer)
        assert self.prompt == stands

    @rule()
    def take_back(self) -> None:
        self.take(undo(self.prompt, now=self.now), None)

    @rule(hours=st.integers(0, 30))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: self.now <= ASKED + SEVEN_DAYS)
    @rule()
    def wait_until_it_is_too_old(self) -> None:
        self.now = ASKED + SEVEN_DAYS + ONE_MINUTE

    @invariant()
    def what_stands_is_the_last_answer_in_time(self) -> None:
        assert self.prompt.answer is self.expected
        assert (self.prompt.answered_at is None) == (self.expected is None)

    @invariant()
    def what_was_asked_never_changes(self) -> None:
        asked = replace(self.prompt, answer=None, answered_at=None)
        assert asked == a_prompt()

    @invariant()
    def later_is_offered_only_while_open(self) -> None:
        in_time = self.now < self.prompt.closes_at
        assert is_open(self.prompt, self.now) == (in_time and self.expected is None)


TestAnsweringAPrompt = AnsweringAPrompt.TestCase


# --- closing --------------------------------------------------------------------------------------


def test_later_goes_away_at_the_instant_the_prompt_closes() -> None:
    prompt = a_prompt()
    assert is_open(prompt, prompt.closes_at - ONE_MINUTE)
    assert not is_open(prompt, prompt.closes_at)
    assert not is_open(a_prompt(Answer.DONE), ASKED)


def test_a_prompt_closes_after_48_hours_or_when_the_next_falls_due() -> None:
    assert closes_at(ASKED, None) == ASKED + timedelta(hours=48)
    assert closes_at(ASKED, ASKED + timedelta(hours=30)) == ASKED + timedelta(hours=30)
    assert closes_at(ASKED, ASKED + timedelta(days=6)) == ASKED + timedelta(hours=48)


# --- typed words ----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", Word)
@pytest.mark.parametrize(
    "form",
    [
        "{}",
        " {}. ",
        "{}!",
        "{}!!!",
        "*{}*",
        "_{}_",
        "“{}”",
        "({})",
        "\n{}\n",
        "{}…",
        "{} ✅",
        "👍 {}",
        "{} :tada:",
        ":white_check_mark: {}!",
        ":+1::skin-tone-3: {}",
        "`{}`",
    ],
)
def test_a_typed_word_acts_like_its_button_whatever_surrounds_it(word: Word, form: str) -> None:
    for typed in (word.value, word.value.upper(), word.value.capitalize()):
        assert read_word(form.format(typed)) is word


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "!",
        "👍",
        ":done:",
        "not done",
        "I skipped",
        "do ne",
        "done done",
        "done, later",
        "donee",
        "undone",
        "done1",
        "stop the rain",
        "d\u03bfne",
        "\u017fkip",
        "done?",
        "Stop?",
        "<@U123> done",
    ],
)
def test_anything_else_is_no_word(text: str) -> None:
    assert read_word(text) is None


def test_help_may_be_asked_as_a_question() -> None:
    assert read_word("Help?") is Word.HELP


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    assert read_word(text) in {None, *Word}


@given(st.text(alphabet=":done?! \u200d\ufe0f👍_*", max_size=40))
def test_no_odd_mixture_breaks_the_reading(text: str) -> None:
    assert read_word(text) in {None, Word.DONE}


def test_a_very_long_text_is_read_at_once() -> None:
    assert read_word(":" * 40_000 + "a" * 40_000 + "!" * 40_000 + "a") is None
    assert read_word(":a" * 40_000) is None
    assert read_word("done" + "!" * 40_000) is Word.DONE
