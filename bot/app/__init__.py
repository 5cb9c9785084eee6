"""Joins all pieces. The only room that knows every one of them."""

import asyncio
import logging
import signal
from collections.abc import Mapping
from datetime import date, timedelta

from bot import failpoints
from bot.app.identity import Installed, bolt, introduce
from bot.app.store import connect, key_file, open_database
from bot.clock import Clock, FollowedClock, SystemClock, SystemMachine
from bot.health import Health, Pulse
from bot.listeners import register
from bot.listeners.edge import Ways
from bot.listeners.failures import log_unexpected
from bot.listeners.said import Services
from bot.scheduler import Job, Scheduler
from bot.services.admins import Admins
from bot.services.admissions import Admissions
from bot.services.all_tools import ALL_TOOLS
from bot.services.awards import Awards
from bot.services.being_away import BeingAway
from bot.services.came_of_it import CameOfIt
from bot.services.cards import Cards
from bot.services.check_in_answers import CheckInAnswers
from bot.services.coach import Coach
from bot.services.companies import Companies
from bot.services.consents import Consents
from bot.services.delivery import Delivery, Limits
from bot.services.experiments import Experiments
from bot.services.exporting import Exporting
from bot.services.failure_cv import FailureCv
from bot.services.filter import Filter
from bot.services.forms import Forms
from bot.services.free_time import FreeTime
from bot.services.happening import Happening
from bot.services.held_drafts import HeldDrafts
from bot.services.home import Home
from bot.services.introducing import Introducing
from bot.services.inviting import Inviting
from bot.services.keeping_house import HouseKeeping
from bot.services.lunches import Lunches
from bot.services.more_habits import MoreHabits
from bot.services.obstacles import Obstacles
from bot.services.one_on_ones import OneOnOnes
from bot.services.pair_agreeing import SharedNotes
from bot.services.people import People
from bot.services.planning_ahead import Planning
from bot.services.post_actions import Posts
from bot.services.practices import Practices
from bot.services.preferences import Preferences
from bot.services.privacy import Privacy
from bot.services.promises import Promises
from bot.services.prompts import Prompts
from bot.services.rep_home import RepHomes
from bot.services.reps import Reps
from bot.services.retention import Retention
from bot.services.rides import Rides
from bot.services.running_order import RunningOrders
from bot.services.showing import Showing
from bot.services.standing import Standing, standing_now
from bot.services.starting import Starting
from bot.services.telling import Stories
from bot.services.today_answers import TodayAnswers
from bot.services.typed import TypedWords
from bot.services.voting import Voting
from bot.services.weeks import Weeks
from bot.services.who import House
from bot.slack.clients import Clients, open_clients
from bot.slack.connection import Connections, two_lines
from bot.slack.features import OptionalFeatures
from bot.slack.files import SlackFiles
from bot.slack.home import HomePages
from bot.slack.messenger import SlackMessenger
from bot.slack.people import SlackDirectory
from bot.slack.places import SlackPlaces
from bot.slack.replies import Replies
from bot.slack.usergroups import SlackGroups
from bot.storage import Database, workspaces
from bot.tasks import InFlight, Tasks
from config.holidays import days_off
from config.settings import Settings
from habits.catalogue import Catalogue
from habits.errors import HabitsError

__all__ = ["Bot", "connect", "key_file", "off_around", "open_database"]

logger = logging.getLogger(__name__)

STOP_WITHIN_SECONDS = 8.0


