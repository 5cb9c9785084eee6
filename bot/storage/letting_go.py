"""Messages about somebody or something that is no longer kept: what they said is let go."""

import json
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, select, union, update

from bot.storage import posts as storage_posts
from bot.storage.naming_tools import PEOPLE, let_go_of_consents
from bot.storage.outgoing import TO_REPS, Kind, State
from bot.storage.tables import managers, outgoing, prompts
from bot.storage.team_tables import drafts, posts, questions, requests
from bot.storage.tool_tables import consents


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


def quoting(connection: Connection, notes: Sequence[str]) -> list[str]:
    """The ids of the prompts in whose line the words of these notes stand."""
    return list(connection.execute(select(prompts.c.id).where(prompts.c.note.in_(notes))).scalars())


def forget_words_naming(connection: Connection, workspace: str, user: str) -> list[str]:
    """Let go of what is kept for a day at most, or until it is sent, where the person's id stands
    in it: drafts, the words of posts that wait or can still be edited, messages about to go out;
    and of the words that others were shown before they agreed. The ids of those posts."""
    ours = select(managers.c.id).where(managers.c.workspace == workspace)
    named = re.compile(rf"\b{re.escape(user)}\b")
    kept = select(drafts.c.manager, drafts.c.habit, drafts.c["values"]).where(
        drafts.c.manager.in_(ours)
    )
    for manager, habit, values in connection.execute(kept).all():
        if named.search(json.dumps(values)):
            one = and_(drafts.c.manager == manager, drafts.c.habit == habit)
            connection.execute(delete(drafts).where(one))
    worded = select(posts.c.id, posts.c.parts, posts.c.filled).where(
        posts.c.workspace == workspace, posts.c.parts.is_not(None)
    )
    naming = [
        post for post, *words in connection.execute(worded).all() if named.search(json.dumps(words))
    ]
    storage_posts.let_go_of(connection, naming)
    shown = select(consents.c.id, consents.c.parts, consents.c.suggested).where(
        consents.c.workspace == workspace
    )
    agreed = [
        one for one, *words in connection.execute(shown).all() if named.search(json.dumps(words))
    ]
    let_go_of_consents(connection, consents.c.id.in_(agreed))
    waiting = select(outgoing.c.id, outgoing.c.content).where(
        outgoing.c.workspace == workspace,
        outgoing.c.state == State.PLANNED,
        outgoing.c.content.is_not(None),
    )
    about = [
        row
        for row, content in connection.execute(waiting).all()
        if named.search(json.dumps(content))
    ]
    _empty(connection, outgoing.c.id.in_(about))
    return naming


def empty_all_to(connection: Connection, workspace: str, rep: str) -> None:
    """What was worded for a rep, and what quotes them to a manager as something that waits."""
    ours = outgoing.c.workspace == workspace
    _empty(connection, ours & outgoing.c.kind.in_(TO_REPS) & (outgoing.c.recipient == rep))
    own = select(managers.c.id).where(managers.c.workspace == workspace)
    asked = union(
        *(
            select(column.table.c.manager).where(column == rep, column.table.c.manager.in_(own))
            for column in (questions.c.asker, requests.c.requester, *PEOPLE)
        )
    )
    _empty(connection, (outgoing.c.kind == Kind.TODAY) & outgoing.c.manager.in_(asked))


def _empty(connection: Connection, which: Any) -> None:
    connection.execute(
        update(outgoing).where(which).values(content=None, version=outgoing.c.version + 1)
    )
