"""The statements of sending, each put together once: every message needs all of them."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.storage.outgoing import HELD_FOR_READER, OWN_CLICK, TO_REPS, Kind, State
from bot.storage.prepared import Value, prepared
from bot.storage.tables import managers, outgoing, people, prompts
from bot.storage.team_tables import roster


def _orphaned(workspace: Value, at: Value) -> ColumnElement[bool]:
    return and_(
        outgoing.c.workspace == workspace,
        outgoing.c.state == State.SENDING,
        outgoing.c.lease_until < at,
    )


@prepared
def recover_untried(workspace: Value, at: Value) -> Executable:
    return (
        update(outgoing)
        .where(_orphaned(workspace, at), outgoing.c.intent_attempt < outgoing.c.attempt)
        .values(state=State.PLANNED, owner=None, lease_until=None)
    )


@prepared
def lose(workspace: Value, at: Value) -> Executable:
    return (
        update(outgoing)
        .where(_orphaned(workspace, at))
        .values(
            state=State.UNKNOWN,
            owner=None,
            lease_until=None,
            reason="the bot stopped while this was being sent; it may or may not have arrived",
        )
        .returning(outgoing)
    )


@prepared
def expire(workspace: Value, now: Value) -> Executable:
    return (
        update(outgoing)
        .where(
            outgoing.c.workspace == workspace,
            outgoing.c.state == State.PLANNED,
            outgoing.c.window_ends <= now,
        )
        .values(state=State.EXPIRED, reason="too late: its time had passed", content=None)
        .returning(outgoing)
    )


@prepared
def claim(
    workspace: Value, now: Value, a_second_ago: Value, limit: Value, owner: Value, until: Value
) -> Executable:
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
                recent.c.sent_at > a_second_ago,
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
    # state is asked again by the UPDATE itself; not by its index, which holds all that is planned.
    still_planned = func.coalesce(outgoing.c.state, "") == State.PLANNED
    return (
        update(outgoing)
        .where(outgoing.c.id.in_(due), still_planned)
        .values(
            state=State.SENDING,
            attempt=outgoing.c.attempt + 1,
            owner=owner,
            lease_until=until,
        )
        .returning(outgoing)
    )


@prepared
def freeze(row: Value, content: Value, prompt: Value) -> Executable:
    return update(outgoing).where(outgoing.c.id == row).values(content=content, prompt=prompt)


def _ours() -> ColumnElement[bool]:
    """Rows that are still ours in the attempt in which they were claimed."""
    named = tuple_(outgoing.c.id, outgoing.c.attempt, outgoing.c.owner)
    return and_(
        named.in_(bindparam("ours", expanding=True)),
        outgoing.c.state == State.SENDING,
    )


def _in_time() -> ColumnElement[bool]:
    return outgoing.c.lease_until >= bindparam("least")


def _rest() -> ColumnElement[bool]:
    return and_(_ours(), outgoing.c.id.not_in(bindparam("passed", expanding=True)))


@cache
def intend() -> ReturningUpdate[Any]:
    return (
        update(outgoing)
        .where(_ours(), _in_time(), _wanted())
        .values(intent_at=bindparam("now"), intent_attempt=outgoing.c.attempt)
        .returning(outgoing.c.id)
    )


@cache
def out_of_time() -> Update:
    return (
        update(outgoing)
        .where(_rest(), ~_in_time())
        .values(state=State.PLANNED, owner=None, lease_until=None)
    )


@cache
def no_longer_wanted() -> ReturningUpdate[Any, Any]:
    return (
        update(outgoing)
        .where(_rest())
        .values(
            state=State.WITHDRAWN,
            reason="no longer wanted: answered, paused or left",
            content=None,
            owner=None,
            lease_until=None,
        )
        .returning(outgoing.c.prompt, outgoing.c.kind)
    )


def _wanted() -> ColumnElement[bool]:
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


@prepared
def settle_sent(row: Value, channel: Value, ts: Value, now: Value) -> Executable:
    return (
        update(outgoing)
        .where(outgoing.c.id == row, outgoing.c.state.in_((State.SENDING, State.UNKNOWN)))
        .values(
            state=State.SENT,
            channel=channel,
            ts=ts,
            sent_at=now,
            owner=None,
            lease_until=None,
            content=None,
            # An edit of the message says no more of lateness than the message did.
            reason=case((outgoing.c.reason == HELD_FOR_READER, HELD_FOR_READER), else_=None),
        )
    )
