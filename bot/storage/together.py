"""What waits for SQLite's one writer is written in one transaction: the disk is what takes long."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

from bot.storage.trouble import StorageUnavailable

T = TypeVar("T")

_AT_ONCE = 20


class Transaction(Protocol):
    """Runs a change and commits it, or raises and keeps nothing of it."""

    def __call__(self, change: Callable[[Connection], T], /) -> T: ...


@dataclass(frozen=True)
class _Waiting:
    """A change, and where it will say what came of it."""

    change: Callable[[Connection], Any]
    outcome: Future[Any] = field(default_factory=Future[Any])


class Together:
    """Changes that came while another was written share the next transaction, and are answered
    once all of them are on the disk. Where one fails, each runs again in one of its own: nothing
    of the shared one was kept."""

    def __init__(self, writer: ThreadPoolExecutor, transaction: Transaction) -> None:
        self._writer = writer
        self._transaction = transaction
        self._waiting: deque[_Waiting] = deque()

    async def write(self, change: Callable[[Connection], T]) -> T:
        one = _Waiting(change)
        self._waiting.append(one)
        self._writer.submit(self._write_waiting)
        return await asyncio.wrap_future(one.outcome)

    def _write_waiting(self) -> None:
        batch: list[_Waiting] = []
        while self._waiting and len(batch) < _AT_ONCE:
            one = self._waiting.popleft()
            if one.outcome.set_running_or_notify_cancel():
                batch.append(one)
        if len(batch) < 2 or not self._written_together(batch):
            for one in batch:
                self._write_one(one)

    def _written_together(self, batch: Sequence[_Waiting]) -> bool:
        """Whether all is done: all of it kept, or nothing because the database is in trouble."""
        try:
            found = self._transaction(lambda connection: [one.change(connection) for one in batch])
        except StorageUnavailable as error:
            for one in batch:
                one.outcome.set_exception(error)
        except Exception:
            return False  # one of them failed and nothing was kept: each by itself, then
        else:
            for one, value in zip(batch, found, strict=True):
                one.outcome.set_result(value)
        return True

    def _write_one(self, one: _Waiting) -> None:
        try:
            found = self._transaction(one.change)
        except BaseException as error:
            one.outcome.set_exception(error)
        else:
            one.outcome.set_result(found)
