"""The 1:1 in Slack: before it, the note of two, the page and the usual times."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.coach import RepForm
from bot.services.one_on_ones import MOST_TIMES, NoteShown, RepShown, TimeForm, UsualShown
from bot.services.pair_parts import rep_fields
from bot.services.ports import Content
from bot.services.team_messages import OneOnOneMessage, RepFormMessage
from bot.slack.blocks.coach import (
    MOST_REPS,
    coach_page,
    notes_page,
    one_on_one,
    time_form,
    times_page,
)
from bot.slack.blocks.pair_notes import rep_form, rep_form_view
from bot.slack.coach_forms import CoachCarried, TimeSubmitted
from bot.slack.ids import ActionId
from bot.slack.lint import lint_blocks, lint_message, lint_view, prose
from config.content import load
from habits.catalogue_lists import ToolKind
from habits.coaching import UsualTime
from habits.composing import Part
from habits.errors import NotHere, WrongField
from tests.bot.slack import values

TUESDAY = datetime(2026, 3, 3, 14, tzinfo=UTC)
SKILL = (Part("One skill", "Ask one open question and wait"),)
STEP = (Part("Next step", "Call the buyer"),)
USUAL = UsualTime(date(2026, 3, 3), time(14), 2)

text = values.ANY_TEXT.filter(bool)
parts = st.lists(st.builds(Part, text, text), max_size=4).map(tuple)


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [one for one in blocks if one["type"] == "actions"]
    return [one for row in rows for one in row["elements"]]


def labels(content: Content) -> list[str]:
    return [one["text"]["text"] for one in elements(content.blocks) if one["type"] == "button"]


def a_form(**more: Any) -> Content:
    facts: dict[str, Any] = {"parts": SKILL} | more
    return rep_form(RepFormMessage("n1", "U0MAYA", "Maya", "T0PLAY", "Coach", **facts))


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["block_id"]: one["element"] for one in view["blocks"] if one["type"] == "input"}


# --- before the 1:1 ---------------------------------------------------------------------------


def test_the_reminder_shows_the_reps_own_words_and_one_thing_to_do() -> None:
    content = one_on_one(OneOnOneMessage("o1", "U0BEN", "Ben", TUESDAY, "Call the buyer", ()))
    assert prose(content.blocks) == ["1:1 with Ben at 14:00.", "Last time Ben chose:"]
    assert content.blocks[2]["text"]["text"] == "Call the buyer"
    assert content.blocks[2]["text"]["type"] == "plain_text"
    assert labels(content) == ["Prepare"]
    [_, menu] = elements(content.blocks)
    assert [one["text"]["text"] for one in menu["options"]] == ["1:1 times", "All my 1:1s"]


def test_the_first_reminder_speaks_of_no_last_time() -> None:
    content = one_on_one(OneOnOneMessage("o1", "U0BEN", "Ben", TUESDAY, None, ()))
    assert prose(content.blocks) == ["1:1 with Ben at 14:00."]


@given(text, st.none() | text, parts)
def test_slack_takes_every_reminder(name: str, last: str | None, prepared: Any) -> None:
    content = one_on_one(OneOnOneMessage("o1", "U0BEN", name, TUESDAY, last, prepared))
    assert lint_blocks(content.blocks, "message") == []


# --- the note of two --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "pressed"),
    [
        ({}, ["Write it", "Not this time", "Reply to Maya"]),
        ({"answered": STEP}, ["Change", "Delete note", "Reply to Maya"]),
        ({"declined": True}, ["Write it after all", "Reply to Maya"]),
        ({"over": True}, ["Reply to Maya"]),
        ({"over": True, "deleted": True}, ["Reply to Maya"]),
    ],
)
def test_the_reps_form_ends_with_the_way_to_the_manager(
    facts: dict[str, Any], pressed: list[str]
) -> None:
    content = a_form(**facts)
    assert labels(content) == pressed
    assert lint_message(content) == []


def test_both_are_told_who_sees_the_note() -> None:
    for content in (a_form(), a_form(answered=STEP)):
        assert "Only you and <@U0MAYA> see this note." in prose(content.blocks)


@given(text, parts, parts, values.FLAG, values.FLAG)
def test_slack_takes_every_form_for_a_rep(
    name: str, mine: Any, theirs: Any, declined: bool, over: bool
) -> None:
    message = RepFormMessage("n1", "U0MAYA", name, "T0PLAY", name, mine, theirs, declined, over)
    assert lint_blocks(rep_form(message).blocks, "message") == []


def test_the_form_asks_exactly_what_is_the_reps_to_write() -> None:
    for habit in load(None).habits.values():
        asked = rep_fields(habit)
        if habit.tool.kind is not ToolKind.COMPOSE or not asked:
            continue
        form = RepForm("n1", "Maya", habit.key, habit.name, SKILL, asked, {})
        view = rep_form_view(form)
        assert lint_view(view) == []
        assert list(fields(view)) == [one.id for one in asked]
        assert CoachCarried.from_view(view) == CoachCarried(note="n1", habit=habit.key)


# --- the page and the times -------------------------------------------------------------------

reps = st.builds(
    RepShown,
    user=st.just("U0BEN"),
    name=text,
    next_at=st.none() | st.just(TUESDAY),
    next_step=st.none() | text,
    here=st.sampled_from(["yes", "left", "gone"]),
    notes=values.FLAG,
)
times = st.builds(
    UsualShown,
    id=st.just("o1"),
    user=st.just("U0BEN"),
    name=text,
    usual=st.builds(UsualTime, st.dates(), st.times(), st.sampled_from([1, 2])),
    next_at=st.none() | st.just(TUESDAY),
)
notes = st.builds(
    NoteShown,
    id=st.just("n1"),
    habit=text,
    about_day=st.dates(),
    parts=parts,
    answered=parts,
    waits=values.FLAG,
)


@given(st.lists(reps, max_size=40))
def test_slack_takes_every_page_of_reps(shown: Any) -> None:
    assert [one for one in lint_view(coach_page(shown)) if "inner word" not in one] == []


@given(st.lists(times, max_size=MOST_TIMES), text, st.lists(notes, max_size=8))
def test_slack_takes_every_page_of_times_and_notes(shown: Any, name: str, kept: Any) -> None:
    for view in (times_page(shown), notes_page("U0BEN", name, kept)):
        assert [one for one in lint_view(view) if "inner word" not in one] == []


def test_a_long_page_shows_the_first_reps_and_says_how_many_are_left_out() -> None:
    shown = [
        RepShown(f"U0REP{n}", f"Rep {n}", TUESDAY, "Call the buyer", "yes", notes=True)
        for n in range(MOST_REPS + 5)
    ]
    page = coach_page(shown)
    assert lint_view(page) == []
    read = str(page["blocks"])
    assert f"U0REP{MOST_REPS - 1}" in read
    assert f"U0REP{MOST_REPS}" not in read
    assert "5 more people are not shown here." in read
    assert "not shown here" not in str(coach_page(shown[:MOST_REPS])["blocks"])


def test_a_rep_who_left_or_is_gone_cannot_be_prepared_for() -> None:
    for here, words in (("left", "Talk to them directly."), ("gone", "no longer in Slack")):
        page = coach_page([RepShown("U0BEN", "Ben", TUESDAY, None, here, notes=True)])
        assert words in page["blocks"][0]["text"]["text"]
        pressed = [one["action_id"] for one in elements(page["blocks"])]
        assert ActionId.COACH_PREPARE not in pressed
        assert ActionId.COACH_NOTES in pressed


def test_a_usual_time_is_said_in_words() -> None:
    page = times_page([UsualShown("o1", "U0BEN", "Ben", USUAL, TUESDAY)])
    assert "Every two weeks, Tuesday 14:00" in page["blocks"][1]["text"]["text"]
    assert "Next on Tuesday 3 March" in page["blocks"][1]["text"]["text"]


# --- what the form sends ----------------------------------------------------------------------


def sent(**values: Any) -> dict[str, Any]:
    state = {
        "rep": {"field": {"selected_user": "U0BEN"}},
        "first": {"field": {"selected_date": "2026-03-03"}},
        "at": {"field": {"selected_time": "14:00"}},
        "every": {"field": {"selected_option": {"value": "2"}}},
    }
    return {"state": {"values": state | values}}


def test_a_filled_form_is_a_usual_time() -> None:
    assert TimeSubmitted.from_view(sent()) == TimeSubmitted("U0BEN", USUAL)
    assert lint_view(time_form(TimeForm(USUAL, "U0BEN", "o1"))) == []


@pytest.mark.parametrize("field", ["rep", "first", "at", "every"])
@pytest.mark.parametrize("state", [{}, {"field": None}, {"field": {"selected_time": 7}}])
def test_whatever_a_field_holds_it_is_a_value_or_refused_under_it(field: str, state: Any) -> None:
    with pytest.raises(WrongField) as refused:
        TimeSubmitted.from_view(sent(**{field: state}))
    assert refused.value.field == field


@given(st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x), max_leaves=3))
def test_whatever_a_window_carries_it_is_ids_or_refused(told: Any) -> None:
    try:
        CoachCarried.from_view({"private_metadata": told})
    except NotHere:
        return
