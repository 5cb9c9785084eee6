"""Cards, a draft that cools and a mistake that is over, by nothing but what people press."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.e2e.desk import Desk
from tests.e2e.slack import Slack

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "test-output" / "screenshots" / "cards"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CLOSING = "The lost renewal is settled. I will not bring it up again."


@pytest.fixture
async def desk(chromium: str, slack: Slack, maya: str, monday: datetime) -> AsyncIterator[Desk]:
    """Maya's window, on a Monday at 10:00. Faults of the page's own code fail the test."""
    await slack.walk_to(monday.replace(hour=9))
    faults: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        desk = Desk(page, PICTURES)
        await desk.sit_down(slack.url)
        yield desk
        await browser.close()
    assert faults == []


async def test_cards_a_held_draft_and_what_is_over(
    desk: Desk, slack: Slack, monday: datetime
) -> None:
    await _size(desk)
    await _listen(desk)
    await _cools(desk, slack)
    await _is_over(desk, slack, monday)


async def _size(desk: Desk) -> None:
    await desk.say("/trust do size_mistake")
    card = desk.form("Size it before fixing")
    await desk.picture("size")
    await desk.press(card, "Trivial")
    noted = desk.form("Noted")
    await expect(noted).to_be_visible()
    await desk.picture("size-noted")
    await desk.press(noted.locator("footer"), "Close")


async def _listen(desk: Desk) -> None:
    await desk.say("/trust do listen_first")
    card = desk.form("Listen first")
    await card.get_by_label("Found together").check()
    await desk.picture("listen")
    await desk.press(card.locator("footer"), "Save")
    noted = desk.form("Noted")
    await expect(noted).to_be_visible()
    await desk.picture("listen-noted")
    await desk.press(noted.locator("footer"), "Close")


async def _cools(desk: Desk, slack: Slack) -> None:
    await desk.say("/trust do firm_and_fair")
    form = desk.form("Firm and fair")
    await form.get_by_label("To", exact=True).select_option(value="U0BEN")
    await form.get_by_label("The gap, in facts").fill("Two reports came late this month.")
    await form.get_by_label("Help that goes with it").fill("I read a draft on Thursdays.")
    await form.get_by_role("checkbox").first.check()
    await desk.picture("firm")
    await desk.press(form.locator("footer"), "Preview")
    waits = desk.form("It waits")
    await expect(waits).to_contain_text("Your draft comes back at 10:3")
    await desk.picture("firm-waits")
    await desk.press(waits.locator("footer"), "Close")
    await slack.pass_time(minutes=31)
    back = desk.messages.filter(has_text="your draft is back")
    await expect(back).to_have_count(1)
    await desk.picture("firm-back")
    await desk.press(back, "Read it again")
    await expect(form.get_by_label("The gap, in facts")).to_have_value(
        "Two reports came late this month."
    )
    await desk.press(form.locator("footer"), "Preview")
    own = desk.form("In your own voice")
    await expect(own).to_contain_text("Two reports came late this month.")
    await desk.picture("firm-own-voice")
    await desk.press(own.locator("footer"), "I said it")
    await _ended(desk)


async def _is_over(desk: Desk, slack: Slack, monday: datetime) -> None:
    await desk.say("/trust do forgive_close")
    form = desk.form("Let it be over")
    await form.get_by_role("checkbox").check()
    await form.get_by_label("The closing line").fill(CLOSING)
    await desk.picture("over")
    await desk.press(form.locator("footer"), "Preview")
    own = desk.form("In your own voice")
    await expect(own).to_contain_text(CLOSING)
    await desk.picture("over-own-voice")
    await desk.press(own.locator("footer"), "I said it")
    await _ended(desk)
    await slack.walk_to(monday + timedelta(days=14, hours=8))
    await desk.open_tab("Home")
    asked = desk.home.get_by_text("Did it stay closed")
    await expect(asked).to_have_count(1)
    await expect(desk.home).not_to_contain_text("renewal")
    await desk.picture("over-asked-later")


async def _ended(desk: Desk) -> None:
    done = desk.page.get_by_role("dialog")
    await expect(done).to_contain_text("said")
    await desk.press(done.locator("footer"), "Close")
