"""What waits for SQLite's one writer is written in one transaction: the disk is what takes long."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

from bot.storage.trouble import StorageUnavailable, apart

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


@dataclass(frozen=True)
class _End:
    """What a change gave back, or how it failed."""

    found: Any = None
    error: Exception | None = None


class Together:
    """Changes that came while another was written share the next transaction: each is kept or
    taken back by itself, and answered once all of them are on the disk."""

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
        if not batch:
            return
        try:
            ends = self._transaction(lambda connection: _ends_of(connection, batch))
        except BaseException as error:
            for one in batch:
                one.outcome.set_exception(error)
            return
        for one, end in zip(batch, ends, strict=True):
            if end.error is None:
                one.outcome.set_result(end.found)
            else:
                one.outcome.set_exception(end.error)


def _ends_of(connection: Connection, batch: Sequence[_Waiting]) -> list[_End]:
    if len(batch) == 1:
        return [_End(batch[0].change(connection))]
    return [_end_of(connection, one) for one in batch]


def _end_of(connection: Connection, one: _Waiting) -> _End:
    try:
        with apart(connection):
            return _End(one.change(connection))
    except StorageUnavailable:
        raise  # then nothing of the transaction can be kept
    except Exception as error:
        return _End(error=error)
