"""What managers answer to the questions that a check-in asks by itself."""

from dataclasses import dataclass
from datetime import datetime

from bot.services import dosing
from bot.services.check_ins import check_in_message
from bot.services.messages import CheckInMessage
from bot.services.prompts import Click
from bot.services.stopping import stop_habit
from bot.services.weeks import own_row
from bot.services.who import House, Who
from bot.storage import Connection, active_habits, inbound, managers, outgoing, ratings
from bot.storage.active_habits import ActiveHabitRecord
from bot.storage.managers import ManagerRecord
from bot.storage.outgoing import Kind
from habits.dose import Help
from habits.errors import NotHere

LOWEST, HIGHEST = 1, 7
"""The ends of the scale on which a habit is rated."""


@dataclass(frozen=True)
class ShownCheckIn:
    """What the clicked check-in shows now; `row` and `version` say what to mark as shown.
    `eased`: fewer messages come, since the last ones found no answer."""

    message: CheckInMessage
    row: str
    version: int
    eased: bool = False


class CheckInAnswers:
    """Ratings, what becomes of a habit after twelve weeks, and what would help."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def rate(self, who: Who, row: str, habit: str, value: int, click: Click) -> ShownCheckIn:
        """Keep how much the habit comes by itself, from 1 to 7; a later answer to the same
        check-in takes its place. Raises NotHere for another value or a habit that is not active."""
        if not LOWEST <= value <= HIGHEST:
            raise NotHere
        return await self._house.database.write(self._rate, who, row, habit, value, click)

    async def keep(self, who: Who, row: str, habit: str, click: Click) -> ShownCheckIn:
        """Go on with the habit for another twelve weeks. Raises NotHere."""
        return await self._house.database.write(self._keep, who, row, habit, click)

    async def rest(self, who: Who, row: str, habit: str, click: Click) -> ShownCheckIn:
        """End the habit. Raises NotHere."""
        return await self._house.database.write(self._rest, who, row, habit, click)

    async def helped_by(self, who: Who, row: str, answer: Help, click: Click) -> ShownCheckIn:
        """Keep what would help: a pause begins, or the usual messages come again. Where they came
        again before, only a pause is of use."""
        return await self._house.database.write(self._helped_by, who, row, answer, click)

    def _rate(
        self, connection: Connection, who: Who, row: str, habit: str, value: int, click: Click
    ) -> ShownCheckIn:
        now = self._house.clock.now()
        manager, found = own_row(connection, self._house, who, row, Kind.CHECK_IN, now)
        _own_habit(connection, manager, habit)
        if inbound.first_time(connection, who.workspace, click.key, now):
            week = found.week or found.local_date
            ratings.rate(connection, manager.id, habit, week, value, now)
            outgoing.shows_something_else(connection, [found.id])
        return self._shown(connection, manager, row, now)

    def _keep(
        self, connection: Connection, who: Who, row: str, habit: str, click: Click
    ) -> ShownCheckIn:
        now = self._house.clock.now()
        manager, found = own_row(connection, self._house, who, row, Kind.CHECK_IN, now)
        active = _own_habit(connection, manager, habit)
        if inbound.first_time(connection, who.workspace, click.key, now):
            active_habits.renew(connection, active.id, now)
            outgoing.shows_something_else(connection, [found.id])
        return self._shown(connection, manager, row, now)

    def _rest(
        self, connection: Connection, who: Who, row: str, habit: str, click: Click
    ) -> ShownCheckIn:
        now = self._house.clock.now()
        manager, found = own_row(connection, self._house, who, row, Kind.CHECK_IN, now)
        if inbound.first_time(connection, who.workspace, click.key, now):
            _own_habit(connection, manager, habit)
            stop_habit(connection, self._house, who, habit)
            outgoing.shows_something_else(connection, [found.id])
        return self._shown(connection, manager, row, now)

    def _helped_by(
        self, connection: Connection, who: Who, row: str, answer: Help, click: Click
    ) -> ShownCheckIn:
        now = self._house.clock.now()
        manager, found = own_row(connection, self._house, who, row, Kind.CHECK_IN, now)
        if inbound.first_time(connection, who.workspace, click.key, now):
            dosing.helped_by(connection, self._house, manager, answer, now)
            outgoing.shows_something_else(connection, [found.id])
        return self._shown(connection, manager, row, now)

    def _shown(
        self, connection: Connection, manager: ManagerRecord, row: str, now: datetime
    ) -> ShownCheckIn:
        """The check-in as it stands after the answer, which may have changed the manager."""
        changed = managers.get(connection, manager.id) or manager
        found = outgoing.get(connection, manager.workspace, row)
        if found is None:
            raise NotHere
        message = check_in_message(connection, self._house, found, changed, now)
        return ShownCheckIn(message, found.id, found.version, changed.eased_at is not None)


def _own_habit(connection: Connection, manager: ManagerRecord, habit: str) -> ActiveHabitRecord:
    for one in active_habits.of_manager(connection, manager.id):
        if one.habit == habit:
            return one
    raise NotHere
