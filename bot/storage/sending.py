"""Sending: how a planned row becomes a sent one. Recover, expire, claim, freeze, fence, settle."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select, tuple_, update

from bot.failpoints import reach
from bot.storage.database import database_now
from bot.storage.outgoing import (
    OWN_CLICK,
    TO_REPS,
    Kind,
    OutgoingRecord,
    State,
    to_record,
)
from bot.storage.tables import managers, outgoing, people, prompts
from bot.storage.team_tables import roster


def recover(connection: Connection, workspace: str) -> list[OutgoingRecord]:
    """Settle rows whose sender is gone; those whose outcome nobody knows are returned.

    Without an intent in this attempt nothing left the house: the row is planned again.
    """
    at = database_now(connection)
    orphaned = and_(
        outgoing.c.workspace == workspace,
        outgoing.c.state == State.SENDING,
        outgoing.c.lease_until < at,
    )
    connection.execute(
        update(outgoing)
        .where(orphaned, outgoing.c.intent_attempt < outgoing.c.attempt)
        .values(state=State.PLANNED, owner=None, lease_until=None)
    )
    reach("recover.planned")
    lost = (
        update(outgoing)
        .where(orphaned)
        .values(
            state=State.UNKNOWN,
            owner=None,
            lease_until=None,
            reason="the bot stopped while this was being sent; it may or may not have arrived",
        )
        .returning(outgoing)
    )
    return [to_record(row) for row in connection.execute(lost).mappings()]


def expire(connection: Connection, workspace: str, now: datetime) -> list[OutgoingRecord]:
    """End what came too late to be sent, never silently: the rows are returned."""
    ended = (
        update(outgoing)
        .where(
            outgoing.c.workspace == workspace,
            outgoing.c.state == State.PLANNED,
            outgoing.c.window_ends <= now,
        )
        .values(state=State.EXPIRED, reason="too late: its time had passed", content=None)
        .returning(outgoing)
    )
    return [to_record(row) for row in connection.execute(ended).mappings()]


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
    at = database_now(connection)
    recent = outgoing.alias("recent")
    first_of_each = (
        select(outgoing.c.id, func.row_number().over(
            partition_by=outgoing.c.recipient, order_by=(outgoing.c.due_at, outgoing.c.id)
        ).label("nth"), outgoing.c.due_at)
        .where(
            outgoing.c.workspace == workspace,
            outgoing.c.state == State.PLANNED,
            outgoing.c.due_at <= now,
            or_(outgoing.c.not_before.is_(None), outgoing.c.not_before <= now),
            ~exists().where(
                recent.c.recipient == outgoing.c.recipient,
                recent.c.workspace == workspace,
                recent.c.sent_at > now - timedelta(seconds=1),
            ),
        )
        .subquery()
    )  # fmt: skip
    due = (
        select(first_of_each.c.id)
        .where(first_of_each.c.nth == 1)
        .order_by(first_of_each.c.due_at)
        .limit(limit)
    )
    # No row locks needed: only the process that leased the workspace comes here, and the
    # state is asked again by the UPDATE itself.
    taken = (
        update(outgoing)
        .where(outgoing.c.id.in_(due), outgoing.c.state == State.PLANNED)
        .values(
            state=State.SENDING,
            attempt=outgoing.c.attempt + 1,
            owner=owner,
            lease_until=at + lasts,
        )
        .returning(outgoing)
    )
    rows = [to_record(row) for row in connection.execute(taken).mappings()]
    return sorted(rows, key=lambda row: (row.due_at, row.id))


def freeze(
    connection: Connection, row_id: str, content: Mapping[str, Any], prompt: str | None
) -> None:
    """Fix what will be sent; from here it is not chosen or worded again."""
    connection.execute(
        update(outgoing).where(outgoing.c.id == row_id).values(content=content, prompt=prompt)
    )


def fence(
    connection: Connection, rows: Sequence[OutgoingRecord], now: datetime, needs: timedelta
) -> list[str]:
    """Write the intent for the rows that may go out this instant; their ids.

    A row passes while it is ours in this very attempt, its lease has `needs` left, and its
    recipient is active, not away, and has not answered meanwhile. The others lose their claim.
    """
    at = database_now(connection)
    ours = and_(
        tuple_(outgoing.c.id, outgoing.c.attempt, outgoing.c.owner).in_(
            [(row.id, row.attempt, row.owner) for row in rows]
        ),
        outgoing.c.state == State.SENDING,
    )
    in_time = outgoing.c.lease_until >= at + needs
    passed = (
        update(outgoing)
        .where(ours, in_time, _wanted())
        .values(intent_at=now, intent_attempt=outgoing.c.attempt)
        .returning(outgoing.c.id)
    )
    ids = list(connection.execute(passed).scalars())
    reach("fence.intended")
    rest = and_(ours, outgoing.c.id.not_in(ids))
    connection.execute(
        update(outgoing)
        .where(rest, ~in_time)
        .values(state=State.PLANNED, owner=None, lease_until=None)
    )
    reach("fence.out_of_time")
    withdrawn = (
        update(outgoing)
        .where(rest)
        .values(
            state=State.WITHDRAWN,
            reason="no longer wanted: answered, paused or left",
            content=None,
            owner=None,
            lease_until=None,
        )
        .returning(outgoing.c.prompt, outgoing.c.kind)
    )
    never_shown = [row.prompt for row in connection.execute(withdrawn) if row.kind == Kind.PROMPT]
    reach("fence.withdrawn")
    connection.execute(
        update(prompts).where(prompts.c.id.in_(never_shown)).values(closed=True, closes_at=now)
    )
    reach("fence.closed")
    return ids


def _wanted() -> Any:
    manager_here = exists().where(
        managers.c.id == outgoing.c.manager,
        people.c.workspace == managers.c.workspace,
        people.c.user == managers.c.user,
        people.c.deleted.is_(False),
        or_(
            outgoing.c.kind == Kind.REPLY,
            and_(
                managers.c.state == "active",
                or_(
                    # A break is the manager's own: it holds back neither what they do
                    # themselves nor what somebody else was promised.
                    outgoing.c.kind.in_((*OWN_CLICK, *TO_REPS)),
                    managers.c.paused_until.is_(None),
                    managers.c.paused_until <= outgoing.c.local_date,
                ),
            ),
        ),
    )
    in_the_team = exists().where(
        roster.c.manager == outgoing.c.manager,
        roster.c.user == outgoing.c.recipient,
        roster.c.until.is_(None),
        or_(outgoing.c.kind == Kind.INTRO, roster.c.state == "introduced"),
    )
    rep_here = or_(
        outgoing.c.kind.not_in(TO_REPS),
        and_(
            in_the_team,
            ~exists().where(
                people.c.workspace == outgoing.c.workspace,
                people.c.user == outgoing.c.recipient,
                people.c.deleted.is_(True),
            ),
        ),
    )
    answered = exists().where(prompts.c.id == outgoing.c.prompt, prompts.c.answer.is_not(None))
    return and_(manager_here, rep_here, ~and_(outgoing.c.kind == Kind.LATER, answered))


def settle_sent(connection: Connection, row_id: str, channel: str, ts: str, now: datetime) -> None:
    """Sent, surely. The frozen content is let go; it can be worded anew from what is stored."""
    connection.execute(
        update(outgoing)
        .where(outgoing.c.id == row_id, outgoing.c.state.in_((State.SENDING, State.UNKNOWN)))
        .values(
            state=State.SENT,
            channel=channel,
            ts=ts,
            sent_at=now,
            owner=None,
            lease_until=None,
            content=None,
            reason=None,
        )
    )


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
