"""Outgoing: every message the bot starts by itself, from plan to sent. The one road out.

planned -> sending -> sent | unknown | planned again | expired | failed; withdrawn from planned
and, at the fence, from sending.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, func, select, update

from bot.storage.database import add_missing, new_id
from bot.storage.prepared import Value, prepared
from bot.storage.tables import outgoing, workspaces


class Kind(StrEnum):
    """What a row is; it decides its lateness and what it may pass by. HELP is a rep's request to
    the manager, HELP_REP what a rep hears about one; CALL and CALL_REP are the moments of a booked
    call, HELD a draft that comes back, AWARD the end of a vote."""

    START = "week-start"
    PROMPT = "prompt"
    CHECK_IN = "check-in"
    LATER = "later"
    NOTICE = "notice"
    REPLY = "reply"
    POST = "post"
    INTRO = "intro"
    REP_FORM = "rep-form"
    ONE_ON_ONE = "one-on-one"
    TODAY = "today"
    CONSENT = "consent"
    HELP = "help"
    HELP_REP = "help-rep"
    CALL = "call"
    CALL_REP = "call-rep"
    HELD = "held"
    AWARD = "award"


RHYTHM = (Kind.START, Kind.PROMPT, Kind.CHECK_IN)
TO_REPS = (Kind.INTRO, Kind.REP_FORM, Kind.CONSENT, Kind.HELP_REP, Kind.CALL_REP)
OWN_CLICK = (Kind.REPLY, Kind.POST)
"""What a person asked for just now: it goes out also in a break and outside work hours."""
HELD_FOR_READER = "waits until the manager can be reached"
"""The reason of what is late because of its reader's own status or Do Not Disturb; it stays once
that was sent. What a break or a day off holds back is planned for another time, so is not late."""


class State(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True)
class OutgoingRecord:
    """A row. All instants are UTC; `local_date` and `week` are the recipient's."""

    id: str
    workspace: str
    key: str
    kind: Kind
    manager: str
    recipient: str
    place: str | None
    local_date: date
    week: date | None
    prompt: str | None
    subject: str | None
    asked_at: datetime
    due_at: datetime
    window_ends: datetime | None
    state: State
    attempt: int
    owner: str | None
    lease_until: datetime | None
    intent_at: datetime | None
    intent_attempt: int
    not_before: datetime | None
    content: dict[str, Any] | None
    channel: str | None
    ts: str | None
    sent_at: datetime | None
    version: int
    shown_version: int
    reason: str | None


@dataclass(frozen=True)
class NewRow:
    """A message to come. `window_ends` None: it may be sent however late."""

    workspace: str
    key: str
    kind: Kind
    manager: str
    recipient: str
    local_date: date
    asked_at: datetime
    due_at: datetime
    window_ends: datetime | None = None
    place: str | None = None
    week: date | None = None
    prompt: str | None = None
    subject: str | None = None
    content: Mapping[str, Any] | None = None
    state: State = State.PLANNED
    reason: str | None = None


def add(connection: Connection, rows: Sequence[NewRow]) -> None:
    """Plan messages. A key that exists already stays as it is: a message has one row for ever."""
    add_missing(connection, outgoing, [_values(row) for row in rows])


def of_manager(
    connection: Connection, manager: str, first: date, last: date | None = None
) -> list[OutgoingRecord]:
    """A manager's rows by local date, ends included."""
    found = (
        _since.mappings(connection, manager=manager, first=first)
        if last is None
        else _between.mappings(connection, manager=manager, first=first, last=last)
    )
    return [to_record(row) for row in found]


@prepared
def _since(manager: Value, first: Value) -> Executable:
    mine = (outgoing.c.manager == manager, outgoing.c.local_date >= first)
    return select(outgoing).where(*mine).order_by(outgoing.c.due_at)


@prepared
def _between(manager: Value, first: Value, last: Value) -> Executable:
    mine = (
        outgoing.c.manager == manager,
        outgoing.c.local_date >= first,
        outgoing.c.local_date <= last,
    )
    return select(outgoing).where(*mine).order_by(outgoing.c.due_at)


def get(connection: Connection, workspace: str, row_id: str) -> OutgoingRecord | None:
    ask = select(outgoing).where(outgoing.c.workspace == workspace, outgoing.c.id == row_id)
    row = connection.execute(ask).mappings().first()
    return None if row is None else to_record(row)


