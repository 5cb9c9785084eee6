"""Forms with a memory, as people meet them: small tests, and changes that were named."""

from datetime import datetime, timedelta

import pytest

from tests.e2e.seeing import complaints
from tests.e2e.slack import JSON, Slack, controls, words

BEN = "U0BEN"


@pytest.fixture
async def morning(slack: Slack, maya: str, monday: datetime) -> datetime:
    """Monday, 10:00 in Stockholm and 09:00 in London, where Ben is."""
    moment = monday.replace(hour=9)
    await slack.walk_to(moment)
    return moment


async def opened(slack: Slack, user: str, word: str) -> JSON:
    assert await slack.trust(user, word) == {}
    return await slack.modal(user)


async def finished(slack: Slack, user: str, preview: JSON, **values: str) -> JSON:
    said = await slack.submit(user, preview, **values)
    assert said["response_action"] == "update", said
    await slack.post("close", user=user, view_id=said["view"]["id"], all=True)
    return said["view"]


async def bet_with_ben(slack: Slack, maya: str, stop: str) -> JSON:
    """The form from end to end; Ben is told first. What Ben reads."""
    form = await opened(slack, maya, "do bless_risk")
    assert "tests.open" in controls(form)
    values = {"test": "Call the old leads", "owner": BEN, "stop": stop}
    tell = (await slack.submit(maya, form, **values))["view"]
    assert await slack.submit(maya, tell) == {}
    preview = (await slack.submit(maya, await slack.modal(maya), **values))["view"]
    ended = await finished(slack, maya, preview)
    assert "Ben Carter" in words(ended)
    await slack.pass_time(minutes=2)
    return (await slack.direct(BEN))[-1]


async def test_a_note_is_handed_over_changed_and_told_of(
    slack: Slack, maya: str, morning: datetime
) -> None:
    stop = morning + timedelta(days=3)
    note = await bet_with_ben(slack, maya, f"{stop:%Y-%m-%d}")
    assert "Does it say what you agreed on?" in words(note)
    assert list(controls(note)) == [
        "shared_note.agree",
        "shared_note.change",
        "coach.delete",
        "reps.reply-to",
    ]

    await slack.click(BEN, note, "shared_note.change")
    form = await slack.modal(BEN)
    assert await slack.submit(BEN, form, test="Call ten old leads") == {}
    note = await slack.again(note)
    assert "in your words" in words(note)
    assert "shared_note.agree" not in controls(note)
    page = await slack.home(maya)
    assert "Ben Carter changed your note. It now says:" in words(page)
    assert "Call ten old leads" in words(page)
    await slack.click(maya, page, "today.take")
    assert "changed your note" not in words(await slack.home(maya))

    await slack.walk_to(stop.replace(hour=13))
    page = await slack.home(maya)
    assert "Call ten old leads" in words(page)
    await slack.click(maya, page, "today.open")
    form = await slack.modal(maya)
    assert "This goes into the note that only you and Ben Carter see." in words(form)
    await finished(slack, maya, form, showed="Four of ten answered.")
    assert "Four of ten answered." in words(await slack.again(note))
    assert await complaints(slack) == []


async def test_of_two_changes_one_is_reported_on(
    slack: Slack, maya: str, morning: datetime
) -> None:
    for change in ("I come five minutes early.", "I send the plan a day before."):
        form = await opened(slack, maya, "do admit_mistake")
        said = await slack.submit(maya, form, did_effect="I was late.", change=change)
        await finished(slack, maya, said["view"])
    which = await opened(slack, maya, "do fix_repeat")
    assert "I come five minutes early." in words(which)
    await slack.click(maya, which, "admission.pick")
    form = await slack.modal(maya)
    assert "I send the plan a day before." in str(form)
    said = await slack.submit(maya, form, state="holds", line="Every time since then.")
    await finished(slack, maya, said["view"])
    form = await opened(slack, maya, "do fix_repeat")
    assert "I come five minutes early." in str(form)
    assert await complaints(slack) == []


async def test_tests_are_listed_and_dropped(slack: Slack, maya: str, morning: datetime) -> None:
    await bet_with_ben(slack, maya, f"{morning + timedelta(days=9):%Y-%m-%d}")
    form = await opened(slack, maya, "do act_fast")
    await slack.click(maya, form, "tests.open")
    page = await slack.modal(maya)
    assert "Call the old leads" in words(page)
    await slack.click(maya, page, "tests.drop")
    assert "No test is running." in words(await slack.modal(maya))
    assert await complaints(slack) == []
