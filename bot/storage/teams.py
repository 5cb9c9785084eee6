"""Teams: the channel that a manager posts in."""

from sqlalchemy import Connection, select, update

from bot.storage.database import add_missing
from bot.storage.team_tables import teams


def channel_of(connection: Connection, manager: str) -> str | None:
    """The channel's id in Slack; None where none was chosen."""
    return connection.execute(select(teams.c.channel).where(teams.c.manager == manager)).scalar()


def choose_channel(connection: Connection, manager: str, channel: str) -> None:
    changed = connection.execute(
        update(teams).where(teams.c.manager == manager).values(channel=channel)
    )
    if changed.rowcount == 0:
        add_missing(connection, teams, [{"manager": manager, "channel": channel}])
