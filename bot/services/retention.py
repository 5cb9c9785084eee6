"""Nothing is kept as it was for longer than twelve months."""

from datetime import UTC, date, datetime, timedelta

from bot.services.forgetting import remove_notes
from bot.services.who import House
from bot.storage import Connection, active_habits, managers, naming_tools, pair_notes, totals
from habits.calendar import local_date, week_of
from habits.strip import first_needed

BATCH = 300
"""Rows a transaction: nobody who presses a button waits for it."""


class Retention:
    """Lets go of what is old, a few hundred rows at a time. It may run twice, and be broken off."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def let_go(self) -> None:
        now = self._house.clock.now()
        write = self._house.database.write_alone
        instant = year_before(now)
        for manager in await self._house.database.read(totals.left_before, instant):
            await write(self._erase, manager, instant)
        while await write(self._notes, instant) == BATCH:
            pass
        settled = naming_tools.words_of_consents(now - timedelta(days=1))
        await write(naming_tools.let_go_of_consents, settled)
        # A date in the most western zone is a day behind; so nothing goes too early.
        today, day = now.date() - timedelta(days=1), instant.date() - timedelta(days=1)
        for table, which in totals.old_rows(today, day, instant):
            while await write(totals.remove_some, table, which, BATCH) == BATCH:
                pass
        for manager in await self._house.database.read(totals.with_old_practices, day):
            while await write(self._add_up, manager, now) == BATCH:
                pass

    def _erase(self, connection: Connection, manager: str, instant: datetime) -> None:
        # Somebody who comes back meanwhile is in no list that is read once nobody can.
        managers.hold(connection, [manager])
        if manager in totals.left_before(connection, instant):
            record = managers.get(connection, manager)
            if record is not None:
                managers.erase(connection, record)

    def _notes(self, connection: Connection, instant: datetime) -> int:
        old = pair_notes.older_than(connection, instant, BATCH)
        gone = 0
        for manager in sorted({note.manager for note in old}):
            record = managers.get(connection, manager)
            if record is not None:
                own = [note for note in old if note.manager == manager]
                remove_notes(connection, self._house, record.workspace, own, "the note is too old")
                gone += len(own)
        return gone

    def _add_up(self, connection: Connection, manager: str, now: datetime) -> int:
        record = managers.get(connection, manager)
        if record is None:
            return 0
        today = local_date(now, record.zone)
        before = week_of(_date_year_before(today), record.work_days)
        needed = {
            active.habit: first_needed(habit, today, record.work_days)
            for active in active_habits.of_manager(connection, manager)
            if (habit := self._house.catalogue.habits.get(active.habit)) is not None
        }
        later = {habit: first for habit, first in needed.items() if first < before}
        return totals.add_up(connection, manager, record.work_days, before, later, BATCH)


def year_before(now: datetime) -> datetime:
    """The UTC instant twelve months earlier."""
    now = now.astimezone(UTC)
    return datetime.combine(_date_year_before(now.date()), now.timetz())


def _date_year_before(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)
