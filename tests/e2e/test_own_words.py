"""Said in own words, from end to end: a held draft, thanks, an old mistake; and a rep's Home."""

from datetime import datetime, timedelta

import pytest

from tests.e2e.slack import JSON, Slack, controls, started, words
from tests.e2e.team_surfaces import TEAM
from tests.e2e.test_coach import introduced, prepared

BEN, AISHA = "U0BEN", "U0AISHA"


async def form_of(slack: Slack, user: str, habit: str) -> JSON:
    assert await slack.trust(user, f"do {habit}") == {}
    return await slack.modal(user)


async def close(slack: Slack, user: str, said: JSON) -> None:
    await slack.post("close", user=user, view_id=said["view"]["id"], all=True)


async def test_a_draft_is_held_and_comes_back_and_is_thrown_away(
    slack: Slack, maya: str, monday: datetime
) -> None:
    await slack.walk_to(monday.replace(hour=9))
    form = await form_of(slack, maya, "firm_and_fair")
    values = {
        "rep": BEN,
        "gap": "Three call notes are missing",
        "help": "I sit with you",
        "date": str((monday + timedelta(days=9)).date()),
        "hold": ["ticked"],
    }
    said = await slack.submit(maya, form, **values)
    assert said["response_action"] == "update", said
    assert "Your draft comes back" in words(said["view"])
    assert "Three call notes" not in words(said["view"])
    await close(slack, maya, said)
    await slack.pass_time(minutes=31)
    message = (await slack.direct(maya))[-1]
    assert "your draft is back" in words(message)
    assert "Ben" not in words(message)
    await slack.click(maya, message, "held.read")
    again = await slack.modal(maya)
    assert "Three call notes are missing" in str(again)
    await slack.post("close", user=maya, view_id=again["id"], all=True)
    await slack.click(maya, message, "held.throw")
    assert "Nothing of it is kept." in words(await slack.again(message))
    assert await slack.direct(BEN) == []


async def test_thanks_and_two_talks_are_the_managers_to_say_and_to_put_down(
    slack: Slack, maya: str, monday: datetime
) -> None:
    assert await slack.trust(maya, "thanks") == {}
    form = await slack.modal(maya)
    said = await slack.submit(
        maya, form, rep=BEN, did="Called the plant on Sunday", effect="The line ran"
    )
    said = await slack.submit(maya, said["view"])
    await close(slack, maya, said)

    day = str((monday + timedelta(days=3)).date())
    form = await form_of(slack, maya, "protect_time")
    times = {"day_1": day, "hour_1": "09:00", "day_2": day, "hour_2": "09:00"}
    assert "hour_2" in (await slack.submit(maya, form, **times))["errors"]
    said = await slack.submit(maya, form, **{**times, "hour_2": "15:00"})
    said = await slack.submit(maya, said["view"])
    assert "09:00 to 09:20" in str(said["view"])
    await close(slack, maya, said)

    form = await form_of(slack, maya, "forgive_close")
    assert "Nothing you write here is kept." in words(form)
    said = await slack.submit(maya, form, limits=["ticked"], closed="It is over for me")
    said = await slack.submit(maya, said["view"])
    await close(slack, maya, said)
    assert "It is over for me" not in str(await form_of(slack, maya, "forgive_close"))
    assert await slack.direct(BEN) == []


async def test_a_failure_cv_is_open_to_the_team_only_while_it_is_shown(
    slack: Slack, maya: str
) -> None:
    form = await form_of(slack, maya, "human_flaw")
    await slack.click(maya, form, "failure_cv.edit")
    page = await slack.modal(maya)
    lines = {"failure_cv.lines": "2019: the wrong plan", "failure_cv.shown": ["ticked"]}
    said = await slack.submit(maya, page, **lines)
    assert "Your team can open it" in words(said["view"])
    await close(slack, maya, said)
    form = await form_of(slack, maya, "human_flaw")
    said = await slack.submit(maya, form, story="I sent the offer to the rival")
    said = await slack.submit(maya, said["view"], **{"compose.channel": TEAM})
    await close(slack, maya, said)
    await slack.pass_time(seconds=10)
    [card] = [one for one in await slack.messages() if one["channel"] == TEAM]
    await slack.click(AISHA, card, "failure_cv.open")
    assert "2019: the wrong plan" in words(await slack.modal(AISHA))

    form = await form_of(slack, maya, "human_flaw")
    await slack.click(maya, form, "failure_cv.edit")
    said = await slack.submit(maya, await slack.modal(maya), **{"failure_cv.shown": []})
    assert "for you alone" in words(said["view"])
    await close(slack, maya, said)
    await slack.pass_time(seconds=15)
    assert "failure_cv.open" not in controls(await slack.again(card))


@pytest.fixture
async def ben(slack: Slack, maya: str, monday: datetime) -> str:
    """Ben is in Maya's team, and has a note to end."""
    await slack.walk_to(monday.replace(hour=9))
    await prepared(slack, maya)
    await introduced(slack)
    await slack.pass_time(minutes=1)
    return BEN


async def test_a_rep_has_a_home_with_what_is_open_and_a_way_out(slack: Slack, ben: str) -> None:
    home = await slack.home(ben)
    assert "You work with <@U0MAYA>." in words(home)
    assert "The last line is yours." in words(home)
    await slack.click(ben, home, "rep_home.window")
    form = await slack.modal(ben)
    assert await slack.submit(ben, form, next_step="Call the buyer") == {}
    home = await slack.home(ben)
    assert "The last line is yours." not in words(home)
    await slack.trust(ben, "")
    assert "What you can do here" in words((await slack.messages(ben))[-1])
    await slack.click(ben, home, "reps.leave")
    await slack.pass_time(seconds=5)
    assert "You work with" not in words(await slack.home(ben))


async def test_who_leads_a_team_and_is_in_another_has_a_button_between_them(
    slack: Slack, ben: str
) -> None:
    await started(slack, ben)
    home = await slack.home(ben)
    assert "rep_home.open" in controls(home)
    await slack.click(ben, home, "rep_home.open")
    window = await slack.modal(ben)
    assert "You work with <@U0MAYA>." in words(window)
    await slack.click(ben, window, "rep_home.window")
    assert (await slack.modal(ben))["callback_id"] == "rep_form"
