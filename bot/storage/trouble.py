"""What a database in trouble says, and a part of a transaction that may fail alone."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from habits.errors import HabitsError
from habits.texts import say


class StorageUnavailable(HabitsError):
    """The database did not take or give anything: gone, locked for too long, or full."""

    def __init__(self) -> None:
        super().__init__(say("errors.storage_unavailable"))


@contextmanager
def apart(connection: Connection) -> Generator[None]:
    """A part of a transaction that may fail alone: then only this part is taken back.

    Raises StorageUnavailable where the database itself is in trouble: then nothing of the
    transaction can be kept (SQLite drops all of it when the disk is full).
    """
    with worded(), connection.begin_nested():
        yield


@contextmanager
def worded() -> Generator[None]:
    """Trouble of the database leaves this as StorageUnavailable."""
    try:
        yield
    except DBAPIError as error:
        # Only troubles of the database itself; a broken rule of ours (IntegrityError,
        # ProgrammingError) is a mistake in the code and must stay visible as such.
        if isinstance(error.orig, sqlite3.OperationalError) or _is_away(error):
            raise StorageUnavailable from error
        raise
    except sqlite3.OperationalError as error:  # of a statement that goes straight to the driver
        raise StorageUnavailable from error


def _is_away(error: DBAPIError) -> bool:
    return error.connection_invalidated or type(error).__name__ in {
        "OperationalError",
        "InterfaceError",
    }
