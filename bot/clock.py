"""The only place that reads time or sleeps.

Calendar time (`Clock`) decides what is due, pacing and limits. Machine time (`Machine`) is for
leases, timeouts and waiting; it is real in every process.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aiohttp import ClientSession

logger = logging.getLogger(__name__)

Settle = Callable[[], Awaitable[datetime | None]]


class Clock(Protocol):
    """Calendar time: aware, UTC."""

    def now(self) -> datetime: ...


class Machine(Protocol):
    """Machine time in seconds."""

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemMachine:
    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class FollowedClock:
    """Real time plus the offset of a playground's clock.

    After each change of that clock the bot does all that has fallen due (`settle`) and reports
    when it wants to be woken next, so that the clock can be walked from instant to instant.
    """

    # The playground answers a long request after 25 s at the latest.
    _LONG = 60.0
    _PAUSE = 1.0

    def __init__(self, base_url: str, session: "ClientSession") -> None:
        self._url = f"{base_url.rstrip('/')}/_control/clock/follow"
        self._session = session
        self._name = f"bot-{secrets.token_hex(4)}"
        self._offset = timedelta()
        self._seen = -1

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    async def catch_up(self) -> None:
        """Learn the offset once, before anything is due. Raises aiohttp.ClientError."""
        await self._ask(idle=False, next_due=None)

    async def follow(self, settle: Settle) -> None:
        """Follow for ever."""
        from aiohttp import ClientError

        next_due: datetime | None = None
        while True:
            try:
                if await self._ask(idle=True, next_due=next_due):
                    next_due = await settle()
            except (ClientError, OSError, TimeoutError) as error:
                logger.warning("clock.not_followed", extra={"why": str(error)})
                await asyncio.sleep(self._PAUSE)

    async def _ask(self, *, idle: bool, next_due: datetime | None) -> bool:
        """Wait for the next turn of the clock; False when it stands as it was."""
        from aiohttp import ClientTimeout

        report = {
            "follower": self._name,
            "seen": self._seen,
            "idle": idle,
            "next_due": None if next_due is None else next_due.isoformat(),
        }
        async with self._session.post(
            self._url, json=report, timeout=ClientTimeout(total=self._LONG)
        ) as answer:
            answer.raise_for_status()
            said = await answer.json()
        turned = said["turn"] != self._seen
        self._seen = said["turn"]
        self._offset = timedelta(seconds=said["offset_seconds"])
        return turned
