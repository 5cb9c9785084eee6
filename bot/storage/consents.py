"""Whether people agree to what names them: asked, answered, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from bot.storage.database import new_id
from bot.storage.parts import read, stored
from bot.storage.tool_tables import consents
from habits.composing import Part


class About(StrEnum):
    """What somebody is asked about; the subject is the id of a post, a story, a nomination for the
    award, or a place in the running order of the lunch."""

    POST = "post"
    STORY = "story"
    NOMINATION = "nomination"
    LUNCH = "lunch"


class State(StrEnum):
    """WAITING for the person's first message, ASKED, YES, NO, CHANGE: they would rather have
    another text; TIME_UP, nobody answered in time; WITHDRAWN, a yes was taken back; NOT_SENT, all
    agreed and Slack did not take it; OVER, it is not asked any more, since what it is about is
    gone."""

    WAITING = "waiting"
    ASKED = "asked"
    YES = "yes"
    NO = "no"
    CHANGE = "change"
    TIME_UP = "time-up"
    WITHDRAWN = "withdrawn"
    NOT_SENT = "not-sent"
    OVER = "over"


UNSETTLED = (State.WAITING, State.ASKED, State.NO, State.CHANGE)


@dataclass(frozen=True)
class ConsentRecord:
    """`parts` is the exact text, `suggested` what the person would rather have: it stays after a
    later no, so that the manager cannot see when that was said. `named`: whether
    their name may stand in it, None where that was not asked. Instants are UTC."""

    id: str
    workspace: str
    manager: str
    person: str
    about: About
    subject: str
    parts: tuple[Part, ...]
    suggested: tuple[Part, ...] | None
    named: bool | None
    state: State
    asked_at: datetime
    ends_at: datetime
    answered_at: datetime | None

    @property
    def offers_words(self) -> bool:
        """Whether other words lie with the manager, to be taken up or left."""
        return self.suggested is not None and self.state in (State.CHANGE, State.NO)


def add(
    connection: Connection,
    *,
    workspace: str,
    manager: str,
    person: str,
    about: About,
    subject: str,
    parts: Sequence[Part],
    state: State,
    asked_at: datetime,
    ends_at: datetime,
) -> str:
    """Keep that somebody is asked; the consent's id."""
    made = new_id()
    row = {
        "id": made,
        "workspace": workspace,
        "manager": manager,
        "person": person,
        "about": about,
        "subject": subject,
        "parts": stored(parts),
        "state": state,
        "asked_at": asked_at,
        "ends_at": ends_at,
    }
    connection.execute(insert(consents).values(**row))
    return made


def get(connection: Connection, workspace: str, consent: str) -> ConsentRecord | None:
    ask = select(consents).where(consents.c.workspace == workspace, consents.c.id == consent)
    row = connection.execute(ask).first()
    return None if row is None else _record(row)


def newest_about(connection: Connection, about: About, subject: str) -> list[ConsentRecord]:
    """The newest consent of each person about one thing."""
    ask = (
        select(consents)
        .where(consents.c.about == about, consents.c.subject == subject)
        .order_by(consents.c.asked_at, consents.c.id)
    )
    newest = {row.person: _record(row) for row in connection.execute(ask)}
    return list(newest.values())


def to_settle(connection: Connection, now: datetime) -> list[ConsentRecord]:
    """Those that are not settled though their time is up at the UTC instant `now`."""
    ask = select(consents).where(consents.c.state.in_(UNSETTLED), consents.c.ends_at <= now)
    return _records(connection, ask)


def of_manager(connection: Connection, manager: str, *states: State) -> list[ConsentRecord]:
    """What a manager asked that stands like this, the oldest first."""
    ask = select(consents).where(consents.c.manager == manager, consents.c.state.in_(states))
    return _records(connection, ask)


def of_person(
    connection: Connection, workspace: str, person: str, *states: State
) -> list[ConsentRecord]:
    """What somebody was asked that stands like this, the oldest first."""
    ask = select(consents).where(
        consents.c.workspace == workspace,
        consents.c.person == person,
        consents.c.state.in_(states),
    )
    return _records(connection, ask)


def ask_now(connection: Connection, consent: str, now: datetime, ends_at: datetime) -> bool:
    """What waited is asked from now on. False where it does not wait any more."""
    asked = connection.execute(
        update(consents)
        .where(consents.c.id == consent, consents.c.state == State.WAITING)
        .values(state=State.ASKED, asked_at=now, ends_at=ends_at)
    )
    return asked.rowcount == 1


def answer(
    connection: Connection,
    consent: str,
    state: State,
    now: datetime | None,
    *,
    was: Sequence[State],
    named: bool | None = None,
    suggested: Sequence[Part] | None = None,
    ends_at: datetime | None = None,
    of_parts: Sequence[Part] | None = None,
) -> bool:
    """Move a consent on from one of the states `was`; False where it stands elsewhere. `of_parts`
    is the text to which the answer was given: other words lie with nobody any more."""
    values: dict[str, Any] = {"state": state, "answered_at": now}
    if ends_at is not None:
        values["ends_at"] = ends_at
    if named is not None:
        values["named"] = named
    if suggested is not None:
        values["suggested"] = stored(suggested)
    if of_parts is not None:
        values |= {"parts": stored(of_parts), "suggested": None}
    changed = connection.execute(
        update(consents).where(consents.c.id == consent, consents.c.state.in_(was)).values(**values)
    )
    return changed.rowcount == 1


def prolong(connection: Connection, consent: str, ends_at: datetime) -> None:
    """Nobody answered for good: there is time until the UTC instant."""
    unsettled = (consents.c.id == consent, consents.c.state.in_(UNSETTLED))
    connection.execute(update(consents).where(*unsettled).values(ends_at=ends_at))


def _records(connection: Connection, ask: Select[Any]) -> list[ConsentRecord]:
    rows = connection.execute(ask.order_by(consents.c.asked_at, consents.c.id))
    return [_record(row) for row in rows]


def _record(row: Row[Any]) -> ConsentRecord:
    return ConsentRecord(
        id=row.id,
        workspace=row.workspace,
        manager=row.manager,
        person=row.person,
        about=About(row.about),
        subject=row.subject,
        parts=read(row.parts or ()),
        suggested=None if row.suggested is None else read(row.suggested),
        named=row.named,
        state=State(row.state),
        asked_at=row.asked_at,
        ends_at=row.ends_at,
        answered_at=row.answered_at,
    )
