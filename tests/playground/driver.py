"""Driving a playground in tests: its control API, a client, a connected app, a machine clock."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import Running


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

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """What the page is told, from now on."""
        async with self._http.get(f"{self.url}/_control/stream") as answer:
            await answer.content.readuntil(b"\n\n")  # hello

            async def hints() -> AsyncIterator[dict[str, Any]]:
                async for line in answer.content:
                    if line.startswith(b"data: "):
                        yield json.loads(line.removeprefix(b"data: "))

            yield hints()

    async def last_message(self, **query: str) -> dict[str, Any]:
        return (await self.get("messages", **query))["messages"][-1]


class Machine:
    """Machine seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def a_client(running: Running, http: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(
        token="xoxb-playground", base_url=f"{running.url}/api/", session=http, retry_handlers=[]
    )


@asynccontextmanager
async def connected(app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    socket = AsyncSocketModeHandler(app, "xapp-playground")
    await socket.connect_async()
    try:
        yield socket
    finally:
        await socket.close_async()
