"""How strong habits were at the end of a week, and how often their events came up."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, Executable, func, insert, select, update

from bot.storage.prepared import Value, prepared
from bot.storage.tables import opportunities, strengths


def keep(connection: Connection, manager: str, habit: str, week: date, score: float) -> None:
    """The score (0 to 1) at the end of the week `week`; a later one takes its place."""
    kept = connection.execute(
        update(strengths)
        .where(strengths.c.manager == manager, strengths.c.habit == habit, strengths.c.week == week)
        .values(score=score)
    )
    if kept.rowcount == 0:
        connection.execute(
            insert(strengths).values(manager=manager, habit=habit, week=week, score=score)
        )


def of_habit(connection: Connection, manager: str, habit: str, first: date) -> Mapping[date, float]:
    """The scores of a habit from the week `first` on, by week."""
    rows = _of_habit.all(connection, manager=manager, habit=habit, first=first)
    return {row.week: row.score for row in rows}


@prepared
def _of_habit(manager: Value, habit: Value, first: Value) -> Executable:
    return select(strengths.c.week, strengths.c.score).where(
        strengths.c.manager == manager, strengths.c.habit == habit, strengths.c.week >= first
    )


def latest(connection: Connection, manager: str) -> dict[str, float]:
    """The newest score of each habit that has one."""
    return {row.habit: row.score for row in _by_week.all(connection, manager=manager)}


@prepared
def _by_week(manager: Value) -> Executable:
    return (
        select(strengths.c.habit, strengths.c.score)
        .where(strengths.c.manager == manager)
        .order_by(strengths.c.week)
    )


def came_up(
    connection: Connection, manager: str, events: Sequence[str], first: date
) -> dict[date, int]:
    """How often these events were said to have come up, by week, from the week `first` on."""
    rows = _came_up.all(connection, manager=manager, events=events, first=first)
    return {row.week: int(row.times) for row in rows}


@prepared
def _came_up(manager: Value, events: Value, first: Value) -> Executable:
    times = func.sum(opportunities.c.happened)
    return (
        select(opportunities.c.week, times.label("times"))
        .where(
            opportunities.c.manager == manager,
            opportunities.c.week >= first,
            opportunities.c.event.in_(events),
        )
        .group_by(opportunities.c.week)
    )
