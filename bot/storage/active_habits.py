"""The habits that managers chose, one row for each stretch of time."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, Executable, delete, insert, select, update

from bot.storage.database import new_id
from bot.storage.prepared import Value, prepared
from bot.storage.tables import active_habits
from habits.people import Turn


@dataclass(frozen=True)
class ActiveHabitRecord:
    """A habit the manager works on. `plan` is their own sentence, None for the default one. Its
    prompt falls due every `every` weeks, counted from the week `every_since` (None: any).
    `renewed_at`: when the manager last chose to keep it after its twelve weeks."""

    id: str
    habit: str
    since: datetime
    plan: str | None
    every: int = 1
    every_since: date | None = None
    renewed_at: datetime | None = None


def of_manager(connection: Connection, manager: str) -> list[ActiveHabitRecord]:
    """The active habits, the one that began first before the others."""
    return [ActiveHabitRecord(*row) for row in _of_manager.all(connection, manager=manager)]


def is_active(connection: Connection, manager: str, habit: str) -> bool:
    """Whether the manager works on the habit; what they wrote is not read."""
    return _active.scalar(connection, manager=manager, habit=habit) is not None


@prepared
def _active(manager: Value, habit: Value) -> Executable:
    return select(active_habits.c.id).where(
        active_habits.c.manager == manager,
        active_habits.c.habit == habit,
        active_habits.c.until.is_(None),
    )


@prepared
def _of_manager(manager: Value) -> Executable:
    return (
        select(*(active_habits.c[one.name] for one in fields(ActiveHabitRecord)))
        .where(active_habits.c.manager == manager, active_habits.c.until.is_(None))
        .order_by(active_habits.c.since, active_habits.c.id)
    )


def turns(connection: Connection, manager: str) -> tuple[Turn, ...]:
    """In which weeks the prompts of the active habits fall due; what they wrote is not read."""
    return tuple(Turn(*row) for row in _turns.all(connection, manager=manager))


@prepared
def _turns(manager: Value) -> Executable:
    return (
        select(active_habits.c.every, active_habits.c.every_since)
        .where(active_habits.c.manager == manager, active_habits.c.until.is_(None))
        .order_by(active_habits.c.since, active_habits.c.id)
    )


def work_on(
    connection: Connection,
    manager: str,
    habit: str,
    plan: str | None,
    now: datetime,
    every: int = 1,
    every_since: date | None = None,
) -> None:
    """Make `habit` the one active habit, with the manager's own plan sentence or None."""
    for other in of_manager(connection, manager):
        if other.habit != habit:
            stop(connection, manager, other.habit, now)
    add(connection, manager, habit, plan, now, every, every_since)


def add(
    connection: Connection,
    manager: str,
    habit: str,
    plan: str | None,
    now: datetime,
    every: int = 1,
    every_since: date | None = None,
) -> str | None:
    """One more active habit, and the id of its row. Of one that is active, only the plan sentence
    changes: None."""
    planned = connection.execute(
        update(active_habits)
        .where(
            active_habits.c.manager == manager,
            active_habits.c.habit == habit,
            active_habits.c.until.is_(None),
        )
        .values(plan=plan)
    )
    if planned.rowcount > 0:
        return None
    added = new_id()
    connection.execute(
        insert(active_habits).values(
            id=added,
            manager=manager,
            habit=habit,
            since=now,
            plan=plan,
            every=every,
            every_since=every_since,
        )
    )
    return added


def stop(connection: Connection, manager: str, habit: str, now: datetime) -> bool:
    """End a habit; False when it was not active."""
    stopped = connection.execute(
        update(active_habits)
        .where(
            active_habits.c.manager == manager,
            active_habits.c.habit == habit,
            active_habits.c.until.is_(None),
        )
        .values(until=now)
    )
    return stopped.rowcount > 0


def stopped(connection: Connection, active: str) -> ActiveHabitRecord | None:
    """The habit of the row with the id `active`, if it was ended."""
    ask = select(*(active_habits.c[one.name] for one in fields(ActiveHabitRecord))).where(
        active_habits.c.id == active, active_habits.c.until.is_not(None)
    )
    row = connection.execute(ask).one_or_none()
    return None if row is None else ActiveHabitRecord(*row)


def stopped_since(connection: Connection, manager: str, since: datetime) -> list[ActiveHabitRecord]:
    """The habits of the manager that were ended at the UTC instant `since` or later."""
    ask = select(*(active_habits.c[one.name] for one in fields(ActiveHabitRecord))).where(
        active_habits.c.manager == manager, active_habits.c.until >= since
    )
    return [ActiveHabitRecord(*row) for row in connection.execute(ask)]


def go_on(connection: Connection, active: str) -> None:
    """As if the habit of the row with the id `active` had never been ended."""
    connection.execute(update(active_habits).where(active_habits.c.id == active).values(until=None))


def drop(connection: Connection, active: str) -> None:
    """As if the habit of the row with the id `active` had never been begun."""
    connection.execute(delete(active_habits).where(active_habits.c.id == active))


def comes_every(connection: Connection, active: str, every: int, since: date) -> None:
    """The prompt of the row with the id `active` falls due every so many weeks, counted from the
    week `since`."""
    connection.execute(
        update(active_habits)
        .where(active_habits.c.id == active)
        .values(every=every, every_since=since)
    )


def renew(connection: Connection, active: str, now: datetime) -> None:
    """The manager chose to keep the habit of the row with the id `active`."""
    connection.execute(
        update(active_habits).where(active_habits.c.id == active).values(renewed_at=now)
    )
