"""How much comes: fewer messages for those who do not answer, and for habits that go well."""

from datetime import datetime

from bot.services.who import House
from bot.storage import Connection
from bot.storage.managers import ManagerRecord


def count_prompts(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> None:
    """Every how many weeks the prompt falls due, from the habits and from easing."""


def judge(
    connection: Connection, house: House, manager: ManagerRecord, now: datetime
) -> ManagerRecord:
    """Ease the manager's messages if the last ones went unanswered; the manager afterwards."""
    return manager


def done(connection: Connection, house: House, manager: ManagerRecord, now: datetime) -> None:
    """A habit was done: with two of them the usual messages come again."""


def asks_what_would_help(connection: Connection, manager: ManagerRecord) -> bool:
    """Whether the next check-in asks what would help."""
    return False


def helped_by(
    connection: Connection, house: House, manager: ManagerRecord, answer: str, now: datetime
) -> None:
    """What the manager said would help."""
