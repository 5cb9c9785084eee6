"""A playground, somebody who uses it, and a real Bolt app that is connected to it."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import Running, serve

Call = Callable[..., Awaitable[dict[str, Any]]]


class Driver:
    """Speaks the control API and remembers the last status."""

    def __init__(self, running: Running, http: aiohttp.ClientSession) -> None:
        self.url = running.url
        self.status = 0
        self._http = http

    async def get(self, call: str, **query: str) -> dict[str, Any]:
        async with self._http.get(f"{self.url}/_control/{call}", params=query) as answer:
            self.status = answer.status
            return await answer.json()

    async def post(self, call: str, **body: Any) -> dict[str, Any]:
        async with self._http.post(f"{self.url}/_control/{call}", json=body) as answer:
            self.status = answer.status
            return await answer.json()

    async def last_message(self, **query: str) -> dict[str, Any]:
        return (await self.get("messages", **query))["messages"][-1]


class Machine:
    """Machine seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def running(machine: Machine) -> AsyncIterator[Running]:
    playground = await serve(machine=machine, ack_seconds=0.5)
    yield playground
    await playground.stop()


@pytest.fixture
def driver(running: Running, http: aiohttp.ClientSession) -> Driver:
    return Driver(running, http)


@pytest.fixture
def client(running: Running, http: aiohttp.ClientSession) -> AsyncWebClient:
    return a_client(running, http)


def a_client(running: Running, http: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(
        token="xoxb-playground", base_url=f"{running.url}/api/", session=http, retry_handlers=[]
    )


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


@asynccontextmanager
async def connected(app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    socket = AsyncSocketModeHandler(app, "xapp-playground")
    await socket.connect_async()
    try:
        yield socket
    finally:
        await socket.close_async()
