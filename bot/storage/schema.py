"""The schema and its versions. SQLite is brought up to date by itself, PostgreSQL on command."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.storage.database import Database
from habits.errors import HabitsError

if TYPE_CHECKING:
    from alembic.config import Config

# Kept here so that an ordinary start need not import Alembic; a test holds it to the files.
HEAD = "0004"

_FOLDER = Path(__file__).parent / "migrations"


class OldSchema(HabitsError):
    """The database has another schema than this version of the bot."""


def version_of(connection: Connection) -> str | None:
    """The schema version of the database; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def prepare(database: Database) -> None:
    """Make sure the schema fits this version of the bot.

    SQLite is created and migrated here; PostgreSQL is only looked at. Raises OldSchema.
    """
    found = database.read_now(version_of)
    if found == HEAD:
        return
    if database.is_sqlite:
        upgrade(database)
        return
    if found is not None:
        _refuse_newer(found)
    raise OldSchema(
        f"The database has schema {found or 'none yet'}, and this version needs {HEAD}. "
        "Run `trust-habits migrate` once, then start again."
    )


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema to `to`, in one transaction. Raises OldSchema where it is newer than us."""
    from alembic import command

    def run(connection: Connection) -> None:
        found = version_of(connection)
        if found is not None:
            _refuse_newer(found)
        command.upgrade(_config(connection), to)

    database.write_now(run)


def downgrade(database: Database, to: str) -> None:
    """Take the schema back to `to` ("base" for none): for tests and for going back a version."""
    from alembic import command

    def run(connection: Connection) -> None:
        command.downgrade(_config(connection), to)

    database.write_now(run)


def _refuse_newer(found: str) -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config())
    if found not in {script.revision for script in scripts.walk_revisions()}:
        raise OldSchema(
            f"The database has schema {found}, which is newer than this version of the bot. "
            "Start the newer version, or restore a backup."
        )


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    if connection is not None:
        config.attributes["connection"] = connection
    return config
