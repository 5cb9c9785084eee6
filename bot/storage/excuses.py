"""Excuses: days that do not count, because the manager was away."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.storage.database import new_id
from bot.storage.team_tables import excuses
from habits.calendar import ONE_DAY


class Why(StrEnum):
    BREAK = "break"


def add(connection: Connection, manager: str, first: date, last: date, why: Why) -> None:
    """These dates do not count, for any habit; both ends included."""
    connection.execute(
        insert(excuses).values(id=new_id(), manager=manager, first=first, last=last, why=why)
    )


def end(connection: Connection, manager: str, today: date, why: Why) -> None:
    """From the manager's local date `today` on, days count again."""
    mine = (excuses.c.manager == manager, excuses.c.why == why)
    connection.execute(delete(excuses).where(*mine, excuses.c.first >= today))
    connection.execute(
        update(excuses).where(*mine, excuses.c.last >= today).values(last=today - ONE_DAY)
    )


def since(
    connection: Connection, manager: str, habit: str, first: date
) -> tuple[tuple[date, date], ...]:
    """The spans that excuse this habit and end on `first` or later."""
    ask = (
        select(excuses.c.first, excuses.c.last)
        .where(
            excuses.c.manager == manager,
            excuses.c.last >= first,
            or_(excuses.c.habit.is_(None), excuses.c.habit == habit),
        )
        .order_by(excuses.c.first)
    )
    return tuple((row.first, row.last) for row in connection.execute(ask))
