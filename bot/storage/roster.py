"""The roster: who is in whose team, what they were told, and why it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Executable, Select, delete, insert, or_, select, update

from bot.storage.database import new_id
from bot.storage.prepared import Value, prepared
from bot.storage.tables import managers, people
from bot.storage.team_tables import roster


class Standing(StrEnum):
    """How far it is. ANNOUNCED: the manager told the person, the first message is on its way.
    INTRODUCED: it arrived."""

    ANNOUNCED = "announced"
    INTRODUCED = "introduced"


class Ended(StrEnum):
    """Why it is over: the person left, is not this manager's, or is gone from Slack."""

    LEFT = "left"
    NOT_MINE = "not-my-manager"
    GONE = "gone"


BY_THE_REP = (Ended.LEFT, Ended.NOT_MINE)
"""Said by the person, who alone can take it back."""


@dataclass(frozen=True)
class RosterRecord:
    """A person in a manager's team, from `since` to `until` (UTC; None: still).
    `manager_user` is the manager's id in Slack."""

    id: str
    workspace: str
    manager: str
    manager_user: str
    user: str
    since: datetime
    until: datetime | None
    state: Standing
    ended: Ended | None


def add(connection: Connection, workspace: str, manager: str, user: str, now: datetime) -> str:
    """The manager told the person; the id of their entry. The caller looked that none is
    current."""
    made = new_id()
    connection.execute(
        insert(roster).values(
            id=made,
            workspace=workspace,
            manager=manager,
            user=user,
            since=now,
            state=Standing.ANNOUNCED,
        )
    )
    return made


def get(connection: Connection, workspace: str, entry: str) -> RosterRecord | None:
    return _one(connection, _select().where(roster.c.workspace == workspace, roster.c.id == entry))


def current(connection: Connection, manager: str, user: str) -> RosterRecord | None:
    found = _current.mappings(connection, manager=manager, user=user)
    return _record(found[0]) if found else None


@prepared
def _current(manager: Value, user: Value) -> Executable:
    return _select().where(
        roster.c.manager == manager, roster.c.user == user, roster.c.until.is_(None)
    )


def last(connection: Connection, manager: str, user: str) -> RosterRecord | None:
    """The current entry, or else the one that ended last."""
    entry = current(connection, manager, user)
    if entry is not None:
        return entry
    ask = _select().where(roster.c.manager == manager, roster.c.user == user)
    return _one(connection, ask.order_by(roster.c.until.desc()).limit(1))


def last_of_each(connection: Connection, manager: str) -> dict[str, RosterRecord]:
    """What `last` says of everybody who is or was in a manager's team, by user."""
    ask = _select().where(roster.c.manager == manager)
    # The current entry comes last, so it wins.
    ordered = ask.order_by(roster.c.until.is_(None), roster.c.until, roster.c.since)
    return {one.user: one for one in _all(connection, ordered)}


def of_manager(connection: Connection, manager: str) -> list[RosterRecord]:
    """Everybody in a manager's team now."""
    ask = _select().where(roster.c.manager == manager, roster.c.until.is_(None))
    return _all(connection, ask.order_by(roster.c.since))


def of_user(connection: Connection, workspace: str, user: str) -> list[RosterRecord]:
    """The teams a person is in now: one entry a manager."""
    ask = _select().where(
        roster.c.workspace == workspace, roster.c.user == user, roster.c.until.is_(None)
    )
    return _all(connection, ask.order_by(roster.c.since))


def arrived(connection: Connection, entry: str) -> None:
    """The first message did: also where the person left meanwhile."""
    _change(connection, entry, state=Standing.INTRODUCED)


def remove(connection: Connection, entry: str) -> None:
    """Nothing ever reached the person."""
    connection.execute(delete(roster).where(roster.c.id == entry))


def forget_gone(connection: Connection, workspace: str, user: str) -> None:
    """Drop entries that ended because the person was gone from Slack; what they said themselves
    stays."""
    theirs = (roster.c.workspace == workspace) & (roster.c.user == user)
    connection.execute(delete(roster).where(theirs, roster.c.ended == Ended.GONE))


def end(connection: Connection, entry: str, why: Ended, now: datetime) -> None:
    _change(connection, entry, until=now, ended=why)


def again(connection: Connection, entry: str) -> None:
    """The person takes part again, as far as they were; the caller looked that no other entry is
    current."""
    _change(connection, entry, until=None, ended=None)


def not_seen_since(connection: Connection, workspace: str, since: datetime) -> list[str]:
    """People in a team of somebody whom Slack was not asked about since the UTC instant, or
    never."""
    known = (people.c.workspace == roster.c.workspace) & (people.c.user == roster.c.user)
    ask = (
        select(roster.c.user)
        .distinct()
        .outerjoin(people, known)
        .where(
            roster.c.workspace == workspace,
            roster.c.until.is_(None),
            or_(people.c.user.is_(None), people.c.refreshed_at < since),
        )
    )
    return list(connection.execute(ask).scalars())


def _select() -> Select[Any]:
    return select(roster, managers.c.user.label("manager_user")).join(
        managers, managers.c.id == roster.c.manager
    )


def _one(connection: Connection, ask: Select[Any]) -> RosterRecord | None:
    row = connection.execute(ask).mappings().first()
    return None if row is None else _record(row)


def _all(connection: Connection, ask: Select[Any]) -> list[RosterRecord]:
    return [_record(row) for row in connection.execute(ask).mappings()]


def _change(connection: Connection, entry: str, **values: Any) -> None:
    connection.execute(update(roster).where(roster.c.id == entry).values(**values))


def _record(row: Mapping[Any, Any]) -> RosterRecord:
    values: dict[str, Any] = {str(key): value for key, value in row.items()}
    values["state"] = Standing(values["state"])
    values["ended"] = None if values["ended"] is None else Ended(values["ended"])
    return RosterRecord(**values)
