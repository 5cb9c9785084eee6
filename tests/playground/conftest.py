"""A playground, somebody who uses it, and a real Bolt app that can be connected to it."""

import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import Running, serve
from tests.playground.driver import Driver, Machine, a_client
from tests.playground.stage import FLAGS, Stage, chromium
from tests.playground.tiny_app import SHORTCUTS, TinyApp


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def ack_seconds() -> float:
    """Real seconds that an app has for its ack; tests in which nobody answers make it short."""
    return 2.0


@pytest.fixture
async def running(machine: Machine, ack_seconds: float) -> AsyncIterator[Running]:
    playground = await serve(machine=machine, ack_seconds=ack_seconds)
    yield playground
    await playground.stop()


@pytest.fixture
def driver(running: Running, http: aiohttp.ClientSession) -> Driver:
    return Driver(running, http)


@pytest.fixture
def client(running: Running, http: aiohttp.ClientSession) -> AsyncWebClient:
    return a_client(running, http)


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    """The SDK reports every refused or lost call as an error, which these tests provoke."""
    loggers = [logging.getLogger(name) for name in ("slack_bolt", "slack_sdk")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    """A Bolt app without listeners; a test adds its own and then connects it."""
    return AsyncApp(client=client, process_before_response=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests that look at the page."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def theatre(browser: Browser) -> AsyncIterator[Stage]:
    """One playground, app and page for all tests of a file; opening a page is what takes long."""
    running = await serve(ack_seconds=0.5)
    app = TinyApp(running.url)
    await app.connect()
    page = await browser.new_page()
    yield Stage(running, app, page)
    await page.close()
    await app.close()
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def stage(theatre: Stage) -> AsyncIterator[Stage]:
    """Everything as on the first day; errors of the page's own code fail the test."""
    page = theatre.page
    faults: list[Any] = []

    def remember(fault: Any) -> None:
        faults.append(fault)

    theatre.running.playground.installation.shortcuts = SHORTCUTS
    page.on("pageerror", remember)
    page.set_default_timeout(8000)
    await page.set_viewport_size({"width": 1280, "height": 720})
    await page.goto(theatre.running.url)
    await expect(page.get_by_role("combobox", name="Act as")).to_have_value("U0MAYA")
    yield theatre
    await page.goto("about:blank")  # a page that is open would load itself anew on the reset
    page.remove_listener("pageerror", remember)
    theatre.running.playground.reset()
    theatre.app.seen.clear()
    theatre.app.slow = False
    assert not faults
