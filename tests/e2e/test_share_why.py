"""Share why, from the prompt to the post, and what the team and the author do with it."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.e2e.slack import JSON, Slack, controls, words
from tests.e2e.team_surfaces import TO_LOOK

TEAM = "C0TEAM"
BEN, AISHA, NOAH = "U0BEN", "U0AISHA", "U0NOAH"
WHY = "We raise the price of the small plan in May, because support costs more than it brings in."


@pytest.fixture
async def prompt(slack: Slack, maya: str) -> JSON:
    """Tuesday's prompt has just come."""
    await slack.next_message()
    return await slack.next_message()


async def form_from(slack: Slack, user: str, prompt: JSON) -> JSON:
    await slack.click(user, prompt, "prompt.do")
    return await slack.modal(user)


async def previewed(slack: Slack, user: str, **values: Any) -> JSON:
    """The preview of a new `/trust why`."""
    await slack.trust(user, "why")
    said = await slack.submit(user, await slack.modal(user), **values)
    assert said.get("response_action") == "push", said
    return said["view"]


async def posted(slack: Slack, user: str, channel: str = TEAM, **values: Any) -> JSON:
    """What stands in the channel after `/trust why`."""
    preview = await previewed(slack, user, **values or {"why": WHY})
    said = await slack.submit(user, preview, **{"compose.channel": channel})
    assert said.get("response_action") == "update", said
    await slack.post("close", user=user, view_id=said["view"]["id"])
    await slack.pass_time(seconds=5)
    return (await in_channel(slack, channel))[-1]


async def in_channel(slack: Slack, channel: str = TEAM) -> list[JSON]:
    return [
        one
        for one in (await slack.get("messages", channel=channel))["messages"]
        if "ephemeral_to" not in one
    ]


async def told(slack: Slack, user: str) -> str:
    """The newest thing that only this person sees."""
    seen = [one for one in await slack.messages(user) if one.get("ephemeral_to") == user]
    return words(seen[-1]) or seen[-1]["text"]


async def test_from_the_prompt_to_the_post(slack: Slack, maya: str, prompt: JSON) -> None:
    assert next(iter(controls(prompt))) == "prompt.do"
    form = await form_from(slack, maya, prompt)
    said = await slack.submit(maya, form, why=WHY, open="When it ends")
    assert said["response_action"] == "push"
    preview = said["view"]
    assert WHY in words(preview)
    assert "Everybody in the channel you pick will see this, posted in your name." in words(preview)
    said = await slack.submit(maya, preview, **{"compose.channel": TEAM})
    assert said["response_action"] == "update"
    assert "On its way to <#C0TEAM>" in words(said["view"])
    await slack.post("close", user=maya, view_id=said["view"]["id"])
    assert (await slack.get("views", user=maya))["modals"] == [], "the form below closes as well"
    await slack.pass_time(seconds=5)
    [card] = await in_channel(slack)
    assert card["text"].startswith("Maya Lindqvist: A decision, and why. We raise the price")
    assert "*A decision, and why* · from <@U0MAYA>" in words(card)
    assert WHY in words(card)
    assert "When it ends" in words(card)
    assert list(controls(card)) == ["post.helped", "post.ask", "reps.reply-to", "post.more"]
    assert "Done. That counts." in words(await slack.again(prompt))
    assert "Done: Share why" in words(await slack.trust(maya, "week"))


async def test_the_form_opens_by_command(slack: Slack, maya: str) -> None:
    for word in ("why", "do share why"):
        assert await slack.trust(maya, word) == {}
        form = await slack.modal(maya)
        assert form["title"]["text"] == "Share why"
        await slack.post("close", user=maya, view_id=form["id"], all=True)


