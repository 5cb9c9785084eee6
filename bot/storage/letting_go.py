"""Messages about somebody or something that is no longer kept: what they said is let go."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from bot.storage.outgoing import TO_REPS, Kind, State
from bot.storage.tables import managers, outgoing
from bot.storage.team_tables import questions, requests


def end_all_about(
    connection: Connection, workspace: str, kind: Kind, subjects: Sequence[str], reason: str
) -> None:
    """These things are gone: what waits is taken back, tried or not, and what was sent is to be
    shown anew."""
    about = (
        (outgoing.c.workspace == workspace)
        & (outgoing.c.kind == kind)
        & outgoing.c.subject.in_(subjects)
    )
    connection.execute(
        update(outgoing)
        .where(about, outgoing.c.state == State.PLANNED)
        .values(state=State.WITHDRAWN, reason=reason)
    )
    _empty(connection, about)


def empty_reminders(connection: Connection, workspace: str, subjects: Sequence[str]) -> None:
    """What was about to be said before these 1:1s is worded anew, should it go out."""
    ours = (outgoing.c.workspace == workspace) & (outgoing.c.kind == Kind.ONE_ON_ONE)
    _empty(connection, ours & outgoing.c.subject.in_(subjects))


def empty_prompts(connection: Connection, ids: Sequence[str]) -> None:
    """The messages of these prompts are worded anew, sent or not."""
    _empty(connection, outgoing.c.prompt.in_(ids))


def empty_all_to(connection: Connection, workspace: str, rep: str) -> None:
    """What was worded for a rep, and what quotes them to a manager as something that waits."""
    ours = outgoing.c.workspace == workspace
    _empty(connection, ours & outgoing.c.kind.in_(TO_REPS) & (outgoing.c.recipient == rep))
    own = select(managers.c.id).where(managers.c.workspace == workspace)
    asked = (
        select(questions.c.manager)
        .where(questions.c.asker == rep, questions.c.manager.in_(own))
        .union(
            select(requests.c.manager).where(
                requests.c.requester == rep, requests.c.manager.in_(own)
            )
        )
    )
    _empty(connection, (outgoing.c.kind == Kind.TODAY) & outgoing.c.manager.in_(asked))


def _empty(connection: Connection, which: Any) -> None:
    connection.execute(
        update(outgoing).where(which).values(content=None, version=outgoing.c.version + 1)
    )
