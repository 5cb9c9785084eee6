"""Workspaces: who may send for one, and how fast."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Executable, Update, or_, select, update

from bot.failpoints import reach
from bot.storage.database import add_missing, database_now
from bot.storage.prepared import Value, prepared
from bot.storage.tables import outgoing, workspaces
from bot.storage.types import UnreadableWithTheseKeys

_KEY_CHECK = "trust-habits"


@dataclass(frozen=True)
class Pace:
    """How fast messages may leave: `per_minute` on average, `burst` at once at most."""

    per_minute: float
    burst: int


def add_workspace(connection: Connection, workspace: str, now: datetime) -> None:
    """Make the workspace known; one that is known stays as it is."""
    fresh = {"id": workspace, "bucket": 0.0, "refilled_at": now, "key_check": _KEY_CHECK}
    add_missing(connection, workspaces, [fresh])


def ids(connection: Connection) -> list[str]:
    """The workspaces of which anything is kept."""
    return list(connection.execute(select(workspaces.c.id).order_by(workspaces.c.id)).scalars())


def keys_fit(connection: Connection) -> bool:
    """Whether our keys read what is stored. An empty database fits every key."""
    try:
        connection.execute(select(workspaces.c.key_check)).all()
    except UnreadableWithTheseKeys:
        return False
    return True


def lease(connection: Connection, owner: str, now: datetime, lasts: timedelta) -> list[str]:
    """Take every free workspace that has something to do; the ids that are now ours.

    A lease lives on the database's clock; what is due, on the calendar (`now`, UTC).
    """
    at = database_now(connection)
    leased = _lease.scalars(connection, now=now, at=at, owner=owner, until=at + lasts)
    reach("lease.taken")
    return leased


def extend(connection: Connection, workspace: str, owner: str, lasts: timedelta) -> bool:
    """Lengthen our lease; False when it is no longer ours."""
    until = database_now(connection) + lasts
    return _extend.run(connection, workspace=workspace, owner=owner, until=until) == 1


def release(connection: Connection, workspace: str, owner: str) -> None:
    _release.run(connection, workspace=workspace, owner=owner)


def tokens(connection: Connection, workspace: str, now: datetime, pace: Pace) -> int:
    """How many messages may leave now; the bucket is refilled up to `now`."""
    row = _bucket.first(connection, workspace=workspace)
    if row is None:
        return 0
    passed = max(0.0, (now - row.refilled_at).total_seconds())
    bucket = min(float(pace.burst), row.bucket + passed * pace.per_minute / 60)
    _refill.run(connection, workspace=workspace, filled=bucket, now=now)
    return int(bucket)


def spend(connection: Connection, workspace: str, messages: int) -> None:
    _spend.run(connection, workspace=workspace, messages=messages)


def block(connection: Connection, workspace: str, until: datetime) -> None:
    """Send nothing for the workspace before `until` (Slack's Retry-After, or Slack is away)."""
    connection.execute(
        update(workspaces).where(workspaces.c.id == workspace).values(blocked_until=until)
    )


# --- statements: each tick needs them -----------------------------------------------------------


@prepared
def _lease(now: Value, at: Value, owner: Value, until: Value) -> Executable:
    to_do = select(outgoing.c.workspace).where(
        or_(
            (outgoing.c.state == "planned")
            & (outgoing.c.due_at <= now)
            & or_(outgoing.c.not_before.is_(None), outgoing.c.not_before <= now),
            (outgoing.c.state == "sending") & (outgoing.c.lease_until < at),
        )
    )
    free = (
        select(workspaces.c.id)
        .where(
            workspaces.c.id.in_(to_do),
            or_(workspaces.c.blocked_until.is_(None), workspaces.c.blocked_until <= now),
            or_(
                workspaces.c.lease_until.is_(None),
                workspaces.c.lease_until < at,
                workspaces.c.owner == owner,
            ),
        )
        .with_for_update(skip_locked=True)
    )
    return (
        update(workspaces)
        .where(workspaces.c.id.in_(free.scalar_subquery()))
        .values(owner=owner, lease_until=until)
        .returning(workspaces.c.id)
    )


@prepared
def _extend(workspace: Value, owner: Value, until: Value) -> Executable:
    return _ours(workspace, owner).values(lease_until=until)


@prepared
def _release(workspace: Value, owner: Value) -> Executable:
    return _ours(workspace, owner).values(owner=None, lease_until=None)


def _ours(workspace: Value, owner: Value) -> Update:
    return update(workspaces).where(workspaces.c.id == workspace, workspaces.c.owner == owner)


@prepared
def _bucket(workspace: Value) -> Executable:
    return select(workspaces.c.bucket, workspaces.c.refilled_at).where(workspaces.c.id == workspace)


@prepared
def _refill(workspace: Value, filled: Value, now: Value) -> Executable:
    return (
        update(workspaces)
        .where(workspaces.c.id == workspace)
        .values(bucket=filled, refilled_at=now)
    )


@prepared
def _spend(workspace: Value, messages: Value) -> Executable:
    return (
        update(workspaces)
        .where(workspaces.c.id == workspace)
        .values(bucket=workspaces.c.bucket - messages)
    )
