"""People as Slack describes them, as far as the bot needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, Executable, delete, select, update

from bot.storage.database import add_missing
from bot.storage.naming_tools import PEOPLE
from bot.storage.prepared import Value, prepared
from bot.storage.tables import managers, people
from bot.storage.team_tables import one_on_ones, pair_notes, questions, requests, roster


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


_KEPT = [people.c[one.name] for one in fields(PersonRecord)]


def get(connection: Connection, workspace: str, user: str) -> PersonRecord | None:
    row = _get.first(connection, workspace=workspace, user=user)
    return None if row is None else PersonRecord(**row._asdict())


@prepared
def _get(workspace: Value, user: Value) -> Executable:
    return select(*_KEPT).where(people.c.workspace == workspace, people.c.user == user)


def several(
    connection: Connection, workspace: str, users: Sequence[str]
) -> dict[str, PersonRecord]:
    """Those of them who are known, by user."""
    if not users:
        return {}
    found = _several.all(connection, workspace=workspace, users=users)
    return {row.user: PersonRecord(*row) for row in found}


@prepared
def _several(workspace: Value, users: Value) -> Executable:
    return select(*_KEPT).where(people.c.workspace == workspace, people.c.user.in_(users))


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


def keep_quiet(
    connection: Connection,
    workspace: str,
    user: str,
    begins: datetime | None,
    ends: datetime | None,
) -> None:
    """The person's Do Not Disturb runs next between these UTC instants; None: not at all."""
    connection.execute(
        update(people)
        .where(people.c.workspace == workspace, people.c.user == user)
        .values(quiet_from=begins, quiet_until=ends)
    )


def name_of(connection: Connection, workspace: str, user: str) -> str | None:
    """What Slack calls the person; None where it was never asked."""
    known = get(connection, workspace, user)
    return None if known is None else known.name


def forget_unnamed(
    connection: Connection,
    workspace: str,
    users: Sequence[str] | None = None,
    before: datetime | None = None,
) -> None:
    """Forget people whom nothing names any more: no manager, no place in a team, no note, 1:1,
    question or ask, nothing of a tool. Only these `users`, or those whom Slack was not asked
    about since the UTC instant `before`."""
    ours = select(managers.c.id).where(managers.c.workspace == workspace)
    named = select(managers.c.user).where(managers.c.workspace == workspace)
    in_a_team = select(roster.c.user).where(
        roster.c.workspace == workspace, roster.c.until.is_(None)
    )
    kept = [
        select(column).where(column.is_not(None), column.table.c.manager.in_(ours))
        for column in (
            pair_notes.c.rep,
            one_on_ones.c.rep,
            questions.c.asker,
            requests.c.requester,
            *PEOPLE,
        )
    ]
    unnamed = delete(people).where(
        people.c.workspace == workspace, people.c.user.not_in(named.union(in_a_team, *kept))
    )
    if users is not None:
        unnamed = unnamed.where(people.c.user.in_(users))
    if before is not None:
        unnamed = unnamed.where(people.c.refreshed_at < before)
    connection.execute(unnamed)


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
