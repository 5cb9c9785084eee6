"""What managers keep that names somebody else, counted and erased for that person."""

from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, delete, func, select, union, update

from bot.storage import naming_tools
from bot.storage.requests import NOT_SETTLED
from bot.storage.tables import managers
from bot.storage.team_tables import one_on_ones, pair_notes, questions, requests, roster


@dataclass(frozen=True)
class Entries:
    """How many entries of each kind name a person, over all managers of the workspace."""

    one_on_ones: int = 0
    pair_notes: int = 0
    questions: int = 0
    requests: int = 0
    roster: int = 0
    posts: int = 0
    consents: int = 0
    stories: int = 0
    rides: int = 0
    obstacles: int = 0
    promises: int = 0
    admissions: int = 0
    experiments: int = 0
    gaps: int = 0
    contacts: int = 0

    @property
    def all(self) -> int:
        return sum(vars(self).values())

    @property
    def erasable(self) -> int:
        """All but places in a team: those end when the person leaves."""
        return self.all - self.roster


def entries_naming(connection: Connection, workspace: str, user: str) -> Entries:
    """What names the person now."""

    def count(column: Column[str], *more: ColumnElement[bool]) -> int:
        ask = select(func.count()).select_from(column.table)
        return connection.execute(ask.where(_names(column, workspace, user), *more)).scalar_one()

    return Entries(
        one_on_ones=count(one_on_ones.c.rep),
        pair_notes=count(pair_notes.c.rep),
        questions=count(questions.c.asker),
        requests=count(requests.c.requester),
        roster=count(roster.c.user, roster.c.until.is_(None)),
        **naming_tools.counts(connection, workspace, user),
    )


def named_by(connection: Connection, manager: str) -> list[str]:
    """Everybody whom a manager's rows name."""
    named = [
        select(column).where(column.is_not(None), column.table.c.manager == manager)
        for column in (
            roster.c.user,
            one_on_ones.c.rep,
            pair_notes.c.rep,
            questions.c.asker,
            requests.c.requester,
            *naming_tools.PEOPLE,
        )
    ]
    return list(connection.execute(union(*named)).scalars())


def erase(connection: Connection, workspace: str, user: str, words: str) -> None:
    """Delete the questions of the person, and what they asked for and nobody decided yet. Of what
    was decided, their name, their message and its place go, and `words` stand there instead.
    Notes and 1:1 times have more to them, and places in a team stay."""
    connection.execute(delete(questions).where(_names(questions.c.asker, workspace, user)))
    asked = _names(requests.c.requester, workspace, user)
    connection.execute(delete(requests).where(asked, requests.c.state.in_(NOT_SETTLED)))
    cut = {"requester": None, "channel": None, "ts": None, "body": words}
    connection.execute(update(requests).where(asked).values(**cut))


def _names(column: Column[str], workspace: str, user: str) -> ColumnElement[bool]:
    """Rows of managers of the workspace in which the column holds the person."""
    ours = select(managers.c.id).where(managers.c.workspace == workspace)
    return (column == user) & column.table.c.manager.in_(ours)