class PortTaken(HabitsError):
    """Another program listens where the health questions are answered."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken, so nobody could ask how the bot is. Does it run already? "
            "Set TRUST_HEALTH_PORT to another port, or to 0 for none."
        )


def off_around(country: str | None, region: str | None, year: int) -> Mapping[date, str]:
    """The days off of a year and its neighbours: a week may cross into either."""
    return days_off(country, region, range(year - 1, year + 2))


class Bot:
    """The whole bot in one process. `run` is `start`, a wait for the end, and `stop`."""

    def __init__(self, settings: Settings, catalogue: Catalogue, database: Database) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._database = database
        self._machine = SystemMachine()
        self._tasks = Tasks(log_unexpected)
        self._in_flight = InFlight()
        self._ended = asyncio.Event()
        self._exit_code = 0
        self._health = Health(settings.health_port, self._pulse, self._standing)
        self._clock: Clock = SystemClock()
        self._clients: Clients | None = None
        self._connections: Connections | None = None
        self._scheduler: Scheduler | None = None
        self._following: asyncio.Task[None] | None = None

    async def run(self) -> int:
        """Run until SIGTERM, SIGINT or a fatal loss; the exit code.

        Raises TokenRefused, PortTaken.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ended.set)
        ended = asyncio.create_task(self._ended.wait())
        starting = asyncio.create_task(self.start())
        try:
            # Slack may be away for long while we start, and we must still stop when told to.
            await asyncio.wait({starting, ended}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                await starting
                await ended
        finally:
            starting.cancel()
            ended.cancel()
            await self.stop()
        return self._exit_code

    async def start(self) -> None:
        """Return once everything is at work; the connections to Slack may still be coming."""
        settings = self._settings
        if settings.failpoint:
            failpoints.arm_from(settings.failpoint)
        try:
            await self._health.start()
        except OSError as error:
            raise PortTaken(settings.health_port) from error
        self._clients = await open_clients(
            settings.slack_bot_token.get_secret_value(),
            settings.slack_api_url,
            settings.http_timeout_seconds,
        )
        if settings.clock_url is not None:
            followed = FollowedClock(settings.clock_url, self._clients.session)
            await followed.catch_up()
            self._clock = followed
        installed = await introduce(self._clients.read, self._machine)
        await self._database.write(workspaces.add_workspace, installed.workspace, self._clock.now())
        self._scheduler, self._connections = await self._build(self._clients, installed)
        self._connections.start()
        self._scheduler.start()
        self._scheduler.wake()
        if isinstance(self._clock, FollowedClock):
            self._following = asyncio.create_task(self._clock.follow(self._scheduler.settle))
        logger.info("bot.started", extra={"workspace": installed.workspace})

    async def stop(self) -> None:
        """Take nothing more in and finish what runs, eight seconds at most."""
        if self._following is not None:
            self._following.cancel()
        if self._scheduler is not None:
            self._scheduler.stop()
        if self._connections is not None:
            await self._connections.stop_intake()
            await self._finish()
            await self._connections.close()
        await self._health.stop()
        if self._clients is not None:
            await self._clients.close()
        self._database.close()
        logger.info("bot.stopped")

    async def _finish(self) -> None:
        """What is still being sent after this stays `sending` in the store, to be settled by
        the next start."""
        try:
            async with asyncio.timeout(STOP_WITHIN_SECONDS):
                await self._in_flight.idle()
                await self._tasks.idle()
        except TimeoutError:
            logger.warning("bot.stopped_with_work_left", extra={"tasks": len(self._tasks)})

    async def _build(self, clients: Clients, installed: Installed) -> tuple[Scheduler, Connections]:
        settings, machine, tasks = self._settings, self._machine, self._tasks
        messenger = SlackMessenger(clients.send, client_msg_id=settings.client_msg_id)
        by_invitation = settings.managers == "invited"
        house = House(
            self._database,
            self._clock,
            self._catalogue,
            off_around,
            messenger,
            ALL_TOOLS,
            by_invitation,
        )
        planning, showing = Planning(house), Showing(house)
        features = OptionalFeatures()
        directory = SlackDirectory(clients.read, features)
        people = People(house, directory)
        admins = Admins(house, directory, settings.admins)
        home = Home(house, admins)
        places = SlackPlaces(clients.read, features)
        posts = Posts(house, people)
        forms = Forms(house, people, places, posts, installed.bot_name)
        housekeeping = HouseKeeping(house)
        rides = Rides(house)
        voting = Voting(house)
        # Days off and time zones may have changed since the last start.
        await planning.plan_everybody()
        consents = Consents(house)
        jobs = (
            Job("sweep", timedelta(seconds=10), showing.sweep),
            Job("settle consents", timedelta(minutes=1), consents.settle),
            Job("settle votes", timedelta(minutes=1), voting.settle),
            Job("take down posts", timedelta(seconds=30), consents.take_down),
            Job("refresh people", timedelta(hours=1), lambda: people.refresh(installed.workspace)),
            Job("close calls", timedelta(minutes=10), rides.close),
            Job("forget drafts", timedelta(hours=1), forms.forget_drafts),
            Job("let go of old posts", timedelta(hours=1), posts.let_go),
            Job("forget old keys", timedelta(hours=6), housekeeping.forget_old_keys),
            Job("let go of old rows", timedelta(days=1), Retention(house).let_go),
        )
        delivery = Delivery(house, machine, tasks, _limits(settings))
        scheduler = Scheduler(
            self._clock, machine, planning, delivery, jobs, tasks, self._in_flight
        )
        replies = Replies(clients.session, settings.slack_api_url, clients.proxy)
        pages = HomePages(clients.read, machine)
        app = bolt(clients.send, installed)
        services = Services(
            people=people,
            preferences=Preferences(house),
            privacy=Privacy(house),
            starting=Starting(house, settings.country),
            prompts=Prompts(house),
            practices=Practices(house),
            weeks=Weeks(house),
            happening=Happening(house),
            more_habits=MoreHabits(house),
            filter=Filter(house, places, installed.bot_name),
            forms=forms,
            posts=posts,
            coach=Coach(house),
            promises=Promises(house, people),
            obstacles=Obstacles(house, people),
            cards=Cards(house, people),
            introducing=Introducing(house, people, places, installed.bot_name),
            shared_notes=SharedNotes(house),
            came_of_it=CameOfIt(house),
            experiments=Experiments(house),
            admissions=Admissions(house),
            one_on_ones=OneOnOnes(house),
            reps=Reps(house),
            consents=consents,
            stories=Stories(house, people, places, installed.bot_name),
            rides=rides,
            typed_words=TypedWords(house),
            being_away=BeingAway(house),
            admins=admins,
            companies=Companies(house, admins),
            awards=Awards(house, places, installed.bot_name),
            lunches=Lunches(house, places, installed.bot_name),
            inviting=Inviting(house, admins, directory, SlackGroups(clients.read, features)),
        )
        register(
            app,
            Ways(replies, showing, home, pages, tasks),
            {
                **vars(services),
                "services": services,
                "check_ins": CheckInAnswers(house),
                "free_time": FreeTime(house),
                "exporting": Exporting(house),
                "files": SlackFiles(
                    clients.send, clients.session, settings.slack_api_url, features
                ),
                "waits": TodayAnswers(house),
                "voting": voting,
                "running_orders": RunningOrders(house),
                "rep_homes": RepHomes(house),
                "held_drafts": HeldDrafts(house),
                "failure_cv": FailureCv(house),
                "home": home,
                "messenger": messenger,
                "tasks": tasks,
                "planning": planning,
                "wake": scheduler.wake,
            },
        )
        lines = two_lines(app, settings.slack_app_token.get_secret_value(), self._in_flight)
        return scheduler, Connections(lines, machine, self._lost)

    def _pulse(self) -> Pulse:
        return Pulse(
            connections=self._connections.connected() if self._connections else 0,
            seconds_since_tick=self._scheduler.seconds_since_tick() if self._scheduler else None,
        )

    async def _standing(self) -> Standing:
        return await self._database.read(standing_now, self._clock.now())

    def _lost(self, words: str) -> None:
        logger.critical("slack.lost", extra={"why": words})
        self._exit_code = 1
        self._ended.set()


def _limits(settings: Settings) -> Limits:
    return Limits(
        per_minute=settings.posts_per_minute,
        lease=settings.lease_seconds,
        http_timeout=settings.http_timeout_seconds,
        settle=settings.settle_seconds,
        margin=settings.margin_seconds,
    )
