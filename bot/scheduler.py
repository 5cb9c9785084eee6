"""The tick: plans, sends and keeps house, driven by APScheduler or by a followed clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, Machine
from bot.services.delivery import Delivery
from bot.services.planning_ahead import Planning
from bot.storage import StorageUnavailable
from bot.tasks import InFlight, Tasks

logger = logging.getLogger(__name__)

TICK_EVERY_SECONDS = 2
_ROUNDS_TO_SETTLE = 200


@dataclass(frozen=True)
class Job:
    """Something done again and again, by calendar time. It may run twice: it must not matter."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[None]]


class Scheduler:
    """Runs whatever has fallen due. Nothing due lives here: it all lives in the database."""

    def __init__(
        self,
        clock: Clock,
        machine: Machine,
        planning: Planning,
        delivery: Delivery,
        jobs: Sequence[Job],
        tasks: Tasks,
        in_flight: InFlight,
    ) -> None:
        self._clock = clock
        self._machine = machine
        self._planning = planning
        self._delivery = delivery
        self._jobs = jobs
        self._tasks = tasks
        self._in_flight = in_flight
        self._ran: dict[str, datetime] = {}
        self._running: set[str] = set()
        self._one_at_a_time = asyncio.Lock()
        self._ticked_at: float | None = None
        # Jobs live in memory: what is due lives in the database, so a restart loses nothing.
        self._ticker = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        self._ticker.add_job(self.tick, "interval", seconds=TICK_EVERY_SECONDS)
        self._ticker.start()

    def stop(self) -> None:
        """No more ticks, and nothing new goes out."""
        self._delivery.stop()
        if self._ticker.running:
            self._ticker.shutdown(wait=False)

    def wake(self) -> None:
        """Tick now instead of within two seconds."""
        self._tasks.start(self.tick(), "tick")

    def seconds_since_tick(self) -> float | None:
        """Machine time since the last tick that came through; None before the first."""
        return None if self._ticked_at is None else self._machine.monotonic() - self._ticked_at

    async def tick(self) -> None:
        """Plan what must be planned, start sending what is due, run the jobs whose time came."""
        async with self._one_at_a_time:
            now = self._clock.now()
            try:
                await self._planning.plan_due(now)
                await self._delivery.tick()
            except StorageUnavailable:
                logger.error("tick.no_database")  # noqa: TRY400  (its trace says no more)
                return
            for job in self._jobs:
                self._start_if_due(job, now)
            self._ticked_at = self._machine.monotonic()

    async def settle(self) -> datetime | None:
        """Do everything that is due and wait until it is done; the next instant (UTC) that
        something will be, which lies in the past where only the pace holds it back."""
        before: datetime | None = None
        for _ in range(_ROUNDS_TO_SETTLE):
            await self._in_flight.idle()
            await self.tick()
            await self._tasks.idle()
            await self._in_flight.idle()
            try:
                due = await self._planning.next_due()
            except StorageUnavailable:
                return self._clock.now()
            if due is None or due > self._clock.now() or due == before:
                return due
            before = due
        return before

    def _start_if_due(self, job: Job, now: datetime) -> None:
        """Jobs run beside the tick, since one that waits for Slack must hold up nothing."""
        last = self._ran.get(job.name)
        not_yet = last is not None and last <= now < last + job.every
        if not_yet or job.name in self._running:
            return
        self._ran[job.name] = now
        self._running.add(job.name)
        self._tasks.start(self._run(job), job.name)

    async def _run(self, job: Job) -> None:
        try:
            await job.run()
        except Exception:
            # A job that fails runs again at its next turn; the others go on.
            logger.exception("job.failed", extra={"job": job.name})
        finally:
            self._running.discard(job.name)
