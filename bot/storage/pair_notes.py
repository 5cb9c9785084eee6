"""Notes that belong to a manager and one rep, encrypted: both see them, both can delete them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select, update

from bot.storage.database import new_id
from bot.storage.tables import managers
from bot.storage.team_tables import pair_notes

Filled = Mapping[str, Any]
"""What stands in the fields of a form, by field."""


class NoteState(StrEnum):
    """WAITING: what asks the rep is to be sent. ASKED: it was. RETURNED: the rep wrote their part.
    DECLINED: not this time, or it never arrived. Where the rep has no part of their own, AGREED:
    they agree to the note; CHANGED: they worded it anew, and the manager has not looked yet. KEPT:
    an older note that nobody was asked about."""

    KEPT = "kept"
    WAITING = "waiting"
    ASKED = "asked"
    RETURNED = "returned"
    DECLINED = "declined"
    AGREED = "agreed"
    CHANGED = "changed"


@dataclass(frozen=True)
class NewNote:
    """`body` is the manager's part; `about_day` the manager's local date."""

    manager: str
    rep: str
    habit: str
    prompt: str | None
    body: Filled
    about_day: date
    state: NoteState
    at: datetime


@dataclass(frozen=True)
class PairNoteRecord:
    """`rep_body` is the rep's part, where they wrote one; `returned_at` the UTC instant at which
    they wrote it, or worded the note anew."""

    id: str
    manager: str
    rep: str
    habit: str
    prompt: str | None
    body: Filled
    rep_body: Filled | None
    about_day: date
    state: NoteState
    at: datetime
    returned_at: datetime | None


def keep(connection: Connection, note: NewNote) -> str:
    """Keep a note; its id."""
    made = new_id()
    connection.execute(insert(pair_notes).values(id=made, **vars(note)))
    return made


def get(connection: Connection, workspace: str, note: str) -> PairNoteRecord | None:
    ask = (
        select(pair_notes)
        .join(managers, managers.c.id == pair_notes.c.manager)
        .where(managers.c.workspace == workspace, pair_notes.c.id == note)
    )
    return next(iter(_all(connection, ask)), None)


def waiting_for(connection: Connection, manager: str, rep: str) -> list[PairNoteRecord]:
    """The notes whose form the rep is still to be sent, oldest first."""
    ask = _of_pair(manager, rep).where(pair_notes.c.state == NoteState.WAITING)
    return _all(connection, ask.order_by(pair_notes.c.at))


def returned(connection: Connection, manager: str, rep: str, habit: str) -> PairNoteRecord | None:
    """The last note of that habit to which the rep wrote their part."""
    ask = _of_pair(manager, rep).where(
        pair_notes.c.state == NoteState.RETURNED, pair_notes.c.habit == habit
    )
    return next(iter(_all(connection, ask.order_by(pair_notes.c.at.desc()).limit(1))), None)


def last_returned(
    connection: Connection, manager: str, reps: Sequence[str], habit: str
) -> dict[str, PairNoteRecord]:
    """What `returned` says of each of several reps, by rep."""
    newest_first = func.row_number().over(
        partition_by=pair_notes.c.rep, order_by=pair_notes.c.at.desc()
    )
    each = (
        select(pair_notes.c.id, newest_first.label("nth"))
        .where(
            pair_notes.c.manager == manager,
            pair_notes.c.rep.in_(reps),
            pair_notes.c.state == NoteState.RETURNED,
            pair_notes.c.habit == habit,
        )
        .subquery()
    )
    ask = select(pair_notes).join(each, each.c.id == pair_notes.c.id).where(each.c.nth == 1)
    return {one.rep: one for one in _all(connection, ask)}


def newest(connection: Connection, manager: str, rep: str, limit: int) -> list[PairNoteRecord]:
    """The pair's notes, newest first."""
    ask = _of_pair(manager, rep).order_by(pair_notes.c.at.desc(), pair_notes.c.id)
    return _all(connection, ask.limit(limit))


def reps_of(connection: Connection, manager: str) -> list[str]:
    """The people a manager shares notes with."""
    ask = select(pair_notes.c.rep).where(pair_notes.c.manager == manager).distinct()
    return list(connection.execute(ask.order_by(pair_notes.c.rep)).scalars())


def of_rep(connection: Connection, workspace: str, rep: str) -> list[PairNoteRecord]:
    """All notes with a rep, over all managers of the workspace."""
    ask = (
        select(pair_notes)
        .join(managers, managers.c.id == pair_notes.c.manager)
        .where(managers.c.workspace == workspace, pair_notes.c.rep == rep)
    )
    return _all(connection, ask)


def becomes(connection: Connection, note: str, state: NoteState) -> None:
    _change(connection, note, state=state)


def rep_writes(connection: Connection, note: str, body: Filled, now: datetime) -> None:
    """The rep's part; a later one takes the place of an earlier one."""
    _change(connection, note, state=NoteState.RETURNED, rep_body=body, returned_at=now)


def reworded(connection: Connection, note: str, body: Filled, now: datetime) -> None:
    """The rep worded the note anew: both see their text from now on."""
    _change(connection, note, state=NoteState.CHANGED, body=body, returned_at=now)


def adds(connection: Connection, note: str, more: Filled) -> None:
    """Something is written below what stands in the note."""
    body = connection.execute(select(pair_notes.c.body).where(pair_notes.c.id == note)).scalar_one()
    _change(connection, note, body={**body, **more})


def changed(connection: Connection, manager: str) -> list[PairNoteRecord]:
    """The notes whose reps changed them, and the manager has not looked yet; the oldest first."""
    ask = select(pair_notes).where(
        pair_notes.c.manager == manager, pair_notes.c.state == NoteState.CHANGED
    )
    return _all(connection, ask.order_by(pair_notes.c.at, pair_notes.c.id))


def older_than(connection: Connection, before: datetime, limit: int) -> list[PairNoteRecord]:
    """The oldest notes that were made before the UTC instant."""
    ask = select(pair_notes).where(pair_notes.c.at < before).order_by(pair_notes.c.at)
    return _all(connection, ask.limit(limit))


def remove_all(connection: Connection, notes: Sequence[str]) -> None:
    connection.execute(delete(pair_notes).where(pair_notes.c.id.in_(notes)))


def _of_pair(manager: str, rep: str) -> Select[Any]:
    return select(pair_notes).where(pair_notes.c.manager == manager, pair_notes.c.rep == rep)


def _change(connection: Connection, note: str, **values: Any) -> None:
    connection.execute(update(pair_notes).where(pair_notes.c.id == note).values(**values))


def _all(connection: Connection, ask: Select[Any]) -> list[PairNoteRecord]:
    return [_record(row) for row in connection.execute(ask).mappings()]


def _record(row: RowMapping) -> PairNoteRecord:
    values: dict[str, Any] = {str(key): value for key, value in row.items()}
    values["state"] = NoteState(values["state"])
    return PairNoteRecord(**values)
