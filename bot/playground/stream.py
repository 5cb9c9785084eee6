"""Telling the page what changed, as Server-Sent Events."""

import asyncio
import json
from typing import Any

from aiohttp import web

STILL_HERE_SECONDS = 15.0
FALLEN_BEHIND = 1000  # events that a watcher may leave unread before it is let go


class Stream:
    """Everybody who watches gets every hint; a page that falls far behind has to come back."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[str]] = set()

    def tell(self, hint: dict[str, Any]) -> None:
        line = f"data: {json.dumps(hint)}\n\n"
        for watcher in [*self._watchers]:
            if watcher.full():
                self._watchers.discard(watcher)
            else:
                watcher.put_nowait(line)

    def end(self) -> None:
        """Let every watcher go, because the playground stops."""
        watchers, self._watchers = self._watchers, set()
        for watcher in watchers:
            watcher.put_nowait(": goodbye\n\n")

    async def watch(self, request: web.Request, now: str) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        queue: asyncio.Queue[str] = asyncio.Queue(FALLEN_BEHIND)
        self._watchers.add(queue)
        try:
            await response.write(f"data: {json.dumps({'type': 'hello', 'now': now})}\n\n".encode())
            while queue in self._watchers:
                await response.write((await self._next(queue)).encode())
        except ConnectionResetError:
            pass
        finally:
            self._watchers.discard(queue)
        return response

    async def _next(self, queue: "asyncio.Queue[str]") -> str:
        try:
            async with asyncio.timeout(STILL_HERE_SECONDS):
                return await queue.get()
        except TimeoutError:
            return ": still here\n\n"