def of_prompt(connection: Connection, prompt: str) -> list[OutgoingRecord]:
    return [to_record(row) for row in _of_prompt.mappings(connection, prompt=prompt)]


@prepared
def _of_prompt(prompt: Value) -> Executable:
    return select(outgoing).where(outgoing.c.prompt == prompt).order_by(outgoing.c.due_at)


def of_subject(
    connection: Connection, workspace: str, kind: Kind, subject: str
) -> list[OutgoingRecord]:
    """The rows about one thing, e.g. the one that carried a post."""
    ask = (
        select(outgoing)
        .where(
            outgoing.c.workspace == workspace,
            outgoing.c.kind == kind,
            outgoing.c.subject == subject,
        )
        .order_by(outgoing.c.due_at)
    )
    return [to_record(row) for row in connection.execute(ask).mappings()]


def last_sent(connection: Connection, manager: str, kind: Kind) -> datetime | None:
    """The UTC instant at which the last message of that kind went out to a manager."""
    return _last_sent.scalar(connection, manager=manager, kind=kind)


@prepared
def _last_sent(manager: Value, kind: Value) -> Executable:
    return select(func.max(outgoing.c.sent_at, type_=outgoing.c.sent_at.type)).where(
        outgoing.c.manager == manager, outgoing.c.kind == kind
    )


def last_of(
    connection: Connection, manager: str, kinds: Sequence[Kind], until: datetime, *, limit: int
) -> list[datetime]:
    """The UTC instants at which the last messages of these kinds went out, up to the instant
    `until`; the latest first. They go out in the order of their dates: one a day at most."""
    return _last_of.scalars(connection, manager=manager, kinds=kinds, until=until, limit=limit)


@prepared
def _last_of(manager: Value, kinds: Value, until: Value, limit: Value) -> Executable:
    return (
        select(outgoing.c.sent_at)
        .where(
            outgoing.c.manager == manager,
            outgoing.c.kind.in_(kinds),
            outgoing.c.state == State.SENT,
            outgoing.c.sent_at <= until,
        )
        # By date alone the index ends the search after a few rows.
        .order_by(outgoing.c.local_date.desc(), outgoing.c.sent_at.desc())
        .limit(limit)
    )


def left_since(connection: Connection, manager: str, kind: Kind, since: datetime) -> list[str]:
    """The ids of the rows of that kind that went out since the UTC instant, or may have, the
    first of them first."""
    ask = (
        select(outgoing.c.id)
        .where(
            outgoing.c.manager == manager,
            outgoing.c.kind == kind,
            outgoing.c.state.in_((State.SENDING, State.SENT, State.UNKNOWN)),
            outgoing.c.intent_at >= since,
        )
        .order_by(outgoing.c.intent_at)
    )
    return list(connection.execute(ask).scalars())


def of_message(
    connection: Connection, manager: str, channel: str, ts: str
) -> OutgoingRecord | None:
    """The row that became this message in Slack, if it is the manager's."""
    ask = select(outgoing).where(
        outgoing.c.manager == manager, outgoing.c.channel == channel, outgoing.c.ts == ts
    )
    row = connection.execute(ask).mappings().first()
    return None if row is None else to_record(row)


def unknown(
    connection: Connection, manager: str, kind: Kind, first: date, before: datetime
) -> list[OutgoingRecord]:
    """What a manager sent of which nobody knows whether it arrived: of the local date `first` or
    later, tried until the UTC instant."""
    rows = _unknown.mappings(connection, manager=manager, kind=kind, first=first, before=before)
    return [to_record(row) for row in rows]


@prepared
def _unknown(manager: Value, kind: Value, first: Value, before: Value) -> Executable:
    return (
        select(outgoing)
        .where(
            outgoing.c.manager == manager,
            outgoing.c.kind == kind,
            outgoing.c.state == State.UNKNOWN,
            outgoing.c.local_date >= first,
            outgoing.c.intent_at <= before,
        )
        .order_by(outgoing.c.intent_at)
    )


# --- a plan may still change ---------------------------------------------------------------


def withdraw(connection: Connection, ids: Sequence[str], reason: str) -> None:
    """Take back rows that wait: what is planned, tried or not, surely did not leave. What they
    would have said is let go."""
    _change_plan(connection, ids, state=State.WITHDRAWN, reason=reason, content=None)


