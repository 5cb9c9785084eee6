"""Two questions on loopback: does it live, and is it ready?"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from aiohttp import web

from bot.services.standing import Standing
from bot.storage import StorageUnavailable

READY_WITHIN_SECONDS = 90.0


@dataclass(frozen=True)
class Pulse:
    """What can be told without asking anybody. Seconds are machine time."""

    connections: int
    seconds_since_tick: float | None


class Health:
    """Serves /livez and /readyz on 127.0.0.1; port 0 means not at all."""

    def __init__(
        self, port: int, pulse: Callable[[], Pulse], ask: Callable[[], Awaitable[Standing]]
    ) -> None:
        self._port = port
        self._pulse = pulse
        self._ask = ask
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Raises OSError where the port is taken."""
        if self._port == 0:
            return
        app = web.Application()
        app.router.add_get("/livez", self._livez)
        app.router.add_get("/readyz", self._readyz)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _livez(self, _request: web.Request) -> web.Response:
        # Whoever answers is alive; a stuck loop answers nobody.
        return web.json_response({"ok": True})

    async def _readyz(self, _request: web.Request) -> web.Response:
        told = await self.tell()
        return web.json_response(told, status=200 if told["ready"] else 503)

    async def tell(self) -> dict[str, Any]:
        """The whole standing, ready for JSON."""
        pulse = self._pulse()
        try:
            standing = asdict(await self._ask())
            database = True
        except StorageUnavailable:
            standing, database = {}, False
        if standing.get("next_due"):
            standing["next_due"] = standing["next_due"].isoformat()
        ticks = pulse.seconds_since_tick
        ticking = ticks is not None and ticks < READY_WITHIN_SECONDS
        return {
            "ready": database and ticking and pulse.connections > 0,
            "database": database,
            "ticking": ticking,
            "seconds_since_tick": None if ticks is None else round(ticks, 1),
            "slack_connections": pulse.connections,
            "tzdata": version("tzdata"),
            **standing,
        }
