"""People as Slack describes them, as far as the bot needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.storage.database import add_missing
from bot.storage.tables import managers, people


@dataclass(frozen=True)
class PersonRecord:
    """`zone` is an IANA name; `refreshed_at` the UTC instant Slack was asked last; `name` what
    Slack calls the person, None until it was asked."""

    workspace: str
    user: str
    zone: str
    deleted: bool
    refreshed_at: datetime
    name: str | None = None


def get(connection: Connection, workspace: str, user: str) -> PersonRecord | None:
    ask = select(people).where(people.c.workspace == workspace, people.c.user == user)
    row = connection.execute(ask).mappings().first()
    return None if row is None else PersonRecord(**row)


def several(
    connection: Connection, workspace: str, users: Sequence[str]
) -> dict[str, PersonRecord]:
    """Those of them who are known, by user."""
    ask = select(people).where(people.c.workspace == workspace, people.c.user.in_(users))
    return {row["user"]: PersonRecord(**row) for row in connection.execute(ask).mappings()}


def save(connection: Connection, person: PersonRecord) -> None:
    """Keep the person as described now."""
    values = {
        "zone": person.zone,
        "deleted": person.deleted,
        "name": person.name,
        "refreshed_at": person.refreshed_at,
    }
    changed = connection.execute(
        update(people)
        .where(people.c.workspace == person.workspace, people.c.user == person.user)
        .values(**values)
    )
    if changed.rowcount == 0:
        add_missing(
            connection, people, [{"workspace": person.workspace, "user": person.user, **values}]
        )


def name_of(connection: Connection, workspace: str, user: str) -> str | None:
    """What Slack calls the person; None where it was never asked."""
    known = get(connection, workspace, user)
    return None if known is None else known.name


def managers_not_seen_since(connection: Connection, workspace: str, since: datetime) -> list[str]:
    """Users of active managers whom Slack was not asked about since then."""
    ask = (
        select(people.c.user)
        .join(
            managers,
            (managers.c.workspace == people.c.workspace) & (managers.c.user == people.c.user),
        )
        .where(
            people.c.workspace == workspace,
            people.c.refreshed_at < since,
            managers.c.state == "active",
        )
    )
    return list(connection.execute(ask).scalars())
