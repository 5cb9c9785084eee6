"""The tick does all that is due, jobs come in their turn, and one that fails stops no other."""

import asyncio
from datetime import timedelta

import pytest

from bot.scheduler import Job, Scheduler
from bot.storage import Connection, Database, StorageUnavailable
from bot.storage.outgoing import State
from bot.tasks import InFlight, Tasks
from tests.bot.world import OWNER, World

MINUTE = timedelta(minutes=1)


class Counted:
    """A job that remembers when it ran."""

    def __init__(self, world: World, *, fails: bool = False) -> None:
        self.ran: list[timedelta] = []
        self._world = world
        self._begin = world.now
        self._fails = fails

    async def run(self) -> None:
        self.ran.append(self._world.now - self._begin)
        if self._fails:
            raise RuntimeError("broken")


def scheduler(world: World, *jobs: Job) -> Scheduler:
    return Scheduler(
        world.clock,
        world.machine,
        world.planning,
        world.delivery,
        jobs,
        world.tasks,
        world.in_flight,
    )


async def test_a_tick_plans_and_sends(world: World) -> None:
    ours = scheduler(world)
    assert ours.seconds_since_tick() is None
    await ours.tick()
    assert {row.state for row in world.rows()} == {State.PLANNED}
    world.clock.move_to(max(row.due_at for row in world.rows()[:1]))
    await ours.tick()
    await world.tasks.idle()
    assert len(world.messenger.to(OWNER.user)) == 1
    world.machine.seconds += 5
    assert ours.seconds_since_tick() == 5


async def test_settling_says_when_something_is_due_next(world: World) -> None:
    ours = scheduler(world)
    due = await ours.settle()
    assert due is not None
    assert due > world.now
    for _ in range(10):
        world.clock.move_to(due)
        due = await ours.settle()
        assert due is not None
        if world.messenger.to(OWNER.user):
            return
    raise AssertionError("nothing was ever sent")


async def test_settling_waits_for_requests_that_are_being_answered(world: World) -> None:
    ours = scheduler(world)
    with world.in_flight:
        settling = asyncio.create_task(ours.settle())
        done, _ = await asyncio.wait({settling}, timeout=0.01)
        assert not done
    await settling


async def test_a_job_runs_at_once_and_then_in_its_turn_however_many_were_missed(
    world: World,
) -> None:
    job = Counted(world)
    ours = scheduler(world, Job("count", MINUTE, job.run))
    for seconds in (0, 30, 29, 1, 3600, 0, 59, 1):
        world.clock.advance(seconds=seconds)
        await ours.tick()
        await world.tasks.idle()
    assert [int(at.total_seconds()) for at in job.ran] == [0, 60, 3660, 3720]


async def test_a_clock_set_back_does_not_stop_a_job(world: World) -> None:
    job = Counted(world)
    ours = scheduler(world, Job("count", MINUTE, job.run))
    await ours.tick()
    await world.tasks.idle()
    world.clock.advance(hours=-5)
    await ours.tick()
    await world.tasks.idle()
    assert len(job.ran) == 2


async def test_a_job_that_fails_stops_no_other_and_runs_again(world: World) -> None:
    bad, good = Counted(world, fails=True), Counted(world)
    ours = scheduler(world, Job("bad", MINUTE, bad.run), Job("good", MINUTE, good.run))
    for _ in range(2):
        await ours.tick()
        await world.tasks.idle()
        world.clock.advance(minutes=1)
    assert (len(bad.ran), len(good.ran)) == (2, 2)


async def test_without_a_database_a_tick_waits_for_better_times(world: World) -> None:
    class Away:
        async def write(self, *_: object) -> object:
            raise StorageUnavailable

        read = write_alone = write

    job = Counted(world)
    ours = scheduler(world, Job("count", MINUTE, job.run))
    there: Database = world.house.database
    object.__setattr__(world.house, "database", Away())
    await ours.tick()
    assert await ours.settle() == world.now
    assert job.ran == []
    object.__setattr__(world.house, "database", there)
    await ours.tick()
    await world.tasks.idle()
    assert len(job.ran) == 1


async def test_a_job_that_waits_for_slack_holds_up_no_tick_and_is_not_started_twice(
    world: World,
) -> None:
    answered = asyncio.Event()
    started: list[int] = []

    async def slow() -> None:
        started.append(1)
        await answered.wait()

    ours = scheduler(world, Job("slow", timedelta(), slow))
    await asyncio.gather(*(ours.tick() for _ in range(5)))
    assert ours.seconds_since_tick() == 0
    assert len(started) <= 1
    answered.set()
    await world.tasks.idle()
    await ours.tick()
    await world.tasks.idle()
    assert len(started) == 2


def _nothing(_: Connection) -> None:
    return None


async def test_after_a_stop_nothing_new_goes_out(world: World) -> None:
    ours = scheduler(world)
    await ours.tick()
    world.clock.move_to(max(row.due_at for row in world.rows()))
    ours.stop()
    await ours.tick()
    await world.tasks.idle()
    assert world.messenger.sent == []


async def test_the_error_of_a_task_is_reported_and_does_not_keep_others_waiting() -> None:
    told: list[tuple[str, str]] = []
    tasks = Tasks(lambda error, name: told.append((str(error), name)))

    async def fail() -> None:
        raise RuntimeError("broken")

    tasks.start(fail(), "job")
    assert len(tasks) == 1
    await tasks.idle()
    assert told == [("broken", "job")]


async def test_requests_are_counted_until_the_last_is_answered() -> None:
    in_flight = InFlight()
    await in_flight.idle()
    with in_flight, in_flight, pytest.raises(TimeoutError):
        await asyncio.wait_for(in_flight.idle(), 0.01)
    await in_flight.idle()
