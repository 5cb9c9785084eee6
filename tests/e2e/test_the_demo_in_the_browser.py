"""The first minute of a newcomer at the look-alike: nothing is typed, and it takes a minute."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Locator, async_playwright, expect

from bot.app import Bot, open_database
from bot.cli.demo_story import tell_story
from bot.cli.demo_time import begins, first_monday
from bot.playground.server import Running, serve
from config.settings import Settings
from habits.catalogue import Catalogue
from tests.e2e.conftest import connected
from tests.e2e.desk import Desk
from tests.e2e.seeing import complaints
from tests.e2e.slack import Slack
from tests.modelled_time import Stopwatch

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "test-output" / "demo"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MONDAY = first_monday(datetime(2026, 11, 21, 12, tzinfo=UTC))


@pytest.fixture
async def playground(manifest: dict[str, object]) -> AsyncIterator[Running]:
    running = await serve(manifest=manifest, begins=begins(MONDAY))
    yield running
    await running.stop()


@pytest.fixture
async def bot(settings: Settings, catalogue: Catalogue, playground: Running) -> AsyncIterator[Bot]:
    """Started in the ninth week, as `trust-habits play` starts it."""
    await tell_story(playground.playground, MONDAY, settings, catalogue)
    bot = Bot(settings, catalogue, open_database(settings))
    async with aiohttp.ClientSession() as http:
        arrived = asyncio.create_task(connected(playground.url, http))
        await bot.start()
        try:
            await asyncio.wait_for(arrived, 20)
            yield bot
        finally:
            await bot.stop()


@pytest.fixture
async def desk(chromium: str, bot: Bot, playground: Running) -> AsyncIterator[Desk]:
    faults: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        desk = Desk(page, PICTURES, dark_too=True)
        await desk.sit_down(playground.url)
        yield desk
        await browser.close()
    assert faults == []


async def test_the_first_minute_needs_no_typing(desk: Desk, slack: Slack) -> None:
    watch = Stopwatch()
    prompt = await _the_prompt_waits(desk, watch)
    await _it_is_done_now(desk, watch, prompt)
    await _a_rep_says_that_it_helped(desk, watch)
    await _home_has_grown(desk, watch)
    await _the_check_in_recaps(desk, watch)
    print(f"The demo: {watch}")  # noqa: T201
    print("\n".join(watch.read))
    assert watch.fields == 0
    assert watch.seconds <= 60, watch
    assert await complaints(slack) == []


async def _the_prompt_waits(desk: Desk, watch: Stopwatch) -> Locator:
    prompt = await desk.newest()
    watch.reads(await _texts(prompt))
    await desk.picture("prompt")
    return prompt


async def _it_is_done_now(desk: Desk, watch: Stopwatch, prompt: Locator) -> None:
    await desk.press(prompt, "Do it now")
    watch.clicks_on(new_view=True)
    form = desk.form("Share why")
    await expect(form).to_be_visible()
    watch.reads(await form.locator("textarea").first.input_value())
    await desk.picture("form")
    await desk.press(form, "Preview")
    watch.clicks_on(new_view=True)
    preview = desk.form("This is how it looks")
    await expect(preview).to_contain_text("will see this, posted in your name")
    watch.reads("Everybody in #team-northwind will see this, posted in your name.")
    await desk.picture("preview")
    await desk.press(preview, "Post it")
    watch.clicks_on(new_view=True)
    ended = desk.page.get_by_role("dialog").last
    await expect(ended).to_contain_text("24 hours")
    watch.reads(await ended.locator(".modal-body").inner_text())
    await desk.picture("on-its-way")
    await desk.press(ended.locator("footer"), "Close")
    watch.clicks_on()


async def _a_rep_says_that_it_helped(desk: Desk, watch: Stopwatch) -> None:
    await desk.go_to("team-northwind")
    watch.clicks_on(new_view=True)
    post = desk.messages.last
    await expect(post).to_contain_text("Ben and Priya swap regions")
    await desk.picture("post")
    await desk.act_as("U0AISHA")
    watch.clicks_on(choice=True, new_view=True)
    post = desk.messages.filter(has_text="swap regions")
    await desk.press(post, "That helped")
    watch.clicks_on()
    thanks = desk.messages.last
    await expect(thanks).to_contain_text("Only visible to you")
    watch.reads(await _texts(thanks))
    await desk.picture("that-helped")


async def _home_has_grown(desk: Desk, watch: Stopwatch) -> None:
    await desk.act_as("U0MAYA")
    watch.clicks_on(choice=True, new_view=True)
    await desk.go_to("Trust Habits")
    await desk.open_tab("Home")
    watch.clicks_on(2, new_view=True)
    strip = desk.home.get_by_text("weeks that counted")
    await expect(strip).to_contain_text("7 of 8 weeks that counted")
    watch.reads(await strip.inner_text())
    await desk.picture("home")


async def _the_check_in_recaps(desk: Desk, watch: Stopwatch) -> None:
    await desk.page.get_by_role("button", name="+ to check-in").click()
    await desk.open_tab("Messages")
    watch.clicks_on(2, new_view=True)
    check_in = desk.messages.filter(has_text="Your week").last
    await expect(check_in).to_contain_text("7 of 8 weeks that counted", timeout=20_000)
    watch.reads(await _texts(check_in))
    await desk.picture("check-in")


async def _texts(message: Locator) -> str:
    """What there is to read in a message: neither the labels of its controls nor the strip."""
    found = await message.locator(".blocks .text").all_inner_texts()
    return "\n".join(text for text in found if text.strip(" ■□–·◇\n"))
