"""Whom an admin invited: ids alone. It enrols nobody, and stays when somebody starts or leaves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.storage.database import add_missing
from bot.storage.tables import invitations


def add(connection: Connection, workspace: str, users: Sequence[str], now: datetime) -> None:
    """Whoever was invited before stays so."""
    rows = [{"workspace": workspace, "user": user, "invited_at": now} for user in users]
    if rows:
        add_missing(connection, invitations, rows)


def remove(connection: Connection, workspace: str, users: Sequence[str]) -> None:
    here = invitations.c.workspace == workspace
    connection.execute(delete(invitations).where(here, invitations.c.user.in_(users)))


def of_workspace(connection: Connection, workspace: str) -> list[str]:
    """The users, by id: an order in time would tell who came back."""
    here = invitations.c.workspace == workspace
    ask = select(invitations.c.user).where(here).order_by(invitations.c.user)
    return list(connection.execute(ask).scalars())


def count(connection: Connection, workspace: str) -> int:
    ask = select(func.count()).where(invitations.c.workspace == workspace)
    return connection.execute(ask).scalar_one()


def is_invited(connection: Connection, workspace: str, user: str) -> bool:
    ask = select(invitations.c.user).where(
        invitations.c.workspace == workspace, invitations.c.user == user
    )
    return connection.execute(ask).first() is not None
