"""How much is kept about a manager, table by table."""

from sqlalchemy import Connection, func, select

from bot.storage.readable import NOT_A_MANAGERS, may_be_read
from bot.storage.team_tables import metadata

TABLES = tuple(
    table.name
    for table in metadata.sorted_tables
    if "manager" in table.c and table not in NOT_A_MANAGERS
)
"""Every table whose rows belong to a manager; votes are those of others, and come to light as a
total alone."""


def counts(connection: Connection, manager: str) -> dict[str, int]:
    """Rows by table, those with none left out."""
    found: dict[str, int] = {}
    for name in TABLES:
        table = metadata.tables[name]
        number = connection.scalar(
            select(func.count())
            .select_from(table)
            .where(table.c.manager == manager, may_be_read(table))
        )
        if number:
            found[name] = number
    return found
