"""What reached us already: the same click or event twice has one effect."""

from datetime import datetime

from sqlalchemy import Connection, delete

from bot.storage.database import add_missing
from bot.storage.tables import inbound


def first_time(connection: Connection, workspace: str, key: str, now: datetime) -> bool:
    """Note the key in the transaction of its effect; False when it was noted before."""
    return add_missing(connection, inbound, [{"workspace": workspace, "key": key, "at": now}]) == 1


def forget(connection: Connection, before: datetime) -> int:
    """Drop keys older than the UTC instant: Slack repeats within minutes, never later."""
    return connection.execute(delete(inbound).where(inbound.c.at < before)).rowcount


def forget_of(connection: Connection, workspace: str, user: str, but: str = "") -> None:
    """Drop what a person pressed and sent, `but` one key."""
    theirs = inbound.c.key.contains(f":{user}:", autoescape=True)
    here = inbound.c.workspace == workspace
    connection.execute(delete(inbound).where(here, theirs, inbound.c.key != but))
