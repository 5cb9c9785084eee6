"""How many mistakes of which size a quarter had: numbers alone."""

from datetime import date

from sqlalchemy import Connection, select, update

from bot.storage.database import add_missing
from bot.storage.tool_tables import sizes


def count_one(connection: Connection, manager: str, quarter: date, size: str) -> None:
    """One more in the quarter, which is named by its first day."""
    row = {"manager": manager, "quarter": quarter, "size": size, "times": 0}
    add_missing(connection, sizes, [row])
    connection.execute(
        update(sizes)
        .where(sizes.c.manager == manager, sizes.c.quarter == quarter, sizes.c.size == size)
        .values(times=sizes.c.times + 1)
    )


def of_quarter(connection: Connection, manager: str, quarter: date) -> dict[str, int]:
    """How many of each size; a size that never came up is left out."""
    ask = select(sizes.c.size, sizes.c.times).where(
        sizes.c.manager == manager, sizes.c.quarter == quarter
    )
    return {row.size: row.times for row in connection.execute(ask)}
