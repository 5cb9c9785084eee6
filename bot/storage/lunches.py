"""Lunches for useful mistakes, and the stories that people would tell there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from bot.storage.database import new_id
from bot.storage.tool_tables import lunch_stories, lunches, stories
from habits.lunches import Lunch, Place


@dataclass(frozen=True)
class LunchRecord:
    """`on_day` is the manager's local date; `post` invites, `learnings_post` tells what was
    learned."""

    id: str
    manager: str
    name: str
    on_day: date
    place: str | None
    own_story: str
    learnings: str | None
    state: Lunch
    post: str | None
    learnings_post: str | None
    at: datetime


@dataclass(frozen=True)
class LunchStoryRecord:
    """A story that its `owner` would tell. `body` is the fields of the story by id; `position` its
    place in the running order."""

    id: str
    manager: str
    lunch: str
    story: str
    state: Place
    position: int | None
    at: datetime
    owner: str
    named: bool | None
    body: Mapping[str, str]


def add(
    connection: Connection,
    manager: str,
    *,
    name: str,
    on_day: date,
    place: str | None,
    own_story: str,
    post: str,
    now: datetime,
) -> str:
    """Keep a lunch to come; its id."""
    made = new_id()
    row = {
        "id": made,
        "manager": manager,
        "name": name,
        "on_day": on_day,
        "place": place,
        "own_story": own_story,
        "state": Lunch.PLANNED,
        "post": post,
        "at": now,
    }
    connection.execute(insert(lunches).values(**row))
    return made


def get(connection: Connection, manager: str, lunch: str) -> LunchRecord | None:
    ask = select(lunches).where(lunches.c.manager == manager, lunches.c.id == lunch)
    return _lunch(connection.execute(ask).mappings().first())


def any_of(connection: Connection, lunch: str) -> LunchRecord | None:
    """A lunch of whichever manager."""
    return _lunch(
        connection.execute(select(lunches).where(lunches.c.id == lunch)).mappings().first()
    )


def planned(connection: Connection, manager: str) -> LunchRecord | None:
    """The lunch that was neither held nor called off: the last one by its date."""
    ask = (
        select(lunches)
        .where(lunches.c.manager == manager, lunches.c.state == Lunch.PLANNED)
        .order_by(lunches.c.on_day.desc(), lunches.c.id)
    )
    return _lunch(connection.execute(ask).mappings().first())


def to_learn_from(connection: Connection, manager: str, until: date) -> LunchRecord | None:
    """The first lunch on or before the date of which nobody posted what was learned."""
    ask = (
        select(lunches)
        .where(
            lunches.c.manager == manager,
            lunches.c.state == Lunch.PLANNED,
            lunches.c.on_day <= until,
        )
        .order_by(lunches.c.on_day, lunches.c.id)
    )
    return _lunch(connection.execute(ask).mappings().first())


def not_off(connection: Connection, manager: str) -> list[LunchRecord]:
    """Lunches that were held or are planned, by their date."""
    ask = (
        select(lunches)
        .where(lunches.c.manager == manager, lunches.c.state != Lunch.OFF)
        .order_by(lunches.c.on_day, lunches.c.id)
    )
    found = (_lunch(row) for row in connection.execute(ask).mappings())
    return [one for one in found if one is not None]


def of_post(connection: Connection, post: str) -> LunchRecord | None:
    """The lunch that a post is about."""
    ask = select(lunches).where(or_(lunches.c.post == post, lunches.c.learnings_post == post))
    return _lunch(connection.execute(ask).mappings().first())


def change(connection: Connection, lunch: str, **values: Any) -> None:
    connection.execute(update(lunches).where(lunches.c.id == lunch).values(**values))


def move(
    connection: Connection, lunch: str, state: Lunch, *, was: Sequence[Lunch], **values: Any
) -> bool:
    """Move a lunch on from one of the states `was`; False where it stands elsewhere."""
    moved = connection.execute(
        update(lunches)
        .where(lunches.c.id == lunch, lunches.c.state.in_(was))
        .values(state=state, **values)
    )
    return moved.rowcount == 1


# --- the stories ----------------------------------------------------------------------------


def offer(connection: Connection, lunch: LunchRecord, story: str, now: datetime) -> str:
    """Somebody would tell this story, be it once more; its id at the lunch."""
    same = (lunch_stories.c.lunch == lunch.id, lunch_stories.c.story == story)
    there = connection.execute(
        select(lunch_stories.c.id, lunch_stories.c.state).where(*same)
    ).first()
    if there is not None:
        if there.state == Place.OUT:
            change_story(connection, there.id, state=Place.OFFERED, position=None)
        return there.id
    made = new_id()
    row = {
        "id": made,
        "manager": lunch.manager,
        "lunch": lunch.id,
        "story": story,
        "state": Place.OFFERED,
        "at": now,
    }
    connection.execute(insert(lunch_stories).values(**row))
    return made


def told_at(connection: Connection, lunch: str) -> list[LunchStoryRecord]:
    """All stories of a lunch: in the running order first, then as they were offered."""
    ask = _with_story().where(lunch_stories.c.lunch == lunch)
    found = [
        _story(row)
        for row in connection.execute(
            ask.order_by(lunch_stories.c.at, lunch_stories.c.id)
        ).mappings()
    ]
    return sorted(found, key=lambda one: (one.position is None, one.position or 0))


def story(connection: Connection, lunch_story: str) -> LunchStoryRecord | None:
    row = (
        connection.execute(_with_story().where(lunch_stories.c.id == lunch_story))
        .mappings()
        .first()
    )
    return None if row is None else _story(row)


def of_story(connection: Connection, story_id: str) -> list[LunchStoryRecord]:
    found = connection.execute(_with_story().where(lunch_stories.c.story == story_id))
    return [_story(row) for row in found.mappings()]


def change_story(connection: Connection, lunch_story: str, **values: Any) -> None:
    connection.execute(
        update(lunch_stories).where(lunch_stories.c.id == lunch_story).values(**values)
    )


def _with_story() -> Any:
    return select(lunch_stories, stories.c.owner, stories.c.named, stories.c.body).join(
        stories, stories.c.id == lunch_stories.c.story
    )


def _lunch(row: Mapping[Any, Any] | None) -> LunchRecord | None:
    if row is None:
        return None
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    values["state"] = Lunch(values["state"])
    return LunchRecord(**values)


def _story(row: Mapping[Any, Any]) -> LunchStoryRecord:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    values["state"] = Place(values["state"])
    return LunchStoryRecord(**values)
