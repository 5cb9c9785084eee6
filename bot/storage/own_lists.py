"""Short lists of a manager's own, encrypted: one a kind."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, select, update

from bot.storage.database import add_missing
from bot.storage.tool_tables import own_lists


class ListKind(StrEnum):
    """COSTLY: mistakes that would truly cost. TROPHIES for the award of a month. FAILURE_CV: what
    did not work out for the manager; SHOWN_CV is the same while the team may read it."""

    COSTLY = "costly"
    TROPHIES = "trophies"
    FAILURE_CV = "failure-cv"
    SHOWN_CV = "failure-cv-shown"


def lines(connection: Connection, manager: str, kind: ListKind) -> tuple[str, ...]:
    """() where there is no such list."""
    ask = select(own_lists.c.lines).where(own_lists.c.manager == manager, own_lists.c.kind == kind)
    return tuple(connection.execute(ask).scalar() or ())


def keep(
    connection: Connection, manager: str, kind: ListKind, kept: Sequence[str], now: datetime
) -> None:
    """Put these lines in the place of those that stood there; with none the list is gone."""
    this = (own_lists.c.manager == manager, own_lists.c.kind == kind)
    if not kept:
        connection.execute(delete(own_lists).where(*this))
        return
    values = {"lines": list(kept), "changed_at": now}
    row = {"manager": manager, "kind": kind, **values}
    if add_missing(connection, own_lists, [row]) == 0:
        connection.execute(update(own_lists).where(*this).values(**values))
