"""Joins all pieces. The only module that knows every one of them."""

import asyncio
import logging
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import failpoints
from bot.clock import Clock, FollowedClock, SystemClock, SystemMachine
from bot.health import Health, Pulse
from bot.listeners import register
from bot.listeners.edge import Reflections
from bot.listeners.errors import log_unexpected
from bot.scheduler import Job, Scheduler
from bot.services.delivery import Delivery, Limits
from bot.services.home import Home
from bot.services.keeping_house import HouseKeeping
from bot.services.people import People
from bot.services.planning import Planning
from bot.services.practices import Practices
from bot.services.preferences import Preferences
from bot.services.prompts import Prompts
from bot.services.showing import Showing
from bot.services.standing import standing
from bot.services.typed import TypedWords
from bot.services.weeks import Weeks
from bot.services.who import House
from bot.slack.clients import open_clients
from bot.slack.connection import Connections, two_lines
from bot.slack.features import OptionalFeatures
from bot.slack.home import HomePages
from bot.slack.messenger import SlackMessenger
from bot.slack.outcomes import TROUBLE
from bot.slack.people import SlackDirectory
from bot.slack.replies import Replies
from bot.storage import Database, schema, workspaces
from bot.storage.types import new_key
from bot.tasks import InFlight, Tasks
from config.holidays import days_off
from config.settings import Settings
from habits.catalogue import Catalogue
from habits.errors import HabitsError

logger = logging.getLogger(__name__)

STOP_WITHIN_SECONDS = 8.0
_ASK_AGAIN_AFTER_SECONDS = (1, 2, 5, 10, 30)


class WrongKey(HabitsError):
    """What is stored cannot be read with the keys at hand."""


class TokenRefused(HabitsError):
    """Slack does not take the bot token."""


@dataclass(frozen=True)
class Installed:
    """Who we are in Slack."""

    workspace: str
    bot_user: str
    bot_id: str


def open_database(settings: Settings) -> Database:
    """Open the store and make sure that its schema and our keys fit.

    Raises OldSchema, WrongKey, StorageUnavailable.
    """
    database = connect(settings)
    schema.prepare(database)
    if not database.read_now(workspaces.keys_fit):
        raise WrongKey(
            "The database was written with another key. Put the old key back into TRUST_KEYS "
            "(or its file beside the database); several keys are separated by commas."
        )
    return database


def connect(settings: Settings) -> Database:
    """Open the store without looking at its schema."""
    return Database(settings.database_url, _keys(settings))


def key_file(settings: Settings) -> Path | None:
    """Where the key of an SQLite database is kept when TRUST_KEYS names none."""
    if settings.keys or not settings.database_url.startswith("sqlite"):
        return None
    path = settings.database_url.removeprefix("sqlite:///")
    return Path(path).with_suffix(".key")


def _keys(settings: Settings) -> list[str]:
    path = key_file(settings)
    if path is None:
        return [key.get_secret_value() for key in settings.keys]
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(new_key() + "\n")
    return [path.read_text().strip()]


def off_around(country: str | None, year: int) -> Mapping[date, str]:
    """The days off of a year and its neighbours: a week may cross into either."""
    return days_off(country, None, range(year - 1, year + 2))


