"""Small tests that managers agreed on with somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from bot.storage.database import add_missing, new_id
from bot.storage.standing_source import still_stands
from bot.storage.tool_tables import experiments


class State(StrEnum):
    """AGREED; STARTED, where somebody asked; TOLD, what it showed is said; DROPPED. The last two
    are the end of it."""

    AGREED = "agreed"
    STARTED = "started"
    TOLD = "told"
    DROPPED = "dropped"


RUNNING = (State.AGREED, State.STARTED)


@dataclass(frozen=True)
class ExperimentRecord:
    """`owner` is a user, `body` the fields of the form by name, `stop_on` the manager's date;
    `source_id` names the form's end, as its practice does."""

    id: str
    manager: str
    habit: str
    owner: str
    body: Mapping[str, Any]
    stop_on: date | None
    source_id: str
    state: State
    at: datetime


def add(
    connection: Connection,
    manager: str,
    habit: str,
    owner: str,
    body: Mapping[str, Any],
    stop_on: date | None,
    source_id: str,
    now: datetime,
) -> None:
    """Keep a test, once for what it was agreed with."""
    row = {
        "id": new_id(),
        "manager": manager,
        "habit": habit,
        "owner": owner,
        "body": dict(body),
        "stop_on": stop_on,
        "source_id": source_id,
        "state": State.AGREED,
        "at": now,
    }
    add_missing(connection, experiments, [row])


def running(connection: Connection, manager: str) -> list[ExperimentRecord]:
    """Those without an end, the first to stop first and those without a date last."""
    found = _found(connection, manager, experiments.c.state.in_(RUNNING))
    return sorted(found, key=lambda one: (one.stop_on is None, one.stop_on or date.max, one.at))


def get(connection: Connection, manager: str, experiment: str) -> ExperimentRecord | None:
    return next(iter(_found(connection, manager, experiments.c.id == experiment)), None)


def of_source(connection: Connection, manager: str, source_id: str) -> ExperimentRecord | None:
    return next(iter(_found(connection, manager, experiments.c.source_id == source_id)), None)


def stop_dates(connection: Connection, manager: str, first: date, last: date) -> list[date]:
    """The days between these local dates, both included, on which tests were to stop."""
    ask = select(experiments.c.stop_on).where(
        experiments.c.manager == manager, experiments.c.stop_on.between(first, last)
    )
    return [day for day in connection.execute(ask).scalars() if day is not None]


def becomes(
    connection: Connection, manager: str, experiment: str, state: State, now: datetime
) -> None:
    """Where the test stands from now on; one that came to its end stays so."""
    closed = None if state in RUNNING else now
    _change(connection, manager, experiment, state=state, closed_at=closed)


def goes_on_until(connection: Connection, manager: str, experiment: str, day: date) -> None:
    _change(connection, manager, experiment, stop_on=day)


def reworded(connection: Connection, manager: str, source_id: str, body: Mapping[str, Any]) -> None:
    """The note it was agreed with says it in other words."""
    _change_of(connection, manager, source_id, body=dict(body))


def stops_on(connection: Connection, manager: str, source_id: str, day: date | None) -> None:
    """The note it was agreed with has another date."""
    _change_of(connection, manager, source_id, stop_on=day)


def _change_of(connection: Connection, manager: str, source_id: str, **values: Any) -> None:
    mine = (experiments.c.manager == manager) & (experiments.c.source_id == source_id)
    connection.execute(update(experiments).where(mine).values(**values))


def remove_of(connection: Connection, source_ids: Sequence[str]) -> None:
    """The notes they were agreed with are gone."""
    connection.execute(delete(experiments).where(experiments.c.source_id.in_(source_ids)))


def _change(connection: Connection, manager: str, experiment: str, **values: Any) -> None:
    connection.execute(
        update(experiments)
        .where(
            experiments.c.manager == manager,
            experiments.c.id == experiment,
            experiments.c.state.in_(RUNNING),
        )
        .values(**values)
    )


def _found(
    connection: Connection, manager: str, *which: ColumnElement[bool]
) -> list[ExperimentRecord]:
    ask = select(experiments).where(
        experiments.c.manager == manager, still_stands(experiments.c.source_id), *which
    )
    rows = connection.execute(ask.order_by(experiments.c.at, experiments.c.id))
    return [_record(row) for row in rows]


def _record(row: Row[Any]) -> ExperimentRecord:
    return ExperimentRecord(
        id=row.id,
        manager=row.manager,
        habit=row.habit,
        owner=row.owner,
        body=row.body,
        stop_on=row.stop_on,
        source_id=row.source_id,
        state=State(row.state),
        at=row.at,
    )
