"""Ben asks for help on a call, Maya can do it at another time, and both say how it was."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from playwright.async_api import async_playwright, expect

from tests.e2e.desk import Desk
from tests.e2e.slack import Slack
from tests.e2e.test_a_first_week_in_the_browser import FLAGS, PICTURES
from tests.e2e.test_calls import BEN, day
from tests.e2e.test_coach import coach_form, filled, introduced, kept, told

pytestmark = pytest.mark.browser


@pytest.fixture
async def desk(chromium: str, slack: Slack, monday: datetime) -> AsyncIterator[Desk]:
    """A window on the playground. Faults of the page's own code fail the test."""
    faults: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        desk = Desk(page, PICTURES / "help-on-a-call")
        await desk.sit_down(slack.url)
        yield desk
        await browser.close()
    assert faults == []


async def test_help_on_a_call_from_the_request_to_the_look_back(
    desk: Desk, slack: Slack, maya: str, monday: datetime
) -> None:
    morning = monday.replace(hour=9)
    await slack.walk_to(morning)
    view = await filled(slack, maya, await coach_form(slack, maya))
    await told(slack, maya, view)
    await kept(slack, maya, await filled(slack, maya, await slack.modal(maya)))
    await introduced(slack)
    await slack.walk_to(morning + timedelta(minutes=20))

    await desk.act_as(BEN)
    first = desk.messages.filter(has_text="told you about me")
    await expect(first).to_contain_text("told you about me")
    await desk.picture("the-first-message-to-ben")
    await desk.press(first, "Ask for help on a call")
    form = desk.form("Help on a call")
    await form.get_by_label("Customer or deal").fill("Acme renewal")
    await form.get_by_label("What would help").fill("Somebody who knows their CFO")
    await form.get_by_label("Day").fill(day(morning, 1))
    await form.get_by_label("Time").fill("13:00")
    await desk.picture("ben-asks")
    await desk.press(form.locator("footer"), "Ask")
    closing = desk.form("Help on calls")
    await expect(closing).to_contain_text("has your request")
    await desk.picture("ben-has-asked")
    await desk.press(closing.locator("footer"), "Close")

    await slack.pass_time(minutes=1)
    await desk.act_as(maya)
    request = await desk.newest()
    await expect(request).to_contain_text("can you join this call?")
    await desk.picture("maya-reads-it")
    await desk.press(request, "Another time")
    form = desk.form("Another time")
    await form.get_by_label("Time").fill("16:30")
    await desk.picture("maya-suggests-another-time")
    await desk.press(form.locator("footer"), "Suggest it")
    await desk.press(desk.form("Help on calls").locator("footer"), "Close")

    await slack.pass_time(minutes=1)
    await desk.act_as(BEN)
    proposal = await desk.newest()
    await expect(proposal).to_contain_text("can help at another time")
    await desk.picture("ben-reads-the-other-time")
    await desk.press(proposal, "That works")
    await expect(proposal).to_contain_text("joins your call.")
    await desk.picture("booked")

    starts = morning.replace(hour=15, minute=30) + timedelta(days=1)
    await slack.walk_to(starts - timedelta(minutes=14))
    await desk.act_as(maya)
    reminder = await desk.newest()
    await expect(reminder).to_contain_text("Ben Carter leads. You listen.")
    await desk.picture("a-quarter-of-an-hour-before")
    await slack.walk_to(starts + timedelta(minutes=32))
    asks = await desk.newest()
    await expect(asks).to_contain_text("How was the call")
    await desk.press(asks, "Add your lines")
    form = desk.form("How was it?")
    await form.get_by_label("What went well").fill("Ben asked and waited")
    await form.get_by_label("What we do next").fill("Send the numbers by Friday")
    await desk.picture("maya-looks-back")
    await desk.press(form.locator("footer"), "Keep it")
    await desk.press(desk.form("Help on calls").locator("footer"), "Close")
    await expect(asks).to_contain_text("Send the numbers by Friday")

    await desk.act_as(BEN)
    asks = await desk.newest()
    await desk.press(asks, "Add your line")
    form = desk.form("How was it?")
    await form.get_by_label("What the customer needs").fill("A fixed price")
    await form.get_by_text("It helped", exact=True).click()
    await desk.picture("ben-looks-back")
    await desk.press(form.locator("footer"), "Keep it")
    await desk.press(desk.form("Help on calls").locator("footer"), "Close")
    await expect(asks).to_contain_text("It helped")
    await desk.picture("what-both-read")
