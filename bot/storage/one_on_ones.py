"""The usual times of 1:1s, as a manager set them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from bot.storage.database import new_id
from bot.storage.tables import managers
from bot.storage.team_tables import one_on_ones
from habits.coaching import UsualTime


@dataclass(frozen=True)
class OneOnOneRecord:
    """A rep's usual 1:1, at the manager's local time. `until`: the UTC instant it was dropped."""

    id: str
    manager: str
    rep: str
    usual: UsualTime
    until: datetime | None


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
    """A manager's own, dropped or not."""
    ask = select(one_on_ones).where(
        one_on_ones.c.manager == manager, one_on_ones.c.id == one_on_one
    )
    return next(iter(_all(connection, ask)), None)


def of_manager(connection: Connection, manager: str) -> list[OneOnOneRecord]:
    """Those that stand."""
    return _all(connection, _standing().where(one_on_ones.c.manager == manager))


def of_rep(connection: Connection, manager: str, rep: str) -> list[OneOnOneRecord]:
    """Those of one rep that stand: one at most, unless two were set at once."""
    ask = _standing().where(one_on_ones.c.manager == manager, one_on_ones.c.rep == rep)
    return _all(connection, ask)


def of_person(connection: Connection, workspace: str, rep: str) -> list[str]:
    """The ids of all that were set with a rep, dropped or not, over all managers."""
    ask = (
        select(one_on_ones.c.id)
        .join(managers, managers.c.id == one_on_ones.c.manager)
        .where(managers.c.workspace == workspace, one_on_ones.c.rep == rep)
    )
    return list(connection.execute(ask).scalars())


def drop(connection: Connection, one_on_one: str, now: datetime) -> None:
    _drop(connection, one_on_ones.c.id == one_on_one, now)


def drop_everywhere(connection: Connection, workspace: str, rep: str, now: datetime) -> None:
    """The rep is gone: no manager has a 1:1 with them any more."""
    ours = select(managers.c.id).where(managers.c.workspace == workspace)
    _drop(connection, (one_on_ones.c.manager.in_(ours)) & (one_on_ones.c.rep == rep), now)


def _standing() -> Select[Any]:
    return select(one_on_ones).where(one_on_ones.c.until.is_(None)).order_by(one_on_ones.c.id)


def _drop(connection: Connection, which: Any, now: datetime) -> None:
    connection.execute(
        update(one_on_ones).where(which, one_on_ones.c.until.is_(None)).values(until=now)
    )


def _all(connection: Connection, ask: Select[Any]) -> list[OneOnOneRecord]:
    return [_record(row) for row in connection.execute(ask).mappings()]


def _record(row: RowMapping) -> OneOnOneRecord:
    first: date = row["first"]
    usual = UsualTime(first, time.fromisoformat(row["at"]), row["every_weeks"])
    return OneOnOneRecord(row["id"], row["manager"], row["rep"], usual, row["until"])
