"""Moving the clock from one due instant to the next, in step with the bots that follow it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.playground.bell import Bell
from bot.playground.clock import Agenda, Clock, iso

LONG_POLL_SECONDS = 25.0
DROPPED_AFTER_SECONDS = 60.0
SETTLED_WITHIN_SECONDS = 60.0
FARTHEST_MESSAGE = timedelta(days=14)


class NotSettled(Exception):
    """A follower stayed busy for so long that the walk gave up."""


@dataclass
class Follower:
    """What a bot reported last: the turn it saw, whether it rests, when it wants to wake."""

    name: str
    seen: int
    idle: bool
    next_due: datetime | None
    called_at: float  # machine seconds
    gone: Callable[[], bool] = lambda: False  # whether its connection was lost


@dataclass(frozen=True)
class Walked:
    stops: int
    seconds: float
    message: dict[str, Any] | None = None


class Followers:
    """The bots that hold a long request to the clock; a new turn tells them to look again."""

    def __init__(self, machine: Callable[[], float]) -> None:
        self.turn = 0
        self._machine = machine
        self._by_name: dict[str, Follower] = {}
        self._turned = Bell()
        self._reported = Bell()

    async def follow(self, report: Follower) -> int:
        """Note the report and wait for a turn that the follower has not seen, 25 s at most."""
        self._by_name[report.name] = report
        self._reported.ring()
        if report.seen >= self.turn:
            await self._turned.wait(LONG_POLL_SECONDS)
        return self.turn

    def poke(self) -> None:
        self.turn += 1
        self._turned.ring()

    def live(self) -> list[Follower]:
        oldest = self._machine() - DROPPED_AFTER_SECONDS
        live = [f for f in self._by_name.values() if f.called_at >= oldest and not f.gone()]
        self._by_name = {follower.name: follower for follower in live}
        return live

    async def settled(self) -> None:
        """Return when every live follower has seen this turn and rests. Raises NotSettled."""
        give_up = self._machine() + SETTLED_WITHIN_SECONDS
        while any(f.seen != self.turn or not f.idle for f in self.live()):
            left = give_up - self._machine()
            if left <= 0:
                raise NotSettled
            # Nothing rings when a busy follower vanishes, so look at it once in a while.
            await self._reported.wait(min(left, 1.0))


@dataclass
class Walk:
    """Takes the clock forward; one walk at a time, the others queue."""

    clock: Clock
    agenda: Agenda
    followers: Followers
    quiet: Callable[[], Awaitable[bool]]  # waits for envelopes under way; whether there were any
    last_message: Callable[[], dict[str, Any] | None]  # the newest visible message of the bot
    tell: Callable[[dict[str, Any]], None]
    machine: Callable[[], float]
    walking: bool = field(default=False, init=False)
    _abandoned: bool = field(default=False, init=False)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def settle(self) -> None:
        """Let every follower look around and rest, our envelopes answered."""
        await self.quiet()
        while True:
            self.followers.poke()
            await self.followers.settled()
            if not await self.quiet():
                return

    async def to(self, target: datetime) -> Walked:
        async with self._one_at_a_time:
            return await self._go(target, until_message=False)

    async def by(self, distance: timedelta) -> Walked:
        """As far as `distance` from where the walks before this one end."""
        async with self._one_at_a_time:
            return await self._go(self.clock.now() + distance, until_message=False)

    async def to_next_message(self) -> Walked:
        """Stop when the bot has posted something, after two weeks at the latest."""
        async with self._one_at_a_time:
            return await self._go(self.clock.now() + FARTHEST_MESSAGE, until_message=True)

    def abandon(self) -> None:
        """End the walk under way at its next stop, because the workspace begins anew."""
        self._abandoned = self.walking

    async def _go(self, target: datetime, *, until_message: bool) -> Walked:
        began, stops = self.machine(), 0
        before = self._last_ts()
        self._abandoned = False
        self._say(walking=True)
        try:
            await self.settle()
            # What was posted by settling alone is a next message too.
            while self.clock.now() < target and not self._abandoned:
                if until_message and self._last_ts() > before:
                    break
                self.clock.move_to(self._next_stop(target))
                stops += 1
                await self.agenda.run_due()
                await self.settle()
                self._say(walking=True)
        finally:
            self.agenda.wake()
            self._say(walking=False)
        found = self.last_message() if until_message and self._last_ts() > before else None
        return Walked(stops, self.machine() - began, found)

    def _last_ts(self) -> str:
        message = self.last_message()
        return message["ts"] if message else ""

    def _next_stop(self, target: datetime) -> datetime:
        now = self.clock.now()
        wishes = [f.next_due for f in self.followers.live()] + [self.agenda.next_due]
        # A wish in the past would hold the clock for ever, so it is taken to mean "very soon".
        soon = [wish if wish > now else now + timedelta(seconds=1) for wish in wishes if wish]
        return min([target, *soon])

    def _say(self, *, walking: bool) -> None:
        self.walking = walking
        self.tell(
            {
                "type": "clock",
                "now": iso(self.clock.now()),
                "offset_seconds": self.clock.offset_seconds,
                "walking": walking,
            }
        )
