"""The database on this thread, and time that stands still until somebody moves it."""

import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import event

from bot.storage import Connection, Database
from tests.bot.databases import KEY
from tests.bot.fakes import FakeClock

P = ParamSpec("P")
T = TypeVar("T")

_JULIAN_DAY_OF_1970 = 2440587.5
_SECONDS_A_DAY = 86_400


class InlineDatabase(Database):
    """An SQLite file whose transactions run here and now, on two connections that stay open.

    Its own clock is `clock`: SQL knows the time by one function alone, and a connection may bring
    its own under that name.
    """

    def __init__(self, path: Path, clock: FakeClock) -> None:
        super().__init__(f"sqlite:///{path}", [KEY])
        self._clock = clock
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
        connection.create_function("julianday", 1, self._julian_day)

    def _julian_day(self, moment: str) -> float:
        assert moment == "now"
        return self._clock.now().timestamp() / _SECONDS_A_DAY + _JULIAN_DAY_OF_1970


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
def seeded_ids(seed: int) -> Generator[None]:
    """Ids drawn from a seed: keys and jitter hang on them, so a run can be repeated exactly."""
    chance = Random(f"ids {seed}")  # noqa: S311  (a game of chance)
    real = secrets.token_urlsafe
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

    def token(size: int | None = None) -> str:
        return "".join(chance.choices(letters, k=16 if size in (None, 12) else size))

    secrets.token_urlsafe = token
    try:
        yield
    finally:
        secrets.token_urlsafe = real
