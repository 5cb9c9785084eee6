"""Which habit a week is about, as the manager chose."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Connection, Executable, insert, select, update

from bot.storage.prepared import Value, prepared
from bot.storage.tables import focuses


@dataclass(frozen=True)
class FocusRecord:
    """What a week is about. `added` and `replaced`: the ids of the active habits that the choice
    began and ended, if any."""

    habit: str
    added: str | None = None
    replaced: str | None = None


def choose(connection: Connection, manager: str, week: date, chosen: FocusRecord) -> None:
    """From that week on, the manager's weeks are about that habit."""
    values = {one.name: getattr(chosen, one.name) for one in fields(FocusRecord)}
    changed = connection.execute(
        update(focuses).where(focuses.c.manager == manager, focuses.c.week == week).values(values)
    )
    if changed.rowcount == 0:
        connection.execute(insert(focuses).values(manager=manager, week=week, **values))


def of_week(connection: Connection, manager: str, week: date) -> FocusRecord | None:
    """What was chosen for that very week."""
    ask = select(*(focuses.c[one.name] for one in fields(FocusRecord))).where(
        focuses.c.manager == manager, focuses.c.week == week
    )
    row = connection.execute(ask).one_or_none()
    return None if row is None else FocusRecord(*row)


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
