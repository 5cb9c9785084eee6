"""Sending: how a planned row becomes a sent one. Recover, expire, claim, freeze, fence, settle."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, tuple_, update

from bot.failpoints import reach
from bot.storage import sending_statements as statements
from bot.storage.database import database_now
from bot.storage.outgoing import Kind, OutgoingRecord, State, to_record
from bot.storage.tables import outgoing, prompts


def recover(connection: Connection, workspace: str) -> list[OutgoingRecord]:
    """Settle rows whose sender is gone; those whose outcome nobody knows are returned.

    Without an intent in this attempt nothing left the house: the row is planned again.
    """
    at = database_now(connection)
    statements.recover_untried.run(connection, workspace=workspace, at=at)
    reach("recover.planned")
    lost = statements.lose.mappings(connection, workspace=workspace, at=at)
    return [to_record(row) for row in lost]


def expire(connection: Connection, workspace: str, now: datetime) -> list[OutgoingRecord]:
    """End what came too late to be sent, never silently: the rows are returned."""
    ended = statements.expire.mappings(connection, workspace=workspace, now=now)
    return [to_record(row) for row in ended]


def claim(
    connection: Connection,
    workspace: str,
    now: datetime,
    owner: str,
    *,
    limit: int,
    lasts: timedelta,
) -> list[OutgoingRecord]:
    """Take what is due, at most one row a recipient, and none within a second of their last."""
    taken = statements.claim.mappings(
        connection,
        workspace=workspace,
        now=now,
        a_second_ago=now - timedelta(seconds=1),
        limit=limit,
        owner=owner,
        until=database_now(connection) + lasts,
    )
    rows = [to_record(row) for row in taken]
    return sorted(rows, key=lambda row: (row.due_at, row.id))


def freeze(
    connection: Connection, row_id: str, content: Mapping[str, Any], prompt: str | None
) -> None:
    """Fix what will be sent; from here it is not chosen or worded again."""
    statements.freeze.run(connection, row=row_id, content=content, prompt=prompt)


def fence(
    connection: Connection, rows: Sequence[OutgoingRecord], now: datetime, needs: timedelta
) -> list[str]:
    """Write the intent for the rows that may go out this instant; their ids.

    A row passes while it is ours in this very attempt, its lease has `needs` left, and its
    recipient is active, not away, and has not answered meanwhile. The others lose their claim.
    """
    ours = [(row.id, row.attempt, row.owner) for row in rows]
    least = database_now(connection) + needs
    passed = connection.execute(statements.intend(), {"ours": ours, "least": least, "now": now})
    ids = list(passed.scalars())
    reach("fence.intended")
    rest = {"ours": ours, "passed": ids}
    some_stay = len(ids) < len(rows)
    if some_stay:
        connection.execute(statements.out_of_time(), {**rest, "least": least})
    reach("fence.out_of_time")
    never_shown: list[str] = []
    if some_stay:
        withdrawn = connection.execute(statements.no_longer_wanted(), rest).all()
        never_shown = [row.prompt for row in withdrawn if row.kind == Kind.PROMPT]
    reach("fence.withdrawn")
    if never_shown:
        connection.execute(
            update(prompts).where(prompts.c.id.in_(never_shown)).values(closed=True, closes_at=now)
        )
    reach("fence.closed")
    return ids


def settle_sent(connection: Connection, row_id: str, channel: str, ts: str, now: datetime) -> None:
    """Sent, surely. The frozen content is let go; it can be worded anew from what is stored."""
    statements.settle_sent.run(connection, row=row_id, channel=channel, ts=ts, now=now)


def settle(
    connection: Connection,
    rows: Sequence[OutgoingRecord],
    state: State,
    reason: str,
    *,
    not_before: datetime | None = None,
    local_date: date | None = None,
) -> None:
    """End this attempt of rows that are still ours: planned again, unknown, failed, withdrawn."""
    if not rows:
        return
    values: dict[str, Any] = {
        "state": state,
        "reason": reason,
        "owner": None,
        "lease_until": None,
        "not_before": not_before,
    }
    if local_date is not None:
        values["local_date"] = local_date
    if state not in (State.PLANNED, State.UNKNOWN):
        values["content"] = None
    connection.execute(
        update(outgoing)
        .where(
            tuple_(outgoing.c.id, outgoing.c.attempt).in_([(r.id, r.attempt) for r in rows]),
            outgoing.c.state == State.SENDING,
        )
        .values(**values)
    )
