"""The playground's time: real time plus an offset, Slack's timestamps, and what falls due by it."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.playground.bell import Bell

Action = Callable[[], Awaitable[None]]


def real_now() -> datetime:
    return datetime.now(UTC)


def iso(instant: datetime) -> str:
    """UTC with six decimals and a Z, the one form in which the control API writes an instant."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_iso(text: str) -> datetime:
    """Raises ValueError for what is no instant; a text without a zone is taken as UTC."""
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class Clock:
    """Calendar time of the workspace. It only moves forward, except for a reset.

    `begins` is where it stands at first and after a reset, in the past or in the future; without
    it the clock begins with real time.
    """

    def __init__(
        self, real: Callable[[], datetime] = real_now, begins: datetime | None = None
    ) -> None:
        self._real = real
        self._begins = begins
        self.reset()

    def now(self) -> datetime:
        return self._real() + self._offset

    @property
    def offset_seconds(self) -> float:
        return self._offset.total_seconds()

    def move_to(self, instant: datetime) -> None:
        """Jump to `instant`; an instant that has passed changes nothing."""
        self._offset += max(instant - self.now(), timedelta())

    def stamp(self) -> str:
        """The next `ts`: the present in microseconds, larger than every one before."""
        present = round(self.now().timestamp() * 1_000_000)
        self._last_stamp = max(present, self._last_stamp + 1)
        return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

    def reset(self) -> None:
        self._offset = timedelta() if self._begins is None else self._begins - self._real()
        self._last_stamp = 0


class Agenda:
    """What the playground itself does at an instant of the calendar, such as repeating an event."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: list[tuple[datetime, int, Action]] = []
        self._order = itertools.count()
        self._changed = Bell()

    def at(self, instant: datetime, action: Action) -> None:
        heapq.heappush(self._entries, (instant, next(self._order), action))
        self._changed.ring()

    @property
    def next_due(self) -> datetime | None:
        return self._entries[0][0] if self._entries else None

    def wake(self) -> None:
        """Look at the clock again, because it was moved."""
        self._changed.ring()

    async def run_due(self) -> None:
        while self._entries and self._entries[0][0] <= self._clock.now():
            _, _, action = heapq.heappop(self._entries)
            await action()

    async def keep(self) -> None:
        """Run what falls due as real time passes; a walk of the clock calls run_due itself."""
        while True:
            due = self.next_due
            seconds = None if due is None else (due - self._clock.now()).total_seconds()
            if seconds is None or seconds > 0:
                await self._changed.wait(seconds)
            await self.run_due()

    def clear(self) -> None:
        self._entries.clear()
        self._changed.ring()


async def stop(task: asyncio.Task[None]) -> None:
    """Cancel a background task and wait until it is gone."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
