"""A transaction is kept whole or not at all, and a database that is away is said to be away."""

import os
import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError

from bot.storage import Database, StorageUnavailable, apart, inbound, workspaces
from bot.storage.database import NoFolder, add_missing
from bot.storage.tables import inbound as inbound_table
from tests.bot.databases import KEY, Server, copy_of
from tests.bot.fakes import SUNDAY
from tests.bot.world import WORKSPACE

NOBODY = 65534


def note(connection: Connection, *keys: str) -> None:
    for key in keys:
        inbound.first_time(connection, WORKSPACE, key, SUNDAY)


def noted(connection: Connection) -> set[str]:
    return set(connection.execute(select(inbound_table.c.key)).scalars())


@pytest.fixture
def store(database: Database) -> Database:
    database.write_now(workspaces.add_workspace, WORKSPACE, SUNDAY)
    return database


def fail(connection: Connection) -> None:
    note(connection, "one")
    raise RuntimeError


def test_a_transaction_that_fails_leaves_nothing(store: Database) -> None:
    with pytest.raises(RuntimeError):
        store.write_now(fail)
    assert store.read_now(noted) == set()


async def test_transactions_run_on_threads_of_their_own(store: Database) -> None:
    here = threading.get_ident()
    there = await store.write(lambda _: threading.get_ident())
    assert there != here
    await store.write(note, "one")
    assert await store.read(noted) == {"one"}


def test_a_reader_keeps_nothing(store: Database) -> None:
    store.read_now(note, "one")
    assert store.read_now(noted) == set()


def test_a_mistake_of_ours_is_not_called_a_database_that_is_away(store: Database) -> None:
    with pytest.raises(IntegrityError):
        store.write_now(lambda c: inbound.first_time(c, "T-unknown", "one", SUNDAY))


def test_a_part_may_fail_alone(store: Database) -> None:
    def change(connection: Connection) -> None:
        note(connection, "before")
        with suppress(RuntimeError), apart(connection):
            fail(connection)
        with apart(connection):
            note(connection, "good")

    store.write_now(change)
    assert store.read_now(noted) == {"before", "good"}


def test_adding_what_is_there_already_adds_nothing(store: Database) -> None:
    row = {"workspace": WORKSPACE, "key": "one", "at": SUNDAY}
    assert store.write_now(add_missing, inbound_table, [row]) == 1
    assert store.write_now(add_missing, inbound_table, [row, {**row, "key": "two"}]) == 1
    assert store.write_now(add_missing, inbound_table, []) == 0


# --- away, read-only, full ------------------------------------------------------------------


def refused(database: Database) -> str:
    with pytest.raises(StorageUnavailable) as caught:
        database.write_now(note, "one", "two")
    return str(caught.value)


@pytest.mark.postgres
def test_a_server_that_is_gone_is_worded_and_taken_up_again() -> None:
    server = Server()
    database = Database(server.url, [KEY])
    try:
        database.write_now(lambda c: c.execute(text("CREATE TABLE kept (key text)")))
        write = text("INSERT INTO kept VALUES ('one')")

        def stopped_halfway(connection: Connection) -> None:
            connection.execute(write)
            server.stop()
            connection.execute(write)

        with pytest.raises(StorageUnavailable, match="try again"):
            database.write_now(stopped_halfway)
        with pytest.raises(StorageUnavailable, match="nothing was changed"):
            database.read_now(lambda c: c.execute(text("SELECT 1")))
        server.start()
        assert database.read_now(lambda c: c.execute(text("SELECT * FROM kept")).all()) == []
    finally:
        database.close()
        server.close()


@pytest.mark.postgres
def test_a_server_that_refuses_us_is_worded(server: Server) -> None:
    database = Database("postgresql://postgres@127.0.0.1:1/none", [KEY])
    assert "try again" in refused(database)
    database.close()


@pytest.mark.postgres
def test_a_connection_cut_by_the_server_is_worded_and_replaced(server: Server) -> None:
    database = Database(server.new_database(), [KEY])

    def cut(connection: Connection) -> None:
        own = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        server.run(f"SELECT pg_terminate_backend({own})")
        connection.execute(text("SELECT 1"))

    with pytest.raises(StorageUnavailable):
        database.write_now(cut)
    assert database.read_now(lambda c: c.execute(text("SELECT 1")).scalar_one()) == 1
    database.close()


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Database:
    database = copy_of(template, tmp_path)
    database.write_now(workspaces.add_workspace, WORKSPACE, SUNDAY)
    return database


def _one_of_many(connection: Connection, key: str) -> None:
    """As services go through rows: a bad one is left out, and the rest goes on."""
    try:
        with apart(connection):
            note(connection, key)
    except StorageUnavailable:
        raise
    except Exception:  # noqa: S110  (leaving it out is what is tried here)
        pass


def test_a_full_disk_keeps_nothing_and_says_so(file: Database) -> None:
    def fill(connection: Connection) -> None:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        note(connection, "before")
        for n in range(10_000):
            _one_of_many(connection, f"{n:0200}")

    with pytest.raises(StorageUnavailable, match="nothing was changed"):
        file.write_now(fill)
    assert file.read_now(noted) == set()
    file.write_now(lambda c: c.execute(text("PRAGMA max_page_count = 1000000")))
    file.write_now(note, "after")
    assert file.read_now(noted) == {"after"}
    file.close()


def test_a_lock_held_for_too_long_is_worded(file: Database) -> None:
    other = Database(file.url.render_as_string(hide_password=False), [KEY])
    with other.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")

    def hold(connection: Connection) -> None:
        note(connection, "first")
        assert "try again" in refused(other)

    file.write_now(hold)
    assert file.read_now(noted) == {"first"}
    other.close()
    file.close()


def test_a_file_that_may_not_be_written_is_worded(file: Database) -> None:
    with file.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert "try again" in refused(file)
    file.close()


def test_a_folder_that_may_not_be_written_is_worded(template: Path, tmp_path: Path) -> None:
    """Root may write everywhere, so a child that gave that up looks."""
    copy_of(template, tmp_path).close()  # what is imported late is imported now
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        folder = Path(made) / "locked"
        folder.mkdir()
        shutil.copyfile(template, folder / "trust.db")
        folder.chmod(0o555)
        child = os.fork()
        if child == 0:
            os._exit(0 if _says_so(folder) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        folder.chmod(0o755)


def _says_so(folder: Path) -> bool:
    try:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        return _is_unavailable(folder) and _has_no_folder(folder / "inside")
    except BaseException:
        return False


def _is_unavailable(folder: Path) -> bool:
    database = Database(f"sqlite:///{folder}/trust.db", [KEY])
    try:
        database.write_now(note, "one")
    except StorageUnavailable:
        return True
    return False


def _has_no_folder(folder: Path) -> bool:
    try:
        Database(f"sqlite:///{folder}/trust.db", [KEY])
    except NoFolder as error:
        return str(folder) in str(error) and "TRUST_DATABASE_URL" in str(error)
    return False


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a/b/trust.db", [KEY])
    assert database.path == tmp_path / "a/b/trust.db"
    assert database.read_now(lambda c: c.execute(text("SELECT 1")).scalar_one()) == 1
    database.close()


def test_what_is_committed_on_sqlite_is_on_disk(file: Database) -> None:
    def pragma(connection: Connection, name: str) -> object:
        return connection.execute(text(f"PRAGMA {name}")).scalar_one()

    assert file.read_now(pragma, "synchronous") == 2  # FULL
    assert file.read_now(pragma, "journal_mode") == "wal"
    assert file.read_now(pragma, "foreign_keys") == 1
    file.close()
