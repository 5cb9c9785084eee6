"""Weeks of life at once: simulated members use the app by its own protocol while time passes."""

import heapq
import itertools
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.playground.life import Act, Life
from bot.playground.members import Member
from bot.playground.people import NEWCOMER, Person
from bot.playground.refusals import BadCall

if TYPE_CHECKING:
    from bot.playground.server import Playground

LOOKS_BACK = timedelta(days=1)  # what waits unanswered at the start
STARTS = {True: 0.6, False: 0.0}  # whoever is a manager by title, and the others


@dataclass
class Progress:
    """Days that have passed of days in all, and what happened last."""

    done: int
    total: int
    note: str = ""
    running: bool = True

    def to_state(self) -> dict[str, Any]:
        return vars(self).copy()


class Live:
    """One run at a time. It holds the clock, so other walks wait until it is over."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground
        self._life = Life(playground, self._say)
        self.progress: Progress | None = None
        self.acts: Counter[str] = Counter()
        self._stopped = False

    def stop(self) -> None:
        """End the run under way after the present step."""
        self._stopped = True

    async def run(self, weeks: float, seed: int, people: list[Person] | None = None) -> None:
        """Let the weeks pass. Raises BadCall while another run is under way."""
        if self.progress and self.progress.running:
            raise BadCall(409, "already_live", "Members are already at work. Stop them first.")
        chosen = people if people is not None else self._everybody()
        self.progress = Progress(0, round(weeks * 7))
        self.acts, self._stopped = Counter(), False
        self._agenda: list[tuple[datetime, int, Member, Act]] = []
        self._order = itertools.count()
        workspace = self._playground.workspace
        self._members = [Member(person, seed, workspace) for person in chosen]
        try:
            async with self._playground.walk.held():
                await self._live(timedelta(weeks=weeks))
        finally:
            self.progress.running = False
            for member in self._members:
                self._playground.views.clear(member.person.id)
            self._tell("")

    def _everybody(self) -> list[Person]:
        people = self._playground.workspace.people.values()
        return [p for p in people if p.dm and not p.deleted and p.id != NEWCOMER]

    async def _live(self, span: timedelta) -> None:
        playground, walk = self._playground, self._playground.walk
        begun = playground.clock.now()
        end, day, progress = begun + span, timedelta(days=1), self.progress
        assert progress is not None  # noqa: S101 - run() has just made it
        seen = f"{(begun - LOOKS_BACK).timestamp():.6f}"
        for member in self._members:
            self._plan_weeks(member, begun, end)
        await walk.settle()
        while playground.clock.now() < end and not (self._stopped or walk.abandoned):
            seen = self._notice(seen)
            nearest = self._agenda[0][0] if self._agenda else end
            await walk.step(min(end, nearest))
            await self._act_all()
            done = (playground.clock.now() - begun) // day
            if done != progress.done:
                progress.done = min(done, progress.total)
                self._tell("")

    def _notice(self, seen: str) -> str:
        """Members see what the app posted since; those who take it up do so later."""
        workspace = self._playground.workspace
        now = self._playground.clock.now()
        news = workspace.news(seen)
        for message in news:
            for member in self._members:
                if workspace.sees(member.person.id, message) and member.takes_up(message):
                    self._plan(member, member.later(now), self._life.answering(member, message))
        return news[-1].ts if news else seen

    def _plan(self, member: Member, at: datetime, act: Act) -> None:
        heapq.heappush(self._agenda, (at, next(self._order), member, act))

    async def _act_all(self) -> None:
        while self._agenda and self._agenda[0][0] <= self._playground.clock.now():
            _, _, member, act = heapq.heappop(self._agenda)
            if self._stopped or member.person.deleted:
                continue
            try:
                await act()
            except BadCall as bad:
                self._say(member, f"met an error ({bad.body['error']})", "trouble")

    def _plan_weeks(self, member: Member, begun: datetime, end: datetime) -> None:
        """What members do without being asked: some begin with the app, some look at it weekly."""
        life, week = self._life, begun
        is_manager = "manager" in member.person.title.lower()
        if not life.is_known(member) and member.chance(STARTS[is_manager]):
            self._plan(member, member.sometime(begun, 5), life.typing_a_command(member))
        # Whoever leads nobody looks at the app when it asks something, and else only talks.
        ways = (life.visiting, life.using_a_shortcut, life.talking)
        while week < end:
            for make in ways if is_manager else ways[-1:]:
                if member.chance(member.temper.wanders):
                    self._plan(member, member.sometime(week, 5), make(member))
            week += timedelta(weeks=1)

    # Telling

    def _say(self, member: Member, words: str, kind: str) -> None:
        self.acts[kind] += 1
        local = self._playground.clock.now().astimezone(ZoneInfo(member.person.tz))
        self._tell(f"{local:%a %H:%M} · {member.first_name} {words}")

    def _tell(self, note: str) -> None:
        if self.progress:
            self.progress.note = note or self.progress.note
            self._playground.stream.tell({"type": "live"} | self.progress.to_state())
