"""What all work with tools shares: whose it is, what they write, and when they do it."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from bot.services.consents import ItIsOver
from bot.services.messages import Message
from bot.services.rides import CallRefused
from bot.services.team_messages import TodayItem
from bot.services.wanted import WrongFields
from bot.services.who import Who
from habits.errors import NotHere, WrongField
from tests.simulator.days import local
from tests.simulator.diary import Words
from tests.simulator.screen import Seen
from tests.simulator.town import team_channel

if TYPE_CHECKING:
    from tests.simulator.life import Life

Act = Callable[[], Awaitable[object]]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Part:
    """Some tools in the hands of a manager and of their reps."""

    def __init__(self, life: "Life", chance: Random, numbers: "count[int]") -> None:
        self.life = life
        self.chance = chance
        self.desk = life.desk
        self.diary = life.diary
        self.town = life.town
        self.tools = life.town.tools
        self.who = life.desk.who
        self.channel = team_channel(self.who)
        self._numbers = numbers

    # --- what a kind of tools does ----------------------------------------------------------

    def week(self) -> None:
        """Plan what is begun in the coming week."""

    def reads(self, seen: Seen) -> None:
        """The manager reads a message."""

    def rep_reads(self, rep: Who, message: Message) -> None:
        """A rep does."""

    def team_reads(self, message: Message) -> None:
        """The team does, in its channel."""

    async def deals_with(self, item: TodayItem, way: str) -> bool:
        """Do what a way opens under a thing that waits; False where it is none of these tools."""
        del item, way
        return False

    # --- for all of them --------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.town.now

    @property
    def here(self) -> list[Who]:
        """The reps who take part."""
        return [Who(self.who.workspace, rep) for rep in self.life.taking_part()]

    def some_rep(self) -> Who | None:
        found = self.here
        return self.chance.choice(found) if found else None

    def today_of(self, who: Who) -> date:
        zone = self.diary.zones_of_reps.get(who.user, self.diary.now.zone)
        return local(self.now, zone).date()

    def work_day(self, who: Who, least: int) -> date:
        """A day from Monday to Friday, so many days from their today at least."""
        day = self.today_of(who) + least * DAY
        while day.weekday() > 4:
            day += DAY
        return day

    def often(self, a_week: float) -> int:
        """How often something happens this week that happens so often with whoever uses tools a
        lot."""
        a_week *= self.life.manager.tools
        return int(a_week) + (self.chance.random() < a_week % 1)

    def some_time(self) -> datetime:
        return self.now + self.chance.uniform(1, 160) * HOUR

    def soon(self, within: float = 20) -> datetime:
        return self.now + self.chance.uniform(0.1, within) * HOUR

    def key(self) -> str:
        return self.desk.click().key

    def used(self, tool: str, what: str = "", *, by: Who | None = None) -> None:
        """A tool was used; what the manager did with it is an act of theirs."""
        self.diary.used[tool] += 1
        if by is None or by == self.who:
            self.desk.did(what or tool)

    def write(
        self, *readers: Who, channel: bool = False, asked: tuple[str, ...] = (), nameless: str = ""
    ) -> Words:
        """A new text: for its manager and these readers, and where the `channel` may read it as
        well, once `asked` agree."""
        mark = f"m{self.who.user[-3:]}n{next(self._numbers):04d}x"
        words = Words(mark, {self.who.user, *(one.user for one in readers)}, nameless=nameless)
        if channel:
            words.channel = self.channel
            words.asked = {one: [] for one in asked}
        self.diary.words.append(words)
        return words

    def words_in(self, told: object) -> Words | None:
        """The text that stands there."""
        found = str(told)
        return next((one for one in self.diary.words if one.mark in found), None)

    @contextmanager
    def if_it_still_can(self) -> Iterator[None]:
        """Somebody is too late, or the other one was faster: they read so, and that is all."""
        with suppress(NotHere, ItIsOver, CallRefused, WrongField, WrongFields):
            yield
