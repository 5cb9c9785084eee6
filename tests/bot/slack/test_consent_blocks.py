"""What is asked about a text that names somebody, and the windows of a useful failure."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.consent_messages import ConsentMessage, ConsentStands
from bot.services.consents import ChangeForm
from bot.services.form_views import Ended, Ending, FormOf, Preview
from bot.services.team_messages import PostMessage
from bot.services.telling import StoryEnded, StoryForm, StoryPreview, StoryTeam
from bot.slack.blocks.compose import ended_view, preview_view
from bot.slack.blocks.consents import called_off_view, change_view, consent
from bot.slack.blocks.stories import story_ended, story_preview, story_view, taken_back_view
from bot.slack.ids import ActionId
from bot.slack.lint import lint_message, lint_reading, lint_view
from bot.slack.messenger import SlackMessenger
from bot.storage.consents import About
from config.content import load
from habits.catalogue_lists import Audience
from habits.composing import Part
from habits.failures import FAILURE, told_fields

PARTS = (Part("What was tried", "A price test"), Part("What we now know", "Ask for the budget"))
ASKED = ConsentMessage(
    consent="c1",
    about=About.STORY,
    manager="U0MAYA",
    manager_name="Maya",
    team="T0PLAY",
    channel="C0TEAM",
    parts=PARTS,
    stands=ConsentStands.ASKED,
    named=None,
    until=datetime(2026, 3, 5, 18, tzinfo=ZoneInfo("Europe/Berlin")),
)
FORM = StoryForm(
    fields=told_fields(load(None).get(FAILURE)),
    values={"tried": "A price test"},
    teams=(StoryTeam("m1", "My team", mine=True), StoryTeam("m2", "The team of Sam", mine=False)),
    team="m1",
    owner="U0MAYA",
    went_first=True,
    named=True,
    kept=True,
)
PREVIEW = StoryPreview(
    "s1", "", "A useful failure", PARTS, "U0MAYA", "C0TEAM", True, "U0BEN", "Ben", None
)


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for block in blocks for one in block.get("elements", []) if "action_id" in one]


@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("stands", ConsentStands)
@pytest.mark.parametrize("named", [None, True, False])
@pytest.mark.parametrize("channel", ["C0TEAM", ""])
def test_every_state_of_the_question_keeps_to_the_figures(
    about: About, stands: ConsentStands, named: bool | None, channel: str
) -> None:
    message = replace(ASKED, about=about, stands=stands, named=named, channel=channel)
    content = consent(message)
    assert lint_message(content) == []
    assert buttons(content.blocks)[-1]["action_id"] == ActionId.REPLY_TO


def test_all_answers_weigh_the_same() -> None:
    for about in About:
        shown = buttons(consent(replace(ASKED, about=about)).blocks)
        assert all("style" not in one for one in shown)


def test_a_question_that_is_over_shows_the_text_no_more() -> None:
    shown = consent(replace(ASKED, stands=ConsentStands.OVER))
    assert "A price test" not in str(shown.blocks)


@pytest.mark.parametrize(
    "view",
    [
        change_view(ChangeForm("c1", "Maya", PARTS, with_name=True)),
        change_view(ChangeForm("c1", "Maya", PARTS, with_name=False)),
        called_off_view(),
        story_view(FORM),
        story_view(replace(FORM, went_first=False, kept=False, teams=FORM.teams[:1])),
        story_view(replace(FORM, teams=FORM.teams[1:], team="m2", went_first=False)),
        story_preview(PREVIEW),
        story_preview(replace(PREVIEW, asks=None, picks=False)),
        story_preview(replace(PREVIEW, asks=None, teller=None, channel=None)),
        story_ended(StoryEnded("C0TEAM")),
        story_ended(StoryEnded("C0TEAM", "Thursday 5 March", "U0BEN", "p1")),
        taken_back_view(),
        ended_view(Ended(Ending.ASKED, "Thank you", "C0TEAM", said="Soon.", post="p1")),
        ended_view(Ended(Ending.NOT_ASKED, "Thank you")),
    ],
)
def test_every_window_keeps_slacks_limits_and_reads_easily(view: dict[str, Any]) -> None:
    assert lint_view(view) == []
    assert lint_reading(view["blocks"]) == []


@pytest.mark.parametrize("asks", [("U0BEN",), ("U0BEN", "U0AMY")])
def test_a_preview_says_who_reads_it_first(asks: tuple[str, ...]) -> None:
    name = "B" * 40 if len(asks) > 1 else "Ben"
    view = preview_view(
        Preview(
            of=FormOf("contribution"),
            draft="d1",
            name="Thank you",
            audience=Audience.TEAM_CHANNEL,
            parts=PARTS,
            author="U0MAYA",
            channel="C0TEAM",
            asks=asks,
            asks_name=name,
        )
    )
    assert lint_view(view) == []
    expected = "Ask Ben first" if len(asks) == 1 else "Ask them first"
    assert view["submit"]["text"] == expected


@pytest.mark.parametrize("teller", ["U0BEN", ""])
def test_a_rep_s_own_story_is_theirs_to_take_back(teller: str) -> None:
    parts = (Part("What we now know", "Ask for the budget"),)
    message = PostMessage(
        "p1", "U0MAYA", "Maya", "T0PLAY", "A useful failure", parts, teller, "Ben" * bool(teller)
    )
    content = SlackMessenger(AsyncWebClient(token="xoxb-none")).render(message)
    assert lint_message(content) == []
    assert ("from one of us" in str(content.blocks)) is not bool(teller)
    assert ActionId.STORY_TAKE_BACK in str(content.blocks)
    assert ("Reply to Ben" in str(content.blocks)) is bool(teller)
    assert "Reply to Maya" not in str(content.blocks)


@pytest.mark.parametrize("owner", ["U0BEN", ""])
def test_a_story_that_the_manager_tells_of_somebody_is_theirs(owner: str) -> None:
    parts = (Part("What we now know", "Ask for the budget"),)
    message = PostMessage(
        "p1",
        "U0MAYA",
        "Maya",
        "T0PLAY",
        "A useful failure",
        parts,
        told_of=owner,
        told_of_name="Ben" * bool(owner),
    )
    content = SlackMessenger(AsyncWebClient(token="xoxb-none")).render(message)
    assert lint_message(content) == []
    whose = "from <@U0BEN>" if owner else "from one of us"
    assert f"{whose}, told by <@U0MAYA> with their yes" in str(content.blocks)
    assert content.text.startswith("Ben:" if owner else "One of us:")
