"""The tables of what a manager does with the team. Columns with written words are Encrypted."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.storage.tables import metadata
from bot.storage.types import Encrypted, UtcDateTime

# One team a manager. `channel` is where posts go, None until a form first needed it.
teams = Table(
    "teams",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("channel", String(32)),
)

# Who is in whose team, from when to when; the row without `until` is current. `state`: announced
# (the manager told the person, the intro is on its way), introduced (the intro arrived). `ended`:
# why it is over.
roster = Table(
    "roster",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(32), ForeignKey("workspaces.id"), nullable=False),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("user", String(32), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("state", String(16), nullable=False),
    Column("ended", String(32)),
    Index("ix_roster_workspace_user", "workspace", "user"),
    Index(
        "ix_roster_current",
        "manager",
        "user",
        unique=True,
        sqlite_where=text("until IS NULL"),
        postgresql_where=text("until IS NULL"),
    ),
)

# What was typed into a form and not sent yet, until the instant `kept_until`.
drafts = Table(
    "drafts",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("habit", String(64), primary_key=True),
    Column("values", Encrypted, nullable=False),
    Column("kept_until", UtcDateTime, nullable=False),
)

# What a manager posted or is about to post. `recipient` is a channel, or a user for a DM. `parts`
# are emptied when it can no longer be edited. `salt` makes the marks of `helped`; it is dropped
# with the parts, and from then on nobody can tell whose mark is whose, nor add one. `author` is
# whose name stands in it where that is not the manager: a rep who tells a story of their own.
posts = Table(
    "posts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(32), ForeignKey("workspaces.id"), nullable=False),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("author", String(32)),
    Column("habit", String(64), nullable=False),
    Column("prompt", String(32), ForeignKey("prompts.id"), index=True),
    Column("audience", String(16), nullable=False),
    Column("recipient", String(32), nullable=False),
    Column("parts", Encrypted),
    Column("filled", Encrypted),
    Column("state", String(16), nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("posted_at", UtcDateTime),
    Column("editable_until", UtcDateTime),
    Column("edited", Boolean, nullable=False),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("helped", Integer, nullable=False),
    Column("salt", Encrypted),
    Index("ix_posts_manager_confirmed_at", "manager", "confirmed_at"),
    Index("ix_posts_editable_until", "editable_until"),
)

# One mark for each person who pressed "That helped": it cannot be read back into a name.
helped = Table(
    "helped",
    metadata,
    Column("post", String(32), ForeignKey("posts.id"), primary_key=True),
    Column("mark", String(64), primary_key=True),
)

# Questions to a manager from under a post. The asker is named: they asked to be answered.
questions = Table(
    "questions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("post", String(32), ForeignKey("posts.id"), nullable=False, index=True),
    Column("asker", String(32), nullable=False),
    Column("body", Encrypted, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Index("ix_questions_manager_closed_at", "manager", "closed_at"),
)

# What a form asks again later: once, on the local date `due_on` at the earliest.
follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("habit", String(64), nullable=False),
    Column("source_id", String(80), nullable=False),
    Column("done_at", UtcDateTime, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("answer", String(32)),
    Column("answered_at", UtcDateTime),
    UniqueConstraint("manager", "habit", "source_id", "due_on"),
    Index("ix_follow_ups_manager_due_on", "manager", "due_on"),
)

# Days that do not count, both ends included; `habit` None means all of them.
excuses = Table(
    "excuses",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("habit", String(64)),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("why", String(16), nullable=False),
    Index("ix_excuses_manager_last", "manager", "last"),
)

# Asks from outside the team and what the manager decided about each: for the manager alone.
# `requester` is None where nobody of this workspace asked. `again_on`: a delayed ask comes up then.
requests = Table(
    "requests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("requester", String(32)),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("body", Encrypted, nullable=False),
    Column("choice", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("sensitive", Boolean, nullable=False),
    Column("minutes", Integer),
    Column("reason", Encrypted),
    Column("deadline", Date),
    Column("first_step", Encrypted),
    Column("again_on", Date),
    Column("post", String(32), ForeignKey("posts.id"), index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    UniqueConstraint("manager", "channel", "ts"),
    Index("ix_requests_manager_state", "manager", "state"),
    Index("ix_requests_manager_at", "manager", "at"),
)

# The usual time of a 1:1: local to the manager, every `every_weeks` weeks from the date `first`.
# One that is changed or removed is deleted.
one_on_ones = Table(
    "one_on_ones",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("rep", String(32), nullable=False),
    Column("first", Date, nullable=False),
    Column("at", String(5), nullable=False),
    Column("every_weeks", Integer, nullable=False),
    Index("ix_one_on_ones_manager", "manager"),
)

# Notes that belong to a manager and one rep. `body` is the manager's part of a form by field,
# `rep_body` the rep's. `state`: kept (nothing to ask), waiting (the rep's form is to be sent),
# asked, returned, declined.
pair_notes = Table(
    "pair_notes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("rep", String(32), nullable=False),
    Column("habit", String(64), nullable=False),
    Column("prompt", String(32), ForeignKey("prompts.id"), index=True),
    Column("body", Encrypted, nullable=False),
    Column("rep_body", Encrypted),
    Column("about_day", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("returned_at", UtcDateTime),
    Index("ix_pair_notes_manager_rep", "manager", "rep"),
    Index("ix_pair_notes_rep", "rep"),
)

OF_A_MANAGER = (
    follow_ups,
    excuses,
    requests,
    questions,
    one_on_ones,
    pair_notes,
    drafts,
    roster,
    teams,
)
"""Tables with a column `manager`, in an order in which their rows may be deleted; posts and
helped come after them."""
