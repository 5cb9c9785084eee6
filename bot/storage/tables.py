"""The tables. Each column that holds what a person wrote is Encrypted."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)

from bot.storage.types import Encrypted, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# `owner` and `lease_until` say which process may send for the workspace (database time);
# `bucket`, `refilled_at`, `blocked_until` are its pace (calendar time), so a successor obeys it.
workspaces = Table(
    "workspaces",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64)),
    Column("lease_until", UtcDateTime),
    Column("bucket", Float, nullable=False),
    Column("refilled_at", UtcDateTime, nullable=False),
    Column("blocked_until", UtcDateTime),
    Column("key_check", Encrypted, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("workspace", String(32), ForeignKey("workspaces.id"), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("name", String(80)),
    Column("zone", String(64), nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("refreshed_at", UtcDateTime, nullable=False),
    Column("quiet_from", UtcDateTime),
    Column("quiet_until", UtcDateTime),
)

# What admins set for everybody: `settings` are defaults and limits, `days` the company's own days
# (date -> name of the day off, or None for a work day).
companies = Table(
    "companies",
    metadata,
    Column("workspace", String(32), ForeignKey("workspaces.id"), primary_key=True),
    Column("settings", JSON, nullable=False),
    Column("days", Encrypted, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

# Whom an admin invited. Nobody is enrolled by it, and nothing is sent.
invitations = Table(
    "invitations",
    metadata,
    Column("workspace", String(32), ForeignKey("workspaces.id"), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("invited_at", UtcDateTime, nullable=False),
)

# `rhythm` holds the parts of the week; `planned_until` how far ahead rows of outgoing reach.
# `own_days` are dates with True for a day off and False for a work day, `time_off` pairs of dates,
# both included. `acted_at`: the last thing the manager did here. `eased_at`: since when fewer
# messages come because none were answered, `eased_answer` what the manager said to it.
# `prompt_turns` are pairs: the prompt comes every so many weeks, counted from the week that holds
# the date. `reviewed_week`: the last week whose results were drawn up.
managers = Table(
    "managers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(32), ForeignKey("workspaces.id"), nullable=False),
    Column("user", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Column("paused_until", Date),
    Column("work_days", JSON, nullable=False),
    Column("hours_start", String(5), nullable=False),
    Column("hours_end", String(5), nullable=False),
    Column("country", String(2)),
    Column("region", String(32)),
    Column("own_days", JSON),
    Column("time_off", JSON),
    Column("quiet_quarters", Boolean, server_default=true(), nullable=False),
    Column("rhythm", JSON, nullable=False),
    Column("keeps_notes", Boolean, nullable=False),
    Column("acted_at", UtcDateTime),
    Column("eased_at", UtcDateTime),
    Column("eased_answer", String(16)),
    Column("prompt_turns", JSON),
    Column("reviewed_week", Date),
    Column("planned_until", UtcDateTime, nullable=False),
    UniqueConstraint("workspace", "user"),
    Index("ix_managers_state_planned_until", "state", "planned_until"),
    Index("ix_managers_workspace_state", "workspace", "state"),
)

# One row per habit and stretch of time; those without `until` are active, three at most.
# `every`: the prompt falls due every so many weeks, counted from the week `every_since`.
# `renewed_at`: when the manager last chose to keep it after its twelve weeks.
active_habits = Table(
    "active_habits",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False, index=True),
    Column("habit", String(64), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("plan", Encrypted),
    Column("every", Integer, server_default="1", nullable=False),
    Column("every_since", Date),
    Column("renewed_at", UtcDateTime),
)

# The habit that a week is about; where a week has none, the one before goes on. `added` and
# `replaced` are the ids of the rows of active_habits that the choice began and ended, if any.
focuses = Table(
    "focuses",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("habit", String(64), nullable=False),
    Column("added", String(32)),
    Column("replaced", String(32)),
)

# How strong a habit was at the end of a week, from 0 to 1: a snapshot, never shown.
strengths = Table(
    "strengths",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("habit", String(64), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("score", Float, nullable=False),
)

# "... is something I do automatically", from 1 to 7, as the manager rated it.
ratings = Table(
    "ratings",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("habit", String(64), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("value", Integer, nullable=False),
    Column("rated_at", UtcDateTime, nullable=False),
)

# What is left of practices older than twelve months: how often a habit was done in a week.
week_totals = Table(
    "week_totals",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("habit", String(64), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("times", Integer, nullable=False),
)

# Times in which the Slack status said "away" for more than a quarter of a work day; `until` None:
# without an end. `answer`: whether these days are to be left out, None while nobody said so.
away = Table(
    "away",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("answer", String(16)),
    Index("ix_away_manager_since", "manager", "since"),
)

# `rep` is whom the line names, `note` the note whose words stand in it; None for most.
prompts = Table(
    "prompts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(32), ForeignKey("workspaces.id"), nullable=False),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("habit", String(64), nullable=False),
    Column("wording", String(80), nullable=False),
    Column("line", Encrypted, nullable=False),
    Column("rep", String(32)),
    Column("note", String(32)),
    Column("lead", Encrypted, nullable=False),
    Column("with_why", Boolean, nullable=False),
    Column("about_day", Date, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("snoozed_until", UtcDateTime),
    Column("snoozes", Integer, nullable=False),
    Column("answer", String(32)),
    Column("answered_at", UtcDateTime),
    Index("ix_prompts_manager_asked_at", "manager", "asked_at"),
)

# Every message the bot starts by itself; the one road out. `subject` is the id of what it is
# about, as `kind` says: a post, a 1:1, an entry of the roster. `version` counts what the message
# should show, `shown_version` what it shows; the sweep mends the difference.
outgoing = Table(
    "outgoing",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String(32), ForeignKey("workspaces.id"), nullable=False),
    Column("key", String(160), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("recipient", String(32), nullable=False),
    Column("place", String(16)),
    Column("local_date", Date, nullable=False),
    Column("week", Date),
    Column("prompt", String(32), ForeignKey("prompts.id")),
    Column("subject", String(32)),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("window_ends", UtcDateTime),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("owner", String(64)),
    Column("lease_until", UtcDateTime),
    Column("intent_at", UtcDateTime),
    Column("intent_attempt", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Column("content", Encrypted),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("sent_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Column("shown_version", Integer, nullable=False),
    Column("reason", Text),
    UniqueConstraint("workspace", "key"),
    Index("ix_outgoing_state_due_at", "state", "due_at"),
    Index("ix_outgoing_manager_local_date", "manager", "local_date"),
    Index("ix_outgoing_prompt", "prompt"),
    Index("ix_outgoing_subject", "subject"),
    Index("ix_outgoing_recipient_sent_at", "workspace", "recipient", "sent_at"),
    Index(
        "ix_outgoing_stale",
        "workspace",
        sqlite_where=text("state = 'sent' AND version <> shown_version"),
        postgresql_where=text("state = 'sent' AND version <> shown_version"),
    ),
)

# Immutable: what was decided, from what, and with which chances.
decisions = Table(
    "decisions",
    metadata,
    Column("prompt", String(32), ForeignKey("prompts.id"), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False, index=True),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("policy", String(32), nullable=False),
    Column("record", JSON, nullable=False),
)

practices = Table(
    "practices",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False),
    Column("habit", String(64), nullable=False),
    Column("about_day", Date, nullable=False),
    Column("source", String(16), nullable=False),
    Column("source_id", String(80), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("source", "source_id", "habit"),
    Index("ix_practices_manager_about_day", "manager", "about_day"),
)

# What the manager said is coming up in a week, or has come up: `happened` counts the times that
# they said so, with `at` the last one.
opportunities = Table(
    "opportunities",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("event", String(32), primary_key=True),
    Column("happened", Integer, server_default="0", nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# What the manager ticked in a week start or a check-in; empty ticks mean an explicit "none".
week_answers = Table(
    "week_answers",
    metadata,
    Column("manager", String(32), ForeignKey("managers.id"), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("place", String(16), primary_key=True),
    Column("ticks", JSON, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("manager", String(32), ForeignKey("managers.id"), nullable=False, index=True),
    Column("prompt", String(32), ForeignKey("prompts.id"), index=True),
    Column("body", Encrypted, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# What reached us already, so that the same click or event twice has one effect.
inbound = Table(
    "inbound",
    metadata,
    Column("workspace", String(32), ForeignKey("workspaces.id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
)
