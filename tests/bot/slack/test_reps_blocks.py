"""What reps read: who told them, what is never done, and the ways out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.ports import Content
from bot.services.privacy import PrivacyView
from bot.services.reps import RepView, TeamOf, ToTell
from bot.services.team_messages import IntroMessage
from bot.slack.blocks.people import open_chat, reply_to
from bot.slack.blocks.privacy import privacy
from bot.slack.blocks.reps import cannot_pass_on, intro, rep_help, tell_first
from bot.slack.ids import ActionId
from bot.slack.lint import lint_blocks, lint_message, lint_view, prose
from bot.storage.naming import Entries
from tests.bot.slack import values

MAYA = TeamOf("entry-1", "U0MAYA", "Maya Lindgren")
BO = TeamOf("entry-2", "U0BO", "Bo Adebayo")

teams = st.builds(
    TeamOf,
    entry=st.uuids().map(str),
    manager=st.sampled_from(["U0MAYA", "U0BO", "W012"]),
    manager_name=values.ANY_TEXT.filter(bool),
)
counts = st.integers(0, 500)
entries = st.builds(Entries, counts, counts, counts, counts, counts)


def elements(content: Content) -> list[dict[str, Any]]:
    rows = [one for one in content.blocks if one["type"] == "actions"]
    return [one for row in rows for one in row["elements"]]


def labels(content: Content) -> list[str]:
    return [one["text"]["text"] for one in elements(content) if one["type"] == "button"]


def an_intro(**more: Any) -> Content:
    return intro(IntroMessage("entry-1", "U0MAYA", "Maya Lindgren", "T0PLAY", **more))


def view(*managers: TeamOf, **named: int) -> RepView:
    return RepView("T0PLAY", managers, Entries(**named))


def test_the_first_message_says_what_is_never_done_and_ends_with_the_way_to_the_manager() -> None:
    content = an_intro()
    read = "\n".join(prose(content.blocks))
    assert read.startswith("<@U0MAYA> told you about me.")
    assert "I never rate you. <@U0MAYA> never learns who pressed *That helped*." in read
    buttons = ["Ask for help on a call", "Leave", "Not my manager", "Reply to Maya Lindgren"]
    assert labels(content) == buttons
    assert elements(content)[1]["value"] == "entry-1"


def test_the_way_to_the_manager_is_a_link_of_slacks_own() -> None:
    link = reply_to("U0MAYA", "Maya", "T0PLAY")
    assert link["url"] == "https://slack.com/app_redirect?team=T0PLAY&channel=U0MAYA"
    assert "value" not in link
    assert open_chat("U0BEN", "Ben", "T0PLAY")["url"].endswith("channel=U0BEN")


@pytest.mark.parametrize(("not_mine", "words"), [(False, "You left."), (True, "is not your")])
def test_after_leaving_there_is_a_way_back(not_mine: bool, words: str) -> None:
    content = an_intro(over=True, not_mine=not_mine)
    assert words in "\n".join(prose(content.blocks))
    assert labels(content) == ["Take part again", "Reply to Maya Lindgren"]


def test_whoever_types_is_pointed_to_each_of_their_managers() -> None:
    content = cannot_pass_on(view(MAYA, BO))
    [said] = prose(content.blocks)
    assert said == "I can't pass this on. Write to <@U0MAYA> and <@U0BO> here."
    assert labels(content) == ["Reply to Maya Lindgren", "Reply to Bo Adebayo"]


def test_with_one_manager_leaving_is_a_button_with_several_a_choice() -> None:
    assert labels(rep_help(view(MAYA))) == ["Leave"]
    [choice] = elements(rep_help(view(MAYA, BO)))
    assert choice["action_id"] == ActionId.REP_LEAVE_CHOSEN
    assert [one["value"] for one in choice["options"]] == ["entry-1", "entry-2"]


@given(st.lists(teams, max_size=6, unique_by=lambda one: one.entry), entries)
def test_every_answer_to_a_rep_keeps_all_limits(managers: list[TeamOf], named: Entries) -> None:
    shown = RepView("T0PLAY", tuple(managers), named)
    answers = [cannot_pass_on(shown), rep_help(shown)] if managers else []
    for content in [*answers, privacy(PrivacyView(False, rep=shown))]:
        assert lint_message(content) == []


@given(values.ANY_TEXT.filter(bool), values.FLAG, values.FLAG)
def test_slack_takes_the_first_message_whatever_a_manager_is_called(
    name: str, over: bool, not_mine: bool
) -> None:
    content = intro(IntroMessage("entry", "U0MAYA", name, "T0PLAY", over, not_mine))
    assert lint_blocks(content.blocks, "message") == []


@given(values.ANY_TEXT.filter(bool))
def test_slack_takes_the_window_that_tells_first_whatever_a_rep_is_called(name: str) -> None:
    shown = tell_first(ToTell("U0BEN", name, "T0PLAY"))
    assert [one for one in lint_view(shown) if "inner word" not in one] == []


def test_the_window_that_tells_first_holds_the_words_and_carries_only_an_id() -> None:
    shown = tell_first(ToTell("U0BEN", "Ben", "T0PLAY"))
    assert shown["title"]["text"] == "Tell Ben first"
    assert shown["submit"]["text"] == "I told Ben"
    assert shown["private_metadata"] == '{"rep": "U0BEN"}'
    [words] = [one["element"] for one in shown["blocks"] if one["type"] == "input"]
    assert words["initial_value"].startswith("I'm using a reminder to get better at coaching")
    assert words["initial_value"].endswith("You can ignore it.")