def revive(connection: Connection, row_id: str, **times: Any) -> None:
    """Plan a withdrawn row that was never tried again, at new times."""
    connection.execute(
        update(outgoing)
        .where(
            outgoing.c.id == row_id,
            outgoing.c.state == State.WITHDRAWN,
            outgoing.c.intent_at.is_(None),
        )
        .values(state=State.PLANNED, reason=None, **times)
    )


def move(connection: Connection, row_id: str, **times: Any) -> None:
    _change_plan(connection, [row_id], **times)


def withdraw_all_of(connection: Connection, manager: str, reason: str) -> None:
    """Take back everything that waits for a manager, answers to own words excepted."""
    connection.execute(
        update(outgoing)
        .where(
            outgoing.c.manager == manager,
            outgoing.c.state == State.PLANNED,
            outgoing.c.kind != Kind.REPLY,
        )
        .values(state=State.WITHDRAWN, reason=reason, content=None)
    )


def _change_plan(connection: Connection, ids: Sequence[str], **values: Any) -> None:
    if ids:
        connection.execute(
            update(outgoing)
            .where(
                outgoing.c.id.in_(ids),
                outgoing.c.state == State.PLANNED,
            )
            .values(**values)
        )


# --- what messages show --------------------------------------------------------------------


def shows_something_else(connection: Connection, ids: Sequence[str]) -> None:
    """What these messages should show has changed."""
    if ids:
        connection.execute(
            update(outgoing).where(outgoing.c.id.in_(ids)).values(version=outgoing.c.version + 1)
        )


def shown(connection: Connection, row_id: str, version: int) -> None:
    connection.execute(
        update(outgoing).where(outgoing.c.id == row_id).values(shown_version=version)
    )


def stale(connection: Connection, limit: int) -> list[OutgoingRecord]:
    """Sent messages that show an older form than they should."""
    ask = (
        select(outgoing)
        .where(outgoing.c.state == State.SENT, outgoing.c.version != outgoing.c.shown_version)
        .order_by(outgoing.c.due_at.desc())
        .limit(limit)
    )
    return [to_record(row) for row in connection.execute(ask).mappings()]


# --- looking -------------------------------------------------------------------------------


def next_due(connection: Connection) -> datetime | None:
    """The earliest instant (UTC, calendar) at which a planned row wants to go out."""
    ask = _next_due if connection.dialect.name == "sqlite" else _next_due_on_postgresql
    return ask.scalar(connection)


@prepared
def _next_due() -> Executable:
    return _earliest(func.max)


@prepared
def _next_due_on_postgresql() -> Executable:
    return _earliest(func.greatest)


def _earliest(latest_of: Callable[..., ColumnElement[Any]]) -> Executable:
    start = latest_of(
        outgoing.c.due_at,
        func.coalesce(outgoing.c.not_before, outgoing.c.due_at),
        func.coalesce(workspaces.c.blocked_until, outgoing.c.due_at),
        type_=outgoing.c.due_at.type,
    )
    return (
        select(func.min(start, type_=outgoing.c.due_at.type))
        .join(workspaces, workspaces.c.id == outgoing.c.workspace)
        .where(outgoing.c.state == State.PLANNED)
    )


def stuck(connection: Connection, due_before: datetime) -> int:
    """Rows due before the UTC instant that are neither out nor ended."""
    ask = select(func.count()).where(
        outgoing.c.state.in_((State.PLANNED, State.SENDING)),
        func.coalesce(outgoing.c.not_before, outgoing.c.due_at) < due_before,
    )
    return connection.execute(ask).scalar_one()


def counts(connection: Connection) -> dict[str, int]:
    ask = select(outgoing.c.state, func.count()).group_by(outgoing.c.state)
    return {row[0]: row[1] for row in connection.execute(ask)}


def to_record(row: Mapping[Any, Any]) -> OutgoingRecord:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    values["kind"] = Kind(values["kind"])
    values["state"] = State(values["state"])
    return OutgoingRecord(**values)


def _values(row: NewRow) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace": row.workspace,
        "key": row.key,
        "kind": row.kind,
        "manager": row.manager,
        "recipient": row.recipient,
        "place": row.place,
        "local_date": row.local_date,
        "week": row.week,
        "prompt": row.prompt,
        "subject": row.subject,
        "asked_at": row.asked_at,
        "due_at": row.due_at,
        "window_ends": row.window_ends,
        "state": row.state,
        "attempt": 0,
        "intent_attempt": 0,
        "content": row.content,
        "version": 0,
        "shown_version": 0,
        "reason": row.reason,
    }
