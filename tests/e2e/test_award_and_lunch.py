"""The award and the lunch in Slack: put up, voted for, given; set, told, in order, learned."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from habits.phrases import day
from tests.e2e.slack import JSON, Refused, Slack, controls, options, words

CHANNEL = "C0TEAM"


async def told(slack: Slack, user: str, known: str) -> None:
    """A useful failure that stands in the channel of Maya's team."""
    await slack.trust(user, "mistake")
    form = await slack.modal(user)
    said = await slack.submit(
        user, form, tried="A demo without notes", cost="An hour", know_now=known
    )
    assert "errors" not in said, said
    preview = await slack.modal(user)
    picks = {"story.channel": CHANNEL} if user == "U0MAYA" else {}
    said = await slack.submit(user, preview, **picks)
    assert "errors" not in said, said
    await slack.post("close", user=user, view_id=said["view"]["id"], all=True)
    await slack.pass_time(seconds=30)


async def card(slack: Slack, text: str) -> JSON:
    """The newest card in the channel that says this."""
    log = await slack.messages()
    return [one for one in log if one["channel"] == CHANNEL and text in words(one)][-1]


async def award(slack: Slack) -> JSON:
    await slack.trust("U0MAYA", "do award")
    return await slack.modal("U0MAYA")


async def close(slack: Slack, user: str, view: JSON) -> None:
    await slack.post("close", user=user, view_id=view["id"], all=True)


def citation(view: JSON) -> str:
    """The field of the lesson has an id for each story."""
    return next(one["block_id"] for one in view["blocks"] if one["block_id"][:9] == "citation.")


async def introduced(slack: Slack, rep: str) -> None:
    await slack.trust("U0MAYA", "coach")
    form = await slack.modal("U0MAYA")
    said = await slack.submit("U0MAYA", form, rep=rep, skill="Ask", question="How?")
    assert said.get("response_action") in ("push", "update"), said
    tell = await slack.modal("U0MAYA")
    await slack.submit("U0MAYA", tell)
    await slack.post("close", user="U0MAYA", view_id=tell["id"], all=True)


async def test_an_award_with_one_lesson_is_given_at_once(slack: Slack, maya: str) -> None:
    await slack.pass_time(hours=7)
    empty = await award(slack)
    assert "No lesson was posted this month yet" in words(empty)
    await slack.click(maya, empty, "award.tell")
    assert (await slack.modal(maya))["callback_id"] == "story"
    await close(slack, maya, await slack.modal(maya))
    await told(slack, maya, "Test on Mondays")
    window = await award(slack)
    said = await slack.submit(
        maya, window, **{citation(window): "Test on Mondays", "trophy": "x" * 3000}
    )
    assert "40 characters" in str(said["errors"])
    said = await slack.submit(maya, window, trophy="The mug")
    window = said["view"]
    await slack.click(maya, window, "award.go")
    preview = await slack.modal(maya)
    assert "Test on Mondays" in words(preview)
    said = await slack.submit(maya, preview, **{"compose.channel": CHANNEL})
    assert "errors" not in said, said
    await close(slack, maya, said["view"])
    await slack.pass_time(seconds=30)
    result = await card(slack, "The mug")
    assert "Until the next one the trophy is kept by" in words(result)
    await slack.click("U0BEN", result, "post.helped")
    await close(slack, maya, await award(slack))


