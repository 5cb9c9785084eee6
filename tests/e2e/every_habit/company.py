"""One playground with a manager for each habit: each has a channel and two reps of their own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

from bot.app import Bot, open_database
from bot.playground.server import serve
from config.settings import read_settings
from habits.catalogue import Catalogue
from tests.e2e.conftest import connected
from tests.e2e.slack import BOT_USER, Slack, started, words

ZONE = "Europe/Stockholm"
NAMES = (
    *("Ada", "Bea", "Cleo", "Dora", "Elin", "Fay", "Greta", "Hedda", "Iris"),
    *("Juno", "Kaja", "Lova", "Moa", "Nora", "Olivia", "Petra", "Runa", "Siv"),
)


@dataclass(frozen=True)
class Team:
    """Who does a habit, and with whom. All are user ids but the channel, which is one's id."""

    habit: str
    manager: str
    rep: str
    other: str
    channel: str
    name: str
    rep_name: str
    other_name: str


@dataclass(frozen=True)
class Company:
    slack: Slack
    teams: dict[str, Team]
    database: Path


@asynccontextmanager
async def company(
    folder: Path,
    template: Path,
    catalogue: Catalogue,
    manifest: dict[str, object],
    begins: datetime,
    habits: Iterable[str],
) -> AsyncIterator[Company]:
    """A bot whose clock stands at `begins`, a Sunday: nobody has started yet."""
    running = await serve(manifest=manifest, begins=begins)
    database = folder / "trust.db"
    shutil.copyfile(template, database)
    settings = read_settings(
        {
            "SLACK_BOT_TOKEN": "xoxb-playground",
            "SLACK_APP_TOKEN": "xapp-playground",
            "SLACK_API_URL": f"{running.url}/api/",
            "TRUST_CLOCK_URL": running.url,
            "TRUST_DATABASE_URL": f"sqlite:///{database}",
            "TRUST_HEALTH_PORT": "0",
        }
    )
    bot = Bot(settings, catalogue, open_database(settings))
    async with aiohttp.ClientSession() as http:
        arrived = asyncio.create_task(connected(running.url, http))
        await bot.start()
        try:
            await asyncio.wait_for(arrived, 20)
            slack = Slack(running.url, http)
            teams = {habit: await _team(slack, n, habit) for n, habit in enumerate(habits)}
            yield Company(slack, teams, database)
        finally:
            await bot.stop()
            await running.stop()


async def _team(slack: Slack, n: int, habit: str) -> Team:
    names = [f"{NAMES[n]} {family}" for family in ("Mann", "Rask", "Olin")]
    manager, rep, other = [(await slack.person(name=one, tz=ZONE))["id"] for one in names]
    members = [manager, rep, other, BOT_USER]
    made = await slack.post("channel", name=f"team-{NAMES[n].lower()}", members=members)
    return Team(habit, manager, rep, other, made["channel"]["id"], *names)


async def start_all(company: Company) -> None:
    for team in company.teams.values():
        await started(company.slack, team.manager, habit=team.habit)


async def introduce(company: Company, reps: Iterable[tuple[Team, str]]) -> None:
    """The managers tell these people about the bot, as the first form that names one asks for."""
    slack = company.slack
    told = list(reps)
    for team, rep in told:
        await slack.trust(team.manager, "do coach")
        form = await slack.modal(team.manager)
        said = await slack.submit(team.manager, form, rep=rep, skill="Ask one question more")
        tell = said["view"]
        assert tell["callback_id"] == "tell_first", tell["callback_id"]
        await slack.submit(team.manager, tell)
        form = await slack.modal(team.manager)
        await slack.post("close", user=team.manager, view_id=form["id"], all=True)
    await slack.pass_time(minutes=2)
    for _, rep in told:
        assert "told you about me." in words((await slack.direct(rep))[0])


def tuesday(begins: datetime) -> datetime:
    """10:30 in Stockholm on the Tuesday after: all prompts of that week have come."""
    return begins.replace(hour=9, minute=30) + timedelta(days=2)
