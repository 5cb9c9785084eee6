"""Erasing, with a row in every table there is."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, ForeignKey, Table, insert, select
from sqlalchemy.types import JSON, Boolean, Date, Float, Integer

from bot.storage.tables import metadata
from bot.storage.types import Encrypted, UtcDateTime
from tests.bot.world import MATE, OWNER, WORKSPACE, World

SHARED = {"workspaces", "people", "managers", "inbound", "companies", "invitations"}
"""Rows of these are not made here: they are the world's own."""


def fill(world: World, manager: str) -> None:
    """One row in each table that belongs to a manager, pointing at each other."""

    def write(connection: Connection) -> None:
        ids = {"managers.id": manager, "workspaces.id": WORKSPACE}
        for table in metadata.sorted_tables:
            if table.name in SHARED:
                continue
            row = {column.name: value_for(table, column, ids, world) for column in table.columns}
            connection.execute(insert(table).values(**row))
            if "id" in row:
                ids[f"{table.name}.id"] = row["id"]

    world.database.write_now(write)


def value_for(table: Table, column: Any, ids: dict[str, str], world: World) -> Any:
    for key in column.foreign_keys:
        assert isinstance(key, ForeignKey)
        return ids[key.target_fullname]
    match column.type:
        case UtcDateTime():
            return world.now
        case Encrypted():
            return "their own words"
        case Date():
            return date(2026, 3, 2)
        case Boolean():
            return False
        case Integer() | Float():
            return 1
        case JSON():
            return {}
        case text:
            return f"{table.name[:6]}-{ids['managers.id']}"[: text.length or 40]


def rows_of(world: World, manager: str) -> dict[str, list[Any]]:
    """All rows that belong to a manager, by table."""

    def read(connection: Connection) -> dict[str, list[Any]]:
        posts = metadata.tables["posts"]
        mine = select(posts.c.id).where(posts.c.manager == manager)
        found: dict[str, list[Any]] = {}
        for name, table in metadata.tables.items():
            if "manager" in table.c:
                ask = select(table).where(table.c.manager == manager)
            elif "post" in table.c:
                ask = select(table).where(table.c.post.in_(mine))
            elif name in SHARED:
                continue
            else:
                raise AssertionError(f"whose are the rows of {name}?")
            found[name] = [tuple(row) for row in connection.execute(ask)]
        return found

    return world.database.read_now(read)


async def test_erasing_takes_every_row_of_one_manager_and_none_of_another(world: World) -> None:
    owner, mate = world.manager(OWNER).id, world.manager(MATE).id
    marks: dict[str, Any] = {}
    for manager in (owner, mate):
        fill(world, manager)
        marks[manager] = rows_of(world, manager)
        assert all(marks[manager].values()), [n for n, rows in marks[manager].items() if not rows]
    await world.preferences.leave(OWNER, erase=True)
    assert not any(rows_of(world, owner).values())
    assert rows_of(world, mate) == marks[mate]
