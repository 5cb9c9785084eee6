"""A whole bot without Slack: every service, the scheduler, and a messenger that remembers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text

from bot.app import off_around
from bot.scheduler import Job, Scheduler
from bot.services.all_tools import ALL_TOOLS
from bot.services.being_away import BeingAway
from bot.services.check_in_answers import CheckInAnswers
from bot.services.coach import Coach
from bot.services.delivery import Delivery, Limits
from bot.services.filter import Filter
from bot.services.forms import Forms
from bot.services.free_time import FreeTime
from bot.services.happening import Happening
from bot.services.home import Home
from bot.services.keeping_house import HouseKeeping
from bot.services.more_habits import MoreHabits
from bot.services.one_on_ones import OneOnOnes
from bot.services.people import People
from bot.services.places import Standing as Place
from bot.services.planning_ahead import Planning
from bot.services.ports import Quiet
from bot.services.post_actions import Posts
from bot.services.practices import Practices
from bot.services.preferences import Preferences
from bot.services.prompts import Prompts
from bot.services.reps import Reps
from bot.services.retention import Retention
from bot.services.showing import Showing
from bot.services.starting import Starting
from bot.services.today_answers import TodayAnswers
from bot.services.typed import TypedWords
from bot.services.weeks import Weeks
from bot.services.who import House, Who
from bot.storage import workspaces
from bot.tasks import InFlight, Tasks
from habits.catalogue import Catalogue
from tests.bot.fakes import FakeClock, FakeDirectory, FakePerson
from tests.simulator.inline import CalendarMachine, InlineDatabase
from tests.simulator.screen import Log, Screen
from tests.simulator.toolbox import Toolbox

WORKSPACES = ("T1", "T2", "T3", "T4")


def team_channel(who: Who) -> str:
    """The channel of a manager's team."""
    return f"C{who.user[1:]}"


class EverywhereIn:
    """The bot is a member of every channel."""

    async def standing(self, channel: str) -> Place:
        return Place.IN


_SWEEPS = 50
_WAITS = text(
    "SELECT 1 FROM outgoing WHERE state = 'sent' AND shown_version <> version"
    " AND recipient LIKE 'C%' LIMIT 1"
)


def _a_channel_waits(connection: Connection) -> bool:
    return connection.execute(_WAITS).first() is not None


@dataclass
class Failures:
    """What was raised where nobody waits for it."""

    raised: list[BaseException] = field(default_factory=list)

    def report(self, error: BaseException, name: str) -> None:
        self.raised.append(error)


class Town:
    """All services over one database."""

    def __init__(self, path: Path, catalogue: Catalogue, clock: FakeClock) -> None:
        self.clock = clock
        self.machine = CalendarMachine(self.clock)
        self.database = InlineDatabase(path)
        self.screen = Screen(self.clock)
        self.directory = FakeDirectory()
        self.failures = Failures()
        self.tasks = Tasks(self.failures.report)
        self.homes_seen = 0
        house = House(self.database, self.clock, catalogue, off_around, self.screen, ALL_TOOLS)
        self.house = house
        self.people = People(house, self.directory)
        self.prompts = Prompts(house)
        self.weeks = Weeks(house)
        self.typed = TypedWords(house)
        self.practices = Practices(house)
        self.preferences = Preferences(house)
        self.starting = Starting(house, None)
        self.waits = TodayAnswers(house)
        self.home = Home(house)
        self.showing = Showing(house)
        self.posts = Posts(house, self.people)
        places = EverywhereIn()
        self.tools = Toolbox(house, self.people, places)
        self.forms = Forms(house, self.people, places, self.posts, "our-bot")
        self.filter = Filter(house, places, "our-bot")
        self.coach = Coach(house)
        self.one_on_ones = OneOnOnes(house)
        self.reps = Reps(house)
        self.check_ins = CheckInAnswers(house)
        self.happening = Happening(house)
        self.more_habits = MoreHabits(house)
        self.free_time = FreeTime(house)
        self.being_away = BeingAway(house)
        self.planning = Planning(house)
        self.delivery = Delivery(house, self.machine, self.tasks, Limits())
        keeping = HouseKeeping(house)
        # Less often than in a process that has nothing else to do: it must not matter.
        now_and_then, daily = timedelta(hours=4), timedelta(days=1)
        weekly = timedelta(weeks=1)
        tools = self.tools
        jobs = (
            Job("sweep", daily, self.showing.sweep),
            Job("settle consents", now_and_then, tools.consents.settle),
            Job("close calls", now_and_then, tools.rides.close),
            Job("refresh people", 8 * weekly, self._refresh),
            Job("forget drafts", daily, self.forms.forget_drafts),
            Job("let go of old posts", daily, self.posts.let_go),
            Job("forget old keys", daily, keeping.forget_old_keys),
            Job("let go of old rows", weekly, Retention(house).let_go),
        )
        loud = [replace(job, run=partial(self._loud, job.run)) for job in jobs]
        self.scheduler = Scheduler(
            self.clock, self.machine, self.planning, self.delivery, loud, self.tasks, InFlight()
        )
        for workspace in WORKSPACES:
            self.database.write_now(workspaces.add_workspace, workspace, self.now)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def log(self) -> Log:
        return self.screen.log

    def lives_here(self, who: Who, zone: str) -> None:
        """Slack knows this person."""
        self.directory.known[who.user] = FakePerson(who.user, zone)

    async def slack_tells(self, who: Who, **changed: object) -> None:
        """Somebody travelled, or set a status."""
        described = replace(self.directory.known[who.user], **changed)
        self.directory.known[who.user] = described
        event = f"user_change:{who.user}:{self.now.isoformat()}"
        await self.people.changed(who.workspace, described, event)

    async def do_not_disturb(self, who: Who, begins: datetime, ends: datetime) -> None:
        """Somebody set the times of their Do Not Disturb."""
        quiet = Quiet(begins, ends)
        self.directory.quiet[who.user] = quiet
        await self.people.quiet_changed(who.workspace, who.user, quiet)

    async def settle(self) -> datetime | None:
        """Let everything that is due happen; when there is something to do again."""
        due = await self.scheduler.settle()
        if self.failures.raised:
            raise self.failures.raised[0]
        return due

    async def tidy(self) -> None:
        """What a channel shows follows within seconds; everything else is mended now and then."""
        await self.tools.consents.take_down()
        for _ in range(_SWEEPS):
            if not self.database.read_now(_a_channel_waits):
                break
            await self.showing.sweep()

    async def _loud(self, run: Callable[[], Awaitable[None]]) -> None:
        """A job that fails would run again; here nothing may fail."""
        try:
            await run()
        except Exception as error:
            self.failures.report(error, "job")
            raise

    async def _refresh(self) -> None:
        for workspace in WORKSPACES:
            await self.people.refresh(workspace)

    def close(self) -> None:
        self.database.close()
