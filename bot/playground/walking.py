"""Moving the clock from one due instant to the next, in step with the bots that follow it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.playground.bell import Bell
from bot.playground.clock import Agenda, Clock, iso
from bot.playground.messages import Message
from bot.playground.workspace import Workspace

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


class Why(StrEnum):
    """Why a walk to the next message led to none."""

    NOTHING_PLANNED = "nothing_planned"  # nobody wants to be woken, so no walk would find any
    ONLY_FOR_OTHERS = "only_for_others"
    TOO_FAR = "nothing_in_14_days"


@dataclass(frozen=True)
class Walked:
    """`news` is what the bot posted on the way, oldest first; `why` is set when the walk should
    have led to a message and did not."""

    stops: int
    seconds: float
    news: list[Message] = field(default_factory=list)
    why: Why | None = None


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
    workspace: Workspace
    tell: Callable[[dict[str, Any]], None]
    machine: Callable[[], float]
    walking: bool = field(default=False, init=False)
    abandoned: bool = field(default=False, init=False)
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
        return await self._go(lambda: target)

    async def by(self, distance: timedelta) -> Walked:
        """As far as `distance` from where the walks before this one end."""
        return await self._go(lambda: self.clock.now() + distance)

    async def to_next_message(self, user: str | None = None) -> Walked:
        """Stop when the bot has posted something that `user` (or anybody) sees, after two weeks
        at the latest; where nothing is planned at all the clock stays as it is."""

        def found(news: list[Message]) -> bool:
            return any(user is None or self.workspace.sees(user, message) for message in news)

        return await self._go(lambda: self.clock.now() + FARTHEST_MESSAGE, found)

    def abandon(self) -> None:
        """End the walk under way at its next stop, because the workspace begins anew."""
        self.abandoned = self.walking

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """The clock for somebody who takes it from stop to stop with `step`."""
        async with self._one_at_a_time:
            self.abandoned = False
            self._say(walking=True)
            try:
                yield
            finally:
                self.agenda.wake()
                self._say(walking=False)

    async def step(self, target: datetime) -> None:
        """To the next due instant, to `target` at the farthest, until everything rests."""
        self.clock.move_to(min(self._next_stop() or target, target))
        await self.agenda.run_due()
        await self.settle()
        self._say(walking=True)

    async def _go(
        self,
        whereto: Callable[[], datetime],
        found: Callable[[list[Message]], bool] | None = None,
    ) -> Walked:
        """`whereto` is asked when the walks before this one have ended."""
        stops, why = 0, None
        async with self.held():
            began, before, target = self.machine(), self.workspace.last_ts(), whereto()
            await self.settle()
            # What was posted by settling alone is a next message too.
            while self.clock.now() < target and not self.abandoned:
                if found and found(self.workspace.news(before)):
                    break
                if found and self._next_stop() is None:
                    why = Why.NOTHING_PLANNED
                    break
                await self.step(target)
                stops += 1
        news = self.workspace.news(before)
        if found and not self.abandoned and not found(news):
            why = Why.ONLY_FOR_OTHERS if news else why or Why.TOO_FAR
        return Walked(stops, self.machine() - began, news, why)

    def _next_stop(self) -> datetime | None:
        now = self.clock.now()
        wishes = [f.next_due for f in self.followers.live()] + [self.agenda.next_due]
        # A wish in the past would hold the clock for ever, so it is taken to mean "very soon".
        soon = [wish if wish > now else now + timedelta(seconds=1) for wish in wishes if wish]
        return min(soon, default=None)

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
