"""Who speaks to the bot, and what every service stands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import Clock
from bot.services.ports import Messenger
from bot.storage import Connection, Database, managers
from bot.storage.managers import ManagerRecord
from habits.catalogue import Catalogue
from habits.errors import NotStarted

DaysOff = Callable[[str | None, int], Mapping[date, str]]
"""Country (ISO code or None) and a year -> the days off of that year and its neighbours."""


@dataclass(frozen=True)
class Who:
    """A person in a workspace, as Slack told us: ids."""

    workspace: str
    user: str


@dataclass(frozen=True)
class House:
    """What all services share."""

    database: Database
    clock: Clock
    catalogue: Catalogue
    days_off: DaysOff
    messenger: Messenger

    def off(self, manager: ManagerRecord, now: datetime) -> Mapping[date, str]:
        """The days off that matter to a manager around the UTC instant `now`."""
        return self.days_off(manager.country, now.year)


def active_manager(connection: Connection, who: Who) -> ManagerRecord:
    """Raises NotStarted for everybody else."""
    manager = managers.of_user(connection, who.workspace, who.user)
    if manager is None or not manager.is_active:
        raise NotStarted
    return manager
