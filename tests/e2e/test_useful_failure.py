"""A useful failure, from the form to the yes of whose lesson it is, to the channel, and back."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from playwright.async_api import async_playwright, expect

from tests.e2e.desk import Desk
from tests.e2e.slack import JSON, Slack, controls, words
from tests.e2e.test_a_first_week_in_the_browser import FLAGS, PICTURES
from tests.e2e.test_coach import introduced, prepared

BEN, TEAM = "U0BEN", "C0TEAM"
MINE = {"tried": "I cut the price first", "know_now": "Ask what it is worth before that"}
BENS = {"tried": "A demo without a plan", "know_now": "Ask for the agenda a day before"}


@pytest.fixture
async def morning(slack: Slack, maya: str, monday: datetime) -> str:
    """Monday, 10:00 in Stockholm: Maya told Ben about the bot."""
    await slack.walk_to(monday.replace(hour=9))
    await prepared(slack, maya)
    await introduced(slack)
    return maya


async def told(slack: Slack, user: str, values: JSON, **more: str) -> JSON:
    """The form and its preview; what came of it."""
    assert await slack.trust(user, "mistake") == {}
    said = await slack.submit(user, await slack.modal(user), **values, **more)
    assert said.get("response_action") == "push", said
    where = {"story.channel": TEAM} if user == "U0MAYA" else {}
    said = await slack.submit(user, said["view"], **where)
    assert said.get("response_action") == "update", said
    await slack.post("close", user=user, view_id=said["view"]["id"], all=True)
    # One message a second is all that a channel takes.
    await slack.pass_time(minutes=1)
    return said["view"]


async def newest(slack: Slack, user: str) -> JSON:
    await slack.pass_time(minutes=1)
    return (await slack.direct(user))[-1]


async def in_channel(slack: Slack) -> list[JSON]:
    seen = await slack.messages()
    return [
        one
        for one in seen
        if one["channel"] == TEAM and not one["deleted"] and "useful failure" in words(one)
    ]


async def test_a_lesson_of_somebody_else_goes_out_with_their_yes_and_comes_down_again(
    slack: Slack, morning: str
) -> None:
    await told(slack, morning, MINE)
    assert len(await in_channel(slack)) == 1
    await told(slack, morning, BENS, owner=BEN)
    asked = await newest(slack, BEN)
    assert BENS["know_now"] in words(asked)
    assert len(await in_channel(slack)) == 1
    await slack.click(BEN, asked, "consent.yes.named", controls(asked)["consent.no"]["value"])
    await slack.pass_time(minutes=1)
    assert len(await in_channel(slack)) == 2
    agreed = await slack.again(asked)
    await slack.click(BEN, agreed, "consent.take-back")
    await slack.pass_time(minutes=2)
    assert len(await in_channel(slack)) == 1
    assert "You took your yes back" in words(await slack.again(asked))


async def test_a_rep_tells_their_own_and_takes_it_down(slack: Slack, morning: str) -> None:
    await told(slack, morning, MINE)
    await told(slack, BEN, BENS, **{"story.named": "without"})
    seen = await in_channel(slack)
    [post] = [one for one in seen if BENS["tried"] in words(one)]
    assert "from one of us" in words(post)
    assert BEN not in str(post)
    await slack.click("U0AISHA", post, "story.take-back")
    told_off = (await slack.messages("U0AISHA"))[-1]
    assert "Only the person who told it can take it back." in words(told_off)
    await slack.click(BEN, post, "story.take-back")
    await slack.pass_time(minutes=1)
    assert len(await in_channel(slack)) == 1


async def test_a_named_person_is_asked_before_any_form_posts_about_them(
    slack: Slack, morning: str
) -> None:
    await slack.trust(morning, "do contribution")
    form = await slack.modal(morning)
    await slack.click(morning, form, "compose.audience", "team_channel")
    thanks = {"rep": BEN, "did": "You stayed late", "effect": "The demo worked"}
    form = await slack.modal(morning)
    said = await slack.submit(morning, form, **thanks, **{"compose.audience": "team_channel"})
    assert said["view"]["submit"]["text"] == "Ask Ben Carter first"
    said = await slack.submit(morning, said["view"], **{"compose.channel": TEAM})
    assert "They are asked" in words(said["view"])
    asked = await newest(slack, BEN)
    await slack.click(BEN, asked, "consent.no")
    assert "nobody hears why" in words(await slack.again(asked))
    await slack.pass_time(days=10)
    await slack.trust(morning, "")
    seen = [words(one) for one in await slack.direct(morning)]
    assert any("It was not posted." in one for one in seen)
    assert BEN not in "".join(one for one in seen if "It was not posted." in one)


@pytest.fixture
async def desk(chromium: str, slack: Slack, morning: str) -> AsyncIterator[Desk]:
    """Maya's window. Faults of the page's own code fail the test."""
    faults: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        desk = Desk(page, PICTURES / "useful-failure")
        await desk.sit_down(slack.url)
        yield desk
        await browser.close()
    assert faults == []


@pytest.mark.browser
async def test_what_people_see_of_a_useful_failure(desk: Desk, slack: Slack) -> None:
    await told(slack, "U0MAYA", MINE)
    await desk.say("/trust mistake")
    form = desk.form("Useful failure")
    await expect(form).to_contain_text("those go to HR")
    await form.get_by_label("Whose lesson is it?").select_option(value=BEN)
    await form.get_by_label("What was tried").fill(BENS["tried"])
    await form.get_by_label("What we now know").fill(BENS["know_now"])
    await desk.picture("form")
    await desk.press(form, "Preview")
    preview = desk.form("This is how it looks")
    await expect(preview).to_contain_text("No answer counts as no.")
    await desk.picture("preview")
    await desk.press(preview, "Ask Ben Carter first")
    asked = desk.form("Asked")
    await expect(asked).to_contain_text("is asked")
    await desk.picture("asked")
    await desk.press(asked.locator("footer"), "Close")

    await slack.pass_time(minutes=1)
    await desk.act_as(BEN)
    await desk.open_tab("Messages")
    question = await desk.newest()
    await expect(question).to_contain_text("It is your lesson.")
    await desk.picture("question")
    await desk.press(question, "Change it")
    words_of_ben = desk.form("In your words")
    await words_of_ben.get_by_label("What was tried").fill("A demo with no agenda")
    await desk.picture("in-their-words")
    await desk.press(words_of_ben, "Send my words")
    await expect(question).to_contain_text("You worded it anew.")
    await desk.picture("changed")

    await desk.act_as("U0MAYA")
    await desk.open_tab("Home")
    await expect(desk.home).to_contain_text("Ben Carter")
    await desk.picture("waits-for-maya")
    await desk.press(desk.home, "Post this")
    await slack.pass_time(minutes=1)
    [post] = [one for one in await in_channel(slack) if "no agenda" in words(one)]
    assert BEN in str(post)
    await desk.go_to("team-northwind")
    await desk.picture("posted")

    await desk.act_as(BEN)
    await desk.go_to("Trust Habits")
    agreed = await desk.newest()
    await desk.press(agreed, "Take it back")
    await expect(agreed).to_contain_text("You took your yes back")
    await slack.pass_time(minutes=2)
    assert len(await in_channel(slack)) == 1
    await expect(agreed).to_contain_text("It is taken down")
    await desk.picture("taken-back")
