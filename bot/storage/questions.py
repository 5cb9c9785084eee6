"""Questions to a manager from under a post: named, encrypted, for the manager alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, Row, func, insert, select, update

from bot.storage.database import new_id
from bot.storage.prepared import Value, prepared
from bot.storage.team_tables import posts, questions


@dataclass(frozen=True)
class QuestionRecord:
    """`asker` is a user id; `habit` the key of the habit whose post was asked about."""

    id: str
    post: str
    habit: str
    asker: str
    body: str
    at: datetime


def add(
    connection: Connection, manager: str, post: str, asker: str, body: str, now: datetime
) -> str:
    """Keep a question; its id."""
    question = new_id()
    connection.execute(
        insert(questions).values(
            id=question, manager=manager, post=post, asker=asker, body=body, at=now
        )
    )
    return question


def open_of(connection: Connection, manager: str) -> list[QuestionRecord]:
    """What the manager has not closed yet, the newest first."""
    return [_record(row) for row in _open_of.all(connection, manager=manager)]


@prepared
def _open_of(manager: Value) -> Executable:
    return (
        select(questions, posts.c.habit)
        .join(posts, posts.c.id == questions.c.post)
        .where(questions.c.manager == manager, questions.c.closed_at.is_(None))
        .order_by(questions.c.at.desc(), questions.c.id)
    )


def get(connection: Connection, manager: str, question: str) -> QuestionRecord | None:
    ask = (
        select(questions, posts.c.habit)
        .join(posts, posts.c.id == questions.c.post)
        .where(questions.c.manager == manager, questions.c.id == question)
    )
    row = connection.execute(ask).first()
    return None if row is None else _record(row)


def close(connection: Connection, manager: str, question: str, now: datetime) -> bool:
    """The manager saw to it; False where it was closed before or is not theirs."""
    closed = connection.execute(
        update(questions)
        .where(
            questions.c.manager == manager,
            questions.c.id == question,
            questions.c.closed_at.is_(None),
        )
        .values(closed_at=now)
    )
    return closed.rowcount == 1


def asked_about(connection: Connection, post: str, asker: str) -> int:
    """How many questions somebody has asked about a post."""
    ask = (
        select(func.count())
        .select_from(questions)
        .where(questions.c.post == post, questions.c.asker == asker)
    )
    return connection.execute(ask).scalar_one()


def _record(row: Row[tuple[object, ...]]) -> QuestionRecord:
    return QuestionRecord(row.id, row.post, row.habit, row.asker, row.body, row.at)
