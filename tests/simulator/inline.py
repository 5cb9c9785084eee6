"""The database on this thread, and time that stands still until somebody moves it."""

import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest
from sqlalchemy import event

from bot.storage import Connection, Database, sending, workspaces
from tests.bot.databases import KEY
from tests.bot.fakes import FakeClock

P = ParamSpec("P")
T = TypeVar("T")


class InlineDatabase(Database):
    """An SQLite file whose transactions run here and now, on two connections that stay open.

    Its own clock is `clock`, too: `simulated` sees to that.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(f"sqlite:///{path}", [KEY])
        event.listen(self.engine, "connect", self._prepare)
        self._reader = self.engine.connect()
        self._writer = self.engine.connect().execution_options(trust_writes=True)

    async def read(
        self, ask: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return self.read_now(ask, *args, **kwargs)

    async def write(
        self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return self.write_now(change, *args, **kwargs)

    async def write_alone(
        self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return self.write_now(change, *args, **kwargs)

    def read_now(
        self, ask: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with self._reader.begin():
            return ask(self._reader, *args, **kwargs)

    def write_now(
        self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with self._writer.begin():
            return change(self._writer, *args, **kwargs)

    def close(self) -> None:
        self._reader.close()
        self._writer.close()
        super().close()

    def _prepare(self, connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = MEMORY")


@dataclass
class CalendarMachine:
    """Machine time that passes as the calendar does. To sleep takes no time here: nothing in
    the simulator waits for anything but the calendar."""

    clock: FakeClock

    def monotonic(self) -> float:
        return (self.clock.now() - datetime(2026, 1, 1, tzinfo=UTC)) / timedelta(seconds=1)

    async def sleep(self, seconds: float) -> None:
        return None


@contextmanager
def simulated(clock: FakeClock, seed: int) -> Generator[None]:
    """What no port gives: the database's own clock is `clock`, and ids are drawn from a seed.

    Keys and jitter hang on ids, so a run can be repeated exactly.
    """
    chance = Random(f"ids {seed}")  # noqa: S311  (a game of chance)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

    def token(size: int | None = None) -> str:
        return "".join(chance.choices(letters, k=16 if size in (None, 12) else size))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_urlsafe", token)
        for module in (sending, workspaces):
            patch.setattr(module, "database_now", lambda _connection: clock.now())
        yield
