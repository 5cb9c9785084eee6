"""Useful failures: what was tried, what it cost, and what is known now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, insert, or_, select, update

from bot.storage.database import new_id
from bot.storage.tool_tables import stories


class State(StrEnum):
    """DRAFT, written and not sent; ASKING its owner; WAITING to go out; POSTED; NOT_POSTED, nobody
    agreed or Slack did not take it; WITHDRAWN by its owner, or by whoever wrote it down; TOLD, for
    a lunch alone: it is posted nowhere."""

    DRAFT = "draft"
    ASKING = "asking"
    WAITING = "waiting"
    POSTED = "posted"
    NOT_POSTED = "not-posted"
    WITHDRAWN = "withdrawn"
    TOLD = "told"


_BEGUN = (State.DRAFT, State.NOT_POSTED)


@dataclass(frozen=True)
class StoryRecord:
    """`owner` is whose lesson it is, `told_by` who wrote it down: user ids. `body` is the fields
    of the form by id. `named`: whether the owner's name stands in it, None until they said so.
    Instants are UTC."""

    id: str
    workspace: str
    manager: str
    owner: str
    told_by: str
    body: Mapping[str, str]
    named: bool | None
    state: State
    post: str | None
    at: datetime
    posted_at: datetime | None


def add(
    connection: Connection,
    *,
    workspace: str,
    manager: str,
    owner: str,
    told_by: str,
    body: Mapping[str, str],
    named: bool | None,
    state: State,
    at: datetime,
    story: str | None = None,
) -> str:
    """Keep a story; its id."""
    made = story or new_id()
    row = {
        "id": made,
        "workspace": workspace,
        "manager": manager,
        "owner": owner,
        "told_by": told_by,
        "body": dict(body),
        "named": named,
        "state": state,
        "at": at,
    }
    connection.execute(insert(stories).values(**row))
    return made


def get(connection: Connection, workspace: str, story: str) -> StoryRecord | None:
    ask = select(stories).where(stories.c.workspace == workspace, stories.c.id == story)
    row = connection.execute(ask).first()
    return None if row is None else _record(row)


def of_post(connection: Connection, post: str) -> StoryRecord | None:
    """The story that stands in a post."""
    row = connection.execute(select(stories).where(stories.c.post == post)).first()
    return None if row is None else _record(row)


def of_owner(connection: Connection, workspace: str, owner: str) -> list[StoryRecord]:
    """Somebody's own stories that stand or may soon, the newest first."""
    ask = (
        select(stories)
        .where(
            stories.c.workspace == workspace,
            stories.c.owner == owner,
            stories.c.state.in_((State.WAITING, State.POSTED)),
        )
        .order_by(stories.c.at.desc(), stories.c.id)
    )
    return [_record(row) for row in connection.execute(ask)]


def asking_of(connection: Connection, manager: str) -> list[StoryRecord]:
    """Stories whose owners are being asked, the newest first."""
    ask = (
        select(stories)
        .where(stories.c.manager == manager, stories.c.state == State.ASKING)
        .order_by(stories.c.at.desc(), stories.c.id)
    )
    return [_record(row) for row in connection.execute(ask)]


def posted_between(
    connection: Connection, manager: str, first: datetime, last: datetime
) -> list[StoryRecord]:
    """Those of a team that stand and went out from the UTC instant `first` until before `last`,
    the newest first."""
    ask = (
        select(stories)
        .where(
            stories.c.manager == manager,
            stories.c.state == State.POSTED,
            stories.c.posted_at >= first,
            stories.c.posted_at < last,
        )
        .order_by(stories.c.posted_at.desc(), stories.c.id)
    )
    return [_record(row) for row in connection.execute(ask)]


def begun_by(connection: Connection, workspace: str, told_by: str) -> StoryRecord | None:
    """The newest that somebody wrote down and that was not posted, to go on with."""
    ask = (
        select(stories)
        .where(
            stories.c.workspace == workspace,
            stories.c.told_by == told_by,
            stories.c.state.in_(_BEGUN),
        )
        .order_by(stories.c.at.desc(), stories.c.id)
        .limit(1)
    )
    row = connection.execute(ask).first()
    return None if row is None else _record(row)


def drop_begun(connection: Connection, workspace: str, told_by: str) -> None:
    """Delete what somebody wrote down and did not send."""
    connection.execute(
        delete(stories).where(
            stories.c.workspace == workspace,
            stories.c.told_by == told_by,
            stories.c.state.in_(_BEGUN),
        )
    )


def forget_begun(connection: Connection, drafts_before: datetime, refused_before: datetime) -> None:
    """Delete drafts, and what was not posted, from before these UTC instants."""
    draft = and_(stories.c.state == State.DRAFT, stories.c.at < drafts_before)
    refused = and_(stories.c.state == State.NOT_POSTED, stories.c.at < refused_before)
    connection.execute(delete(stories).where(or_(draft, refused)))


def has_posted(connection: Connection, manager: str, owner: str) -> bool:
    """Whether a story of this owner went out to the manager's team, be it withdrawn since."""
    told = exists().where(
        stories.c.manager == manager, stories.c.owner == owner, stories.c.posted_at.is_not(None)
    )
    return bool(connection.execute(select(told)).scalar())


def reword(connection: Connection, story: str, body: Mapping[str, str]) -> None:
    """Other words, before it went out."""
    asked = (stories.c.id == story, stories.c.state == State.ASKING)
    connection.execute(update(stories).where(*asked).values(body=dict(body)))


def change(
    connection: Connection,
    story: str,
    state: State,
    *,
    was: Sequence[State],
    **values: Any,
) -> bool:
    """Move a story on from one of the states `was`; False where it stands elsewhere."""
    moved = connection.execute(
        update(stories)
        .where(stories.c.id == story, stories.c.state.in_(was))
        .values(state=state, **values)
    )
    return moved.rowcount == 1


def _record(row: Row[Any]) -> StoryRecord:
    return StoryRecord(
        id=row.id,
        workspace=row.workspace,
        manager=row.manager,
        owner=row.owner,
        told_by=row.told_by,
        body=row.body,
        named=row.named,
        state=State(row.state),
        post=row.post,
        at=row.at,
        posted_at=row.posted_at,
    )
