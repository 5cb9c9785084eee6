"""The habits that a manager works on, and the one that a week is about."""

from datetime import datetime

from bot.storage import Connection, active_habits
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord


def working_on(
    connection: Connection, manager: ManagerRecord, now: datetime
) -> list[ActiveHabitRecord]:
    """The active habits, the focus of the week first."""
    return active_habits.of_manager(connection, manager.id)
