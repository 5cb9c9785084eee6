"""A Slack on a loopback port that misbehaves as told and remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Loopback:
    """`answer` decides what the next requests get; `asked` holds path and JSON body of each."""

    def __init__(self) -> None:
        self.answer: Answer = said({"ok": True, "channel": "D1", "ts": "1.5"})
        self.asked: list[tuple[str, Any]] = []
        self.url = ""
        self.origin = ""
        self._gone = asyncio.Event()

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.content_type == "application/json" else None
        if body is None:
            body = dict(await request.post()) | dict(request.query)
        self.asked.append((request.path.removeprefix("/api/"), body))
        return await self.answer(request)

    async def silent(self, request: web.Request) -> web.StreamResponse:
        """Takes the request and says nothing until the server ends."""
        await self._gone.wait()
        return web.Response()

    def end(self) -> None:
        self._gone.set()


def said(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status, headers=headers)

    return answer


def refused(code: str, **more: Any) -> Answer:
    return said({"ok": False, "error": code, **more})


def wrote(text: str, content_type: str, status: int = 200) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type=content_type, status=status)

    return answer


async def dropped(request: web.Request) -> web.StreamResponse:
    """Cuts the connection after the request was taken."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def half_answered(request: web.Request) -> web.StreamResponse:
    """Cuts the connection in the middle of the answer."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = 1000
    await response.prepare(request)
    await response.write(b'{"ok": true,')
    assert request.transport is not None
    request.transport.abort()
    return response


@asynccontextmanager
async def loopback() -> AsyncIterator[Loopback]:
    server = Loopback()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.origin = f"http://{host}:{port}"
    server.url = f"{server.origin}/api/"
    try:
        yield server
    finally:
        server.end()
        await runner.cleanup()
