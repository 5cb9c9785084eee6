"""Every test of storage and services runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage import Database
from bot.storage.schema import upgrade
from config.content import load
from habits.catalogue import Catalogue
from tests.bot.databases import KEY, Server, copy_of, empty, sqlite_template
from tests.bot.world import World

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(None)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="session")
def shared_postgres(server: Server) -> Iterator[Database]:
    database = Database(server.new_database(), [KEY])
    upgrade(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def shared_sqlite(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One for many tests: a new engine would compile every statement anew."""
    database = copy_of(template, tmp_path_factory.mktemp("shared"), haste=True)
    yield database
    database.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Database:
    """With our schema and no rows."""
    shared: Database = request.getfixturevalue(f"shared_{request.param}")
    shared.write_now(empty)
    return shared


@pytest.fixture(params=BOTH)
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Without a schema, for this test alone."""
    if request.param == "postgres":
        server: Server = request.getfixturevalue("server")
        url = server.new_database()
    else:
        url = f"sqlite:///{tmp_path}/blank.db"
    database = Database(url, [KEY])
    yield database
    database.close()


@pytest.fixture
def world(database: Database, catalogue: Catalogue) -> Iterator[World]:
    """A workspace in which an owner and a team mate have started, and an outsider has not."""
    world = World(database, catalogue)
    world.begin()
    yield world
    world.failures.raise_if_any()
