"""The usual times of 1:1s, as a manager set them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Connection, Executable, Select, delete, insert, select

from bot.storage.database import new_id
from bot.storage.prepared import Value, prepared
from bot.storage.tables import managers
from bot.storage.team_tables import one_on_ones
from habits.coaching import UsualTime


@dataclass(frozen=True)
class OneOnOneRecord:
    """A rep's usual 1:1, at the manager's local time."""

    id: str
    manager: str
    rep: str
    usual: UsualTime


def add(connection: Connection, manager: str, rep: str, usual: UsualTime) -> str:
    """Keep a usual time; its id."""
    made = new_id()
    connection.execute(
        insert(one_on_ones).values(
            id=made,
            manager=manager,
            rep=rep,
            first=usual.first,
            at=f"{usual.at:%H:%M}",
            every_weeks=usual.every_weeks,
        )
    )
    return made


def get(connection: Connection, manager: str, one_on_one: str) -> OneOnOneRecord | None:
    """A manager's own."""
    ask = select(one_on_ones).where(
        one_on_ones.c.manager == manager, one_on_ones.c.id == one_on_one
    )
    return next(iter(_all(connection, ask)), None)


def of_manager(connection: Connection, manager: str) -> list[OneOnOneRecord]:
    """All of a manager."""
    return [_record(row) for row in _of_manager.mappings(connection, manager=manager)]


@prepared
def _of_manager(manager: Value) -> Executable:
    return select(one_on_ones).where(one_on_ones.c.manager == manager).order_by(one_on_ones.c.id)


def of_rep(connection: Connection, manager: str, rep: str) -> list[OneOnOneRecord]:
    """Those of one rep: one at most, unless two were set at once."""
    ask = select(one_on_ones).where(one_on_ones.c.manager == manager, one_on_ones.c.rep == rep)
    return _all(connection, ask.order_by(one_on_ones.c.id))


def of_person(connection: Connection, workspace: str, rep: str) -> list[str]:
    """The ids of all that were set with a rep, over all managers of the workspace."""
    ask = (
        select(one_on_ones.c.id)
        .join(managers, managers.c.id == one_on_ones.c.manager)
        .where(managers.c.workspace == workspace, one_on_ones.c.rep == rep)
    )
    return list(connection.execute(ask).scalars())


def remove(connection: Connection, ids: Sequence[str]) -> None:
    connection.execute(delete(one_on_ones).where(one_on_ones.c.id.in_(ids)))


def _all(connection: Connection, ask: Select[Any]) -> list[OneOnOneRecord]:
    return [_record(row) for row in connection.execute(ask).mappings()]


def _record(row: Mapping[Any, Any]) -> OneOnOneRecord:
    first: date = row["first"]
    usual = UsualTime(first, time.fromisoformat(row["at"]), row["every_weeks"])
    return OneOnOneRecord(row["id"], row["manager"], row["rep"], usual)