async def test_a_lunch_is_set_told_about_put_in_order_and_learned_from(
    slack: Slack, maya: str
) -> None:
    await slack.pass_time(hours=7)
    on = (await slack.now()).date() + timedelta(days=10)
    await slack.trust(maya, "do hall of shame lunch")
    form = await slack.modal(maya)
    said = await slack.submit(maya, form, date=str(on), own_story="I sent it to all.")
    preview = await slack.modal(maya)
    said = await slack.submit(maya, preview, **{"compose.channel": CHANNEL})
    assert "errors" not in said, said
    await close(slack, maya, said["view"])
    await slack.pass_time(seconds=30)
    invitation = await card(slack, "Hall of Shame lunch")

    await slack.click("U0BEN", invitation, "lunch.tell")
    tell = await slack.modal("U0BEN")
    said = await slack.submit("U0BEN", tell, tried="A demo", know_now="Test the line")
    assert "This is for the team of" in str(said["errors"])
    await close(slack, "U0BEN", tell)
    await slack.click(maya, invitation, "lunch.tell")
    tell = await slack.modal(maya)
    said = await slack.submit(maya, tell, tried="A demo", know_now="Test the line")
    assert "errors" not in said, said
    await close(slack, maya, said["view"])

    page = await lunch(slack)
    assert "Test the line" in words(page)
    await slack.click(maya, page, "lunch.choose")
    choose = await slack.modal(maya)
    [story] = options(controls(choose)["field"])
    said = await slack.submit(maya, choose, stories=[story])
    assert "errors" not in said, said
    page = await slack.modal(maya)
    assert "in the running order" in words(page)
    await slack.click(maya, page, "lunch.order")
    order = await slack.modal(maya)
    assert words(order).index("I sent it to all.") < words(order).index("Test the line")
    await slack.click(maya, order, "lunch.print")
    assert "The page is in our chat." in words(await slack.modal(maya))
    await slack.post("close", user=maya, view_id=order["id"])

    page = await slack.modal(maya)
    await slack.click(maya, page, "lunch.change")
    change = await slack.modal(maya)
    moved = on - timedelta(days=2)
    said = await slack.submit(maya, change, date=str(moved), place="Café Nord")
    assert "errors" not in said, said
    await close(slack, maya, await slack.modal(maya))
    await slack.pass_time(seconds=30)
    assert "Café Nord" in words(await slack.again(invitation))

    await slack.pass_time(days=9)
    page = await lunch(slack)
    await slack.click(maya, page, "lunch.next.half")
    following = await slack.modal(maya)
    assert following["callback_id"] == "lunch"
    await close(slack, maya, following)
    page = await lunch(slack)
    await slack.click(maya, page, "lunch.learnings")
    form = await slack.modal(maya)
    await slack.submit(maya, form, learnings="Test the line. Ask who decides.")
    preview = await slack.modal(maya)
    said = await slack.submit(maya, preview, **{"compose.channel": CHANNEL})
    ended: Any = said["view"]
    await slack.pass_time(seconds=30)
    assert "Ask who decides." in words(await card(slack, "What we now know after"))
    assert "laughed about" in words(await slack.again(invitation))
    await slack.click(maya, ended, "lunch.next.half")
    following = await slack.modal(maya)
    assert following["callback_id"] == "lunch"
    await close(slack, maya, following)


async def lunch(slack: Slack) -> JSON:
    await slack.trust("U0MAYA", "do hall of shame lunch")
    return await slack.modal("U0MAYA")


async def test_a_vote_of_everybody_in_the_channel_is_counted_once_each(
    slack: Slack, maya: str, tmp_path: Path
) -> None:
    await slack.pass_time(hours=7)
    for known in ("Test on Mondays", "Ask who decides"):
        await told(slack, maya, known)
        window = await award(slack)
        said = await slack.submit(maya, window, trophy="The mug")
        assert "errors" not in said, said
        await close(slack, maya, said["view"])
    window = await award(slack)
    until = (await slack.now()).date() + timedelta(days=2)
    await slack.click(maya, window, "award.until", str(until))
    await slack.click(maya, window, "award.go")
    preview = await slack.modal(maya)
    assert day(until) in words(preview)
    said = await slack.submit(maya, preview, **{"compose.channel": CHANNEL})
    assert "errors" not in said, said
    await close(slack, maya, said["view"])
    await slack.pass_time(seconds=30)
    vote = await card(slack, "which lesson helps us most")
    guest = (await slack.person(name="Gil Guest", tz="Europe/Stockholm", is_restricted=True))["id"]
    await slack.post("join", channel=CHANNEL, user=guest)
    for voter in ("U0BEN", "U0BEN", guest):
        await slack.click(voter, vote, "award.vote.first")
    await slack.click("U0BEN", vote, "award.vote.second")
    await slack.click("U0AISHA", vote, "award.vote.second")
    with pytest.raises(Refused):
        await slack.click("U0OLGA", vote, "award.vote.first")
    assert marks(tmp_path) == 3
    await slack.pass_time(days=5, hours=1)
    assert marks(tmp_path) == 0
    await slack.pass_time(days=3)
    result = await card(slack, "the trophy is kept by")
    assert "2 of 3 votes." in words(result)
    assert "Ask who decides" in words(result)


def marks(folder: Path) -> int:
    """How many marks of voters are kept."""
    with closing(sqlite3.connect(folder / "trust.db")) as store:
        return store.execute("select count(*) from votes").fetchone()[0]
