"""Obstacles: what reps said is in their way, and what their manager answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Select, delete, exists, insert, or_, select, update

from bot.storage.database import new_id
from bot.storage.prepared import Value, prepared
from bot.storage.team_tables import drafts
from bot.storage.tool_tables import obstacles
from habits.obstacles import OPEN, Obstacle, ObstacleState

_NOTED = "noted"


@dataclass(frozen=True)
class ObstacleRecord:
    """An obstacle of the pair of `manager` and `rep`, a user id. `at` and `answered_at` are
    UTC."""

    id: str
    workspace: str
    manager: str
    rep: str
    obstacle: Obstacle
    at: datetime
    answered_at: datetime | None


def add(
    connection: Connection,
    workspace: str,
    manager: str,
    rep: str,
    obstacle: Obstacle,
    now: datetime,
) -> ObstacleRecord:
    made = ObstacleRecord(new_id(), workspace, manager, rep, obstacle, now, None)
    row = {"id": made.id, "workspace": workspace, "manager": manager, "rep": rep, "at": now}
    connection.execute(insert(obstacles).values(**row, **_values(obstacle, now)))
    return made


def get(connection: Connection, workspace: str, obstacle: str) -> ObstacleRecord | None:
    ask = select(obstacles).where(obstacles.c.workspace == workspace, obstacles.c.id == obstacle)
    found = _all(connection, ask)
    return found[0] if found else None


def save(connection: Connection, record: ObstacleRecord, changed: Obstacle, now: datetime) -> None:
    connection.execute(
        update(obstacles).where(obstacles.c.id == record.id).values(**_values(changed, now))
    )


def remove(connection: Connection, ids: Sequence[str]) -> None:
    forget_answers(connection, ids)
    connection.execute(delete(obstacles).where(obstacles.c.id.in_(ids)))


def forget_answers(connection: Connection, ids: Sequence[str]) -> None:
    """Drop the answers to these that are being written."""
    forms = [answer_form(one) for one in ids]
    connection.execute(delete(drafts).where(drafts.c.habit.in_(forms)))


def answer_form(obstacle: str) -> str:
    """How the draft of an answer is named; no habit has a colon in its key."""
    return f"clear_path:{obstacle}"


def open_of(connection: Connection, manager: str) -> list[ObstacleRecord]:
    """The open ones of a manager, the oldest first."""
    return [_record(row) for row in _open_of.mappings(connection, manager=manager)]


@prepared
def _open_of(manager: Value) -> Executable:
    return (
        select(obstacles)
        .where(obstacles.c.manager == manager, obstacles.c.state.in_(OPEN))
        .order_by(obstacles.c.at, obstacles.c.id)
    )


def any_open(connection: Connection, manager: str) -> bool:
    return bool(_any_open.scalar(connection, manager=manager))


@prepared
def _any_open(manager: Value) -> Executable:
    mine = (obstacles.c.manager == manager) & obstacles.c.state.in_(OPEN)
    return select(exists().where(mine))


def of_pair(connection: Connection, manager: str, rep: str) -> list[ObstacleRecord]:
    mine = (obstacles.c.manager == manager) & (obstacles.c.rep == rep)
    return _all(connection, select(obstacles).where(mine))


def of_rep(
    connection: Connection, workspace: str, rep: str, answered_since: datetime
) -> list[ObstacleRecord]:
    """A rep's own ones with all their managers: the open ones, and those answered from the UTC
    instant on; the newest first."""
    ask = (
        select(obstacles)
        .where(
            obstacles.c.workspace == workspace,
            obstacles.c.rep == rep,
            or_(obstacles.c.state.in_(OPEN), obstacles.c.answered_at >= answered_since),
        )
        .order_by(obstacles.c.at.desc(), obstacles.c.id)
    )
    return _all(connection, ask)


def _all(connection: Connection, ask: Select[Any]) -> list[ObstacleRecord]:
    return [_record(row) for row in connection.execute(ask).mappings()]


def _values(obstacle: Obstacle, now: datetime) -> dict[str, Any]:
    body: dict[str, Any] = {"blocked": obstacle.blocked, "holds_up": obstacle.holds_up}
    return {
        "body": {name: text for name, text in body.items() if text}
        | ({_NOTED: True} if obstacle.noted else {}),
        "due_on": obstacle.due_on,
        "state": obstacle.state,
        "answer": obstacle.answer,
        "answered_at": None if obstacle.is_open else now,
    }


def _record(row: Mapping[Any, Any]) -> ObstacleRecord:
    body: dict[str, Any] = row["body"]
    obstacle = Obstacle(
        blocked=body.get("blocked", ""),
        holds_up=body.get("holds_up", ""),
        noted=bool(body.get(_NOTED)),
        due_on=row["due_on"],
        state=ObstacleState(row["state"]),
        answer=row["answer"],
    )
    return ObstacleRecord(
        id=row["id"],
        workspace=row["workspace"],
        manager=row["manager"],
        rep=row["rep"],
        obstacle=obstacle,
        at=row["at"],
        answered_at=row["answered_at"],
    )
