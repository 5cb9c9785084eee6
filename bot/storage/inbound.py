"""What reached us already: the same click or event twice has one effect."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.storage.tables import inbound


def first_time(connection: Connection, workspace: str, key: str, now: datetime) -> bool:
    """Note the key in the transaction of its effect; False when it was noted before."""
    known = select(inbound.c.key).where(inbound.c.workspace == workspace, inbound.c.key == key)
    if connection.execute(known).first() is not None:
        return False
    connection.execute(insert(inbound).values(workspace=workspace, key=key, at=now))
    return True


def forget(connection: Connection, before: datetime) -> int:
    """Drop keys older than the UTC instant: Slack repeats within minutes, never later."""
    return connection.execute(delete(inbound).where(inbound.c.at < before)).rowcount
