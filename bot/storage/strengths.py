"""How strong habits were at the end of a week, and how often their events came up."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

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
    ask = select(strengths.c.week, strengths.c.score).where(
        strengths.c.manager == manager, strengths.c.habit == habit, strengths.c.week >= first
    )
    return {row.week: row.score for row in connection.execute(ask)}


def latest(connection: Connection, manager: str) -> dict[str, float]:
    """The newest score of each habit that has one."""
    ask = (
        select(strengths.c.habit, strengths.c.score)
        .where(strengths.c.manager == manager)
        .order_by(strengths.c.week)
    )
    return {row.habit: row.score for row in connection.execute(ask)}


def came_up(
    connection: Connection, manager: str, events: Sequence[str], first: date
) -> dict[date, int]:
    """How often these events were said to have come up, by week, from the week `first` on."""
    times = func.sum(opportunities.c.happened)
    ask = (
        select(opportunities.c.week, times.label("times"))
        .where(
            opportunities.c.manager == manager,
            opportunities.c.week >= first,
            opportunities.c.event.in_(events),
        )
        .group_by(opportunities.c.week)
    )
    return {row.week: int(row.times) for row in connection.execute(ask)}