class Bot:
    """The whole bot in one process. `start`, then `stop`; `run` does both."""

    def __init__(self, settings: Settings, catalogue: Catalogue, database: Database) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._database = database
        self._machine = SystemMachine()
        self._tasks = Tasks(log_unexpected)
        self._in_flight = InFlight()
        self._ended = asyncio.Event()
        self._exit_code = 0
        self._following: asyncio.Task[None] | None = None

    async def run(self) -> int:
        """Run until SIGTERM, SIGINT or a fatal loss; the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ended.set)
        await self.start()
        try:
            await self._ended.wait()
        finally:
            await self.stop()
        return self._exit_code

    async def start(self) -> None:
        """Raises TokenRefused, and OSError where the health port is taken."""
        settings = self._settings
        if settings.failpoint:
            failpoints.arm_from(settings.failpoint)
        self._clients = await open_clients(
            settings.slack_bot_token.get_secret_value(),
            settings.slack_api_url,
            settings.http_timeout_seconds,
        )
        self._clock = await self._open_clock()
        installed = await self._introduce()
        self._build(installed)
        await self._database.write(workspaces.add_workspace, installed.workspace, self._clock.now())
        await self._planning.plan_everybody()
        await self._health.start()
        self._connections.start()
        self._scheduler.start()
        if isinstance(self._clock, FollowedClock):
            self._following = asyncio.create_task(self._clock.follow(self._scheduler.settle))
        logger.info("bot.started", extra={"workspace": installed.workspace})

    async def stop(self) -> None:
        """Take nothing more in, finish what runs, eight seconds at most."""
        if self._following is not None:
            self._following.cancel()
        self._scheduler.stop()
        await self._connections.stop_intake()
        try:
            async with asyncio.timeout(STOP_WITHIN_SECONDS):
                await self._in_flight.idle()
                await self._tasks.drain(STOP_WITHIN_SECONDS)
        except TimeoutError:
            logger.warning("bot.stopped_with_work_left", extra={"tasks": len(self._tasks)})
        await self._connections.close()
        await self._health.stop()
        await self._clients.close()
        self._database.close()
        logger.info("bot.stopped")

    # --- pieces ----------------------------------------------------------------------------

    def _build(self, installed: Installed) -> None:
        settings, clients, machine = self._settings, self._clients, self._machine
        messenger = SlackMessenger(clients.send, client_msg_id=settings.client_msg_id)
        house = House(self._database, self._clock, self._catalogue, off_around, messenger)
        self._planning = Planning(house)
        showing, home = Showing(house), Home(house)
        people = People(house, SlackDirectory(clients.read, OptionalFeatures()))
        housekeeping = HouseKeeping(house)
        delivery = Delivery(house, machine, self._tasks, _limits(settings))
        jobs = (
            Job("sweep", timedelta(seconds=10), showing.sweep),
            Job(
                "refresh people",
                timedelta(hours=1),
                lambda: people.refresh(installed.workspace),
            ),
            Job("forget old keys", timedelta(hours=6), housekeeping.forget_old_keys),
        )
        self._scheduler = Scheduler(
            self._clock, machine, self._planning, delivery, jobs, self._tasks, self._in_flight
        )
        replies = Replies(clients.session, settings.slack_api_url, clients.proxy)
        pages = HomePages(clients.read, machine)
        app = _bolt(clients.send, installed)
        register(
            app,
            {
                "prompts": Prompts(house),
                "practices": Practices(house),
                "weeks": Weeks(house),
                "preferences": Preferences(house, settings.country),
                "typed_words": TypedWords(house),
                "people": people,
                "home": home,
                "showing": showing,
                "messenger": messenger,
                "replies": replies,
                "pages": pages,
                "reflections": Reflections(replies, showing, home, pages),
                "tasks": self._tasks,
                "wake": self._scheduler.wake,
            },
        )
        lines = two_lines(app, settings.slack_app_token.get_secret_value(), self._in_flight)
        self._connections = Connections(lines, machine, self._lost)
        self._health = Health(settings.health_port, self._pulse, lambda: standing(house))

    def _pulse(self) -> Pulse:
        return Pulse(self._connections.connected(), self._scheduler.seconds_since_tick())

    def _lost(self, words: str) -> None:
        logger.critical("slack.lost", extra={"why": words})
        self._exit_code = 1
        self._ended.set()

    async def _open_clock(self) -> Clock:
        if self._settings.clock_url is None:
            return SystemClock()
        followed = FollowedClock(self._settings.clock_url, self._clients.session)
        await followed.catch_up()
        return followed

    async def _introduce(self) -> Installed:
        """Ask Slack once who we are; later requests need not ask. Waits while Slack is away."""
        tries = 0
        while True:
            try:
                told = await self._clients.read.auth_test()
                return Installed(
                    str(told["team_id"]), str(told["user_id"]), str(told.get("bot_id") or "")
                )
            except SlackApiError as error:
                code = (error.response or {}).get("error", "no reason given")
                if error.response is not None and error.response.status_code == 200:
                    raise TokenRefused(
                        f"Slack refused SLACK_BOT_TOKEN ({code}). Copy the Bot User OAuth Token "
                        "from your app's page, OAuth & Permissions."
                    ) from error
            except TROUBLE as error:
                logger.warning("slack.not_reached", extra={"why": type(error).__name__})
            wait = _ASK_AGAIN_AFTER_SECONDS[min(tries, len(_ASK_AGAIN_AFTER_SECONDS) - 1)]
            tries += 1
            await self._machine.sleep(wait)


def _bolt(client: AsyncWebClient, installed: Installed) -> AsyncApp:
    known = AuthorizeResult(
        enterprise_id=None,
        team_id=installed.workspace,
        bot_user_id=installed.bot_user,
        bot_id=installed.bot_id,
        bot_token=client.token,
    )

    async def authorize() -> AuthorizeResult:
        return known

    return AsyncApp(
        client=client,
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )


def _limits(settings: Settings) -> Limits:
    return Limits(
        per_minute=settings.posts_per_minute,
        lease=settings.lease_seconds,
        http_timeout=settings.http_timeout_seconds,
        settle=settings.settle_seconds,
        margin=settings.margin_seconds,
    )
