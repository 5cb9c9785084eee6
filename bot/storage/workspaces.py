"""Workspaces: who may send for one, and how fast."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Update, bindparam, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.failpoints import reach
from bot.storage.database import add_missing, database_now
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
    taken = connection.execute(
        _lease(), {"now": now, "at": at, "by_owner": owner, "until": at + lasts}
    )
    leased = list(taken.scalars())
    reach("lease.taken")
    return leased


def extend(connection: Connection, workspace: str, owner: str, lasts: timedelta) -> bool:
    """Lengthen our lease; False when it is no longer ours."""
    until = database_now(connection) + lasts
    kept = connection.execute(_extend(), {"ours": workspace, "by_owner": owner, "until": until})
    return kept.rowcount == 1


def release(connection: Connection, workspace: str, owner: str) -> None:
    connection.execute(_release(), {"ours": workspace, "by_owner": owner})


def tokens(connection: Connection, workspace: str, now: datetime, pace: Pace) -> int:
    """How many messages may leave now; the bucket is refilled up to `now`."""
    row = connection.execute(_bucket(), {"ours": workspace}).one()
    passed = max(0.0, (now - row.refilled_at).total_seconds())
    bucket = min(float(pace.burst), row.bucket + passed * pace.per_minute / 60)
    connection.execute(_refill(), {"ours": workspace, "filled": bucket, "now": now})
    return int(bucket)


def spend(connection: Connection, workspace: str, messages: int) -> None:
    connection.execute(_spend(), {"ours": workspace, "spent": messages})


def block(connection: Connection, workspace: str, until: datetime) -> None:
    """Send nothing for the workspace before `until` (Slack's Retry-After, or Slack is away)."""
    connection.execute(
        update(workspaces).where(workspaces.c.id == workspace).values(blocked_until=until)
    )


# --- statements: each tick needs them, and putting one together takes longer than running it ----


@cache
def _lease() -> ReturningUpdate[Any]:
    to_do = select(outgoing.c.workspace).where(
        or_(
            (outgoing.c.state == "planned")
            & (outgoing.c.due_at <= bindparam("now"))
            & or_(outgoing.c.not_before.is_(None), outgoing.c.not_before <= bindparam("now")),
            (outgoing.c.state == "sending") & (outgoing.c.lease_until < bindparam("at")),
        )
    )
    free = (
        select(workspaces.c.id)
        .where(
            workspaces.c.id.in_(to_do),
            or_(
                workspaces.c.blocked_until.is_(None), workspaces.c.blocked_until <= bindparam("now")
            ),
            or_(
                workspaces.c.lease_until.is_(None),
                workspaces.c.lease_until < bindparam("at"),
                workspaces.c.owner == bindparam("by_owner"),
            ),
        )
        .with_for_update(skip_locked=True)
    )
    return (
        update(workspaces)
        .where(workspaces.c.id.in_(free.scalar_subquery()))
        .values(owner=bindparam("by_owner"), lease_until=bindparam("until"))
        .returning(workspaces.c.id)
    )


@cache
def _extend() -> Update:
    return _ours().values(lease_until=bindparam("until"))


@cache
def _release() -> Update:
    return _ours().values(owner=None, lease_until=None)


def _ours() -> Update:
    return update(workspaces).where(
        workspaces.c.id == bindparam("ours"), workspaces.c.owner == bindparam("by_owner")
    )


@cache
def _bucket() -> Select[Any, Any]:
    return select(workspaces.c.bucket, workspaces.c.refilled_at).where(
        workspaces.c.id == bindparam("ours")
    )


@cache
def _refill() -> Update:
    return (
        update(workspaces)
        .where(workspaces.c.id == bindparam("ours"))
        .values(bucket=bindparam("filled"), refilled_at=bindparam("now"))
    )


@cache
def _spend() -> Update:
    return (
        update(workspaces)
        .where(workspaces.c.id == bindparam("ours"))
        .values(bucket=workspaces.c.bucket - bindparam("spent"))
    )
