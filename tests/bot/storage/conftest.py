"""Rows of outgoing for one manager or many, and a hand to change them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.storage import Database, managers, outgoing, people, workspaces
from bot.storage.outgoing import Kind, NewRow, OutgoingRecord
from bot.storage.people import PersonRecord
from bot.storage.tables import outgoing as outgoing_table
from bot.storage.workspaces import Pace
from tests.bot.fakes import SUNDAY
from tests.bot.world import STOCKHOLM, TIMES, WORKSPACE

NOON = SUNDAY
LEASE = timedelta(seconds=60)
NEEDED = timedelta(seconds=35)
PACE = Pace(per_minute=180, burst=20)


class Rows:
    """The store as one process sees it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._made = 0
        database.write_now(workspaces.add_workspace, WORKSPACE, NOON - timedelta(hours=1))

    def manager(self, user: str) -> str:
        def add(connection: Connection) -> str:
            person = PersonRecord(WORKSPACE, user, STOCKHOLM, deleted=False, refreshed_at=NOON)
            people.save(connection, person)
            return managers.start(connection, WORKSPACE, user, TIMES, NOON)

        return self.database.write_now(add)

    def add(self, user: str = "", **facts: Any) -> OutgoingRecord:
        """A row due at noon; everybody's own recipient unless `user` says whose."""
        self._made += 1
        user = user or f"U{self._made}"
        manager = self.manager(user)
        wish: dict[str, Any] = {
            "workspace": WORKSPACE,
            "key": f"key-{self._made}",
            "kind": Kind.PROMPT,
            "manager": manager,
            "recipient": user,
            "local_date": date(2026, 3, 1),
            "asked_at": NOON,
            "due_at": NOON,
            "window_ends": NOON + timedelta(hours=5),
        }
        self.database.write_now(outgoing.add, [NewRow(**wish | facts)])
        [row] = [one for one in self.of(manager) if one.key == (wish | facts)["key"]]
        return row

    def of(self, manager: str) -> list[OutgoingRecord]:
        return self.database.read_now(outgoing.of_manager, manager, date(2000, 1, 1))

    def now(self, row: OutgoingRecord) -> OutgoingRecord:
        """The row as it stands."""
        found = self.database.read_now(outgoing.get, WORKSPACE, row.id)
        assert found is not None
        return found

    def change(self, row: OutgoingRecord, **values: Any) -> OutgoingRecord:
        statement = update(outgoing_table).where(outgoing_table.c.id == row.id).values(**values)
        self.database.write_now(lambda c: c.execute(statement))
        return self.now(row)

    def lease(self, owner: str, now: datetime = NOON) -> list[str]:
        return self.database.write_now(workspaces.lease, owner, now, LEASE)


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database)
