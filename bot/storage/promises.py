"""Promises: the manager's own list, for nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, delete, exists, insert, select, update

from bot.storage.database import new_id
from bot.storage.prepared import Value, prepared
from bot.storage.tool_tables import promises
from habits.promises import Promise, PromiseState


@dataclass(frozen=True)
class PromiseRecord:
    """A promise with whom it was made to, a user id, and the message it came from, if any. `at`
    and `closed_at` are UTC."""

    id: str
    manager: str
    promise: Promise
    person: str | None
    channel: str | None
    ts: str | None
    at: datetime
    closed_at: datetime | None


def add(
    connection: Connection,
    manager: str,
    promise: Promise,
    now: datetime,
    *,
    person: str | None = None,
    channel: str | None = None,
    ts: str | None = None,
) -> str:
    """Keep a new promise; its id."""
    made = new_id()
    row = {
        "id": made,
        "manager": manager,
        "person": person,
        "channel": channel,
        "ts": ts,
        "at": now,
        **_values(promise, now),
    }
    connection.execute(insert(promises).values(**row))
    return made


def get(connection: Connection, manager: str, promise: str) -> PromiseRecord | None:
    ask = select(promises).where(promises.c.manager == manager, promises.c.id == promise)
    row = connection.execute(ask).mappings().first()
    return None if row is None else _record(row)


def save(connection: Connection, record: PromiseRecord, changed: Promise, now: datetime) -> None:
    connection.execute(
        update(promises).where(promises.c.id == record.id).values(**_values(changed, now))
    )


def remove(connection: Connection, manager: str, promise: str) -> None:
    connection.execute(
        delete(promises).where(promises.c.manager == manager, promises.c.id == promise)
    )


def open_of(connection: Connection, manager: str) -> list[PromiseRecord]:
    """The open ones, the soonest first."""
    return [_record(row) for row in _open_of.mappings(connection, manager=manager)]


@prepared
def _open_of(manager: Value) -> Executable:
    return (
        select(promises)
        .where(promises.c.manager == manager, promises.c.state == PromiseState.OPEN)
        .order_by(promises.c.due_on, promises.c.at, promises.c.id)
    )


def any_open(connection: Connection, manager: str) -> bool:
    return bool(_any_open.scalar(connection, manager=manager))


@prepared
def _any_open(manager: Value) -> Executable:
    mine = (promises.c.manager == manager) & (promises.c.state == PromiseState.OPEN)
    return select(exists().where(mine))


def closed_since(
    connection: Connection, manager: str, since: datetime, limit: int
) -> list[PromiseRecord]:
    """Closed ones from the UTC instant on, the newest first."""
    ask = (
        select(promises)
        .where(promises.c.manager == manager, promises.c.closed_at >= since)
        .order_by(promises.c.closed_at.desc(), promises.c.id)
        .limit(limit)
    )
    return [_record(row) for row in connection.execute(ask).mappings()]


def _values(promise: Promise, now: datetime) -> dict[str, Any]:
    return {
        "body": promise.words,
        "due_on": promise.due_on,
        "state": promise.state,
        "told": promise.told,
        "closed_at": None if promise.is_open else now,
    }


def _record(row: Mapping[Any, Any]) -> PromiseRecord:
    promise = Promise(row["body"], row["due_on"], PromiseState(row["state"]), row["told"])
    return PromiseRecord(
        id=row["id"],
        manager=row["manager"],
        promise=promise,
        person=row["person"],
        channel=row["channel"],
        ts=row["ts"],
        at=row["at"],
        closed_at=row["closed_at"],
    )
