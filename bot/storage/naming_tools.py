"""Where what the tools keep names somebody else, counted and erased for that person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    delete,
    func,
    select,
    union,
    update,
)

from bot.storage.consents import State
from bot.storage.tables import managers
from bot.storage.team_tables import posts
from bot.storage.tool_tables import (
    admissions,
    consents,
    contacts,
    experiments,
    gaps,
    lunch_stories,
    nominations,
    obstacles,
    promises,
    rides,
    stories,
    votes,
)

PEOPLE: Sequence[Column[str]] = (
    consents.c.person,
    stories.c.owner,
    stories.c.told_by,
    rides.c.rep,
    obstacles.c.rep,
    promises.c.person,
    admissions.c.recipient,
    experiments.c.owner,
    gaps.c.expert,
    contacts.c.person,
    posts.c.author,
)
"""Every column that holds somebody's user id; the manager's own or a channel's in a few rows."""

_UNDER_WAY = (State.WAITING, State.ASKED, State.CHANGE)
_NO_WORDS = {"parts": None, "suggested": None}


@dataclass(frozen=True)
class Held:
    """The ids of what is somebody's and goes when they erase: what they were asked to agree to,
    and what others were asked about theirs; calls and obstacles; posts with their words."""

    consents: Sequence[str]
    help: Sequence[str]
    posts: Sequence[str]


def naming(column: Column[str], workspace: str, user: str) -> ColumnElement[bool]:
    """Rows of other managers of the workspace in which the column holds the person: a manager's
    own story is theirs as a manager."""
    others = select(managers.c.id).where(managers.c.workspace == workspace, managers.c.user != user)
    return (column == user) & column.table.c.manager.in_(others)


def counts(connection: Connection, workspace: str, user: str) -> dict[str, int]:
    """How many entries of each kind name the person, by table. A story counts for whose it is."""
    return {
        column.table.name: connection.execute(
            select(func.count()).select_from(column.table).where(naming(column, workspace, user))
        ).scalar_one()
        for column in PEOPLE
        if column is not stories.c.told_by
    }


def held(connection: Connection, workspace: str, user: str) -> Held:
    """What is there now."""
    own = naming(consents.c.person, workspace, user)
    theirs = _stories(workspace, user)
    asked = select(consents.c.id).where(own | consents.c.subject.in_(_subjects(theirs)))
    help_of = (
        select(table.c.id).where(naming(table.c.rep, workspace, user))
        for table in (rides, obstacles)
    )
    worded = union(
        select(posts.c.id).where(naming(posts.c.author, workspace, user)),
        select(stories.c.post).where(stories.c.id.in_(theirs), stories.c.post.is_not(None)),
    )

    found = [one for ask in help_of for one in connection.execute(ask).scalars()]
    return Held(
        connection.execute(asked).scalars().all(), found, connection.execute(worded).scalars().all()
    )


def erase(connection: Connection, workspace: str, user: str, words: str) -> None:
    """Delete what the person agreed to, told, asked for or was asked: with a story goes where it
    was put up for the award, its votes, and its place at the lunch. Of promises the name, the
    message and the words go, and `words` stand there instead; elsewhere the name is cut. The words
    of posts are let go of before."""
    theirs = _stories(workspace, user)
    of_theirs = consents.c.subject.in_(_subjects(theirs))
    connection.execute(update(consents).where(of_theirs).values(**_NO_WORDS))
    connection.execute(
        update(consents).where(of_theirs, consents.c.state.in_(_UNDER_WAY)).values(state=State.OVER)
    )
    put_up = select(nominations.c.id).where(nominations.c.story.in_(theirs))
    connection.execute(delete(votes).where(votes.c.nomination.in_(put_up)))
    for table in (nominations, lunch_stories):
        connection.execute(delete(table).where(table.c.story.in_(theirs)))
    for column in (
        stories.c.owner,
        consents.c.person,
        rides.c.rep,
        obstacles.c.rep,
        experiments.c.owner,
        contacts.c.person,
    ):
        connection.execute(delete(column.table).where(naming(column, workspace, user)))
    told = naming(stories.c.told_by, workspace, user)
    connection.execute(update(stories).where(told).values(told_by=""))
    promised = {"person": None, "channel": None, "ts": None, "told": None, "body": words}
    noted = naming(promises.c.person, workspace, user)
    connection.execute(update(promises).where(noted).values(**promised))
    for column in (admissions.c.recipient, gaps.c.expert):
        cut = update(column.table).where(naming(column, workspace, user))
        connection.execute(cut.values({column: None}))
    # Without a name it stays one of the team's: None would make it the manager's own.
    told_there = naming(posts.c.author, workspace, user)
    connection.execute(update(posts).where(told_there).values(author=""))


def words_of_consents(before: datetime) -> ColumnElement[bool]:
    """Consents whose words nobody needs: a yes stands, other words may still be taken up, and the
    rest is over once the UTC instant `before` is past the end of the time to answer. A no and
    silence lose them at the same time."""
    settled = (State.NO, State.TIME_UP, State.WITHDRAWN, State.OVER)
    worded = consents.c.parts.is_not(None) | consents.c.suggested.is_not(None)
    return consents.c.state.in_(settled) & (consents.c.ends_at < before) & worded


def let_go_of_consents(connection: Connection, which: ColumnElement[bool]) -> None:
    """Drop the words of these."""
    connection.execute(update(consents).where(which).values(**_NO_WORDS))


def _stories(workspace: str, user: str) -> Select[tuple[str]]:
    return select(stories.c.id).where(naming(stories.c.owner, workspace, user))


def _subjects(theirs: Select[tuple[str]]) -> Select[tuple[str]]:
    """What consents about these stories are about: themselves, and where they are put up."""
    parts = (
        select(nominations.c.id).where(nominations.c.story.in_(theirs)),
        select(lunch_stories.c.id).where(lunch_stories.c.story.in_(theirs)),
    )
    return select(union(theirs, *parts).subquery().c.id)
