"""Which of the active habits a prompt is about."""

from datetime import datetime

from bot.services.focusing import working_on
from bot.services.who import House
from bot.storage import Connection
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord


def habit_for(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> ActiveHabitRecord | None:
    """The habit of the prompt that is due now; None where none is."""
    active = working_on(connection, manager, now)
    return active[0] if active else None
