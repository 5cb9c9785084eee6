"""Whatever posts says clearly what stands in its way in the channel, and loses nothing."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from tests.e2e.slack import JSON, Slack, words
from tests.e2e.test_coach import introduced, prepared

MAYA, BEN, TEAM = "U0MAYA", "U0BEN", "C0TEAM"
MINE = {"tried": "I cut the price first", "know_now": "Ask what it is worth before that"}
TROUBLES = {
    "left": "I am not in that channel",
    "archived": "That channel is archived",
}
Previews = Callable[[Slack], Awaitable[tuple[str, JSON, JSON]]]


@pytest.fixture
async def morning(slack: Slack, maya: str, monday: datetime) -> str:
    """Monday, 10:00 in Stockholm: Maya told Ben about the bot."""
    await slack.walk_to(monday.replace(hour=9))
    await prepared(slack, maya)
    await introduced(slack)
    return maya


async def breaks(slack: Slack, trouble: str) -> None:
    if trouble == "left":
        await slack.post("leave", channel=TEAM, user="U0TRUST")
    else:
        await slack.post("channel", channel=TEAM, archived=True)


async def mends(slack: Slack, trouble: str) -> None:
    if trouble == "left":
        await slack.post("join", channel=TEAM, user="U0TRUST")
    else:
        await slack.post("channel", channel=TEAM, archived=False)


async def a_story(slack: Slack) -> tuple[str, JSON, JSON]:
    await slack.trust(MAYA, "mistake")
    said = await slack.submit(MAYA, await slack.modal(MAYA), **MINE)
    return MAYA, said["view"], {"story.channel": TEAM}


async def thanks_that_name_ben(slack: Slack) -> tuple[str, JSON, JSON]:
    await slack.trust(MAYA, "do contribution")
    chosen = {"compose.audience": "team_channel"}
    await slack.click(MAYA, await slack.modal(MAYA), "compose.audience", "team_channel")
    thanks = {"rep": BEN, "did": "You stayed late", "effect": "The demo worked"}
    said = await slack.submit(MAYA, await slack.modal(MAYA), **thanks, **chosen)
    return MAYA, said["view"], {"compose.channel": TEAM}


async def a_lunch(slack: Slack) -> tuple[str, JSON, JSON]:
    await slack.trust(MAYA, "lunch")
    on = (await slack.now()).date() + timedelta(days=60)
    form = await slack.modal(MAYA)
    dated = {"date": on.isoformat(), "own_story": "I was wrong about Acme"}
    said = await slack.submit(MAYA, form, **dated)
    assert "errors" not in said, said
    return MAYA, said["view"], {"compose.channel": TEAM}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("previews", [a_story, thanks_that_name_ben, a_lunch])
async def test_a_channel_that_takes_nothing_is_told_of_under_its_field(
    slack: Slack, morning: str, previews: Previews, trouble: str
) -> None:
    user, preview, where = await previews(slack)
    await breaks(slack, trouble)
    said = await slack.submit(user, preview, **where)
    [fault] = said["errors"].values()
    assert fault.startswith(TROUBLES[trouble])
    await mends(slack, trouble)
    said = await slack.submit(user, preview, **where)
    assert "errors" not in said, "the same preview, once it can be posted"


async def test_a_story_that_slack_refuses_counts_for_nothing_and_is_told_of(
    slack: Slack, morning: str
) -> None:
    user, preview, where = await a_story(slack)
    await slack.post("faults", ratelimited=1.0, retry_after=5, methods=["chat.postMessage"])
    await slack.submit(user, preview, **where)
    await slack.post("close", user=user, view_id=preview["id"], all=True)
    await breaks(slack, "archived")
    await slack.post("faults")
    await slack.pass_time(minutes=2)
    seen = "\n".join(words(one) for one in await slack.direct(MAYA))
    assert "That channel is archived" in seen
    assert "useful failure" not in words(await slack.trust(MAYA, "week")).lower()


async def test_a_reps_own_story_waits_for_a_channel_that_takes_it(
    slack: Slack, morning: str
) -> None:
    user, preview, where = await a_story(slack)
    await slack.submit(user, preview, **where)
    await slack.post("close", user=user, view_id=preview["id"], all=True)
    await slack.pass_time(minutes=1)
    await slack.trust(BEN, "mistake")
    too_long = await slack.submit(BEN, await slack.modal(BEN), tried="a" * 3000, know_now="b")
    assert "150 characters" in str(too_long["errors"])
    said = await slack.submit(
        BEN, await slack.modal(BEN), tried="A demo", know_now="Ask first", **{"story.named": "with"}
    )
    preview = said["view"]
    await breaks(slack, "archived")
    refused = await slack.submit(BEN, preview)
    assert "Nothing can be posted in your team's channel just now." in words(refused["view"])
    await slack.post("close", user=BEN, view_id=refused["view"]["id"])
    await mends(slack, "archived")
    await slack.submit(BEN, preview)
    await slack.pass_time(minutes=1)
    seen = [one for one in await slack.messages() if "A demo" in words(one)]
    assert len([one for one in seen if one["channel"] == TEAM]) == 1


async def test_a_guest_and_a_stranger_cannot_tell_one(slack: Slack, morning: str) -> None:
    guest = await slack.person(name="Gil Guest", tz="Europe/Stockholm", is_restricted=True)
    told = words(await slack.trust(guest["id"], "mistake"))
    assert "This is for members of this workspace; guests cannot use it." in told
    told = words(await slack.trust("U0DIEGO", "mistake"))
    assert "once your manager has set it up with you" in told
