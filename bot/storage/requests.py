"""Requests: asks from outside the team, and what the manager decided about each.

new -> held | delayed | closed, and from each of these to any other by deciding again; held and
delayed -> dropped. What a post carried is held again where the post does not stand; an ask that was
passed on by itself is undecided then. A request that is still new was opened and not decided; it
is forgotten soon.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Executable, delete, exists, or_, select, update

from bot.storage.database import add_missing, new_id
from bot.storage.prepared import Value, prepared
from bot.storage.team_tables import requests
from habits.filtering import Choice


class State(StrEnum):
    NEW = "new"
    HELD = "held"
    DELAYED = "delayed"
    CLOSED = "closed"
    DROPPED = "dropped"


WAITING = (State.HELD, State.DELAYED)
"""What lies on the manager's list."""

NOT_SETTLED = (State.NEW, *WAITING)
"""What the manager has still to see to."""


@dataclass(frozen=True)
class RequestRecord:
    """An ask. `requester`, `channel` and `ts` are Slack's, None where the ask was typed in by hand
    or nobody of the workspace asked. `choice` is "" while nothing was decided that counts; `at`
    the UTC instant it was taken; `deadline` and `again_on` are the manager's local dates."""

    id: str
    manager: str
    requester: str | None
    channel: str | None
    ts: str | None
    body: str
    choice: str
    state: State
    sensitive: bool
    minutes: int | None
    reason: str | None
    deadline: date | None
    first_step: str | None
    again_on: date | None
    post: str | None
    at: datetime
    decided_at: datetime

    @property
    def is_decided(self) -> bool:
        """What is held, and not for the bundle, came back from a post that does not stand."""
        if self.state is State.HELD:
            return self.choice == Choice.BATCH
        return self.choice != ""


@dataclass(frozen=True)
class Counted:
    """What a request adds to the counts."""

    choice: str
    minutes: int | None
    post: str | None


def begin(
    connection: Connection,
    manager: str,
    body: str,
    now: datetime,
    *,
    requester: str | None = None,
    channel: str | None = None,
    ts: str | None = None,
) -> RequestRecord:
    """The request for a message of Slack's: the one that is there, else a new one."""
    row = {
        "id": new_id(),
        "manager": manager,
        "requester": requester,
        "channel": channel,
        "ts": ts,
        "body": body,
        "choice": "",
        "state": State.NEW,
        "sensitive": False,
        "at": now,
        "decided_at": now,
    }
    added = add_missing(connection, requests, [row])
    mine = requests.c.id == row["id"]
    same = (requests.c.channel == channel) & (requests.c.ts == ts)
    ask = select(requests).where(requests.c.manager == manager, mine if added else same)
    return _record(connection.execute(ask).mappings().one())


def get(connection: Connection, manager: str, request: str) -> RequestRecord | None:
    ask = select(requests).where(requests.c.manager == manager, requests.c.id == request)
    row = connection.execute(ask).mappings().first()
    return None if row is None else _record(row)


def of_post(connection: Connection, manager: str, post: str) -> RequestRecord | None:
    """A request that went out with this post."""
    ask = select(requests).where(requests.c.manager == manager, requests.c.post == post)
    row = connection.execute(ask.order_by(requests.c.id)).mappings().first()
    return None if row is None else _record(row)


def change(connection: Connection, request: str, **values: Any) -> None:
    connection.execute(update(requests).where(requests.c.id == request).values(**values))


def waiting(connection: Connection, manager: str) -> list[RequestRecord]:
    """Held and delayed ones, the oldest first."""
    return [_record(row) for row in _waiting.mappings(connection, manager=manager)]


@prepared
def _waiting(manager: Value) -> Executable:
    return (
        select(requests)
        .where(requests.c.manager == manager, requests.c.state.in_(WAITING))
        .order_by(requests.c.at, requests.c.id)
    )


def any_held(connection: Connection, manager: str) -> bool:
    return bool(_any_held.scalar(connection, manager=manager))


@prepared
def _any_held(manager: Value) -> Executable:
    held = (requests.c.manager == manager) & (requests.c.state == State.HELD)
    return select(exists().where(held))


def counted(connection: Connection, manager: str, first: datetime, end: datetime) -> list[Counted]:
    """What was taken from the UTC instant `first` until before `end`, and is decided."""
    return [
        Counted(*row) for row in _counted.all(connection, manager=manager, first=first, end=end)
    ]


@prepared
def _counted(manager: Value, first: Value, end: Value) -> Executable:
    return select(requests.c.choice, requests.c.minutes, requests.c.post).where(
        requests.c.manager == manager,
        requests.c.state != State.NEW,
        or_(requests.c.state != State.HELD, requests.c.choice == Choice.BATCH),
        requests.c.at >= first,
        requests.c.at < end,
    )


def close_held(connection: Connection, manager: str, ids: Sequence[str], post: str) -> None:
    """What went out with a post is no longer held."""
    if ids:
        connection.execute(
            update(requests)
            .where(
                requests.c.manager == manager,
                requests.c.id.in_(ids),
                requests.c.state == State.HELD,
            )
            .values(state=State.CLOSED, choice=Choice.BATCH, post=post)
        )


def drop_held(connection: Connection, manager: str) -> int:
    """Let go of everything that is held; how many there were."""
    held = (requests.c.manager == manager) & (requests.c.state == State.HELD)
    dropped = update(requests).where(held).values(state=State.DROPPED, choice=Choice.BATCH)
    return connection.execute(dropped).rowcount


def hold_again(connection: Connection, post: str, choice: str) -> None:
    """The post does not stand, so what it carried is with the manager again."""
    connection.execute(
        update(requests)
        .where(requests.c.post == post)
        .values(state=State.HELD, choice=choice, post=None)
    )


def forget_new(connection: Connection, before: datetime) -> None:
    """Forget what anybody opened until the UTC instant and never decided."""
    connection.execute(
        delete(requests).where(requests.c.state == State.NEW, requests.c.at <= before)
    )


def _record(row: Mapping[Any, Any]) -> RequestRecord:
    values: dict[str, Any] = {**row, "state": State(row["state"])}
    return RequestRecord(**values)
