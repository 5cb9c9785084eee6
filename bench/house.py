"""Managers to measure with, in a database of their own."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.storage import Connection, Database, active_habits, managers, people, workspaces
from bot.storage.managers import Preferences
from bot.storage.people import PersonRecord
from bot.storage.tables import metadata
from bot.storage.types import new_key
from habits.people import MONDAY_TO_FRIDAY, Hours, Rhythm

ZONE = "Europe/Stockholm"
HABIT = "share_why"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
TIMES = Preferences(MONDAY_TO_FRIDAY, Hours(), None, Rhythm())


def fresh(folder: Path, name: str = "bench.db", key: str | None = None) -> Database:
    """An empty database with the schema."""
    database = Database(f"sqlite:///{folder / name}", [key or new_key()])
    database.write_now(metadata.create_all)
    return database


def users(count: int) -> list[str]:
    return [f"U{n:06d}" for n in range(count)]


def started(connection: Connection, workspace: str, who: Sequence[str], now: datetime) -> list[str]:
    """Make these people managers who work on one habit since the UTC instant; their ids."""
    workspaces.add_workspace(connection, workspace, LONG_AGO)
    ids: list[str] = []
    for user in who:
        person = PersonRecord(workspace, user, ZONE, deleted=False, refreshed_at=datetime.now(UTC))
        people.save(connection, person)
        manager = managers.start(connection, workspace, user, TIMES, now)
        active_habits.work_on(connection, manager, HABIT, None, now)
        ids.append(manager)
    return ids
