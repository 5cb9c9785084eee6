"""Excuses: days that do not count, because the manager was away."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, Executable, delete, insert, or_, select

from bot.storage.database import new_id
from bot.storage.prepared import Value, prepared
from bot.storage.team_tables import excuses
from habits.absence import Span, without


class Why(StrEnum):
    """BREAK: a break that began at once; TIME_OFF: one that was planned ahead; AWAY: the Slack
    status said so, and the manager agreed."""

    BREAK = "break"
    TIME_OFF = "time-off"
    AWAY = "away"


def add(connection: Connection, manager: str, first: date, last: date, why: Why) -> None:
    """These dates do not count, for any habit; both ends included."""
    connection.execute(
        insert(excuses).values(id=new_id(), manager=manager, first=first, last=last, why=why)
    )


def take_back(
    connection: Connection, manager: str, first: date, last: date, why: Collection[Why]
) -> None:
    """The dates from `first` to `last` count again, unless something else excuses them."""
    touched = connection.execute(
        select(excuses.c.id, excuses.c.first, excuses.c.last, excuses.c.why).where(
            excuses.c.manager == manager,
            excuses.c.habit.is_(None),
            excuses.c.why.in_(why),
            excuses.c.last >= first,
            excuses.c.first <= last,
        )
    ).all()
    for row in touched:
        connection.execute(delete(excuses).where(excuses.c.id == row.id))
        for begin, end in without([(row.first, row.last)], first, last):
            add(connection, manager, begin, end, Why(row.why))


def spans(connection: Connection, manager: str, why: Collection[Why]) -> tuple[Span, ...]:
    """All dates that are excused for these reasons, for any habit."""
    ask = select(excuses.c.first, excuses.c.last).where(
        excuses.c.manager == manager, excuses.c.habit.is_(None), excuses.c.why.in_(why)
    )
    return tuple((row.first, row.last) for row in connection.execute(ask))


def since(
    connection: Connection, manager: str, habit: str, first: date
) -> tuple[tuple[date, date], ...]:
    """The spans that excuse this habit and end on `first` or later."""
    rows = _since.all(connection, manager=manager, habit=habit, first=first)
    return tuple((row.first, row.last) for row in rows)


@prepared
def _since(manager: Value, habit: Value, first: Value) -> Executable:
    return (
        select(excuses.c.first, excuses.c.last)
        .where(
            excuses.c.manager == manager,
            excuses.c.last >= first,
            or_(excuses.c.habit.is_(None), excuses.c.habit == habit),
        )
        .order_by(excuses.c.first)
    )
