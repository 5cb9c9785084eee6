"""The registry of running work: holds what asyncio itself would only hold weakly."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

logger = logging.getLogger(__name__)

Report = Callable[[BaseException, str], object]


def _log(error: BaseException, name: str) -> None:
    logger.error("task.failed", extra={"task": name}, exc_info=error)


class Tasks:
    """Start work without waiting for it, and wait for all of it at the end.

    `report` is told of every error; nothing raised by a task is ever lost.
    """

    def __init__(self, report: Report = _log) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._report = report
        self._quiet = asyncio.Event()
        self._quiet.set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, Any], name: str = "") -> asyncio.Task[Any]:
        task = asyncio.create_task(work, name=name or None)
        self._running.add(task)
        self._quiet.clear()
        task.add_done_callback(self._ended)
        return task

    async def idle(self) -> None:
        await self._quiet.wait()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not self._running:
            self._quiet.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            self._report(error, task.get_name())


class InFlight:
    """Counts requests that are being answered, so that somebody can wait until none is."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    def __enter__(self) -> None:
        self._count += 1
        self._none.clear()

    def __exit__(self, *_error: object) -> None:
        self._count -= 1
        if self._count == 0:
            self._none.set()

    async def idle(self) -> None:
        await self._none.wait()
