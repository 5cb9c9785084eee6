"""A workspace in miniature: all services over one database, with fakes around them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from bot.scheduler import Scheduler
from bot.services.all_tools import ALL_TOOLS
from bot.services.check_in_answers import CheckInAnswers
from bot.services.delivery import Delivery, Limits
from bot.services.happening import Happening
from bot.services.home import Home
from bot.services.messages import PromptMessage
from bot.services.more_habits import MoreHabits
from bot.services.people import People
from bot.services.planning_ahead import Planning
from bot.services.practices import Practices
from bot.services.preferences import Preferences
from bot.services.prompts import Click, Prompts
from bot.services.showing import Showing
from bot.services.starting import Starting
from bot.services.today_answers import TodayAnswers
from bot.services.typed import Typed, TypedWords
from bot.services.wanted import Wanted
from bot.services.weeks import Weeks
from bot.services.who import House, Who
from bot.storage import Database, active_habits, managers, outgoing, people, workspaces
from bot.storage.managers import ManagerRecord
from bot.storage.managers import Preferences as Chosen
from bot.storage.outgoing import OutgoingRecord
from bot.storage.people import PersonRecord
from bot.storage.tables import outgoing as outgoing_table
from bot.storage.tables import workspaces as workspaces_table
from bot.tasks import InFlight, Tasks
from habits.catalogue import Catalogue
from habits.people import MONDAY_TO_FRIDAY, Hours, Rhythm
from tests.bot.fakes import FakeClock, FakeDirectory, FakeMachine, FakeMessenger, FakePerson

WORKSPACE = "T1"
OWNER = Who(WORKSPACE, "U0OWNER")
MATE = Who(WORKSPACE, "U0MATE")
OUTSIDER = Who(WORKSPACE, "U0OUTSIDER")
STRANGER = Who("T2", "U0OWNER")
"""Somebody of another workspace whose user id happens to be the owner's."""

STOCKHOLM = "Europe/Stockholm"
HABIT = "share_why"
TIMES = Chosen(MONDAY_TO_FRIDAY, Hours(), None, Rhythm())
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Failures:
    """What tasks raised; a test that expects failures takes them out."""

    raised: list[BaseException] = field(default_factory=list)

    def report(self, error: BaseException, name: str) -> None:
        self.raised.append(error)

    def raise_if_any(self) -> None:
        if self.raised:
            raise self.raised[0]


