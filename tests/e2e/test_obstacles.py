"""Obstacles: a rep says what is in the way, the manager takes it on and answers."""

from datetime import datetime, timedelta

import pytest

from tests.e2e.slack import JSON, Slack, controls, words

BEN, SAM = "U0BEN", "U0SAM"
LEGAL = "Legal has had the *contract* for ten days"
LINK = "https://slack.com/app_redirect?team=T0PLAY&channel=U0MAYA"


async def closed(slack: Slack, user: str) -> None:
    view = (await slack.get("views", user=user))["modals"]
    if view:
        await slack.post("close", user=user, view_id=view[-1]["id"], all=True)


async def heard(slack: Slack, maya: str, words_: str, on: str) -> JSON:
    """Maya notes what Ben said; who was not told about the bot yet is told first."""
    await slack.trust(maya, f"blocked {words_}")
    form = await slack.modal(maya)
    asked = {"obstacle_rep": BEN, "obstacle_due": on}
    said = await slack.submit(maya, form, **asked)
    if said["response_action"] == "push":
        assert await slack.submit(maya, said["view"]) == {}
        said = await slack.submit(maya, await slack.modal(maya), **asked)
    return said["view"]


@pytest.fixture
async def noted(slack: Slack, maya: str, monday: datetime) -> datetime:
    """Monday, 10:00 in Stockholm; Ben is in Maya's team, and has said one thing in person."""
    moment = monday.replace(hour=9)
    await slack.walk_to(moment)
    queue = await heard(slack, maya, "The tool is slow", f"{moment + timedelta(days=9):%Y-%m-%d}")
    assert "<@U0BEN> told you" in words(queue)
    await closed(slack, maya)
    await slack.pass_time(minutes=2)
    return moment


async def told(slack: Slack, user: str) -> JSON:
    """The newest request."""
    await slack.pass_time(minutes=1)
    found = [one for one in await slack.direct(user) if "obstacle.take" in controls(one)]
    return found[-1]


async def test_from_blocked_to_answered(slack: Slack, maya: str, noted: datetime) -> None:
    await slack.trust(BEN, f"blocked {LEGAL}")
    form = await slack.modal(BEN)
    assert "errors" in await slack.submit(BEN, form, obstacle=" ")
    said = await slack.submit(BEN, form, obstacle=LEGAL, obstacle_holds_up="Nordwind")
    assert "Maya Lindqvist reads it soon." in words(said["view"])
    await closed(slack, BEN)
    request = await told(slack, maya)
    assert "<@U0BEN> is blocked:" in words(request)
    assert controls(request)["reps.open-chat"]["url"].endswith("channel=U0BEN")
    # Somebody else's button is not there for them.
    await slack.click(maya, request, "obstacle.take")
    form = await slack.modal(maya)
    due = noted + timedelta(days=2)
    assert await slack.submit(maya, form, obstacle_due=f"{due:%Y-%m-%d}") == {}
    assert f"You come back to <@U0BEN> by {due:%A} {due.day}" in words(await slack.again(request))
    await slack.pass_time(minutes=1)
    taken = (await slack.direct(BEN))[-1]
    assert f"takes this on and comes back to you by {due:%A} {due.day}" in words(taken)
    assert controls(taken)["reps.reply-to"]["url"] == LINK
    # The answer is seen before it goes.
    await slack.click(maya, request, "obstacle.answer")
    form = await slack.modal(maya)
    assert "errors" in await slack.submit(maya, form, obstacle_answer=" ")
    seen = await slack.submit(
        maya, form, obstacle_ending="gone", obstacle_answer="Legal <!here> signs today."
    )
    assert "Legal <!here> signs today." in str(seen["view"]["blocks"])
    done = await slack.submit(maya, seen["view"])
    assert "It is on its way to <@U0BEN>." in words(done["view"])
    await closed(slack, maya)
    await slack.pass_time(minutes=1)
    answer = (await slack.direct(BEN))[-1]
    assert "<@U0MAYA> says this is out of your way:" in words(answer)
    assert "Legal <!here> signs today." in str(answer["blocks"])
    assert controls(answer)["reps.reply-to"]["url"] == LINK
    assert "It is further down." in words(await slack.again(taken))
    assert "You answered <@U0BEN>." in words(await slack.again(request))
    assert "Clear one obstacle" in words(await slack.trust(maya, "week"))


async def test_a_rep_sees_and_deletes_what_the_manager_noted(
    slack: Slack, maya: str, noted: datetime
) -> None:
    await slack.trust(BEN, "blocked")
    own = await slack.modal(BEN)
    assert "wrote it down and comes back to you" in words(own)
    await slack.click(BEN, own, "obstacle.take-back")
    assert "Is something in your way" in words(await slack.modal(BEN))
    await closed(slack, BEN)
    await slack.trust(maya, "do clear_path")
    queue = await slack.modal(maya)
    assert "Nothing is on your list." in words(queue)
    # The year to come goes to the channel, the way every post does.
    await slack.click(maya, queue, "obstacle.outlook")
    form = await slack.modal(maya)
    preview = await slack.submit(maya, form, outlook="We lead in the north.")
    ended = await slack.submit(maya, preview["view"], **{"compose.channel": "C0TEAM"})
    assert "errors" not in ended, ended
    await closed(slack, maya)
    await slack.pass_time(minutes=1)
    posts = (await slack.get("messages", channel="C0TEAM"))["messages"]
    assert "We lead in the north." in str(posts[-1])


async def test_what_was_heard_is_answered_in_person(
    slack: Slack, maya: str, noted: datetime
) -> None:
    before = len(await slack.direct(BEN))
    await slack.trust(maya, "blocked")
    await slack.click(maya, await slack.modal(maya), "obstacle.answer")
    form = await slack.modal(maya)
    seen = await slack.submit(maya, form, obstacle_answer="A new one comes in May.")
    assert seen["view"]["submit"]["text"] == "I said it"
    assert controls(seen["view"])["reps.open-chat"]["url"].endswith("channel=U0BEN")
    await slack.submit(maya, seen["view"])
    await closed(slack, maya)
    await slack.pass_time(days=1)
    assert len(await slack.direct(BEN)) == before


async def test_who_is_in_no_team_reads_who_sets_it_up(slack: Slack, monday: datetime) -> None:
    assert "once your manager has set it up" in words(await slack.trust(SAM, "blocked"))
