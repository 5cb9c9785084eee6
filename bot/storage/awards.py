"""The awards of a manager's months: what was put up, the votes while they can be cast, who won."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from bot.storage.database import add_missing, new_id
from bot.storage.tool_tables import awards, nominations, stories, votes
from habits.awards import Award, Nomination


@dataclass(frozen=True)
class AwardRecord:
    """`month` is its first day; `vote_until` the manager's last local date for votes. `salt` is
    there while they can be cast. Instants are UTC."""

    id: str
    manager: str
    month: date
    trophy: str
    vote_until: date | None
    state: Award
    post: str | None
    result_post: str | None
    salt: str | None
    at: datetime
    awarded_at: datetime | None


@dataclass(frozen=True)
class NominationRecord:
    """A story that is put up. `owner` is whose it is, `named` whether their name may stand in it;
    `votes` are counted when the vote is over."""

    id: str
    manager: str
    award: str
    story: str
    citation: str
    state: Nomination
    votes: int
    won: bool
    at: datetime
    owner: str
    named: bool | None


def begin(
    connection: Connection, manager: str, month: date, trophy: str, now: datetime
) -> AwardRecord:
    """The award of a month, made where there is none yet."""
    row = {
        "id": new_id(),
        "manager": manager,
        "month": month,
        "trophy": trophy,
        "state": Award.GATHERING,
        "at": now,
    }
    add_missing(connection, awards, [row])
    found = of_month(connection, manager, month)
    assert found is not None  # noqa: S101  (it was written just now)
    return found


def of_month(connection: Connection, manager: str, month: date) -> AwardRecord | None:
    ask = select(awards).where(awards.c.manager == manager, awards.c.month == month)
    return _award(connection.execute(ask).mappings().first())


def get(connection: Connection, manager: str, award: str) -> AwardRecord | None:
    ask = select(awards).where(awards.c.manager == manager, awards.c.id == award)
    return _award(connection.execute(ask).mappings().first())


def of_post(connection: Connection, post: str) -> AwardRecord | None:
    """The award whose vote or result stands in a post."""
    ask = select(awards).where(or_(awards.c.post == post, awards.c.result_post == post))
    return _award(connection.execute(ask).mappings().first())


def unfinished(connection: Connection, manager: str) -> list[AwardRecord]:
    """Awards that nobody has yet, the oldest first."""
    ask = (
        select(awards)
        .where(
            awards.c.manager == manager,
            awards.c.state.in_((Award.GATHERING, Award.OPEN, Award.COUNTED)),
        )
        .order_by(awards.c.month)
    )
    return [_record(row) for row in connection.execute(ask).mappings()]


def running(connection: Connection) -> list[AwardRecord]:
    """Awards of whatever manager on which people vote, or voted a moment ago."""
    ask = select(awards).where(awards.c.state == Award.OPEN).order_by(awards.c.at, awards.c.id)
    return [_record(row) for row in connection.execute(ask).mappings()]


def given(connection: Connection, manager: str, limit: int) -> list[AwardRecord]:
    """Awards that somebody has, the newest first."""
    ask = (
        select(awards)
        .where(awards.c.manager == manager, awards.c.state == Award.GIVEN)
        .order_by(awards.c.month.desc())
        .limit(limit)
    )
    return [_record(row) for row in connection.execute(ask).mappings()]


def move(
    connection: Connection, award: str, state: Award, *, was: Sequence[Award], **values: Any
) -> bool:
    """Move an award on from one of the states `was`; False where it stands elsewhere."""
    moved = connection.execute(
        update(awards)
        .where(awards.c.id == award, awards.c.state.in_(was))
        .values(state=state, **values)
    )
    return moved.rowcount == 1


def change(connection: Connection, award: str, **values: Any) -> None:
    connection.execute(update(awards).where(awards.c.id == award).values(**values))


# --- what is put up -------------------------------------------------------------------------


def put_up(
    connection: Connection,
    award: AwardRecord,
    story: str,
    citation: str,
    state: Nomination,
    now: datetime,
) -> str:
    """Put a story up, or once more with another citation; its id."""
    same = (nominations.c.award == award.id, nominations.c.story == story)
    there = connection.execute(select(nominations.c.id).where(*same)).scalar()
    if there is not None:
        change_nomination(connection, there, citation=citation, state=state, votes=0, won=False)
        return there
    made = new_id()
    row = {
        "id": made,
        "manager": award.manager,
        "award": award.id,
        "story": story,
        "citation": citation,
        "state": state,
        "votes": 0,
        "won": False,
        "at": now,
    }
    connection.execute(insert(nominations).values(**row))
    return made


def up_for(connection: Connection, award: str) -> list[NominationRecord]:
    """All that was put up for an award, the oldest first."""
    ask = _with_story().where(nominations.c.award == award)
    found = connection.execute(ask.order_by(nominations.c.at, nominations.c.id))
    return [_nomination(row) for row in found.mappings()]


def nomination(connection: Connection, nomination_id: str) -> NominationRecord | None:
    row = (
        connection.execute(_with_story().where(nominations.c.id == nomination_id))
        .mappings()
        .first()
    )
    return None if row is None else _nomination(row)


def of_story(connection: Connection, story: str) -> list[NominationRecord]:
    found = connection.execute(_with_story().where(nominations.c.story == story))
    return [_nomination(row) for row in found.mappings()]


def change_nomination(connection: Connection, nomination_id: str, **values: Any) -> None:
    connection.execute(
        update(nominations).where(nominations.c.id == nomination_id).values(**values)
    )


# --- votes ----------------------------------------------------------------------------------


def vote(connection: Connection, award: AwardRecord, nomination_id: str, mark: str) -> None:
    """The vote of whoever makes this mark; an earlier one is theirs no longer."""
    mine = (votes.c.award == award.id, votes.c.mark == mark)
    changed = connection.execute(update(votes).where(*mine).values(nomination=nomination_id))
    if changed.rowcount == 0:
        row = {
            "award": award.id,
            "mark": mark,
            "manager": award.manager,
            "nomination": nomination_id,
        }
        add_missing(connection, votes, [row])


def count(connection: Connection, award: str) -> dict[str, int]:
    """How many votes each nomination has, by its id."""
    ask = (
        select(votes.c.nomination, func.count())
        .where(votes.c.award == award)
        .group_by(votes.c.nomination)
    )
    return {name: int(total) for name, total in connection.execute(ask)}


def forget_votes(connection: Connection, award: str, nomination_id: str | None = None) -> None:
    """Drop the marks of an award, or of one nomination alone."""
    which = votes.c.award == award
    if nomination_id is not None:
        which &= votes.c.nomination == nomination_id
    connection.execute(delete(votes).where(which))


def _with_story() -> Any:
    return select(nominations, stories.c.owner, stories.c.named).join(
        stories, stories.c.id == nominations.c.story
    )


def _award(row: Mapping[Any, Any] | None) -> AwardRecord | None:
    return None if row is None else _record(row)


def _record(row: Mapping[Any, Any]) -> AwardRecord:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    values["state"] = Award(values["state"])
    return AwardRecord(**values)


def _nomination(row: Mapping[Any, Any]) -> NominationRecord:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    values["state"] = Nomination(values["state"])
    return NominationRecord(**values)