async def test_a_reason_that_may_not_be_given_yet_asks_for_the_day(slack: Slack, maya: str) -> None:
    await slack.trust(maya, "why")
    form = await slack.modal(maya)
    shown = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert shown == ["why", "considered", "open", "touches", "withheld"]
    await slack.post(
        "click",
        user=maya,
        view_id=form["id"],
        action_id="compose.tick",
        value=["ticked"],
        values={"touches": "Everybody who sells the small plan"},
        wait=True,
    )
    form = await slack.modal(maya)
    shown = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert shown == ["decision", "considered", "open", "touches", "withheld", "share_on"]
    kept = form["state"]["values"]
    assert kept["touches"]["compose.field"]["value"] == "Everybody who sells the small plan"
    today = (await slack.now()).date()
    said = await slack.submit(
        maya, form, decision="Prices change", share_on=str(today - timedelta(days=1))
    )
    assert said["errors"] == {"share_on": "Please pick today or a later day."}
    said = await slack.submit(maya, form, share_on=str(today + timedelta(days=4)))
    shown_text = words(said["view"])
    assert "I may not give the reason yet." in shown_text
    friday = datetime.combine(today + timedelta(days=4), datetime.min.time())
    assert f"{friday:%A} {friday.day} {friday:%B}" in shown_text
    assert "Everybody who sells the small plan" in shown_text


async def ticked(slack: Slack, user: str, form: JSON, value: list[str], **typed: str) -> JSON:
    """The form after its box was ticked or not, with what was typed until then."""
    tick = {"user": user, "view_id": form["id"], "action_id": "compose.tick", "value": value}
    await slack.post("click", **tick, values=typed, wait=True)
    return await slack.modal(user)


def stands(form: JSON, name: str) -> str:
    return form["state"]["values"][name]["compose.field"]["value"]


async def test_what_was_typed_survives_that_its_field_is_hidden_for_a_while(
    slack: Slack, maya: str
) -> None:
    preview = await previewed(slack, maya, why="An older reason")
    await slack.post("close", user=maya, view_id=preview["id"], all=True)
    await slack.trust(maya, "why")
    form = await slack.modal(maya)
    form = await ticked(slack, maya, form, ["ticked"], why=WHY, considered="To raise prices")
    assert "why" not in form["state"]["values"]
    form = await ticked(slack, maya, form, [], decision="The small plan ends")
    assert stands(form, "why") == WHY
    assert stands(form, "considered") == "To raise prices"
    form = await ticked(slack, maya, form, ["ticked"])
    assert stands(form, "decision") == "The small plan ends"
    await slack.post("close", user=maya, view_id=form["id"], all=True)
    await slack.trust(maya, "why")
    form = await slack.modal(maya)
    assert "A draft you did not post. Nobody has seen it." in words(form)
    form = await ticked(slack, maya, form, [])
    assert stands(form, "why") == WHY, "the newest"


async def test_a_text_that_is_too_long_is_refused_in_words_and_kept(
    slack: Slack, maya: str
) -> None:
    await slack.trust(maya, "why")
    said = await slack.submit(maya, await slack.modal(maya), why="a" * 3000)
    assert said["errors"] == {"why": "Please keep it within 500 characters. It has 3000 now."}
    assert "by" not in said
    await slack.post("close", user=maya, view_id=(await slack.modal(maya))["id"], all=True)
    await slack.trust(maya, "why")
    form = await slack.modal(maya)
    assert form["state"]["values"]["why"]["compose.field"]["value"] == "a" * 3000


async def test_what_was_typed_is_offered_again_for_a_day(slack: Slack, maya: str) -> None:
    preview = await previewed(slack, maya, why=WHY)
    await slack.post("close", user=maya, view_id=preview["id"], all=True)
    await slack.trust(maya, "why")
    form = await slack.modal(maya)
    assert "A draft you did not post. Nobody has seen it." in words(form)
    assert form["state"]["values"]["why"]["compose.field"]["value"] == WHY
    await slack.click(maya, form, "compose.empty")
    form = await slack.modal(maya)
    assert "A draft" not in words(form)
    assert form["state"]["values"]["why"]["compose.field.anew"]["value"] is None
    await slack.post("close", user=maya, view_id=form["id"], all=True)
    await previewed(slack, maya, why=WHY)
    await slack.pass_time(hours=25)
    await slack.trust(maya, "why")
    assert "A draft" not in words(await slack.modal(maya))


async def test_the_channel_is_remembered_and_named_before_it_is_posted(
    slack: Slack, maya: str
) -> None:
    await posted(slack, maya)
    preview = await previewed(slack, maya, why="Another reason")
    assert "Everybody in <#C0TEAM> will see this" in words(preview)
    other = (await slack.post("channel", name="deals", members=[maya, "U0TRUST"]))["channel"]["id"]
    await slack.click(maya, preview, "compose.channel", other)
    preview = await slack.modal(maya)
    assert f"Everybody in <#{other}> will see this" in words(preview)
    await slack.submit(maya, preview, **{"compose.channel": other})
    await slack.pass_time(seconds=5)
    assert "Another reason" in words((await in_channel(slack, other))[-1])
    preview = await previewed(slack, maya, why="A third reason")
    assert "Everybody in <#C0TEAM> will see this" in words(preview), "the first one stays"


