"""A whole bot without Slack: every service, the scheduler, and a messenger that remembers."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

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
from bot.services.messages import Message
from bot.services.more_habits import MoreHabits
from bot.services.one_on_ones import OneOnOnes
from bot.services.people import People
from bot.services.places import Standing as Place
from bot.services.planning_ahead import Planning
from bot.services.ports import Content, Quiet, SendOutcome, Sent
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
from bot.slack.messenger import SlackMessenger
from bot.storage import workspaces
from bot.tasks import InFlight, Tasks
from habits.catalogue import Catalogue
from tests.bot.fakes import FakeClock, FakeDirectory, FakePerson
from tests.simulator.inline import CalendarMachine, InlineDatabase

WORKSPACES = ("T1", "T2", "T3", "T4")


@dataclass(frozen=True)
class Seen:
    """A message as it appeared in Slack; `row` is its marker."""

    at: datetime
    recipient: str
    channel: str
    ts: str
    row: str
    message: Message
    content: Content


@dataclass
class Log:
    """Every message anybody could read, in order, and what became of it."""

    seen: list[Seen] = field(default_factory=list)
    of: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    updates: int = 0
    deleted: int = 0


class Screen:
    """Carries messages to everybody's screen at once; they are worded as Slack would get them."""

    def __init__(self, clock: FakeClock) -> None:
        self.log = Log()
        self._clock = clock
        self._wording = SlackMessenger(AsyncWebClient(token="xoxb-none"))
        self._rendered: dict[int, Message] = {}
        self._count = 0

    def render(self, message: Message) -> Content:
        # What is stored goes through the database and back, so it names the message, too.
        self._count += 1
        self._rendered[self._count] = message
        content = self._wording.render(message)
        return Content(content.text, [*content.blocks, {"rendered": self._count}])

    async def send(
        self, recipient: str, content: Content, marker: str, thread: str | None = None
    ) -> SendOutcome:
        *blocks, name = content.blocks
        channel = recipient if recipient.startswith(("C", "G", "D")) else f"D{recipient[1:]}"
        seen = Seen(
            at=self._clock.now(),
            recipient=recipient,
            channel=channel,
            ts=f"{1_000_000 + len(self.log.seen)}.000100",
            row=marker,
            message=self._rendered.pop(name["rendered"]),
            content=Content(content.text, blocks),
        )
        self.log.seen.append(seen)
        self.log.of[recipient].append(seen)
        return Sent(channel, seen.ts)

    async def update(self, channel: str, ts: str, content: Content) -> SendOutcome:
        self._rendered.pop(content.blocks[-1]["rendered"], None)
        self.log.updates += 1
        return Sent(channel, ts)

    async def delete(self, channel: str, ts: str) -> SendOutcome:
        self.log.deleted += 1
        return Sent(channel, ts)


def team_channel(who: Who) -> str:
    """The channel of a manager's team."""
    return f"C{who.user[1:]}"


class EverywhereIn:
    """The bot is a member of every channel."""

    async def standing(self, channel: str) -> Place:
        return Place.IN


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
        self.forms = Forms(house, self.people, EverywhereIn(), self.posts, "our-bot")
        self.filter = Filter(house, EverywhereIn(), "our-bot")
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
        now_and_then, daily, weekly = timedelta(hours=6), timedelta(days=1), timedelta(weeks=1)
        jobs = (
            Job("sweep", now_and_then, self.showing.sweep),
            Job("refresh people", weekly, self._refresh),
            Job("forget drafts", daily, self.forms.forget_drafts),
            Job("let go of old posts", daily, self.posts.let_go),
            Job("forget old keys", daily, keeping.forget_old_keys),
            Job("let go of old rows", weekly, Retention(house).let_go),
        )
        self.scheduler = Scheduler(
            self.clock, self.machine, self.planning, self.delivery, jobs, self.tasks, InFlight()
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

    async def _refresh(self) -> None:
        for workspace in WORKSPACES:
            await self.people.refresh(workspace)

    def close(self) -> None:
        self.database.close()
