"""Opening the store: its key, its schema, and that both fit."""

from pathlib import Path

from bot.storage import Database, schema, workspaces
from bot.storage.database import make_folder
from bot.storage.types import new_key
from config.settings import Settings
from habits.errors import HabitsError


class WrongKey(HabitsError):
    """What is stored cannot be read with the keys at hand."""

    def __init__(self) -> None:
        super().__init__(
            "The database was written with another key. Put the old key back into TRUST_KEYS "
            "(or its file beside the database); several keys are separated by commas."
        )


class NoDatabase(HabitsError):
    """There is nothing to read yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no database at {path} yet. `trust-habits run` makes it on its first start."
        )


def open_database(settings: Settings) -> Database:
    """Open the store and make sure that its schema and our keys fit. On SQLite, a database and
    a key are made where there are none.

    Raises OldSchema, WrongKey, StorageUnavailable.
    """
    database = connect(settings)
    schema.prepare(database)
    if not database.read_now(workspaces.keys_fit):
        database.close()
        raise WrongKey
    return database


def open_existing(settings: Settings) -> Database:
    """The same without making a database or a key: for those who only look.

    Raises NoDatabase, OldSchema, WrongKey, StorageUnavailable.
    """
    need_database(settings)
    key = key_file(settings)
    if key is not None and not key.exists():
        raise WrongKey
    return open_database(settings)


def need_database(settings: Settings) -> None:
    """Raises NoDatabase where the file of an SQLite database is not there."""
    path = database_file(settings)
    if path is not None and not path.exists():
        raise NoDatabase(path)


def connect(settings: Settings) -> Database:
    """Open the store without looking at its schema; made where there is none, as is its key."""
    return Database(settings.database_url, _keys(settings))


def database_file(settings: Settings) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL."""
    if not settings.database_url.startswith("sqlite"):
        return None
    return Path(settings.database_url.removeprefix("sqlite:///"))


def key_file(settings: Settings) -> Path | None:
    """Where the key of an SQLite database is kept when TRUST_KEYS names none."""
    path = database_file(settings)
    return None if settings.keys or path is None else path.with_suffix(".key")


def _keys(settings: Settings) -> list[str]:
    path = key_file(settings)
    if path is None:
        return [key.get_secret_value() for key in settings.keys]
    if not path.exists():
        make_folder(path.parent)
        # Whoever is killed here must not leave an empty key behind.
        partial = path.with_name(path.name + ".part")
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        partial.write_text(new_key() + "\n")
        partial.rename(path)
    return [path.read_text().strip()]
