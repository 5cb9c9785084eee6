"""Talks with people for which a manager blocked time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.storage.database import new_id
from bot.storage.tool_tables import talks


class TalkState(StrEnum):
    """BOOKED: it is to come, or nobody said yet what became of it. KEPT: it took place. MOVED to
    another time. DROPPED: let go."""

    BOOKED = "booked"
    KEPT = "kept"
    MOVED = "moved"
    DROPPED = "dropped"


@dataclass(frozen=True)
class TalkRecord:
    """`about` is for whom or what, in the manager's words, or None; `source_id` names what was
    done, as its practice does. Instants are UTC."""

    id: str
    manager: str
    starts_at: datetime
    about: str | None
    source_id: str
    state: TalkState


def book(
    connection: Connection,
    manager: str,
    starts_at: datetime,
    about: str | None,
    source_id: str,
    now: datetime,
) -> None:
    """Once for each time of one source, however often this is called."""
    same = select(talks.c.id).where(
        talks.c.manager == manager,
        talks.c.source_id == source_id,
        talks.c.starts_at == starts_at,
    )
    if connection.execute(same).first() is None:
        connection.execute(
            insert(talks).values(
                id=new_id(),
                manager=manager,
                starts_at=starts_at,
                about=about,
                source_id=source_id,
                state=TalkState.BOOKED,
                at=now,
            )
        )


def booked_between(
    connection: Connection, manager: str, first: datetime, last: datetime
) -> list[TalkRecord]:
    """Those that start after the first and not after the last UTC instant, the soonest first."""
    ask = (
        select(talks)
        .where(
            talks.c.manager == manager,
            talks.c.state == TalkState.BOOKED,
            talks.c.starts_at > first,
            talks.c.starts_at <= last,
        )
        .order_by(talks.c.starts_at)
    )
    return [_record(row) for row in connection.execute(ask)]


def of_source(connection: Connection, manager: str, source_id: str) -> list[TalkRecord]:
    """The talks that were blocked together, the soonest first."""
    ask = (
        select(talks)
        .where(talks.c.manager == manager, talks.c.source_id == source_id)
        .order_by(talks.c.starts_at)
    )
    return [_record(row) for row in connection.execute(ask)]


def becomes(connection: Connection, talk: str, state: TalkState) -> None:
    connection.execute(update(talks).where(talks.c.id == talk).values(state=state))


def _record(row: Row[Any]) -> TalkRecord:
    return TalkRecord(
        id=row.id,
        manager=row.manager,
        starts_at=row.starts_at,
        about=row.about,
        source_id=row.source_id,
        state=TalkState(row.state),
    )
