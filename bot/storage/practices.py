"""Practices: each time a habit was done, once per source."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, Executable, delete, func, select

from bot.storage.database import add_missing, new_id
from bot.storage.prepared import Value, prepared
from bot.storage.tables import practices


class Source(StrEnum):
    PROMPT = "prompt"
    CHECK_IN = "check-in"
    COMMAND = "command"
    TOOL = "tool"


@dataclass(frozen=True)
class PracticeRecord:
    """`about_day` is the manager's local date; `at` the UTC instant it was recorded."""

    id: str
    habit: str
    about_day: date
    source: Source
    source_id: str
    at: datetime


def record(
    connection: Connection,
    manager: str,
    habit: str,
    about_day: date,
    source: Source,
    source_id: str,
    now: datetime,
) -> bool:
    """Count one practice; False when this source was counted before."""
    one = {
        "id": new_id(),
        "manager": manager,
        "habit": habit,
        "about_day": about_day,
        "source": source,
        "source_id": source_id,
        "at": now,
    }
    return add_missing(connection, practices, [one]) == 1


def take_back(
    connection: Connection, manager: str, source: Source, source_id: str, habit: str | None = None
) -> int:
    """Undo what this source counted (for one habit, or all); how many there were."""
    gone = delete(practices).where(
        practices.c.manager == manager,
        practices.c.source == source,
        practices.c.source_id == source_id,
    )
    if habit is not None:
        gone = gone.where(practices.c.habit == habit)
    return connection.execute(gone).rowcount


def between(connection: Connection, manager: str, first: date, last: date) -> list[PracticeRecord]:
    """Practices by local date, ends included."""
    found = _between.all(connection, manager=manager, first=first, last=last)
    return [
        PracticeRecord(row.id, row.habit, row.about_day, Source(row.source), row.source_id, row.at)
        for row in found
    ]


@prepared
def _between(manager: Value, first: Value, last: Value) -> Executable:
    return (
        select(*(practices.c[one.name] for one in fields(PracticeRecord)))
        .where(
            practices.c.manager == manager,
            practices.c.about_day >= first,
            practices.c.about_day <= last,
        )
        .order_by(practices.c.about_day, practices.c.at)
    )


def days_of(
    connection: Connection, manager: str, habit: str, first: date, last: date
) -> list[date]:
    """The local dates in the span, ends included, on which the habit was done."""
    return _days_of.scalars(connection, manager=manager, habit=habit, first=first, last=last)


@prepared
def _days_of(manager: Value, habit: Value, first: Value, last: Value) -> Executable:
    return (
        select(practices.c.about_day)
        .where(
            practices.c.manager == manager,
            practices.c.habit == habit,
            practices.c.about_day >= first,
            practices.c.about_day <= last,
        )
        .distinct()
    )


def count(connection: Connection, manager: str) -> int:
    ask = select(func.count()).select_from(practices).where(practices.c.manager == manager)
    return connection.execute(ask).scalar_one()


def recorded_since(connection: Connection, manager: str, since: datetime) -> int:
    """How many were recorded from the UTC instant on, whatever day they are about."""
    ask = (
        select(func.count())
        .select_from(practices)
        .where(practices.c.manager == manager, practices.c.at >= since)
    )
    return connection.execute(ask).scalar_one()
