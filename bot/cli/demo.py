"""A made-up manager's first weeks on the clock of a look-alike in this process.

All of it happens through the services, each thing at its own time, and arrives in the look-alike
through the Web API: what people find there is what the bot would have written.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.app import off_around, open_database
from bot.app.identity import introduce
from bot.cli.demo_time import ZONE, moment
from bot.clock import SystemMachine
from bot.scheduler import Scheduler
from bot.services.all_tools import ALL_TOOLS
from bot.services.delivery import Delivery, Limits
from bot.services.people import People
from bot.services.places import Places
from bot.services.planning_ahead import Planning
from bot.services.showing import Showing
from bot.services.who import House
from bot.slack.clients import open_clients
from bot.slack.features import OptionalFeatures
from bot.slack.messenger import SlackMessenger
from bot.slack.people import SlackDirectory
from bot.slack.places import SlackPlaces
from bot.storage import workspaces
from bot.tasks import InFlight, Tasks
from config.settings import Settings
from habits.catalogue import Catalogue

_SWEEPS_AT_MOST = 20


@dataclass(frozen=True)
class Life:
    """The bot without its ears: nothing is heard from Slack, everything is done by asking the
    services. `workspace` is Slack's id of it."""

    house: House
    people: People
    places: Places
    workspace: str
    monday: date
    _clock: Any
    _scheduler: Scheduler
    _showing: Showing

    async def at(self, week: int, day: int, clock: str) -> None:
        """Let everything happen at its instant until then."""
        until = moment(self.monday, week, day, clock)
        while True:
            due = await self._scheduler.settle()
            now = self.house.clock.now()
            if now >= until:
                break
            soon = now + timedelta(seconds=1)
            self._clock.move_to(min(until, max(due, soon) if due else until))

    def days_ahead(self, days: int) -> date:
        """A date in Stockholm, counted from today."""
        return self.house.clock.now().astimezone(ZONE).date() + timedelta(days=days)

    async def tidy(self) -> None:
        """Bring every message up to date with what was answered."""
        for _ in range(_SWEEPS_AT_MOST):
            await self._showing.sweep()


@asynccontextmanager
async def life(
    playground: Any, monday: date, settings: Settings, catalogue: Catalogue
) -> AsyncIterator[Life]:
    """The services beside a playground that runs in this process, on the playground's clock."""
    machine = SystemMachine()
    clients = await open_clients(
        settings.slack_bot_token.get_secret_value(),
        settings.slack_api_url,
        settings.http_timeout_seconds,
    )
    database = open_database(settings)
    try:
        installed = await introduce(clients.read, machine)
        clock = playground.clock
        await database.write(workspaces.add_workspace, installed.workspace, clock.now())
        messenger = SlackMessenger(clients.send)
        house = House(database, clock, catalogue, off_around, messenger, ALL_TOOLS)
        tasks, in_flight = Tasks(), InFlight()
        planning, showing = Planning(house), Showing(house)
        delivery = Delivery(house, machine, tasks, Limits())
        scheduler = Scheduler(clock, machine, planning, delivery, (), tasks, in_flight)
        features = OptionalFeatures()
        people = People(house, SlackDirectory(clients.read, features))
        places = SlackPlaces(clients.read, features)
        yield Life(house, people, places, installed.workspace, monday, clock, scheduler, showing)
    finally:
        database.close()
        await clients.close()
