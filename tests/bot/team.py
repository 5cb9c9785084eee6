"""A manager with a rep, in the miniature workspace: told, introduced, asked, answered."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection

from bot.services.coach import Coach, keep
from bot.services.one_on_ones import OneOnOnes
from bot.services.reps import Reps
from bot.services.team_messages import (
    IntroMessage,
    OneOnOneMessage,
    RepFormMessage,
    SharedNoteMessage,
)
from bot.services.who import Who
from bot.storage import pair_notes, people, roster
from bot.storage.pair_notes import PairNoteRecord
from bot.storage.people import PersonRecord
from bot.storage.roster import RosterRecord
from habits.coaching import UsualTime
from tests.bot.fakes import FakePerson, SentMessage
from tests.bot.world import OWNER, STOCKHOLM, WORKSPACE, World

BEN = Who(WORKSPACE, "U0BEN")
AMY = Who(WORKSPACE, "U0AMY")
COACH_11 = "coach_11"
SKILL = {"skill": "Ask one open question and wait", "question": "How do you see it?"}
NEXT_STEP = {"next_step": "Call the buyer on Friday"}

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""Monday 10:00 in Stockholm."""


class Team:
    """The services that need a rep, beside a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reps = Reps(world.house)
        self.coach = Coach(world.house)
        self.one_on_ones = OneOnOnes(world.house)
        self._keys = 0
        for who, name in ((BEN, "Ben"), (AMY, "Amy")):
            self.joins(who, name)

    def joins(self, who: Who, name: str, zone: str = STOCKHOLM) -> None:
        """Somebody is a member of the workspace, known to the bot."""
        person = PersonRecord(
            who.workspace, who.user, zone, deleted=False, refreshed_at=self.world.now, name=name
        )
        self.world.database.write_now(people.save, person)
        self.world.directory.known[who.user] = FakePerson(who.user, zone)

    def key(self) -> str:
        self._keys += 1
        return f"submit:{self._keys}"

    async def told(self, rep: Who = BEN, manager: Who = OWNER) -> str:
        """The manager told the rep; the roster's entry."""
        await self.reps.to_tell(manager, rep.user)
        await self.reps.told(manager, rep.user)
        found = self.world.manager(manager).id
        entry = self.world.database.read_now(roster.current, found, rep.user)
        assert entry is not None
        return entry.id

    async def introduced(self, rep: Who = BEN, manager: Who = OWNER) -> str:
        entry = await self.told(rep, manager)
        for _ in range(40):
            if self.entry(entry).state is roster.Standing.INTRODUCED:
                return entry
            await self.world.walk(hours=3)
        raise AssertionError("no first message came")

    def keep(
        self,
        rep: Who = BEN,
        habit: str = COACH_11,
        values: Any = None,
        *,
        prompt: str | None = None,
        manager: Who = OWNER,
    ) -> str:
        """The manager finishes the form; the note's id."""

        def change(connection: Connection) -> str:
            found = self.world.manager(manager)
            filled = {"rep": rep.user, **(SKILL if values is None else values)}
            house = self.world.house
            return keep(connection, house, found, habit, rep.user, filled, prompt, self.world.now)

        return self.world.database.write_now(change)

    async def returned(self, note: str, values: Any = None, rep: Who = BEN) -> str | None:
        """The rep writes their part; the prompt that was answered by it."""
        wrote = await self.coach.write(rep, note, values or NEXT_STEP, self.key())
        return wrote.prompt

    async def meets(
        self, rep: Who = BEN, on: date = date(2026, 3, 3), at: time = time(14), weeks: int = 1
    ) -> str:
        """A usual 1:1; its id."""
        usual = UsualTime(on, at, weeks)
        await self.one_on_ones.set_time(OWNER, rep.user, usual, None, self.key())
        [found] = [one for one in await self.one_on_ones.times(OWNER) if one.user == rep.user]
        return found.id

    # --- what stands where ------------------------------------------------------------------

    def entry(self, entry: str) -> RosterRecord:
        found = self.world.database.read_now(roster.get, WORKSPACE, entry)
        assert found is not None
        return found

    def note(self, note: str) -> PairNoteRecord | None:
        return self.world.database.read_now(pair_notes.get, WORKSPACE, note)

    def intros(self, rep: Who = BEN) -> list[SentMessage]:
        return self._sent(rep, IntroMessage)

    def forms(self, rep: Who = BEN) -> list[SentMessage]:
        return self._sent(rep, RepFormMessage)

    def handed_over(self, rep: Who = BEN) -> list[SentMessage]:
        return self._sent(rep, SharedNoteMessage)

    def reminders(self, manager: Who = OWNER) -> list[SentMessage]:
        return self._sent(manager, OneOnOneMessage)

    def gone(self, rep: Who = BEN) -> FakePerson:
        """The rep as Slack describes them once they are deactivated."""
        left = replace(self.world.directory.known[rep.user], deleted=True)
        self.world.directory.known[rep.user] = left
        return left

    def _sent(self, who: Who, kind: type) -> list[SentMessage]:
        return [one for one in self.world.messenger.to(who.user) if isinstance(one.message, kind)]
