"""Every row that is about a person, for their export: their own, and those that name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, case, select, true, union

from bot.storage.consents import About
from bot.storage.outgoing import TO_REPS, Kind
from bot.storage.readable import LEFT_OUT, NAMING, NOT_A_MANAGERS, may_be_read
from bot.storage.tables import inbound, invitations, managers, outgoing, people, prompts
from bot.storage.team_tables import metadata
from bot.storage.tool_tables import consents, lunch_stories, nominations, stories

Row = Mapping[str, Any]

_ABOUT_A_REP = (Kind.ONE_ON_ONE, Kind.HELP, Kind.CALL)
"""Messages to a manager that come to nothing when one rep erases."""


@dataclass(frozen=True)
class Kept:
    """What is kept about a person, by table. `own`: about them alone, or as a manager. `naming`:
    rows of managers that name them, with the manager's user id in the column `manager`. `names`:
    everybody else whose id may stand in the rows, with the name where one is known."""

    own: Mapping[str, Sequence[Row]]
    naming: Mapping[str, Sequence[Row]]
    names: Mapping[str, str | None]

    @property
    def is_nothing(self) -> bool:
        return not self.own and not self.naming


def kept_about(connection: Connection, workspace: str, user: str) -> Kept:
    """All of it, decrypted."""
    own = _filled(_own(connection, workspace, user))
    naming = _filled(_naming(connection, workspace, user))
    names = dict(_names(connection, workspace))
    names.pop(user, None)
    return Kept(own, naming, names)


def _own(connection: Connection, workspace: str, user: str) -> dict[str, list[Row]]:
    found = {
        table.name: _rows(connection, table, table.c.workspace == workspace, table.c.user == user)
        for table in (people, invitations, managers)
    }
    for manager in [row["id"] for row in found[managers.name]]:
        for table in metadata.sorted_tables:
            if "manager" in table.c and table not in NOT_A_MANAGERS:
                where = [table.c.manager == manager, may_be_read(table)]
                if table is stories:
                    where.append(_known(user))
                elif table is consents:
                    where.append(_of_known(manager, user))
                elif table is outgoing:
                    where.append(_to_known(manager, user))
                found[table.name] = _rows(connection, table, *where)
    clicks = inbound.c.key.contains(f":{user}:", autoescape=True)
    found[inbound.name] = _rows(connection, inbound, inbound.c.workspace == workspace, clicks)
    for row in found.get(outgoing.name, ()):
        if row["kind"] in TO_REPS:
            # The conversation with a rep is named by an id of its own, which is not the manager's.
            row["channel"] = None
        if row["kind"] in (*TO_REPS, *_ABOUT_A_REP):
            # It would tell that the rep left or erased.
            row["reason"] = None
    return {name: list[Row](rows) for name, rows in found.items()}


def _known(user: str) -> ColumnElement[bool]:
    """Stories of which the manager knows whose they are: whose an unnamed one is that a rep told
    of themselves, nobody learns."""
    shown = stories.c.named.is_(True) & stories.c.posted_at.is_not(None)
    return (stories.c.told_by == user) | shown


def _of_known(manager: str, user: str) -> ColumnElement[bool]:
    """Who was asked about a story is whose it is."""
    known = select(stories.c.id).where(stories.c.manager == manager, _known(user))
    put_up = (
        select(table.c.id).where(table.c.story.in_(known)) for table in (nominations, lunch_stories)
    )
    about = select(union(known, *put_up).subquery().c.id)
    return (consents.c.about == About.POST) | consents.c.subject.in_(about)


def _to_known(manager: str, user: str) -> ColumnElement[bool]:
    """The same of the messages that asked them. An answer to somebody else's own click is
    theirs."""
    mine = (consents.c.manager == manager, _of_known(manager, user))
    asked = select(consents.c.id).where(*mine)
    return case(
        (outgoing.c.kind == Kind.CONSENT, outgoing.c.subject.in_(asked)),
        (outgoing.c.kind == Kind.REPLY, outgoing.c.recipient == user),
        else_=true(),
    )


def _naming(connection: Connection, workspace: str, user: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for one in NAMING:
        table = one.table
        ask = (
            select(*(table.c[name] for name in one.readable if name != "manager"))
            .add_columns(managers.c.user.label("manager"))
            .join(managers, managers.c.id == table.c.manager)
            .where(one.names(user), managers.c.workspace == workspace, managers.c.user != user)
            .order_by(*table.primary_key)
        )
        found[table.name] = [dict(row) for row in connection.execute(ask).mappings()]
    return found


def _rows(
    connection: Connection, table: Table, *where: ColumnElement[bool]
) -> list[dict[str, Any]]:
    left_out = LEFT_OUT.get(table, frozenset[str]())
    ask = select(*(column for column in table.c if column.name not in left_out))
    rows = connection.execute(ask.where(*where).order_by(*table.primary_key)).mappings()
    return [{str(name): value for name, value in row.items()} for row in rows]


def _names(connection: Connection, workspace: str) -> list[tuple[str, str | None]]:
    """Everybody whom a row of the workspace names; the known ones last, so that a name wins."""
    ours = select(managers.c.id).where(managers.c.workspace == workspace)
    named: list[tuple[str, str | None]] = []
    for column in (*(column for one in NAMING for column in one.people), prompts.c.rep):
        ask = select(column).distinct()
        ask = ask.where(column.is_not(None), column.table.c.manager.in_(ours))
        named += [(user, None) for user in connection.execute(ask).scalars()]
    ask_names = select(people.c.user, people.c.name).where(people.c.workspace == workspace)
    return [*named, *((row.user, row.name) for row in connection.execute(ask_names))]


def _filled(found: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Row]]:
    return {name: rows for name, rows in found.items() if rows}