async def test_a_preview_that_is_sent_twice_posts_once(slack: Slack, maya: str) -> None:
    preview = await previewed(slack, maya, why=WHY)
    values = {"compose.channel": TEAM}
    both = [slack.submit(maya, preview, **values) for _ in range(2)]
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert any(isinstance(one, dict) and "On its way" in words(one["view"]) for one in answers)
    await slack.pass_time(seconds=5)
    assert len(await in_channel(slack)) == 1


async def test_that_helped_counts_once_a_person_and_names_nobody(slack: Slack, maya: str) -> None:
    card = await posted(slack, maya)
    await slack.click(BEN, card, "post.helped")
    assert await told(slack, BEN) == "Thanks. It counts without your name."
    await slack.click(BEN, card, "post.helped")
    assert await told(slack, BEN) == "You said so already. It counts once, without your name."
    await slack.click(maya, card, "post.helped")
    assert "It is your own post." in await told(slack, maya)
    assert words(await slack.again(card)) == words(card), "no count under the post"


async def test_a_question_reaches_the_author_alone(slack: Slack, maya: str) -> None:
    card = await posted(slack, maya)
    await slack.click(BEN, card, "post.ask")
    form = await slack.modal(BEN)
    said = await slack.submit(BEN, form, question="x" * 301)
    assert said["errors"] == {"question": "Please keep it within 300 characters. It has 301 now."}
    said = await slack.submit(BEN, form, question="Does it touch <!channel> old deals?")
    assert words(said["view"]) == "Sent to Maya Lindqvist. Only Maya Lindqvist sees it."
    log = json.dumps(await slack.get("messages", channel=TEAM))
    assert "old deals" not in log


async def test_visitors_may_not_ask(slack: Slack, maya: str) -> None:
    card = await posted(slack, maya)
    guest = await slack.person(name="Gil Guest", tz="Europe/Stockholm", is_restricted=True)
    await slack.post("join", channel=TEAM, user=guest["id"])
    await slack.click(guest["id"], card, "post.ask")
    assert "This is for members of this workspace" in await told(slack, guest["id"])


async def test_only_the_author_changes_a_post(slack: Slack, maya: str) -> None:
    card = await posted(slack, maya)
    for entry in ("edit", "withdraw"):
        await slack.click(BEN, card, "post.more", option_of(card, entry))
        assert await told(slack, BEN) == "Only Maya Lindqvist can change this post."


async def test_the_author_edits_for_a_day(slack: Slack, maya: str) -> None:
    card = await posted(slack, maya)
    await slack.click(maya, card, "post.more", option_of(card, "edit"))
    form = await slack.modal(maya)
    assert form["state"]["values"]["why"]["compose.field"]["value"] == WHY
    said = await slack.submit(maya, form, why="A better reason")
    preview = said["view"]
    assert "Everybody in <#C0TEAM> will see this" in words(preview)
    assert "compose.channel" not in controls(preview)
    said = await slack.submit(maya, preview)
    assert "edited" in words(said["view"])
    shown = await slack.again(card)
    assert "A better reason" in words(shown)
    assert WHY not in words(shown)
    assert shown["edited"], "Slack says so itself"
    assert "edited" not in words(shown)
    await slack.pass_time(hours=25)
    await slack.click(maya, shown, "post.more", option_of(card, "edit"))
    assert "That was more than 24 hours ago" in await told(slack, maya)
    assert "A better reason" in words(await slack.again(card)), "what was posted stays"


async def test_the_author_withdraws_after_being_asked_once(slack: Slack, maya: str) -> None:
    card = await posted(slack, maya)
    await slack.click(maya, card, "post.more", option_of(card, "withdraw"))
    form = await slack.modal(maya)
    assert "This takes “Share why” out of <#C0TEAM>" in words(form)
    assert (await in_channel(slack))[-1]["deleted"] is False
    said = await slack.submit(maya, form)
    assert "It is gone from <#C0TEAM>" in words(said["view"])
    assert (await slack.again(card))["deleted"] is True


