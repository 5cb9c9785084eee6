"""Calls with customers on which a manager helps a rep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, Select, delete, insert, select, update

from bot.storage.database import new_id
from bot.storage.prepared import Value, prepared
from bot.storage.tool_tables import rides
from habits.riding import Ride, Role, Side, State

Lines = Mapping[str, str]
"""What somebody wrote, by field."""

_OPEN = (State.WITH_MANAGER, State.WITH_REP)
_LISTED = (*_OPEN, State.BOOKED)


@dataclass(frozen=True)
class NewRide:
    """A request or an offer; `body` is deal and need."""

    workspace: str
    manager: str
    rep: str
    ride: Ride
    role: Role
    body: Lines
    at: datetime
    prompt: str | None = None


@dataclass(frozen=True)
class RideRecord:
    """`manager` is the random id, `rep` a user's. `debrief` is the manager's lines, `rep_body` and
    `helped` the rep's; both read all of it. Instants are UTC."""

    id: str
    workspace: str
    manager: str
    rep: str
    ride: Ride
    role: Role
    body: Lines
    because: str | None
    debrief: Lines | None
    rep_body: Lines | None
    helped: str | None
    prompt: str | None
    at: datetime
    answered_at: datetime | None


def add(connection: Connection, new: NewRide) -> str:
    """Keep it; its id."""
    made = new_id()
    connection.execute(
        insert(rides).values(
            id=made,
            workspace=new.workspace,
            manager=new.manager,
            rep=new.rep,
            body=dict(new.body),
            role=new.role,
            prompt=new.prompt,
            at=new.at,
            **vars(new.ride),
        )
    )
    return made


def get(connection: Connection, workspace: str, ride: str) -> RideRecord | None:
    found = _all(
        connection, select(rides).where(rides.c.workspace == workspace, rides.c.id == ride)
    )
    return found[0] if found else None


def becomes(connection: Connection, ride: str, new: Ride, **more: Any) -> None:
    """`more` are columns that change with it."""
    connection.execute(update(rides).where(rides.c.id == ride).values(**vars(new), **more))


def remove(connection: Connection, ids: Sequence[str]) -> None:
    connection.execute(delete(rides).where(rides.c.id.in_(ids)))


def open_of_manager(connection: Connection, manager: str) -> list[RideRecord]:
    """What waits for an answer or is booked, the soonest first."""
    return [_record(row) for row in _open_of_manager.all(connection, manager=manager)]


@prepared
def _open_of_manager(manager: Value) -> Executable:
    mine = (rides.c.manager == manager, rides.c.state.in_(_LISTED))
    return select(rides).where(*mine).order_by(rides.c.starts_at, rides.c.id)


def open_of_rep(connection: Connection, workspace: str, rep: str) -> list[RideRecord]:
    """The same for a rep, over all managers."""
    ask = select(rides).where(
        rides.c.workspace == workspace, rides.c.rep == rep, rides.c.state.in_(_LISTED)
    )
    return _all(connection, ask)


def over_of_rep(
    connection: Connection, workspace: str, rep: str, since: datetime, now: datetime
) -> list[RideRecord]:
    """A rep's calls that began between the UTC instants and, as far as anybody said, took place."""
    ask = select(rides).where(
        rides.c.workspace == workspace,
        rides.c.rep == rep,
        rides.c.state.in_((State.BOOKED, State.HELD)),
        rides.c.starts_at.between(since, now),
    )
    return _all(connection, ask)


def of_pair(connection: Connection, manager: str, rep: str) -> list[RideRecord]:
    return _all(connection, select(rides).where(rides.c.manager == manager, rides.c.rep == rep))


def begun(connection: Connection, now: datetime, limit: int) -> list[RideRecord]:
    """What nobody answered until it began."""
    ask = select(rides).where(rides.c.state.in_(_OPEN), rides.c.starts_at <= now)
    return _all(connection, ask.limit(limit))


def booked_between(
    connection: Connection, manager: str, first: datetime, before: datetime
) -> list[RideRecord]:
    """Booked calls that start from the one UTC instant on and before the other, soonest first."""
    ask = select(rides).where(
        rides.c.manager == manager,
        rides.c.state == State.BOOKED,
        rides.c.starts_at >= first,
        rides.c.starts_at < before,
    )
    return _all(connection, ask)


def _all(connection: Connection, ask: Select[Any]) -> list[RideRecord]:
    ordered = ask.order_by(rides.c.starts_at, rides.c.id)
    return [_record(row) for row in connection.execute(ordered)]


def _record(row: Row[Any]) -> RideRecord:
    return RideRecord(
        id=row.id,
        workspace=row.workspace,
        manager=row.manager,
        rep=row.rep,
        ride=Ride(Side(row.asked_by), State(row.state), row.starts_at, row.minutes),
        role=Role(row.role),
        body=row.body,
        because=row.because,
        debrief=row.debrief,
        rep_body=row.rep_body,
        helped=row.helped,
        prompt=row.prompt,
        at=row.at,
        answered_at=row.answered_at,
    )
