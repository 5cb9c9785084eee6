"""Everything we show, over random values: Slack takes it, nobody is mentioned, it is short."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.messages import (
    CheckInMessage,
    Choice,
    HelpMessage,
    Message,
    PromptAnswered,
    PromptClosed,
    PromptMessage,
    PromptOpen,
    PromptPast,
    PromptSnoozed,
    StopOfferMessage,
    WeekStartMessage,
)
from bot.services.ports import Content
from bot.services.privacy import PrivacyPage, PrivacyView
from bot.services.reps import RepView, TeamOf
from bot.services.stopping import HabitToStop
from bot.slack.blocks.leaving import leave_form, pause_form, stop_habit_form
from bot.slack.blocks.notices import plain_answer, unexpected
from bot.slack.blocks.preferences import confirmation, settings_form
from bot.slack.blocks.privacy import privacy, privacy_page
from bot.slack.blocks.start import times_view
from bot.slack.blocks.trust import help_first, help_more, help_rest, invitation, unknown_word
from bot.slack.blocks.week import week
from bot.slack.blocks.why import why
from bot.slack.ids import ActionId
from bot.slack.lint import lint_blocks, lint_message, lint_reading, lint_view
from bot.slack.messenger import SlackMessenger
from bot.slack.start_forms import StartCarried
from bot.storage.managers import Preferences as Chosen
from bot.storage.naming import Entries
from habits.people import MONDAY_TO_FRIDAY, Hours, Rhythm
from habits.prompts import Answer
from habits.snoozing import Snooze
from tests.bot.slack import values

MESSENGER = SlackMessenger(AsyncWebClient(token="xoxb-none"))
CARRIED = StartCarried.of("2", "share_why", Chosen(MONDAY_TO_FRIDAY, Hours(), "SE", Rhythm()))
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def all_objects(told: Any) -> list[dict[str, Any]]:
    if isinstance(told, dict):
        return [told, *(each for value in told.values() for each in all_objects(value))]
    return [each for value in told for each in all_objects(value)] if isinstance(told, list) else []


def labels(content: Content) -> list[str]:
    """The buttons, selects and menus of a message, as read."""
    shown: list[str] = []
    for each in all_objects(content.blocks):
        match each:
            case {"type": "button", "text": {"text": text}}:
                shown.append(text)
            case {"type": "static_select", "placeholder": {"text": text}}:
                shown.append(f"{text} ▾")
            case {"type": "overflow"}:
                shown.append("⋯")
    return shown


def read(content: Content) -> str:
    return json.dumps(content.blocks, ensure_ascii=False)


def a_prompt(state: Any) -> PromptMessage:
    return PromptMessage(
        prompt="p1",
        habit="Share why",
        lead="It is your second work day.",
        line="Tell the team why you chose it.",
        good_for="People follow what they understand.",
        state=state,
    )


def test_the_menu_of_a_prompt_stops_only_what_is_theirs() -> None:
    theirs = a_prompt(PromptOpen(()))
    assert "Stop this habit" in read(MESSENGER.render(theirs))
    assert "Stop this habit" not in read(MESSENGER.render(replace(theirs, theirs=False)))


@given(values.ANY_MESSAGE)
def test_slack_takes_every_message_whatever_people_wrote(message: Message) -> None:
    content = MESSENGER.render(message)
    assert lint_blocks(content.blocks, "message") == []
    assert 0 < len(content.text) <= 4000
    assert not any(live in content.text for live in ("<!", "<@", "<#"))


@given(values.PLAIN_MESSAGE)
def test_every_message_is_short_plain_and_has_few_controls(message: Message) -> None:
    assert lint_message(MESSENGER.render(message)) == []


@given(values.WEEKS)
def test_slack_takes_every_week(view: Any) -> None:
    assert lint_blocks(week(view).blocks, "message") == []


@given(values.FORMS)
def test_slack_takes_every_form(form: Any) -> None:
    for view in (times_view(form, CARRIED), settings_form(form)):
        complaints = lint_view(view)
        assert [each for each in complaints if "inner word" not in each] == []


@given(values.PLANS, values.WHYS)
def test_slack_takes_every_page_of_plain_sentences(plan: Any, reasons: Any) -> None:
    for view in (confirmation(plan), why(reasons)):
        complaints = lint_view(view)
        assert [each for each in complaints if "inner word" not in each] == []


@given(values.ANY_TEXT, st.dates(), values.FLAG)
def test_slack_takes_the_forms_for_breaks_and_leaving(name: str, day: date, only: bool) -> None:
    stop = stop_habit_form(HabitToStop(Choice("share_why", name), () if only else (name,)))
    for view in (pause_form(day), leave_form(), stop):
        complaints = lint_view(view)
        assert [each for each in complaints if "inner word" not in each] == []


@given(values.PRIVACY)
def test_who_sees_what_is_told_in_plain_words(view: PrivacyView) -> None:
    assert lint_message(privacy(view)) == []


@given(values.PRIVACY_PAGES)
def test_all_that_is_kept_is_told_in_plain_words(page: PrivacyPage) -> None:
    view = privacy_page(page)
    assert lint_view(view) == []
    assert lint_reading(view["blocks"]) == []


@pytest.mark.parametrize(
    "content",
    [
        help_first(),
        help_more(),
        help_rest(),
        invitation(),
        unknown_word("todya", "today"),
        unknown_word("<!channel> `x`", None),
        unexpected("A1B2C3"),
        plain_answer("You have not started yet. `/trust start` takes about a minute."),
    ],
)
def test_fixed_answers_keep_all_limits(content: Content) -> None:
    assert lint_message(content) == []


@given(values.ANY_TEXT)
def test_an_unknown_word_is_shown_and_never_acts(word: str) -> None:
    assert lint_blocks(unknown_word(word, None).blocks, "message") == []
    assert lint_blocks(plain_answer(word).blocks, "message") == []


def test_a_prompt_has_one_row_done_later_skip_and_a_menu() -> None:
    content = MESSENGER.render(a_prompt(PromptOpen(tuple(Snooze))))
    assert labels(content) == ["Done already", "Later ▾", "Skip", "⋯"]
    menu = next(each for each in all_objects(content.blocks) if each.get("type") == "overflow")
    assert [(each["value"], each["text"]["text"]) for each in menu["options"]] == [
        ("why:p1", "Why this prompt?"),
        ("times:p1", "Fewer or other times"),
        ("stop:p1", "Stop this habit"),
    ]
    later = next(e for e in all_objects(content.blocks) if e.get("type") == "static_select")
    assert [each["value"] for each in later["options"]] == [
        "p1:1h",
        "p1:afternoon",
        "p1:tomorrow",
        "p1:next-week",
    ]


@pytest.mark.parametrize(
    "state",
    [PromptOpen(()), PromptSnoozed(TUESDAY), PromptClosed()],
    ids=lambda s: type(s).__name__,
)
def test_without_a_later_that_makes_sense_done_and_skip_stay(state: Any) -> None:
    assert labels(MESSENGER.render(a_prompt(state))) == ["Done already", "Skip", "⋯"]


def test_a_snoozed_prompt_says_when_it_comes_back() -> None:
    assert "Comes back on Tuesday 24 November, 10:00." in read(
        MESSENGER.render(a_prompt(PromptSnoozed(TUESDAY)))
    )


def test_the_older_message_of_a_prompt_that_came_back_points_to_the_newer() -> None:
    content = MESSENGER.render(a_prompt(PromptSnoozed(TUESDAY, came=True)))
    assert "It came back on Tuesday 24 November, 10:00, further down." in read(content)


def test_a_skip_can_become_did_not_come_up_or_be_undone() -> None:
    content = MESSENGER.render(a_prompt(PromptAnswered(Answer.SKIPPED, changeable=True)))
    assert "Skipped. Do it any other day and it still counts." in read(content)
    assert labels(content) == ["It did not come up", "Undo"]


def test_an_answer_can_be_changed_while_that_is_allowed() -> None:
    for answer in Answer:
        settled = MESSENGER.render(a_prompt(PromptAnswered(answer, changeable=False)))
        assert labels(settled) == []
    done = MESSENGER.render(a_prompt(PromptAnswered(Answer.DONE, changeable=True, note="And?")))
    assert labels(done) == ["Change"]
    assert "*For you alone:* And?" in read(done)


def test_an_old_prompt_names_the_command_that_still_works() -> None:
    content = MESSENGER.render(a_prompt(PromptPast("share_why")))
    assert "`/trust done share_why`" in read(content)
    assert labels(content) == []


def test_what_it_is_good_for_is_left_out_where_the_words_would_be_too_many() -> None:
    long = PromptMessage("p1", "Share why", "a " * 30, "b " * 20, "c " * 9, PromptClosed())
    open_long = PromptMessage("p1", "Share why", "a " * 30, "b " * 20, "c " * 9, PromptOpen(()))
    assert "c c" not in read(MESSENGER.render(long))
    assert "c c" not in read(MESSENGER.render(open_long))
    assert "good for it" in read(
        MESSENGER.render(PromptMessage("p1", "A", "b", "c", "good for it", PromptOpen(())))
    )


def test_the_own_plan_stands_as_written_in_the_week_start() -> None:
    plan = "When <!here> is quiet & calm, I will *say why*"
    message = WeekStartMessage("r1", "Share why", plan, None, (), None)
    assert any(
        each == {"type": "plain_text", "text": plan}
        for each in all_objects(MESSENGER.render(message).blocks)
    )


def test_ticks_are_said_back_and_can_be_changed() -> None:
    events = (Choice("lost_deal", "a lost deal"), Choice("one_on_one", "a 1:1"))
    asked = MESSENGER.render(WeekStartMessage("r1", None, None, None, events, None))
    assert labels(asked) == ["Save", "None of these"]
    told = WeekStartMessage("r1", None, None, None, events, ("lost_deal", "one_on_one"))
    assert "Coming up: a lost deal and a 1:1." in read(MESSENGER.render(told))
    assert labels(MESSENGER.render(told)) == ["Change"]
    none = WeekStartMessage("r1", None, None, None, events, (), changeable=False)
    assert "None of these this week." in read(MESSENGER.render(none))
    assert labels(MESSENGER.render(none)) == []


def test_why_no_prompt_comes_is_told_before_and_after_the_answer() -> None:
    events, why = (Choice("lost_deal", "a lost deal"),), "No prompt this week: A goes well."
    for ticked in (None, (), ("lost_deal",)):
        message = WeekStartMessage("r1", "A", None, None, events, ticked, no_prompt=why)
        assert why in read(MESSENGER.render(message))


def test_a_check_in_asks_which_habits_happened() -> None:
    habits = (Choice("share_why", "Share why"), Choice("coach_11", "Coach"))
    asked = MESSENGER.render(CheckInMessage("r1", None, habits, None, None))
    assert labels(asked) == ["Save", "None this week"]
    told = MESSENGER.render(CheckInMessage("r1", None, habits, ("coach_11",), "One done."))
    assert "One done." in read(told)
    nothing = MESSENGER.render(CheckInMessage("r1", None, habits, (), None))
    assert "None this week. Noted." in read(nothing)


def test_what_happened_already_is_said_and_not_asked_again() -> None:
    rest = (Choice("coach_11", "Coach"),)
    said = "Noted so far: Share why once."
    asked = MESSENGER.render(CheckInMessage("r1", None, rest, None, said, noted=True))
    assert said in read(asked)
    assert labels(asked) == ["Save", "Nothing more"]
    all_done = MESSENGER.render(CheckInMessage("r1", None, (), None, said, noted=True))
    assert said in read(all_done)
    assert labels(all_done) == []


def test_stop_offers_each_way_out_by_name() -> None:
    one = MESSENGER.render(StopOfferMessage((Choice("share_why", "Share why"),)))
    assert labels(one) == ["Stop Share why", "Take a break", "Stop everything"]
    two = StopOfferMessage((Choice("share_why", "Share why"), Choice("coach_11", "Coach")))
    assert labels(MESSENGER.render(two)) == ["Stop one habit ▾", "Take a break", "Stop everything"]


def test_help_shows_five_commands_then_more_and_all_of_them_exist() -> None:
    shown = read(help_first()), read(help_more()) + read(help_rest())
    assert [text.count("`/trust") for text in shown] == [5, 16]
    assert labels(help_first()) == ["Show more"]
    commands = {
        part.split("`")[0].split()[0] for text in shown for part in text.split("/trust ")[1:]
    }
    assert commands == {
        "why", "filter", "coach", "do", "start", "today", "done", "week", "happened", "pause",
        "resume", "settings", "privacy", "leave", "help", "thanks", "call", "blocked", "mistake",
        "promise",
    }  # fmt: skip


def test_newcomers_get_the_invitation_instead_of_help() -> None:
    assert labels(MESSENGER.render(HelpMessage(started=False))) == ["Start"]


EXPORT, FULL = "Export my data", "What is kept, in full"
MAYA = TeamOf("entry-1", "U0MAYA", "Maya Lindgren")


def test_privacy_offers_the_switches_that_make_sense() -> None:
    assert labels(privacy(PrivacyView(True, 1, 1, 1, True, known=True))) == [
        EXPORT,
        "Leave or erase",
        "Don't save notes",
        FULL,
    ]
    off = PrivacyView(True, 1, 1, 1, keeps_notes=False, known=True)
    assert labels(privacy(off))[2] == "Save notes again"
    assert labels(privacy(PrivacyView(False))) == [EXPORT, "Start", FULL]
    left = PrivacyView(False, known=True)
    assert labels(privacy(left)) == [EXPORT, "Start", "Erase what is kept", FULL]


def test_a_manager_whom_others_name_has_one_menu_more() -> None:
    rep = RepView("T0PLAY", (MAYA,), Entries(one_on_ones=1, roster=1))
    content = privacy(PrivacyView(True, 1, 1, 1, True, known=True, rep=rep))
    assert "2 entries of managers name you." in read(content)
    menu = next(each for each in all_objects(content.blocks) if each.get("type") == "overflow")
    assert [(each["value"], each["text"]["text"]) for each in menu["options"]] == [
        ("erase:all", "Erase what names me"),
        ("leave:entry-1", "Leave the team of Maya Lindgren"),
    ]
    assert menu["confirm"]["confirm"]["text"] == "Yes"


def test_a_place_in_a_team_alone_cannot_be_erased_only_left() -> None:
    only_placed = RepView("T0PLAY", (MAYA,), Entries(roster=1))
    assert labels(privacy(PrivacyView(False, rep=only_placed))) == [EXPORT, "Leave", FULL]


def test_what_names_a_rep_is_counted_by_kind_and_erased_after_asking_once() -> None:
    named = RepView("T0PLAY", (MAYA,), Entries(one_on_ones=1, pair_notes=1, stories=1, rides=2))
    content = privacy(PrivacyView(False, rep=named))
    assert "What you shared here: a useful failure and 2 calls." in read(content)
    assert "What your manager noted that names you: a planned 1:1 and a note." in read(content)
    assert labels(content) == [EXPORT, "Erase what names me", "Leave", FULL]
    erase = next(each for each in all_objects(content.blocks) if "confirm" in each)
    assert erase["confirm"]["confirm"]["text"] == "Erase"


def test_every_button_id_is_an_id_of_ours() -> None:
    contents = [
        MESSENGER.render(a_prompt(PromptOpen(tuple(Snooze)))),
        help_first(),
        invitation(),
        privacy(PrivacyView(True, 1, 1, 1, True, known=True)),
    ]
    found = {
        each["action_id"]
        for content in contents
        for each in all_objects(content.blocks)
        if "action_id" in each
    }
    assert found <= set(ActionId)


def test_a_rep_reads_that_the_manager_sees_what_they_write_and_a_manager_that_nobody_does() -> None:
    page = privacy_page(PrivacyPage(known=False, naming=("a note",)))
    assert "Your manager sees if you take part, and what you write in a form." in str(page)
    assert "Only you see what you did, skipped or wrote." not in str(page)
    page = privacy_page(PrivacyPage(known=True))
    assert "Only you see what you did, skipped or wrote." in str(page)
    assert "Your manager sees" not in str(page)