async def test_a_message_that_somebody_deleted_cannot_be_edited(slack: Slack, maya: str) -> None:
    card = await posted(slack, maya)
    await slack.click(maya, card, "post.more", option_of(card, "edit"))
    said = await slack.submit(maya, await slack.modal(maya), why="A better reason")
    await slack.post("delete_message", channel=TEAM, ts=card["ts"], user="U0OLGA")
    said = await slack.submit(maya, said["view"])
    assert "That message is no longer in the channel" in words(said["view"])


async def test_an_archived_channel_takes_no_change(slack: Slack, maya: str) -> None:
    card = await posted(slack, maya)
    await slack.click(maya, card, "post.more", option_of(card, "edit"))
    said = await slack.submit(maya, await slack.modal(maya), why="A better reason")
    await slack.post("channel", channel=TEAM, archived=True)
    said = await slack.submit(maya, said["view"])
    assert "That channel is archived" in words(said["view"])


@pytest.mark.parametrize("may_look", [False, True])
@pytest.mark.parametrize(
    ("trouble", "words_said"),
    [
        ("left", "I am not in that channel. Type `/invite` there and pick me"),
        ("archived", "That channel is archived. Pick another one."),
    ],
)
async def test_what_slack_refuses_comes_back_as_a_draft(
    slack: Slack, maya: str, prompt: JSON, trouble: str, words_said: str, may_look: bool
) -> None:
    """Without the scopes nobody looks before; with them it can still happen after the look."""
    said = await slack.submit(maya, await form_from(slack, maya, prompt), why=WHY)
    if may_look:
        await slack.post("faults", ratelimited=1.0, retry_after=5, methods=["chat.postMessage"])
        confirmed = await slack.submit(maya, said["view"], **{"compose.channel": TEAM})
        await breaks(slack, trouble)
        await slack.post("faults")
    else:
        await slack.revoke(*TO_LOOK)
        await breaks(slack, trouble)
        confirmed = await slack.submit(maya, said["view"], **{"compose.channel": TEAM})
    assert "On its way" in words(confirmed["view"])
    await slack.post("close", user=maya, view_id=confirmed["view"]["id"])
    await slack.pass_time(seconds=30)
    notice = (await slack.direct(maya))[-1]
    assert words_said in words(notice)
    assert "Done. That counts." not in words(await slack.again(prompt)), "nothing was posted"
    await slack.click(maya, notice, "compose.open")
    form = await slack.modal(maya)
    assert form["state"]["values"]["why"]["compose.field"]["value"] == WHY


async def breaks(slack: Slack, trouble: str) -> None:
    """From now on nothing can be posted to the team."""
    if trouble == "left":
        await slack.post("leave", channel=TEAM, user="U0TRUST")
    else:
        await slack.post("channel", channel=TEAM, archived=True)


@pytest.mark.parametrize(
    ("trouble", "words_said"),
    [
        ("left", "I am not in that channel yet. Type /invite @trust-habits there"),
        ("archived", "That channel is archived. Pick another one."),
    ],
)
async def test_a_channel_that_can_be_looked_at_is_refused_before_the_post(
    slack: Slack, maya: str, trouble: str, words_said: str
) -> None:
    preview = await previewed(slack, maya, why=WHY)
    await breaks(slack, trouble)
    said = await slack.submit(maya, preview, **{"compose.channel": TEAM})
    assert said["errors"]["compose.channel"].startswith(words_said)
    if trouble == "left":
        await slack.post("join", channel=TEAM, user="U0TRUST")
    else:
        await slack.post("channel", channel=TEAM, archived=False)
    said = await slack.submit(maya, preview, **{"compose.channel": TEAM})
    assert "On its way" in words(said["view"]), "the same preview, once it can be posted"


async def test_posting_reaches_an_open_prompt_of_the_same_habit(
    slack: Slack, maya: str, prompt: JSON
) -> None:
    await posted(slack, maya)
    assert "Done. That counts." in words(await slack.again(prompt))


def option_of(card: JSON, entry: str) -> str:
    menu = controls(card)["post.more"]
    return next(one["value"] for one in menu["options"] if one["value"].startswith(entry))
