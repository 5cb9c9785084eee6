"""The habits that managers chose, one row for each stretch of time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.storage.database import new_id
from bot.storage.tables import active_habits


@dataclass(frozen=True)
class ActiveHabitRecord:
    """A habit the manager works on. `plan` is their own sentence, None for the default one."""

    id: str
    habit: str
    since: datetime
    plan: str | None


def of_manager(connection: Connection, manager: str) -> list[ActiveHabitRecord]:
    """The active habits, the focus first."""
    ask = (
        select(
            active_habits.c.id,
            active_habits.c.habit,
            active_habits.c.since,
            active_habits.c.plan,
        )
        .where(active_habits.c.manager == manager, active_habits.c.until.is_(None))
        .order_by(active_habits.c.since, active_habits.c.id)
    )
    return [ActiveHabitRecord(**row) for row in connection.execute(ask).mappings()]


def work_on(
    connection: Connection, manager: str, habit: str, plan: str | None, now: datetime
) -> None:
    """Make `habit` the one active habit, with the manager's own plan sentence or None."""
    active = of_manager(connection, manager)
    for other in active:
        if other.habit != habit:
            stop(connection, manager, other.habit, now)
    if any(one.habit == habit for one in active):
        connection.execute(
            update(active_habits)
            .where(
                active_habits.c.manager == manager,
                active_habits.c.habit == habit,
                active_habits.c.until.is_(None),
            )
            .values(plan=plan)
        )
        return
    connection.execute(
        insert(active_habits).values(
            id=new_id(), manager=manager, habit=habit, since=now, plan=plan
        )
    )


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
