"""Two processes let go of old rows at the same time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, delete, event, func, select

from bot.services.retention import Retention
from bot.storage import Database, managers, practices, totals
from bot.storage.database import writes
from bot.storage.practices import Source
from bot.storage.tables import managers as managers_table
from bot.storage.tables import practices as practices_table
from bot.storage.tables import week_totals
from habits.people import Weekday
from tests.bot.world import OWNER, World

LONG_AGO = date(2024, 5, 6)
WORK_DAYS = frozenset(Weekday(day) for day in range(5))


@contextmanager
def meanwhile(
    database: Database, statement: str, happens: Callable[[Connection], None]
) -> Iterator[None]:
    """Right after the first such statement that is part of a change, something else happens."""
    seen: list[str] = []

    def after(connection: Connection, _cursor: object, said: str, *_: object) -> None:
        if writes(connection) and statement in said and not seen:
            seen.append(said)
            happens(connection)

    event.listen(database.engine, "after_cursor_execute", after)
    try:
        yield
    finally:
        event.remove(database.engine, "after_cursor_execute", after)
    assert seen


def test_a_practice_counts_for_the_process_that_deletes_it(world: World) -> None:
    manager = world.manager().id

    def done(connection: Connection) -> None:
        for n in range(3):
            day = LONG_AGO + timedelta(days=n)
            practices.record(
                connection, manager, "share_why", day, Source.COMMAND, f"{n}", world.now
            )

    def the_other_takes_two(connection: Connection) -> None:
        taken = practices_table.c.about_day > LONG_AGO
        connection.execute(delete(practices_table).where(taken))

    world.database.write_now(done)
    with meanwhile(world.database, "SELECT practices.id", the_other_takes_two):
        world.database.write_now(
            totals.add_up, manager, WORK_DAYS, LONG_AGO + timedelta(days=30), {}, 10
        )
    counted = select(func.sum(week_totals.c.times))
    assert world.database.read_now(lambda c: c.execute(counted).scalar()) == 1


async def test_nobody_can_come_back_between_the_look_and_the_erase(world: World) -> None:
    if world.database.is_sqlite:
        pytest.skip("SQLite has one writer")
    manager = world.manager()
    free: list[str] = []

    def comes_back(_: Connection) -> None:
        """Whether another process could change the manager now."""
        unlocked = select(managers_table.c.id).with_for_update(skip_locked=True, key_share=True)
        with world.database.engine.connect() as other:
            free.extend(other.execute(unlocked).scalars())

    world.database.write_now(managers.leave, manager.id, world.now - timedelta(days=400))
    with meanwhile(world.database, "managers.left_at <", comes_back):
        await Retention(world.house).let_go()
    assert free
    assert manager.id not in free
    assert not await world.preferences.is_known(OWNER)
