"""The whole bot beside the playground in one event loop, over real Socket Mode."""

import asyncio
import json
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import aiohttp
import pytest
import yaml

import config
from bot.app import Bot, open_database
from bot.playground.server import Running, serve
from config.content import load
from config.settings import Settings, read_settings
from habits.catalogue import Catalogue
from tests.bot.databases import sqlite_template
from tests.e2e.seeing import complaints
from tests.e2e.slack import Slack, started
from tests.warm import warm

MORNING = time(2)
LINES = 2
"""The connections that the bot keeps to Slack."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(None)


@pytest.fixture(scope="session")
def manifest() -> dict[str, object]:
    return yaml.safe_load((Path(config.__file__).parent / "slack-manifest.yaml").read_text())


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def next_monday() -> datetime:
    """The morning (UTC) of the first Monday after today."""
    today = datetime.now(UTC).date()
    return datetime.combine(today + timedelta(days=7 - today.weekday()), MORNING, UTC)


@pytest.fixture
async def playground(manifest: dict[str, object]) -> AsyncIterator[Running]:
    """Its clock stands a minute before the next Monday morning: to walk there from today would
    take a third of each test."""
    running = await serve(manifest=manifest, begins=next_monday() - timedelta(minutes=1))
    yield running
    await running.stop()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def settings(playground: Running, tmp_path: Path, template: Path) -> Settings:
    """For a database with our schema: making it anew would take a third of each test."""
    shutil.copyfile(template, tmp_path / "trust.db")
    return read_settings(
        {
            "SLACK_BOT_TOKEN": "xoxb-playground",
            "SLACK_APP_TOKEN": "xapp-playground",
            "SLACK_API_URL": f"{playground.url}/api/",
            "TRUST_CLOCK_URL": playground.url,
            "TRUST_DATABASE_URL": f"sqlite:///{tmp_path}/trust.db",
            "TRUST_HEALTH_PORT": "0",
        }
    )


@pytest.fixture
async def bot(settings: Settings, catalogue: Catalogue, playground: Running) -> AsyncIterator[Bot]:
    """Started and connected."""
    bot = Bot(settings, catalogue, warm(open_database(settings)))
    async with aiohttp.ClientSession() as http:
        arrived = asyncio.create_task(connected(playground.url, http))
        await bot.start()
        try:
            await asyncio.wait_for(arrived, 20)
            yield bot
        finally:
            await bot.stop()


@pytest.fixture
async def slack(bot: Bot, playground: Running, http: aiohttp.ClientSession) -> AsyncIterator[Slack]:
    """At the end of each test, all that was shown is held against the limits."""
    slack = Slack(playground.url, http)
    yield slack
    assert await complaints(slack) == []


@pytest.fixture
async def monday(slack: Slack) -> datetime:
    """It is now Monday, 04:00 in Stockholm at the latest; nobody has started."""
    moment = datetime.combine((await slack.now()).date(), MORNING, UTC)
    assert moment.weekday() == 0
    await slack.walk_to(moment)
    return moment


@pytest.fixture
async def maya(slack: Slack, monday: datetime) -> str:
    """Maya works Monday to Friday in Stockholm, without public holidays. She has started."""
    return await started(slack, "U0MAYA")


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    """The SDK reports what these tests provoke, such as a closed socket, as errors."""
    loggers = [logging.getLogger(name) for name in ("slack_bolt", "slack_sdk")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


async def connected(url: str, http: aiohttp.ClientSession) -> None:
    """Wait until the app has all its sockets open."""
    async with http.get(f"{url}/_control/stream") as stream:
        async for line in stream.content:
            told = json.loads(line[6:]) if line.startswith(b"data: ") else {}
            if told.get("type") == "app" and told.get("sockets") == LINES:
                return
