"""The schema: its versions go up and down with rows in them, and it equals the tables in code."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Inspector, inspect, select, text

from bot.storage import Database, schema
from bot.storage.schema import HEAD, OldSchema, downgrade, prepare, upgrade, version_of
from bot.storage.tables import metadata
from tests.bot.databases import KEY, Server
from tests.bot.world import OWNER, World

MIGRATIONS = Path(schema.__file__).parent / "migrations"


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def set_version(connection: Connection, version: str) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_the_head_is_the_newest_file() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_heads() == [HEAD]


def test_an_empty_database_has_no_version(blank: Database) -> None:
    assert blank.read_now(version_of) is None


def test_up_makes_what_the_code_expects_and_down_leaves_nothing(blank: Database) -> None:
    upgrade(blank)
    assert blank.read_now(version_of) == HEAD

    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return compare_metadata(context, metadata)

    assert blank.read_now(differences) == []
    downgrade(blank, "base")
    assert blank.read_now(tables) <= {"alembic_version"}
    upgrade(blank)
    assert blank.read_now(tables) == {*metadata.tables, "alembic_version"}


def test_constraints_are_the_same_in_the_files_and_in_the_code(blank: Database) -> None:
    upgrade(blank)

    def found(connection: Connection) -> dict[str, object]:
        look: Inspector = inspect(connection)
        return {
            name: (
                look.get_pk_constraint(name)["constrained_columns"],
                sorted(one["name"] or "" for one in look.get_unique_constraints(name)),
                sorted(one["name"] or "" for one in look.get_foreign_keys(name)),
            )
            for name in metadata.tables
        }

    by_files = blank.read_now(found)
    downgrade(blank, "base")
    blank.write_now(metadata.create_all)
    assert blank.read_now(found) == by_files


async def test_rows_live_through_an_upgrade_that_finds_nothing_to_do(world: World) -> None:
    prompt, _ = await world.first_prompt()
    await world.typed.take(OWNER, world.says("for me alone"))
    before = world.database.read_now(everything)
    upgrade(world.database)
    assert world.database.read_now(everything) == before
    assert prompt in str(before)


def everything(connection: Connection) -> dict[str, list[str]]:
    return {
        name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
        for name, table in metadata.tables.items()
    }


async def test_a_step_down_and_up_with_rows_neither_fails_nor_leaves_rests(
    blank: Database, world: World
) -> None:
    await world.walk(days=8)
    upgrade(blank)

    def rows_of(connection: Connection) -> dict[str, list[dict[str, object]]]:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
        }

    def fill(connection: Connection, rows: dict[str, list[dict[str, object]]]) -> None:
        for table in metadata.sorted_tables:
            if rows[table.name]:
                connection.execute(table.insert(), rows[table.name])

    rows = world.database.read_now(rows_of)
    assert rows["outgoing"]
    blank.write_now(fill, rows)
    downgrade(blank, "base")
    upgrade(blank)
    assert not any(blank.read_now(rows_of).values())
    blank.write_now(fill, rows)
    assert blank.read_now(everything) == world.database.read_now(everything)


def test_sqlite_is_brought_up_to_date_by_itself(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.db", [KEY])
    prepare(database)
    prepare(database)
    assert database.read_now(version_of) == HEAD
    database.close()


@pytest.mark.postgres
def test_postgres_is_brought_up_to_date_on_command_only(server: Server) -> None:
    database = Database(server.new_database(), [KEY])
    with pytest.raises(OldSchema, match=r"none yet.*trust-habits migrate"):
        prepare(database)
    assert database.read_now(tables) == set()
    upgrade(database)
    prepare(database)
    database.close()


def test_a_schema_newer_than_this_version_is_refused(blank: Database) -> None:
    upgrade(blank)
    blank.write_now(set_version, "9999")
    for attempt in (prepare, upgrade):
        with pytest.raises(OldSchema, match=r"9999, which is newer.*restore a backup"):
            attempt(blank)
    assert blank.read_now(version_of) == "9999"
