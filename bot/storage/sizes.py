"""How many mistakes of which size a quarter had: numbers alone."""

from datetime import date

from sqlalchemy import Connection, insert, select, update

from bot.storage.tool_tables import sizes


def count_one(connection: Connection, manager: str, quarter: date, size: str) -> None:
    """One more in the quarter, which is named by its first day."""
    this = (sizes.c.manager == manager, sizes.c.quarter == quarter, sizes.c.size == size)
    changed = connection.execute(update(sizes).where(*this).values(times=sizes.c.times + 1))
    if changed.rowcount == 0:
        row = {"manager": manager, "quarter": quarter, "size": size, "times": 1}
        connection.execute(insert(sizes).values(**row))


def of_quarter(connection: Connection, manager: str, quarter: date) -> dict[str, int]:
    """How many of each size; a size that never came up is left out."""
    ask = select(sizes.c.size, sizes.c.times).where(
        sizes.c.manager == manager, sizes.c.quarter == quarter
    )
    return {row.size: row.times for row in connection.execute(ask)}
