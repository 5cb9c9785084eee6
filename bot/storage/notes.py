"""Private notes: what a manager typed for themselves, encrypted."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bot.storage.database import new_id
from bot.storage.tables import notes


def keep(connection: Connection, manager: str, prompt: str | None, body: str, now: datetime) -> str:
    """Keep a note; its id."""
    note = new_id()
    connection.execute(
        insert(notes).values(id=note, manager=manager, prompt=prompt, body=body, at=now)
    )
    return note


def remove(connection: Connection, manager: str, note: str) -> bool:
    """Delete one of the manager's own notes; False when there is none of that id."""
    gone = delete(notes).where(notes.c.manager == manager, notes.c.id == note)
    return connection.execute(gone).rowcount == 1


def count(connection: Connection, manager: str) -> int:
    ask = select(func.count()).select_from(notes).where(notes.c.manager == manager)
    return connection.execute(ask).scalar_one()
