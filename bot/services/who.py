"""Who speaks to the bot, and what every service stands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.clock import Clock
from bot.services.ports import Messenger
from bot.services.tools import Tools
from bot.storage import Connection, Database, managers
from bot.storage.database import writes
from bot.storage.managers import ManagerRecord
from habits.catalogue import Catalogue
from habits.errors import NotStarted
from habits.texts import say

DaysOff = Callable[[str | None, str | None, int], Mapping[date, str]]
"""Country (ISO code or None), region of it or None, and a year -> the public holidays of that year
and its neighbours."""


@dataclass(frozen=True)
class Who:
    """A person in a workspace, as Slack told us: ids."""

    workspace: str
    user: str


@dataclass(frozen=True)
class House:
    """What all services share. `by_invitation`: only those whom an admin invited may start."""

    database: Database
    clock: Clock
    catalogue: Catalogue
    days_off: DaysOff
    messenger: Messenger
    tools: Tools
    by_invitation: bool = False

    def off(self, manager: ManagerRecord, now: datetime) -> Mapping[date, str]:
        """The days off that matter to a manager around the UTC instant `now`: public holidays,
        changed by the company and then by the manager."""
        return off_days(self.days_off, manager, now.year)


def off_days(days_off: DaysOff, manager: ManagerRecord, year: int) -> Mapping[date, str]:
    """The manager's days off of a year and its neighbours."""
    public = days_off(manager.country, manager.region, year)
    if not manager.company.days and not manager.own_days:
        return public
    own = {
        day: say("rhythm.own_day_off") if is_off else None
        for day, is_off in manager.own_days.items()
    }
    changed = {**public, **manager.company.days, **own}
    return {day: name for day, name in changed.items() if name is not None}


def active_manager(connection: Connection, who: Who, house: House) -> ManagerRecord:
    """In a transaction that writes, the manager is noted to have done something here. Raises
    NotStarted for everybody else."""
    manager = managers.of_user(connection, who.workspace, who.user)
    if manager is None or not manager.is_active:
        raise NotStarted
    now = house.clock.now()
    if writes(connection) and manager.acted_at != now:
        managers.acted(connection, manager.id, now)
        return replace(manager, acted_at=now)
    return manager
