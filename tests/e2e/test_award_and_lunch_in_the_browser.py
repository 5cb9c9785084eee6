"""An award with a vote and a lunch with its running order, by nothing but what people press."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Locator, async_playwright, expect

from tests.e2e.desk import Desk
from tests.e2e.slack import Slack
from tests.e2e.test_a_first_week_in_the_browser import FLAGS, PICTURES
from tests.e2e.test_coach import AISHA, BEN, prepared
from tests.e2e.test_useful_failure import BENS, MINE, told

pytestmark = pytest.mark.browser

MAYA, CHANNEL = "U0MAYA", "team-northwind"


@pytest.fixture
async def desk(chromium: str, slack: Slack, maya: str, monday: datetime) -> AsyncIterator[Desk]:
    """Maya's window. Ben and Aisha know about the bot, and two lessons stand in the channel."""
    await slack.walk_to(monday.replace(hour=9))
    for rep in (BEN, AISHA):
        await prepared(slack, maya, rep)
    await slack.pass_time(minutes=2)
    await told(slack, MAYA, MINE)
    await told(slack, BEN, BENS)
    faults: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        desk = Desk(page, PICTURES / "award-and-lunch")
        await desk.sit_down(slack.url)
        yield desk
        await browser.close()
    assert faults == []


async def test_an_award_with_a_vote_and_a_lunch_with_its_running_order(
    desk: Desk, slack: Slack
) -> None:
    await _award(desk, slack)
    await _lunch(desk, slack)


async def _award(desk: Desk, slack: Slack) -> None:
    await desk.say("/trust do award")
    window = desk.form("Award the best lesson")
    await expect(window.get_by_label("What we now know")).to_have_value(MINE["know_now"])
    await desk.picture("award-form")
    await desk.press(window.locator("footer"), "Put it up")
    await expect(window).to_contain_text("1.")
    await desk.press(window.locator("footer"), "Put it up")
    await expect(window).to_contain_text("waiting for a yes")
    await desk.picture("award-asked")
    await desk.press(window.locator("footer"), "Close")

    await slack.pass_time(minutes=1)
    await desk.act_as(BEN)
    await desk.open_tab("Messages")
    question = await desk.newest()
    await expect(question).to_contain_text(BENS["know_now"])
    await desk.picture("award-question-to-ben")
    await desk.press(question, "Yes, put it up")
    await expect(question.get_by_role("button", name="Take it back")).to_have_count(1)
    await desk.picture("award-ben-agreed")

    await desk.act_as(MAYA)
    await desk.open_tab("Home")
    await expect(desk.home).to_contain_text("The team can vote.")
    await desk.picture("award-waits-for-maya")
    await desk.press(desk.home, "Open the award")
    window = desk.form("Award the best lesson")
    await expect(window).to_contain_text("is in")
    await desk.picture("award-two-are-in")
    await desk.press(window, "See the vote")
    preview = desk.form("This is how it looks")
    await expect(preview).to_contain_text(BENS["know_now"])
    await desk.picture("award-vote-preview")
    await desk.press(preview.locator("footer"), "Open the vote")
    done = desk.form("Done")
    await desk.picture("award-vote-opened")
    await desk.press(done.locator("footer"), "Close")
    await slack.pass_time(seconds=30)

    card = await _in_channel(desk, BEN, "which lesson helps us most")
    await desk.press(card, "Lesson 1")
    await expect(desk.page.locator("#pane")).to_contain_text("Your vote is for lesson 1.")
    await desk.picture("award-ben-votes")
    card = await _in_channel(desk, AISHA, "which lesson helps us most")
    await desk.press(card, "Lesson 1")
    await expect(desk.page.locator("#pane")).to_contain_text("Your vote is for lesson 1.")
    await desk.press(card, "Lesson 2")
    await expect(desk.page.locator("#pane")).to_contain_text("Your vote is for lesson 2.")
    card = await _in_channel(desk, BEN, "which lesson helps us most")
    await desk.press(card, "Lesson 2")
    await expect(desk.page.locator("#pane")).to_contain_text("Your vote is for lesson 2.")
    await desk.picture("award-ben-changes-his-vote")

    await slack.pass_time(days=7)
    result = await _in_channel(desk, MAYA, "the trophy is kept by")
    await expect(result).to_contain_text("2 of 2 votes.")
    await expect(result).to_contain_text("Ben Carter")
    await desk.picture("award-result")
    await desk.go_to("Trust Habits")
    await desk.say("/trust do award")
    window = desk.form("Award the best lesson")
    await desk.picture("award-log")
    await desk.press(window.locator("footer"), "Close")


