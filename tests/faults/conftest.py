"""A playground, a database, and bots that die and come back."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.playground.server import Running, serve
from tests.bot.databases import sqlite_template
from tests.faults.lives import Forks, Town


@pytest.fixture(scope="session")
def fork_server() -> Iterator[Forks]:
    forks = Forks()
    yield forks
    forks.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
async def forks(fork_server: Forks) -> AsyncIterator[Forks]:
    loop = asyncio.get_running_loop()
    fork_server.listen(loop)
    yield fork_server
    fork_server.stop_listening(loop)


@pytest.fixture
async def playground() -> AsyncIterator[Running]:
    running = await serve()
    yield running
    await running.stop()


@pytest.fixture
async def town(
    playground: Running, forks: Forks, tmp_path: Path, template: Path
) -> AsyncIterator[Town]:
    shutil.copyfile(template, tmp_path / "trust.db")
    async with aiohttp.ClientSession() as http:
        town = Town(playground, http, forks, tmp_path)
        yield town
        await town.end()
