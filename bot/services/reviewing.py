"""The results of a week that is over, drawn up once."""

from datetime import datetime

from bot.services.who import House
from bot.storage import Connection
from bot.storage.managers import ManagerRecord


def review_if_due(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> ManagerRecord:
    """Draw up what is not drawn up yet; the manager as they stand afterwards."""
    return manager
