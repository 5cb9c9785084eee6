"""A promise and an obstacle by nothing but what people type and press."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.e2e.desk import Desk
from tests.e2e.slack import Slack
from tests.e2e.test_obstacles import closed, heard

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "test-output" / "screenshots" / "promises"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


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


async def test_a_promise_is_moved_and_an_obstacle_answered(desk: Desk, slack: Slack) -> None:
    await _promise(desk)
    await _obstacle(desk, slack)


async def _promise(desk: Desk) -> None:
    await desk.say("/trust promise Send the price list")
    form = desk.form("I promised")
    await expect(form.get_by_label("I promised", exact=True)).to_have_value("Send the price list")
    await desk.picture("promise-form")
    await desk.press(form.locator("footer"), "Put it on my list")
    listed = desk.form("Your promises")
    await expect(listed).to_contain_text("Send the price list")
    await desk.picture("promise-list")
    await desk.press(listed, "Move it")
    moving = desk.form("Move it")
    await moving.get_by_label("The new date").fill("2026-12-11")
    await moving.get_by_label("What I tell them").fill("It takes until the eleventh.")
    await desk.picture("promise-moving")
    await desk.press(moving.locator("footer"), "Move it")
    moved = desk.form("Your words")
    await expect(moved).to_contain_text("It takes until the eleventh.")
    await desk.picture("promise-moved")
    await desk.press(moved.locator("footer"), "To my list")
    await desk.press(listed, "Done")
    await expect(listed).to_contain_text("Done: Send the price list")
    await desk.picture("promise-done")
    await desk.press(listed.locator("footer"), "Close")


async def _obstacle(desk: Desk, slack: Slack) -> None:
    day = (await slack.now()) + timedelta(days=20)
    await heard(slack, "U0MAYA", "The tool is slow", f"{day:%Y-%m-%d}")
    await closed(slack, "U0MAYA")
    await slack.pass_time(minutes=2)
    await desk.act_as("U0BEN")
    await desk.say("/trust blocked Legal has the contract")
    form = desk.form("What is in my way")
    await desk.picture("blocked-form")
    await desk.press(form.locator("footer"), "Tell my manager")
    await expect(form).to_contain_text("reads it soon")
    await desk.picture("blocked-told")
    await desk.press(form.locator("footer"), "Close")
    await slack.pass_time(minutes=1)
    await desk.act_as("U0MAYA")
    request = desk.messages.filter(has_text="is blocked:")
    await desk.press(request, "I take it on")
    taking = desk.form("I take it on")
    await desk.picture("blocked-taking-on")
    await desk.press(taking.locator("footer"), "I take it on")
    await expect(desk.messages.filter(has_text="You come back to")).to_have_count(1)
    await desk.picture("blocked-taken-on")
    await desk.press(desk.messages.filter(has_text="You come back to"), "Answer")
    answering = desk.form("Answer")
    await answering.get_by_label("Your answer").fill("Legal signs today.")
    await desk.press(answering.locator("footer"), "See it first")
    seen = desk.form("Before it goes")
    await desk.picture("blocked-preview")
    await desk.press(seen.locator("footer"), "Send it")
    await expect(desk.form("Done")).to_contain_text("on its way")
    await desk.press(desk.form("Done").locator("footer"), "Close")
    await slack.pass_time(minutes=1)
    await desk.act_as("U0BEN")
    await expect(desk.messages.filter(has_text="Legal signs today.")).to_have_count(1)
    await desk.picture("blocked-answered")
