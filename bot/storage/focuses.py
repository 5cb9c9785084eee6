"""Which habit a week is about, as the manager chose."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, Executable, insert, select, update

from bot.storage.prepared import Value, prepared
from bot.storage.tables import focuses


def choose(connection: Connection, manager: str, week: date, habit: str) -> None:
    """From that week on, the manager's weeks are about `habit`."""
    chosen = connection.execute(
        update(focuses)
        .where(focuses.c.manager == manager, focuses.c.week == week)
        .values(habit=habit)
    )
    if chosen.rowcount == 0:
        connection.execute(insert(focuses).values(manager=manager, week=week, habit=habit))


def latest(connection: Connection, manager: str, last: date, habits: Collection[str]) -> str | None:
    """Which of these habits was chosen last, for a week up to the date `last`."""
    return _latest.scalar(connection, manager=manager, last=last, habits=habits)


@prepared
def _latest(manager: Value, last: Value, habits: Value) -> Executable:
    return (
        select(focuses.c.habit)
        .where(focuses.c.manager == manager, focuses.c.week <= last, focuses.c.habit.in_(habits))
        .order_by(focuses.c.week.desc())
        .limit(1)
    )