async def _lunch(desk: Desk, slack: Slack) -> None:
    on = (await slack.now()).date() + timedelta(days=10)
    await desk.say("/trust do hall of shame lunch")
    form = desk.form("Lunch for mistakes")
    await form.get_by_label("Date").fill(str(on))
    await form.get_by_label("Place").fill("Café Nord")
    await desk.picture("lunch-form")
    await desk.press(form.locator("footer"), "Preview")
    preview = desk.form("This is how it looks")
    await desk.picture("lunch-preview")
    await desk.press(preview.locator("footer"), "Post it")
    await desk.press(desk.form("Done").locator("footer"), "Close")
    await slack.pass_time(seconds=30)

    card = await _in_channel(desk, AISHA, "invites the team to lunch")
    await desk.picture("lunch-invitation")
    await desk.press(card, "I would tell a story")
    tell = desk.form("Tell a story")
    await tell.get_by_label("What I tried").fill("I sent the draft to all customers")
    await tell.get_by_label("What we now know").fill("Two people look at a list before it goes")
    await desk.picture("lunch-aisha-tells")
    await desk.press(tell.locator("footer"), "Offer it")
    done = desk.form("Done")
    await desk.picture("lunch-aisha-offered")
    await desk.press(done.locator("footer"), "Close")

    await desk.act_as(MAYA)
    await desk.go_to("Trust Habits")
    await desk.say("/trust do hall of shame lunch")
    page = desk.form("Lunch for mistakes")
    await expect(page).to_contain_text("Two people look at a list")
    await desk.picture("lunch-page")
    await desk.press(page, "Choose stories")
    choose = desk.form("Choose stories")
    await choose.get_by_role("checkbox").first.check()
    await desk.picture("lunch-choose")
    await desk.press(choose.locator("footer"), "Ask them")
    await expect(page).to_contain_text("waiting for a yes")
    await desk.picture("lunch-asked")
    await desk.press(page.locator("footer"), "Close")

    await slack.pass_time(days=2)
    await desk.act_as(AISHA)
    await desk.go_to("Trust Habits")
    question = await desk.newest()
    await desk.picture("lunch-question-to-aisha")
    await desk.press(question, "Yes, I tell it")
    await expect(question.get_by_role("button", name="Take it back")).to_have_count(1)
    await desk.picture("lunch-aisha-agreed")

    await desk.act_as(MAYA)
    await desk.go_to("Trust Habits")
    await desk.say("/trust do hall of shame lunch")
    await expect(page).to_contain_text("in the running order")
    await desk.press(page, "Running order")
    order = desk.form("Running order")
    await expect(order).to_contain_text("Two people look at a list")
    await desk.picture("lunch-running-order")
    await desk.press(order, "Send me a page to print")
    await expect(order).to_contain_text("The page is in our chat.")
    await desk.picture("lunch-page-sent")
    await desk.press(order.locator("footer"), "Back")
    await desk.press(page.locator("footer"), "Close")
    await desk.picture("lunch-page-in-the-chat")


async def _in_channel(desk: Desk, user: str, text: str) -> Locator:
    """The newest card in the channel that says this, as somebody sees it."""
    await desk.act_as(user)
    await desk.go_to(CHANNEL)
    card = desk.messages.filter(has_text=text).last
    await expect(card).to_contain_text(text)
    return card
