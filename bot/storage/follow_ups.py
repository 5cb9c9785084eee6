"""What forms ask again later: one row for each question on each date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Executable, Row, delete, select, update

from bot.storage.database import add_missing, new_id
from bot.storage.prepared import Value, prepared
from bot.storage.team_tables import follow_ups
from habits.calendar import ONE_DAY


class FollowUpAnswer(StrEnum):
    DONE = "done"
    NOT_NOW = "not-now"
    NOT_YET = "not-yet"


@dataclass(frozen=True)
class FollowUpRecord:
    """`source_id` names what was done, as its practice does, at the UTC instant `done_at`;
    `due_on` is the manager's date."""

    id: str
    manager: str
    habit: str
    source_id: str
    done_at: datetime
    due_on: date
    answer: FollowUpAnswer | None
    answered_at: datetime | None


def add(
    connection: Connection,
    manager: str,
    habit: str,
    source_id: str,
    done_at: datetime,
    due_on: date,
) -> None:
    """Ask on that date, once however often this is called."""
    row = {
        "id": new_id(),
        "manager": manager,
        "habit": habit,
        "source_id": source_id,
        "done_at": done_at,
        "due_on": due_on,
    }
    add_missing(connection, follow_ups, [row])


def open_on(connection: Connection, manager: str, day: date) -> list[FollowUpRecord]:
    """What is due on the manager's local date and not answered, the newest first."""
    return [_record(row) for row in _open_on.all(connection, manager=manager, day=day)]


@prepared
def _open_on(manager: Value, day: Value) -> Executable:
    return (
        select(follow_ups)
        .where(
            follow_ups.c.manager == manager,
            follow_ups.c.due_on <= day,
            follow_ups.c.answer.is_(None),
        )
        .order_by(follow_ups.c.due_on.desc(), follow_ups.c.id)
    )


def due_between(
    connection: Connection, manager: str, habits: Sequence[str], first: date, last: date
) -> list[date]:
    """The manager's local dates between these, both included, on which these habits ask or
    asked."""
    ask = select(follow_ups.c.due_on).where(
        follow_ups.c.manager == manager,
        follow_ups.c.habit.in_(habits),
        follow_ups.c.due_on.between(first, last),
    )
    return list(connection.execute(ask).scalars())


def get(connection: Connection, manager: str, follow_up: str) -> FollowUpRecord | None:
    ask = select(follow_ups).where(follow_ups.c.manager == manager, follow_ups.c.id == follow_up)
    row = connection.execute(ask).first()
    return None if row is None else _record(row)


def answer(
    connection: Connection, manager: str, follow_up: str, given: FollowUpAnswer, now: datetime
) -> bool:
    """Keep the answer; False where it was answered before or is not the manager's."""
    answered = connection.execute(
        update(follow_ups)
        .where(
            follow_ups.c.manager == manager,
            follow_ups.c.id == follow_up,
            follow_ups.c.answer.is_(None),
        )
        .values(answer=given, answered_at=now)
    )
    return answered.rowcount == 1


def put_off(connection: Connection, one: FollowUpRecord, until: date) -> None:
    """Ask again on that date, or on the first later one on which it is not asked anyway."""
    same = select(follow_ups.c.due_on).where(
        follow_ups.c.manager == one.manager,
        follow_ups.c.habit == one.habit,
        follow_ups.c.source_id == one.source_id,
    )
    taken = set(connection.execute(same).scalars())
    while until in taken:
        until += ONE_DAY
    connection.execute(
        update(follow_ups)
        .where(follow_ups.c.id == one.id, follow_ups.c.answer.is_(None))
        .values(due_on=until)
    )


def drop(connection: Connection, manager: str, source_id: str) -> None:
    """What was done did not happen after all: nothing is asked about it."""
    connection.execute(
        delete(follow_ups).where(
            follow_ups.c.manager == manager,
            follow_ups.c.source_id == source_id,
            follow_ups.c.answer.is_(None),
        )
    )


def drop_of_habit(connection: Connection, manager: str, habit: str) -> None:
    """Nothing that was done with this habit is asked about any more."""
    connection.execute(
        delete(follow_ups).where(
            follow_ups.c.manager == manager,
            follow_ups.c.habit == habit,
            follow_ups.c.answer.is_(None),
        )
    )


def _record(row: Row[Any]) -> FollowUpRecord:
    return FollowUpRecord(
        id=row.id,
        manager=row.manager,
        habit=row.habit,
        source_id=row.source_id,
        done_at=row.done_at,
        due_on=row.due_on,
        answer=FollowUpAnswer(row.answer) if row.answer else None,
        answered_at=row.answered_at,
    )