class World:
    """`days_off` is what the calendar says for everybody."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self.database = database
        self.clock = FakeClock()
        self.machine = FakeMachine()
        self.messenger = FakeMessenger(self.clock)
        self.directory = FakeDirectory([FakePerson(one.user) for one in (OWNER, MATE, OUTSIDER)])
        self.days_off: dict[date, str] = {}
        self.failures = Failures()
        self.tasks = Tasks(self.failures.report)
        self.in_flight = InFlight()
        self.house = House(
            database,
            self.clock,
            catalogue,
            lambda _country, _region, _year: self.days_off,
            self.messenger,
            ALL_TOOLS,
        )
        self.prompts = Prompts(self.house)
        self.weeks = Weeks(self.house)
        self.check_ins = CheckInAnswers(self.house)
        self.happening = Happening(self.house)
        self.more_habits = MoreHabits(self.house)
        self.typed = TypedWords(self.house)
        self.practices = Practices(self.house)
        self.preferences = Preferences(self.house)
        self.starting = Starting(self.house, None)
        self.waits = TodayAnswers(self.house)
        self.home = Home(self.house)
        self.showing = Showing(self.house)
        self.people = People(self.house, self.directory)
        self.planning = Planning(self.house)
        self.delivery = self.another_delivery()
        self.scheduler = Scheduler(
            self.clock, self.machine, self.planning, self.delivery, (), self.tasks, self.in_flight
        )
        self._clicks = 0
        self._said = 0

    def another_delivery(self, limits: Limits | None = None) -> Delivery:
        """A delivery as another process, or a successor, would have it."""
        return Delivery(self.house, self.machine, self.tasks, limits or Limits())

    # --- who is there -----------------------------------------------------------------------

    def begin(self) -> None:
        def seed(connection: Connection) -> None:
            for one in (OWNER, MATE, OUTSIDER, STRANGER):
                workspaces.add_workspace(connection, one.workspace, LONG_AGO)
                person = PersonRecord(
                    one.workspace, one.user, STOCKHOLM, deleted=False, refreshed_at=self.now
                )
                people.save(connection, person)

        self.database.write_now(seed)
        for one in (OWNER, MATE):
            self.started(one)

    def started(self, who: Who, times: Chosen = TIMES, habit: str = HABIT) -> str:
        """Make somebody a manager without planning; their id."""

        def start(connection: Connection) -> str:
            manager = managers.start(connection, who.workspace, who.user, times, self.now)
            active_habits.work_on(connection, manager, habit, None, self.now)
            return manager

        return self.database.write_now(start)

    def add_manager(self, user: str, times: Chosen = TIMES, *, workspace: str = WORKSPACE) -> Who:
        who = Who(workspace, user)
        person = PersonRecord(workspace, user, STOCKHOLM, deleted=False, refreshed_at=self.now)
        self.database.write_now(people.save, person)
        self.started(who, times)
        return who

    def manager(self, who: Who = OWNER) -> ManagerRecord:
        found = self.database.read_now(managers.of_user, who.workspace, who.user)
        assert found is not None
        return found

    # --- time -------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def walk_to(self, moment: datetime) -> None:
        """Let everything happen at its instant until then."""
        moment = moment.astimezone(UTC)
        while True:
            due = await self.scheduler.settle()
            if self.now >= moment:
                return
            soon = self.now + timedelta(seconds=1)
            self.clock.move_to(min(moment, max(due, soon) if due else moment))

    async def walk(self, **distance: float) -> None:
        await self.walk_to(self.now + timedelta(**distance))

    async def deliver(self, delivery: Delivery | None = None) -> None:
        await (delivery or self.delivery).tick()
        await self.tasks.idle()

    def acts(self, *who: Who) -> None:
        """Each of them (the owner) does something here, so that their messages stay as many."""
        for one in who or (OWNER,):
            self.database.write_now(managers.acted, self.manager(one).id, self.now)

    async def walk_weeks(self, weeks: int, *who: Who) -> None:
        """Weeks in which these managers (the owner) do something each day."""
        for _ in range(7 * weeks):
            await self.walk(days=1)
            self.acts(*who)

    # --- rows -------------------------------------------------------------------------------

    def rows(self, who: Who = OWNER) -> list[OutgoingRecord]:
        manager = self.manager(who).id
        return self.database.read_now(outgoing.of_manager, manager, date(2000, 1, 1))

    def row(self, who: Who = OWNER, **facts: Any) -> OutgoingRecord:
        """The one row of which all this is true."""
        [found] = [
            row
            for row in self.rows(who)
            if all(getattr(row, name) == value for name, value in facts.items())
        ]
        return found

    def change_rows(self, **values: Any) -> None:
        self.database.write_now(lambda c: c.execute(update(outgoing_table).values(**values)))

    def workspace(self) -> Any:
        ask = select(workspaces_table).where(workspaces_table.c.id == WORKSPACE)
        return self.database.read_now(lambda c: c.execute(ask).one())

    def leases_end(self) -> None:
        """As if the time of every lease had passed."""

        def end(connection: Connection) -> None:
            connection.execute(
                update(outgoing_table)
                .where(outgoing_table.c.lease_until.is_not(None))
                .values(lease_until=LONG_AGO)
            )
            connection.execute(
                update(workspaces_table)
                .where(workspaces_table.c.lease_until.is_not(None))
                .values(lease_until=LONG_AGO)
            )

        self.database.write_now(end)

    # --- what people do ---------------------------------------------------------------------

    def click(self, message: Any = None) -> Click:
        """A new press of a button, in a sent message where one is given."""
        self._clicks += 1
        if message is None:
            return Click(f"click-{self._clicks}")
        return Click(f"click-{self._clicks}", message.channel, message.ts)

    def says(self, text: str, thread: str | None = None, who: Who = OWNER) -> Typed:
        self._said += 1
        return Typed(f"D{who.user[1:]}", f"2000000.{self._said:06d}", thread, text)

    async def first_prompt(self, who: Who = OWNER) -> tuple[str, Any]:
        """Walk to the owner's next prompt; its id, and the message that shows it."""
        before = len(self.messenger.to(who.user))
        for _ in range(14):
            await self.walk(days=1)
            for sent in self.messenger.to(who.user)[before:]:
                if isinstance(sent.message, PromptMessage):
                    # Back to the minute after it came: a day may have gone by since.
                    self.clock.move_to(sent.at + timedelta(minutes=1))
                    return sent.message.prompt, sent
        raise AssertionError("no prompt came")


def wanted(**times: Any) -> Wanted:
    return Wanted(HABIT, None, replace(TIMES, **times))
