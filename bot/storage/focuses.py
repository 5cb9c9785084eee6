"""Which habit a week is about, as the manager chose."""

from datetime import date

from sqlalchemy import Connection, insert, select, update

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


def until(connection: Connection, manager: str, last: date) -> list[str]:
    """The habits that were chosen for weeks up to the date `last`, the latest first."""
    ask = (
        select(focuses.c.habit)
        .where(focuses.c.manager == manager, focuses.c.week <= last)
        .order_by(focuses.c.week.desc())
    )
    return list(connection.execute(ask).scalars())
