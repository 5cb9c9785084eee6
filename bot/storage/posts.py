"""Posts: what a manager posted in their own name, or is about to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Executable, and_, exists, func, or_, select, update

from bot.storage.database import add_missing
from bot.storage.outgoing import Kind
from bot.storage.outgoing import State as Outgoing
from bot.storage.parts import read, stored
from bot.storage.prepared import Value, prepared
from bot.storage.tables import outgoing
from bot.storage.team_tables import helped, posts
from bot.storage.tool_tables import awards, lunch_stories, lunches, nominations
from habits.composing import Part


class State(StrEnum):
    """ASKING, somebody named in it has still to agree; WAITING to go out; POSTED; NOT_POSTED,
    Slack did not take it or somebody did not agree; WITHDRAWN by its author, or by somebody it
    names; GONE, somebody deleted the message."""

    ASKING = "asking"
    WAITING = "waiting"
    POSTED = "posted"
    NOT_POSTED = "not-posted"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


@dataclass(frozen=True)
class PostRecord:
    """`recipient` is a channel or a user; `author` whose name stands in it: None for the manager,
    "" for one of the team without a name.
    `parts` and `filled` (the form it was made with) are
    None once it can no longer be edited; `helped` counts the people whom it helped."""

    id: str
    workspace: str
    manager: str
    author: str | None
    habit: str
    prompt: str | None
    audience: str
    recipient: str
    parts: tuple[Part, ...] | None
    filled: Mapping[str, Any] | None
    state: State
    confirmed_at: datetime
    posted_at: datetime | None
    editable_until: datetime | None
    edited: bool
    channel: str | None
    ts: str | None
    helped: int
    salt: str | None


@dataclass(frozen=True)
class NewPost:
    """`parts` None: its card is worded from other records."""

    id: str
    workspace: str
    manager: str
    habit: str
    prompt: str | None
    audience: str
    recipient: str
    parts: Sequence[Part] | None
    filled: Mapping[str, Any] | None
    confirmed_at: datetime
    salt: str
    author: str | None = None
    state: State = State.WAITING


def add(connection: Connection, new: NewPost) -> bool:
    """Keep it; False where a post of this id is there already."""
    row = {
        "id": new.id,
        "workspace": new.workspace,
        "manager": new.manager,
        "habit": new.habit,
        "prompt": new.prompt,
        "audience": new.audience,
        "recipient": new.recipient,
        "parts": None if new.parts is None else stored(new.parts),
        "filled": None if new.filled is None else dict(new.filled),
        "author": new.author,
        "state": new.state,
        "confirmed_at": new.confirmed_at,
        "edited": False,
        "helped": 0,
        "salt": new.salt,
    }
    return add_missing(connection, posts, [row]) == 1


def get(connection: Connection, workspace: str, post: str) -> PostRecord | None:
    ask = select(posts).where(posts.c.workspace == workspace, posts.c.id == post)
    row = connection.execute(ask).mappings().first()
    return None if row is None else _record(row)


def of_nomination(connection: Connection, nomination: str) -> str | None:
    """The post with the vote for which something is put up; None before there is one."""
    ask = select(awards.c.post).join(nominations, nominations.c.award == awards.c.id)
    return connection.execute(ask.where(nominations.c.id == nomination)).scalar()


def of_lunch_story(connection: Connection, place: str) -> str | None:
    """The post that invites to the lunch with this place in the running order."""
    ask = select(lunches.c.post).join(lunch_stories, lunch_stories.c.lunch == lunches.c.id)
    return connection.execute(ask.where(lunch_stories.c.id == place)).scalar()


def changeable(connection: Connection, manager: str, now: datetime) -> list[PostRecord]:
    """What the manager can still edit or withdraw, the newest first; also what waits for somebody
    to agree. A card that is worded from other records is neither."""
    return [_record(row) for row in _changeable.mappings(connection, manager=manager, now=now)]


@prepared
def _changeable(manager: Value, now: Value) -> Executable:
    return (
        select(posts)
        .where(
            posts.c.manager == manager,
            or_(
                and_(posts.c.state == State.POSTED, posts.c.editable_until > now),
                posts.c.state == State.ASKING,
            ),
            posts.c.author.is_(None),
            posts.c.parts.is_not(None),
        )
        .order_by(posts.c.confirmed_at.desc())
    )


def posted_since(connection: Connection, manager: str, habit: str, since: datetime) -> bool:
    """Whether a post of that habit went out since the UTC instant and still stands."""
    found = _posted_since.first(connection, manager=manager, habit=habit, since=since)
    return found is not None


@prepared
def _posted_since(manager: Value, habit: Value, since: Value) -> Executable:
    return (
        select(posts.c.id)
        .where(
            posts.c.manager == manager,
            posts.c.habit == habit,
            posts.c.state == State.POSTED,
            posts.c.posted_at >= since,
        )
        .limit(1)
    )


def helped_since(connection: Connection, manager: str, since: datetime) -> Mapping[str, int]:
    """How many people the manager's own posts of each habit helped, by key; posts confirmed since
    then."""
    ask = (
        select(posts.c.habit, func.sum(posts.c.helped))
        .where(
            posts.c.manager == manager,
            posts.c.author.is_(None),
            posts.c.confirmed_at >= since,
        )
        .group_by(posts.c.habit)
    )
    return {habit: int(count) for habit, count in connection.execute(ask) if count}


# --- what becomes of one --------------------------------------------------------------------


def posted(
    connection: Connection, post: str, channel: str, ts: str, at: datetime, until: datetime
) -> None:
    """It stands in the channel since `at`, and can be edited until the UTC instant `until`."""
    _change(
        connection,
        post,
        State.WAITING,
        state=State.POSTED,
        channel=channel,
        ts=ts,
        posted_at=at,
        editable_until=until,
    )


def refused(connection: Connection, post: str) -> bool:
    """It will never go out: nothing of it is kept. False where it was settled before."""
    return _change(connection, post, State.WAITING, state=State.NOT_POSTED, **_NOTHING)


def ended(connection: Connection, post: str, how: State) -> None:
    """It stands in the channel no longer: nothing of it is kept."""
    for before in (State.ASKING, State.WAITING, State.POSTED):
        _change(connection, post, before, state=how, ts=None, **_NOTHING)


def goes_out(connection: Connection, post: str, prompt: str | None, now: datetime) -> bool:
    """All whom it names agreed: it waits to go out, confirmed at the UTC instant. `prompt` is the
    one it answers. False where it was not waiting for them."""
    return _change(
        connection, post, State.ASKING, state=State.WAITING, prompt=prompt, confirmed_at=now
    )


def not_agreed(connection: Connection, post: str) -> bool:
    """Somebody did not agree: nothing of it is kept. False where it was settled before."""
    return _change(connection, post, State.ASKING, state=State.NOT_POSTED, **_NOTHING)


def reworded_before(
    connection: Connection, post: str, parts: Sequence[Part], filled: Mapping[str, Any] | None
) -> bool:
    """Other words while somebody is asked. False where nobody is any more."""
    kept = None if filled is None else dict(filled)
    return _change(connection, post, State.ASKING, parts=stored(parts), filled=kept)


def to_come_down(connection: Connection, post: str) -> bool:
    """Somebody took their yes back: it may stand nowhere, and nothing of it is kept but the place
    of its message, until that is deleted. False where it was settled before."""
    return any(
        _change(connection, post, before, state=State.WITHDRAWN, **_NOTHING)
        for before in (State.ASKING, State.WAITING, State.POSTED)
    )


def arrived_too_late(connection: Connection, post: str, channel: str, ts: str) -> None:
    """Its message arrived after it was withdrawn: that is deleted next."""
    change = update(posts).where(
        posts.c.id == post, posts.c.state == State.WITHDRAWN, posts.c.ts.is_(None)
    )
    connection.execute(change.values(channel=channel, ts=ts))


def still_standing(connection: Connection) -> list[PostRecord]:
    """Withdrawn ones whose message is still to be deleted."""
    ask = (
        select(posts)
        .where(posts.c.state == State.WITHDRAWN, posts.c.ts.is_not(None))
        .order_by(posts.c.confirmed_at)
    )
    return [_record(row) for row in connection.execute(ask).mappings()]


def came_down(connection: Connection, post: str) -> None:
    """Its message is deleted."""
    _change(connection, post, State.WITHDRAWN, ts=None)


def asking(connection: Connection, confirmed_before: datetime) -> list[PostRecord]:
    """Those that wait for somebody to agree, confirmed before the UTC instant."""
    ask = select(posts).where(
        posts.c.state == State.ASKING, posts.c.confirmed_at < confirmed_before
    )
    return [_record(row) for row in connection.execute(ask).mappings()]


def reworded(
    connection: Connection,
    post: str,
    parts: Sequence[Part],
    filled: Mapping[str, Any] | None,
    now: datetime,
) -> bool:
    """Its author changed it. False where it can no longer be edited: then nothing is kept."""
    change = (
        update(posts)
        .where(
            posts.c.id == post,
            posts.c.state == State.POSTED,
            posts.c.editable_until > now,
            posts.c.parts.is_not(None),
        )
        .values(
            parts=stored(parts),
            filled=None if filled is None else dict(filled),
            edited=True,
        )
    )
    return connection.execute(change).rowcount == 1


def let_go(connection: Connection, now: datetime, before: datetime) -> int:
    """Drop the words of those that can no longer be edited, and what tells marks apart; of those
    of which nobody knows that they arrived, what was confirmed until the UTC instant `before`."""
    never_came = and_(posts.c.editable_until.is_(None), posts.c.confirmed_at <= before)
    over = update(posts).where(
        posts.c.state != State.ASKING,
        or_(posts.c.editable_until <= now, never_came),
        or_(*(posts.c[name].is_not(None) for name in _NOTHING)),
    )
    return connection.execute(over.values(**_NOTHING)).rowcount


def let_go_of(connection: Connection, ids: Sequence[str]) -> None:
    """Drop the words of these, as if they could no longer be edited."""
    connection.execute(update(posts).where(posts.c.id.in_(ids)).values(**_NOTHING))


def stranded(connection: Connection) -> list[PostRecord]:
    """Those that wait for a message that was taken back, since their author left."""
    taken_back = exists().where(
        outgoing.c.workspace == posts.c.workspace,
        outgoing.c.kind == Kind.POST,
        outgoing.c.subject == posts.c.id,
        outgoing.c.state == Outgoing.WITHDRAWN,
    )
    ask = select(posts).where(posts.c.state == State.WAITING, taken_back)
    return [_record(row) for row in connection.execute(ask).mappings()]


def mark_helped(connection: Connection, post: str, mark: str) -> bool:
    """It helped one more person; False where this mark was made before."""
    if add_missing(connection, helped, [{"post": post, "mark": mark}]) == 0:
        return False
    one_more = update(posts).where(posts.c.id == post).values(helped=posts.c.helped + 1)
    connection.execute(one_more)
    return True


_NOTHING: Mapping[str, None] = {"parts": None, "filled": None, "salt": None}


def _change(connection: Connection, post: str, before: State, **values: Any) -> bool:
    change = update(posts).where(posts.c.id == post, posts.c.state == before).values(**values)
    return connection.execute(change).rowcount == 1


def _record(row: Mapping[Any, Any]) -> PostRecord:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    if values["parts"] is not None:
        values["parts"] = read(values["parts"])
    values["state"] = State(values["state"])
    return PostRecord(**values)
