"""A playground, somebody who uses it, and a real Bolt app that can be connected to it."""

import logging
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import Running, serve
from tests.playground.driver import Driver, Machine, a_client


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
