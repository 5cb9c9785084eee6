"""What a manager did not understand about the business, and whom they ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.storage.database import new_id
from bot.storage.tool_tables import gaps


class GapState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


@dataclass(frozen=True)
class GapRecord:
    """`body` has what stood in the form, by field; `expert` is a user id, or None."""

    id: str
    manager: str
    body: Mapping[str, str]
    expert: str | None
    source_id: str
    state: GapState
    at: datetime


def keep(
    connection: Connection,
    manager: str,
    body: Mapping[str, str],
    expert: str | None,
    source_id: str,
    now: datetime,
) -> None:
    """Once for each source, however often this is called."""
    if of_source(connection, manager, source_id) is None:
        connection.execute(
            insert(gaps).values(
                id=new_id(),
                manager=manager,
                body=dict(body),
                expert=expert,
                source_id=source_id,
                state=GapState.OPEN,
                at=now,
            )
        )


def of_source(connection: Connection, manager: str, source_id: str) -> GapRecord | None:
    ask = select(gaps).where(gaps.c.manager == manager, gaps.c.source_id == source_id)
    row = connection.execute(ask).first()
    return None if row is None else _record(row)


def newest(connection: Connection, manager: str, limit: int) -> list[GapRecord]:
    ask = select(gaps).where(gaps.c.manager == manager).order_by(gaps.c.at.desc(), gaps.c.id)
    return [_record(row) for row in connection.execute(ask.limit(limit))]


def answered(connection: Connection, gap: str, now: datetime) -> None:
    connection.execute(
        update(gaps).where(gaps.c.id == gap).values(state=GapState.ANSWERED, closed_at=now)
    )


def _record(row: Row[Any]) -> GapRecord:
    return GapRecord(
        id=row.id,
        manager=row.manager,
        body=row.body,
        expert=row.expert,
        source_id=row.source_id,
        state=GapState(row.state),
        at=row.at,
    )
