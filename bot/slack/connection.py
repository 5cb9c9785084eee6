"""Two Socket Mode connections, and the watchdog that frees one the SDK cannot free itself."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from bot.clock import Machine
from bot.slack.clients import is_loopback
from bot.tasks import InFlight

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 15.0
RENEW_AFTER_SECONDS = 45.0
FATAL_AFTER_SECONDS = 300.0

Fatal = Callable[[str], None]


class Line(Protocol):
    """One connection to Slack."""

    async def connect(self) -> None:
        """Return once connected; tries again for ever."""
        ...

    def is_open(self) -> bool:
        """Whether a socket is open, as far as this side knows."""
        ...

    async def is_up(self) -> bool:
        """Whether the socket is open and the other side still answers."""
        ...

    def renew(self) -> None:
        """Give up the address in use: the next try asks Slack for a new one."""
        ...

    async def stop_intake(self) -> None:
        """Take nothing more in; what is being answered can still be answered."""
        ...

    async def close(self) -> None: ...


class _CountedHandler(AsyncSocketModeHandler):
    """Counts each envelope until its answer has left: the SDK keeps no reference to the tasks
    that answer, so nobody else could wait for them."""

    in_flight: InFlight

    async def handle(self, client: Any, req: Any) -> None:
        with self.in_flight:
            await super().handle(client, req)


class SocketLine:
    """A Socket Mode connection of Bolt's. Make it inside the running loop."""

    def __init__(self, app: AsyncApp, app_token: str, in_flight: InFlight) -> None:
        self._handler = _CountedHandler(app, app_token, ping_interval=10)
        self._handler.in_flight = in_flight
        self._client = self._handler.client
        if is_loopback(app.client.base_url):
            # The SDK takes a proxy from the environment, and none reaches this machine's ports.
            self._client.proxy = None

    async def connect(self) -> None:
        await self._handler.connect_async()

    def is_open(self) -> bool:
        session = self._client.current_session
        return (
            not self._client.closed
            and not self._client.stale
            and session is not None
            and not session.closed
        )

    async def is_up(self) -> bool:
        return await self._client.is_connected()

    def renew(self) -> None:
        # The SDK tries one address for ever, even after Slack has stopped to honour it.
        self._client.wss_uri = None

    async def stop_intake(self) -> None:
        self._client.auto_reconnect_enabled = False
        for task in (self._client.current_session_monitor, self._client.message_receiver):
            if task is not None:
                task.cancel()

    async def close(self) -> None:
        await self._handler.close_async()


@dataclass
class _Watched:
    """A line and since when (machine time) it is down; `renewed_at` is the last renewal."""

    line: Line
    down_since: float | None = None
    renewed_at: float | None = None


class Connections:
    """Keeps the lines up.

    Two bridge the gap that one leaves whenever Slack recycles it. `on_fatal` is called once,
    with words for the log, when no line has been up for five minutes.
    """

    def __init__(self, lines: Sequence[Line], machine: Machine, on_fatal: Fatal) -> None:
        self._watched = [_Watched(line) for line in lines]
        self._machine = machine
        self._on_fatal = on_fatal
        self._none_since: float | None = None
        self._told = False
        self._up = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to connect and to watch. Returns at once."""
        for watched in self._watched:
            self._tasks.append(asyncio.create_task(self._connect(watched.line)))
        self._tasks.append(asyncio.create_task(self._watch()))

    async def first_up(self) -> None:
        """Wait until one line is connected."""
        await self._up.wait()

    def connected(self) -> int:
        """How many lines are open now."""
        return sum(watched.line.is_open() for watched in self._watched)

    async def stop_intake(self) -> None:
        """Take nothing more in. What was taken in can still be answered until `close`."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks.clear()
        for watched in self._watched:
            await watched.line.stop_intake()

    async def close(self) -> None:
        await self.stop_intake()
        for watched in self._watched:
            await watched.line.close()

    async def _connect(self, line: Line) -> None:
        await line.connect()
        self._up.set()

    async def _watch(self) -> None:
        self._none_since = self._machine.monotonic()
        for watched in self._watched:
            watched.down_since = self._none_since
        while True:
            await self._machine.sleep(LOOK_EVERY_SECONDS)
            await self.look(self._machine.monotonic())

    async def look(self, now: float) -> None:
        """One look at all lines; `now` is machine time in seconds."""
        up = [await self._kept_up(watched, now) for watched in self._watched]
        if any(up):
            self._none_since = None
            return
        if self._none_since is None:
            self._none_since = now
        elif now - self._none_since > FATAL_AFTER_SECONDS and not self._told:
            self._told = True
            self._on_fatal("No connection to Slack for five minutes.")

    async def _kept_up(self, watched: _Watched, now: float) -> bool:
        """Whether the line is up; one that is down for long is made to ask for a new address."""
        if await watched.line.is_up():
            watched.down_since = watched.renewed_at = None
            return True
        if watched.down_since is None:
            watched.down_since = now
        since = watched.down_since if watched.renewed_at is None else watched.renewed_at
        if now - since > RENEW_AFTER_SECONDS:
            watched.renewed_at = now
            watched.line.renew()
            logger.warning("socket.renewed", extra={"action": "socket.renewed"})
        return False


def two_lines(app: AsyncApp, app_token: str, in_flight: InFlight) -> list[SocketLine]:
    return [SocketLine(app, app_token, in_flight) for _ in range(2)]
