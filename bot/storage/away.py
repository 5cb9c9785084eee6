"""Times in which a manager's Slack status said "away": when, and what the manager said to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Executable, delete, insert, or_, select, update

from bot.storage.database import new_id
from bot.storage.prepared import Value, prepared
from bot.storage.tables import away


class AwayAnswer(StrEnum):
    """Whether the days are to be left out."""

    LEAVE_OUT = "leave-out"
    HERE = "here"


@dataclass(frozen=True)
class AwayRecord:
    """UTC instants; `until` None where the status has no end. `answer` None: nobody said yet."""

    id: str
    manager: str
    since: datetime
    until: datetime | None
    answer: AwayAnswer | None


def running(connection: Connection, manager: str, now: datetime) -> AwayRecord | None:
    """The one that runs at the UTC instant `now`."""
    row = _running.first(connection, manager=manager, now=now)
    return None if row is None else _record(row)


@prepared
def _running(manager: Value, now: Value) -> Executable:
    return (
        select(away)
        .where(
            away.c.manager == manager,
            away.c.since <= now,
            or_(away.c.until.is_(None), away.c.until > now),
        )
        .order_by(away.c.since.desc())
        .limit(1)
    )


def over_without_answer(
    connection: Connection, manager: str, after: datetime, now: datetime
) -> list[AwayRecord]:
    """Those that ended after `after` and by `now` (UTC) and to which nobody said anything."""
    found = _over_without_answer.all(connection, manager=manager, after=after, now=now)
    return [_record(row) for row in found]


@prepared
def _over_without_answer(manager: Value, after: Value, now: Value) -> Executable:
    return (
        select(away)
        .where(
            away.c.manager == manager,
            away.c.until > after,
            away.c.until <= now,
            away.c.answer.is_(None),
        )
        .order_by(away.c.since)
    )


def get(connection: Connection, manager: str, away_id: str) -> AwayRecord | None:
    ask = select(away).where(away.c.manager == manager, away.c.id == away_id)
    row = connection.execute(ask).first()
    return None if row is None else _record(row)


def begin(connection: Connection, manager: str, since: datetime, until: datetime | None) -> None:
    connection.execute(
        insert(away).values(id=new_id(), manager=manager, since=since, until=until, answer=None)
    )


def ends(connection: Connection, away_id: str, until: datetime | None) -> None:
    """It ends at another UTC instant; None: it has no end yet."""
    connection.execute(update(away).where(away.c.id == away_id).values(until=until))


def answer(connection: Connection, away_id: str, given: AwayAnswer | None) -> None:
    """None: what was said no longer holds."""
    connection.execute(update(away).where(away.c.id == away_id).values(answer=given))


def forget(connection: Connection, away_id: str) -> None:
    connection.execute(delete(away).where(away.c.id == away_id))


def _record(row: Any) -> AwayRecord:
    return AwayRecord(
        id=row.id,
        manager=row.manager,
        since=row.since,
        until=row.until,
        answer=None if row.answer is None else AwayAnswer(row.answer),
    )
