"""How much habits come by themselves, as managers rated it from 1 to 7."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from bot.storage.tables import ratings


@dataclass(frozen=True)
class RatingRecord:
    """`week` names the week whose check-in asked."""

    habit: str
    week: date
    value: int


def rate(
    connection: Connection, manager: str, habit: str, week: date, value: int, now: datetime
) -> None:
    """Keep the rating (1 to 7) of that week; a later one takes its place."""
    values = {"value": value, "rated_at": now}
    rated = connection.execute(
        update(ratings)
        .where(ratings.c.manager == manager, ratings.c.habit == habit, ratings.c.week == week)
        .values(**values)
    )
    if rated.rowcount == 0:
        connection.execute(
            insert(ratings).values(manager=manager, habit=habit, week=week, **values)
        )


def of_manager(connection: Connection, manager: str) -> list[RatingRecord]:
    """All ratings, the oldest first."""
    ask = (
        select(ratings.c.habit, ratings.c.week, ratings.c.value)
        .where(ratings.c.manager == manager)
        .order_by(ratings.c.week)
    )
    return [RatingRecord(**row) for row in connection.execute(ask).mappings()]
