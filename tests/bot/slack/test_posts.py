"""The card in the channel, and what its author hears."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.services.post_actions import Asked, ToWithdraw
from bot.services.posts import refusal
from bot.services.team_messages import NotPostedMessage, PostMessage
from bot.slack.blocks.posts import ask_form, asked, not_posted, post, withdraw_form
from bot.slack.lint import lint_message, lint_view
from bot.slack.text import unescape
from habits.composing import Part

CARD = PostMessage(
    post="x1",
    author="U0MAYA",
    author_name="Maya Lindqvist",
    team="T0PLAY",
    habit="Share why",
    parts=(Part("Why", "Support costs more."), Part("", "I may not give the reason yet.")),
)


def controls(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for block in blocks if block["type"] == "actions" for one in block["elements"]]


def test_a_card_stands_in_its_authors_name_with_four_controls() -> None:
    content = post(CARD)
    assert lint_message(content) == []
    assert content.text == "Maya Lindqvist: Share why. Support costs more."
    assert content.blocks[0]["text"]["text"] == "*Share why* · from <@U0MAYA>"
    helped, ask, reply, more = controls(content.blocks)
    assert (helped["value"], ask["value"]) == ("x1", "x1")
    assert helped["text"]["text"] == "That helped"
    assert reply["url"].endswith("?team=T0PLAY&channel=U0MAYA")
    assert [one["value"] for one in more["options"]] == ["edit:x1", "withdraw:x1"]


def test_a_notification_says_how_the_text_begins_and_mentions_nobody() -> None:
    words = f"<!channel> & all:\n{'we raise the price of the small plan, ' * 9}"
    content = post(replace(CARD, parts=(Part("Owner", "", ("U0BEN",)), Part("Why", words))))
    assert lint_message(content) == []
    begins = "Maya Lindqvist: Share why. &lt;!channel&gt; &amp; all: we raise the price"
    assert content.text.startswith(begins)
    assert 110 <= len(unescape(content.text)) <= 120
    assert content.text.endswith("…")
    nameless = post(replace(CARD, parts=(Part("Owner", "", ("U0BEN",)),)))
    assert nameless.text == "Maya Lindqvist: Share why"


def test_the_first_block_is_free_for_the_mark_of_delivery() -> None:
    assert "block_id" not in post(CARD).blocks[0]


@pytest.mark.parametrize(
    "code",
    ["is_archived", "not_in_channel", "channel_not_found", "expired", "restricted_action", "odd"],
)
def test_every_refusal_is_said_in_words_and_offers_the_text_again(code: str) -> None:
    content = not_posted(NotPostedMessage("share_why", "Share why", refusal(code)))
    assert lint_message(content) == []
    [again] = controls(content.blocks)
    assert (again["action_id"], again["value"]) == ("compose.open", "share_why")
    gone = not_posted(NotPostedMessage("weekly_batch", "Bundle", refusal(code), kept=False))
    assert lint_message(gone) == []
    assert controls(gone.blocks) == []


def test_who_asks_somebody_on_a_break_reads_when_they_come_back() -> None:
    view = asked(Asked("Maya", date(2026, 11, 30)))
    assert lint_view(view) == []
    assert view["blocks"][0]["text"]["text"] == (
        "Sent to Maya. Only Maya sees it.\nMaya is away until Monday 30 November."
    )


def test_the_windows_of_a_post_are_ones_slack_takes() -> None:
    about = ToWithdraw("x1", "Share why", "C0TEAM")
    for view in (ask_form("x1", "Maya"), asked(Asked("Maya")), withdraw_form(about)):
        assert lint_view(view) == []
    assert ask_form("x1", "Maya")["private_metadata"] == "x1"
