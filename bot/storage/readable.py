"""What of a row is whose to read: what stays out of a manager's export, and what of a manager's
row somebody whom it names gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Table, and_, or_, select, true

from bot.storage.outgoing import TO_REPS
from bot.storage.tables import outgoing
from bot.storage.team_tables import one_on_ones, pair_notes, posts, questions, requests, roster
from bot.storage.tool_tables import (
    admissions,
    awards,
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
from habits.riding import Side, State

_HOW_IT_WAS_SENT = frozenset(
    {
        "key",
        "window_ends",
        "attempt",
        "owner",
        "lease_until",
        "intent_at",
        "intent_attempt",
        "not_before",
        "version",
        "shown_version",
    }
)
LEFT_OUT: Mapping[Table, frozenset[str]] = {
    outgoing: _HOW_IT_WAS_SENT,
    posts: frozenset({"salt"}),
    roster: frozenset({"until", "ended"}),
    pair_notes: frozenset({"state"}),
    consents: frozenset({"suggested", "state", "ends_at", "answered_at"}),
    awards: frozenset({"salt"}),
}
"""What is not in a manager's export: how a message got out, a key, why and when somebody stopped
taking part, that a rep did not want to write, and whether somebody said no or nothing."""

NOT_A_MANAGERS = frozenset({votes})
"""Tables that are in nobody's export: nobody can tell whose vote is whose."""


def may_be_read(table: Table) -> ColumnElement[bool]:
    """Which rows of a table a manager may read of their own. An offer of help on a call is not
    there until the rep said yes or suggested another time, nor is a message to the rep about it:
    so it looks like one that they declined, of which nothing is kept."""
    offered = (rides.c.asked_by == Side.MANAGER) & (rides.c.state == State.WITH_REP)
    if table is rides:
        return ~offered
    if table is outgoing:
        of_calls = and_(outgoing.c.kind.in_(TO_REPS), outgoing.c.place.startswith("ride-"))
        there = outgoing.c.subject.in_(select(rides.c.id).where(~offered))
        return or_(outgoing.c.place.is_(None), ~of_calls, there)
    return true()


@dataclass(frozen=True)
class Naming:
    """Rows of managers in which one of the columns `people` names a person, and the names of the
    columns that are theirs to read. Where the columns are those of stories, rows of another table
    are found by their `story`."""

    table: Table
    people: tuple[Column[str], ...]
    readable: tuple[str, ...]

    def names(self, user: str) -> ColumnElement[bool]:
        found = or_(*(column == user for column in self.people))
        if self.people[0].table is self.table:
            return found & self.table.c.kind.in_(TO_REPS) if self.table is outgoing else found
        return self.table.c.story.in_(select(stories.c.id).where(found))


def _naming(people: Column[str] | tuple[Column[str], ...], *readable: str) -> Naming:
    columns = people if isinstance(people, tuple) else (people,)
    return Naming(columns[0].table, columns, readable)


NAMING: Sequence[Naming] = (
    _naming(
        roster.c.user, "id", "workspace", "manager", "user", "since", "until", "state", "ended"
    ),
    _naming(one_on_ones.c.rep, "id", "manager", "rep", "first", "at", "every_weeks"),
    _naming(
        pair_notes.c.rep,
        *("id", "manager", "rep", "habit", "body", "rep_body"),
        *("about_day", "state", "at", "returned_at"),
    ),
    _naming(questions.c.asker, "id", "manager", "asker", "body", "at"),
    _naming(requests.c.requester, "id", "manager", "requester", "channel", "ts", "body", "at"),
    _naming(
        outgoing.c.recipient,
        *("id", "workspace", "kind", "manager", "recipient", "local_date", "asked_at", "due_at"),
        *("state", "content", "channel", "ts", "sent_at"),
    ),
    _naming(
        posts.c.author,
        *("id", "workspace", "manager", "author", "habit", "state", "parts"),
        *("confirmed_at", "posted_at", "channel", "ts"),
    ),
    _naming(
        consents.c.person,
        *("id", "workspace", "manager", "person", "about", "subject", "parts", "suggested"),
        *("named", "state", "asked_at", "ends_at", "answered_at"),
    ),
    _naming(
        (stories.c.owner, stories.c.told_by),
        *("id", "workspace", "manager", "owner", "told_by", "body", "named", "state"),
        *("at", "posted_at"),
    ),
    Naming(
        nominations,
        (stories.c.owner,),
        ("id", "manager", "citation", "state", "votes", "won", "at"),
    ),
    Naming(lunch_stories, (stories.c.owner,), ("id", "manager", "state", "position", "at")),
    _naming(
        rides.c.rep,
        *("id", "workspace", "manager", "rep", "asked_by", "body", "role", "starts_at"),
        *("minutes", "state", "because", "debrief", "rep_body", "helped", "at", "answered_at"),
    ),
    _naming(
        obstacles.c.rep,
        *("id", "workspace", "manager", "rep", "body", "due_on", "state", "answer"),
        *("at", "answered_at"),
    ),
    _naming(promises.c.person, "id", "manager", "person"),
    _naming(admissions.c.recipient, "id", "manager", "recipient"),
    _naming(experiments.c.owner, "id", "manager", "owner"),
    _naming(gaps.c.expert, "id", "manager", "expert"),
    _naming(contacts.c.person, "manager", "person"),
)
"""Where somebody else's row names a person, and what of it is theirs to read: what they wrote
themselves, what both share, what they were asked, and what was sent to them. Of a manager's own
lists it is only that an entry names them."""
