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


def open_database(settings: Settings) -> Database:
    """Open the store and make sure that its schema and our keys fit.

    Raises OldSchema, WrongKey, StorageUnavailable.
    """
    database = connect(settings)
    schema.prepare(database)
    if not database.read_now(workspaces.keys_fit):
        database.close()
        raise WrongKey
    return database


def connect(settings: Settings) -> Database:
    """Open the store without looking at its schema."""
    return Database(settings.database_url, _keys(settings))


def key_file(settings: Settings) -> Path | None:
    """Where the key of an SQLite database is kept when TRUST_KEYS names none."""
    if settings.keys or not settings.database_url.startswith("sqlite"):
        return None
    return Path(settings.database_url.removeprefix("sqlite:///")).with_suffix(".key")


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
