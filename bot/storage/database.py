"""One way to the database: plain functions on a connection, run on threads.

A transaction is a synchronous function, so none can be open across a call to Slack.
SQLite has one writer thread and BEGIN IMMEDIATE, and what waits for it is written in one
transaction, since forcing it to the disk takes longest; PostgreSQL has a small pool.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, Executable, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool

from bot.storage.together import Together
from bot.storage.trouble import StorageUnavailable, apart, worded
from bot.storage.types import give_keys
from habits.errors import HabitsError

P = ParamSpec("P")
T = TypeVar("T")

_THREADS = 4
# Slack waits three seconds for an answer; saying "try again" has to fit into them.
_GIVE_UP_AFTER_SECONDS = 2


class NoFolder(HabitsError):
    """The folder of an SQLite database cannot be made or entered."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"The folder {folder} for the database cannot be used ({error.strerror}). "
            "Make it and let the bot write there, or set TRUST_DATABASE_URL to another place."
        )


class Database:
    """Reads and writes as transactions. `url` is an SQLAlchemy URL (sqlite or postgresql).

    Making one raises NoFolder where its folder cannot be used.
    """

    def __init__(self, url: str, keys: list[str]) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(url)
        give_keys(self.engine.dialect, keys)
        self._readers = ThreadPoolExecutor(_THREADS, thread_name_prefix="read")
        writers = 1 if self.is_sqlite else _THREADS
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="write")
        self._together = Together(self._writers, self.write_now)

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    async def read(
        self, ask: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `ask(connection, ...)` on a reading thread. Raises StorageUnavailable."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._readers, partial(self.read_now, ask, *args, **kwargs)
        )

    async def write(
        self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `change(connection, ...)` in one transaction: all of it is kept, or nothing. It is
        for what is quick: on SQLite, changes that came at once wait for each other.

        Raises StorageUnavailable.
        """
        if not self.is_sqlite:
            return await self.write_alone(change, *args, **kwargs)
        return await self._together.write(lambda connection: change(connection, *args, **kwargs))

    async def write_alone(
        self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for what may take long: nobody else waits for its end to be answered."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._writers, partial(self.write_now, change, *args, **kwargs)
        )

    def read_now(
        self, ask: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same on this thread: for the command line, tests and the simulator."""
        with worded(), self.engine.connect() as connection:
            return ask(connection, *args, **kwargs)

    def write_now(
        self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with worded(), self.engine.connect() as plain:
            connection = plain.execution_options(trust_writes=True)
            with connection.begin():
                return change(connection, *args, **kwargs)

    def close(self) -> None:
        self._readers.shutdown(wait=True)
        self._writers.shutdown(wait=True)
        self.engine.dispose()


def database_now(connection: Connection) -> datetime:
    """The database's own clock (UTC): the one that all processes share, for leases."""
    if connection.dialect.name == "sqlite":
        # julianday has sub-millisecond precision; SQLite 3.40 has no 'subsec'.
        seconds = "SELECT (julianday('now') - 2440587.5) * 86400.0"
    else:
        seconds = "SELECT extract(epoch FROM clock_timestamp())"
    return datetime.fromtimestamp(float(connection.execute(text(seconds)).scalar_one()), UTC)


def add_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that break no unique key; how many were new.

    Two processes may add the same row at once: one of them does, and neither fails.
    """
    if not rows:
        return 0
    return len(connection.execute(_add_missing(connection.dialect.name, table), list(rows)).all())


@cache
def _add_missing(dialect: str, table: Table) -> Executable:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key)


def writes(connection: Connection) -> bool:
    """Whether this is a transaction of `Database.write`."""
    return bool(connection.get_execution_options().get("trust_writes", False))


def new_id() -> str:
    """A random name for a row: what buttons carry, impossible to guess."""
    return secrets.token_urlsafe(12)


def make_folder(folder: Path) -> None:
    """Make the folder if it is not there. Raises NoFolder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoFolder(folder, error) from error


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            _with_psycopg(url),
            poolclass=QueuePool,
            pool_size=2 * _THREADS,
            pool_pre_ping=True,
            pool_timeout=_GIVE_UP_AFTER_SECONDS,
            connect_args={"connect_timeout": _GIVE_UP_AFTER_SECONDS},
        )
    path = make_url(url).database
    if path:
        make_folder(Path(path).parent)
    engine = create_engine(
        url,
        poolclass=QueuePool if path else NullPool,
        pool_size=_THREADS + 1,
        connect_args={"timeout": _GIVE_UP_AFTER_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _with_psycopg(url: str) -> str:
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we write BEGIN ourselves; see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an intent must be on disk before the first byte goes to Slack
        "foreign_keys=ON",
        "wal_autocheckpoint=8000",  # pages, 32 MB: seldom, since whoever writes then waits for it
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes(connection) else "BEGIN")


__all__ = [
    "Connection",
    "Database",
    "NoFolder",
    "SQLAlchemyError",
    "StorageUnavailable",
    "add_missing",
    "apart",
    "database_now",
    "make_folder",
    "new_id",
    "writes",
]
