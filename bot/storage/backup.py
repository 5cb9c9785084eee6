"""A copy of an SQLite database that is sure to open."""

import sqlite3
from contextlib import closing
from pathlib import Path

from habits.errors import HabitsError


class CannotBackUp(HabitsError):
    """No copy was made; the message says why and what to do."""


def back_up(source: Path, target: Path) -> int:
    """Copy the database while the bot runs, check the copy; its size in bytes.

    Raises CannotBackUp; a target that exists is never written over.
    """
    if not source.exists():
        raise CannotBackUp(f"There is no database at {source}.")
    if target.exists():
        raise CannotBackUp(f"{target} exists already. Name a new file.")
    if not target.parent.is_dir():
        raise CannotBackUp(f"There is no folder {target.parent}. Make it first.")
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as original:
            original.execute("VACUUM INTO ?", (str(partial),))
        with closing(sqlite3.connect(partial)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        partial.unlink(missing_ok=True)
        raise CannotBackUp(f"The copy could not be written: {error}.") from error
    if verdict != "ok":
        partial.unlink(missing_ok=True)
        raise CannotBackUp(f"The copy is not sound ({verdict}); it was deleted.")
    partial.rename(target)
    return target.stat().st_size
