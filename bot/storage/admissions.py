"""What managers said they would change after a mistake of their own, until the change holds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select

from bot.storage.database import add_missing, new_id
from bot.storage.standing_source import still_stands
from bot.storage.tool_tables import admissions


class State(StrEnum):
    """OPEN: whether it holds is still to be told. Once it does, the record goes."""

    OPEN = "open"


@dataclass(frozen=True)
class AdmissionRecord:
    """`audience` is whom it was said to, `recipient` the channel or person, if it was one; `at`
    the UTC instant of it."""

    id: str
    manager: str
    change: str
    audience: str
    recipient: str | None
    source_id: str
    at: datetime


def add(
    connection: Connection,
    manager: str,
    change: str,
    audience: str,
    recipient: str | None,
    source_id: str,
    now: datetime,
) -> None:
    """Keep the line, once for what was said."""
    row = {
        "id": new_id(),
        "manager": manager,
        "change": change,
        "audience": audience,
        "recipient": recipient,
        "source_id": source_id,
        "state": State.OPEN,
        "at": now,
    }
    add_missing(connection, admissions, [row])


def open_of(connection: Connection, manager: str) -> list[AdmissionRecord]:
    """What stands open, the oldest first."""
    return _found(connection, manager)


def get(connection: Connection, manager: str, admission: str) -> AdmissionRecord | None:
    return next(iter(_found(connection, manager, admissions.c.id == admission)), None)


def of_source(connection: Connection, manager: str, source_id: str) -> AdmissionRecord | None:
    """The one that was made with what is named so."""
    return next(iter(_found(connection, manager, admissions.c.source_id == source_id)), None)


def remove(connection: Connection, manager: str, admission: str) -> None:
    """It holds, or is not followed any more: the line goes."""
    connection.execute(
        delete(admissions).where(admissions.c.manager == manager, admissions.c.id == admission)
    )


def _found(
    connection: Connection, manager: str, *which: ColumnElement[bool]
) -> list[AdmissionRecord]:
    ask = select(admissions).where(
        admissions.c.manager == manager,
        admissions.c.state == State.OPEN,
        still_stands(admissions.c.source_id),
        *which,
    )
    rows = connection.execute(ask.order_by(admissions.c.at, admissions.c.id))
    return [_record(row) for row in rows]


def _record(row: Row[Any]) -> AdmissionRecord:
    return AdmissionRecord(
        id=row.id,
        manager=row.manager,
        change=row.change,
        audience=row.audience,
        recipient=row.recipient,
        source_id=row.source_id,
        at=row.at,
    )
