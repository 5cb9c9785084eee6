"""The first minute of a newcomer at the look-alike: nothing is typed, and it takes a minute."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import async_playwright

from bot.app import Bot, open_database
from bot.cli.demo_story import tell_story
from bot.cli.demo_time import begins, first_monday
from bot.playground.server import Running, serve
from config.settings import Settings
from habits.catalogue import Catalogue
from tests.e2e.conftest import connected
from tests.e2e.demo import walk_through
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


async def test_the_first_minute_needs_no_typing(
    desk: Desk, slack: Slack, record_property: Callable[[str, object], None]
) -> None:
    watch = Stopwatch()
    await walk_through(desk, watch)
    record_property("figure", f"the demo, modelled: {watch}")
    assert watch.fields == 0
    assert watch.seconds <= 60, watch
    assert await complaints(slack) == []
