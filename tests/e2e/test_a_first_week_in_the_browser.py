"""Maya's first weeks with the whole bot, by nothing but what people type and press."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, async_playwright, expect

from tests.e2e.desk import Desk, posted_at
from tests.e2e.slack import Slack

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "test-output" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
async def desk(chromium: str, slack: Slack, monday: datetime) -> AsyncIterator[Desk]:
    """Maya's window, early on a Monday. Faults of the page's own code fail the test."""
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


async def test_a_manager_starts_answers_puts_off_rests_and_travels(
    desk: Desk, slack: Slack
) -> None:
    await _start(desk)
    await _say_what_is_coming(desk)
    await _answer_by_button_and_by_word(desk)
    await _check_in(desk)
    await _put_off_for_an_hour(desk)
    await _rest(desk)
    await _travel(desk, slack)


async def _start(desk: Desk) -> None:
    await desk.picture("before-the-start")
    await desk.say("/trust")
    form = desk.form("Start")
    await expect(form).to_contain_text("What is hardest right now?")
    await desk.picture("what-is-hardest")
    await desk.press(form, "Next")
    await expect(form).to_contain_text("When a decision touches my team")
    await desk.press(form, "Change")
    times = desk.form("Your times")
    await times.get_by_label("Public holidays").select_option(label="No public holidays")
    await desk.picture("times")
    await desk.press(times, "Use these")
    await expect(form).to_contain_text("Tuesday 10:00 and Friday 11:30, your time.")
    await desk.picture("start-form")
    await desk.press(form.locator("footer"), "Start")
    confirmed = desk.form("You're set")
    await expect(confirmed).to_contain_text("08:30: Week start")
    await expect(confirmed).to_contain_text("10:00: Prompt (Share why)")
    await expect(confirmed).to_contain_text("11:30: Check-in")
    await desk.picture("started")
    await desk.press(confirmed.locator("footer"), "Close")
    await expect(confirmed).to_have_count(0)


async def _say_what_is_coming(desk: Desk) -> None:
    asked = await desk.next_message()
    await expect(asked).to_contain_text("What is coming up?")
    await asked.get_by_role("checkbox", name="A decision to announce").check()
    await desk.picture("week-start")
    await desk.press(asked, "Save")
    await expect(asked).to_contain_text("Coming up: a decision to announce.")


async def _answer_by_button_and_by_word(desk: Desk) -> None:
    prompt = await desk.next_message()
    await expect(prompt).to_contain_text("You said a decision is coming up this week.")
    await desk.picture("prompt")
    await desk.press(prompt, "Done already")
    await expect(prompt).to_contain_text("Done. That counts.")
    await desk.picture("prompt-done")
    await desk.press(prompt, "Change")
    await desk.press(prompt, "Skip")
    await expect(prompt).to_contain_text("Skipped. Do it any other day and it still counts.")
    await desk.picture("prompt-changed-to-skipped")

    asked_for = await desk.ask("/trust today")
    await expect(asked_for).to_contain_text("You asked what you can do now.")
    answer = await desk.ask("done")
    await expect(answer).to_contain_text("Done: Share why.")
    await desk.picture("answered-by-a-word")

    week = await desk.ask("/trust week")
    await expect(week).to_contain_text("prompt for Share why (skipped)")
    await expect(week).to_contain_text("Share why, when you asked (done)")
    await expect(week).to_contain_text("Done: Share why on Tuesday.")
    await desk.picture("week")


async def _check_in(desk: Desk) -> None:
    asked = await desk.next_message()
    await expect(asked).to_contain_text("Noted so far: Share why once.")
    await desk.picture("check-in")


async def _put_off_for_an_hour(desk: Desk) -> None:
    week_start = await desk.next_message()
    await desk.press(week_start, "None of these")
    await expect(week_start).to_contain_text("None of these this week.")
    prompt = await desk.next_message()
    await prompt.get_by_role("combobox", name="Later").select_option(label="In 1 hour")
    await expect(prompt).to_contain_text("Comes back today at")
    await desk.picture("put-off")
    back = desk.messages.filter(has_text="You asked me to come back to this.")
    await expect(back).to_have_count(0)
    for _ in range(3):
        await desk.pass_time("+1 hour")
    await expect(back).to_have_count(1)
    assert await posted_at(back) < await _an_hour_and_a_minute_after(prompt)
    await desk.picture("came-back")
    await desk.press(back, "Done already")
    await expect(prompt).to_contain_text("Done. That counts.")


async def _rest(desk: Desk) -> None:
    await desk.say("/trust pause")
    form = desk.form("Take a break")
    await desk.picture("break-form")
    await desk.press(form, "Pause")
    confirmed = desk.form("Enjoy your break")
    await expect(confirmed).to_contain_text("You are on a break.")
    await desk.press(confirmed.locator("footer"), "Close")
    before = await desk.messages.count()
    for _ in range(4):  # over Friday, the day of the check-in
        await desk.pass_time("+1 day")
    assert await desk.messages.count() == before
    await desk.open_tab("Home")
    await expect(desk.home).to_contain_text("Taking a break")
    await desk.picture("home-on-a-break")
    await desk.open_tab("Messages")
    await expect(await desk.next_message()).to_contain_text("This week: Share why")


async def _travel(desk: Desk, slack: Slack) -> None:
    await desk.open_tab("Home")
    await expect(desk.home).to_contain_text("Next habit message: Prompt, Tuesday")
    await desk.open_tab("Messages")
    await slack.person(user="U0MAYA", tz="America/New_York")
    prompt = await desk.next_message()
    there = (await posted_at(prompt)).astimezone(NEW_YORK)
    assert (f"{there:%A}", there.hour) == ("Tuesday", 10)
    await desk.open_tab("Home")
    await expect(desk.home.get_by_role("button", name="Done already")).to_be_visible()
    await desk.picture("home")
    await desk.open_tab("Messages")
    # One message a work day: the notice takes the next day that has none.
    told = await desk.next_message()
    await expect(told).to_contain_text("Slack says you are on New York time now")
    await expect(told).to_contain_text("The next one comes Friday at 11:30, your time.")
    await desk.picture("new-time-zone")


async def _an_hour_and_a_minute_after(message: Locator) -> datetime:
    return await posted_at(message) + timedelta(minutes=61)
