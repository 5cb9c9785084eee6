"""The spine: people, managers, prompts, answers and the one road out"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Encrypted, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("bucket", sa.Float(), nullable=False),
        sa.Column("refilled_at", UtcDateTime(), nullable=False),
        sa.Column("blocked_until", UtcDateTime(), nullable=True),
        sa.Column("key_check", Encrypted(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
    )
    op.create_table(
        "inbound",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name=op.f("fk_inbound_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_inbound")),
    )
    op.create_index(op.f("ix_inbound_at"), "inbound", ["at"], unique=False)
    op.create_table(
        "managers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("work_days", sa.JSON(), nullable=False),
        sa.Column("hours_start", sa.String(length=5), nullable=False),
        sa.Column("hours_end", sa.String(length=5), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("rhythm", sa.JSON(), nullable=False),
        sa.Column("keeps_notes", sa.Boolean(), nullable=False),
        sa.Column("planned_until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name=op.f("fk_managers_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_managers")),
        sa.UniqueConstraint("workspace", "user", name=op.f("uq_managers_workspace_user")),
    )
    op.create_index(
        "ix_managers_state_planned_until", "managers", ["state", "planned_until"], unique=False
    )
    op.create_table(
        "people",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("refreshed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspaces.id"], name=op.f("fk_people_workspace")),
        sa.PrimaryKeyConstraint("workspace", "user", name=op.f("pk_people")),
    )
    op.create_table(
        "active_habits",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("plan", Encrypted(), nullable=True),
        sa.ForeignKeyConstraint(
            ["manager"], ["managers.id"], name=op.f("fk_active_habits_manager")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_active_habits")),
    )
    op.create_index(op.f("ix_active_habits_manager"), "active_habits", ["manager"], unique=False)
    op.create_table(
        "opportunities",
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["manager"], ["managers.id"], name=op.f("fk_opportunities_manager")
        ),
        sa.PrimaryKeyConstraint("manager", "week", "event", name=op.f("pk_opportunities")),
    )
    op.create_table(
        "practices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("about_day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_practices_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
        sa.UniqueConstraint(
            "source", "source_id", "habit", name=op.f("uq_practices_source_source_id_habit")
        ),
    )
    op.create_index(
        "ix_practices_manager_about_day", "practices", ["manager", "about_day"], unique=False
    )
    op.create_table(
        "prompts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("wording", sa.String(length=80), nullable=False),
        sa.Column("line", Encrypted(), nullable=False),
        sa.Column("lead", Encrypted(), nullable=False),
        sa.Column("with_why", sa.Boolean(), nullable=False),
        sa.Column("about_day", sa.Date(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("snoozed_until", UtcDateTime(), nullable=True),
        sa.Column("snoozes", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_prompts_manager")),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name=op.f("fk_prompts_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompts")),
    )
    op.create_index("ix_prompts_manager_asked_at", "prompts", ["manager", "asked_at"], unique=False)
    op.create_table(
        "week_answers",
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=False),
        sa.Column("ticks", sa.JSON(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_week_answers_manager")),
        sa.PrimaryKeyConstraint("manager", "week", "place", name=op.f("pk_week_answers")),
    )
    op.create_table(
        "decisions",
        sa.Column("prompt", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("policy", sa.String(length=32), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_decisions_manager")),
        sa.ForeignKeyConstraint(["prompt"], ["prompts.id"], name=op.f("fk_decisions_prompt")),
        sa.PrimaryKeyConstraint("prompt", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_manager"), "decisions", ["manager"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("prompt", sa.String(length=32), nullable=True),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_notes_manager")),
        sa.ForeignKeyConstraint(["prompt"], ["prompts.id"], name=op.f("fk_notes_prompt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_manager"), "notes", ["manager"], unique=False)
    op.create_table(
        "outgoing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=True),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("prompt", sa.String(length=32), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("window_ends", UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("intent_at", UtcDateTime(), nullable=True),
        sa.Column("intent_attempt", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.Column("content", Encrypted(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown_version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_outgoing_manager")),
        sa.ForeignKeyConstraint(["prompt"], ["prompts.id"], name=op.f("fk_outgoing_prompt")),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name=op.f("fk_outgoing_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
        sa.UniqueConstraint("workspace", "key", name=op.f("uq_outgoing_workspace_key")),
    )
    op.create_index(
        "ix_outgoing_manager_local_date", "outgoing", ["manager", "local_date"], unique=False
    )
    op.create_index("ix_outgoing_prompt", "outgoing", ["prompt"], unique=False)
    op.create_index(
        "ix_outgoing_stale",
        "outgoing",
        ["workspace"],
        unique=False,
        sqlite_where=sa.text("state = 'sent' AND version <> shown_version"),
        postgresql_where=sa.text("state = 'sent' AND version <> shown_version"),
    )
    op.create_index("ix_outgoing_state_due_at", "outgoing", ["state", "due_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_outgoing_state_due_at", table_name="outgoing")
    op.drop_index(
        "ix_outgoing_stale",
        table_name="outgoing",
        sqlite_where=sa.text("state = 'sent' AND version <> shown_version"),
        postgresql_where=sa.text("state = 'sent' AND version <> shown_version"),
    )
    op.drop_index("ix_outgoing_prompt", table_name="outgoing")
    op.drop_index("ix_outgoing_manager_local_date", table_name="outgoing")
    op.drop_table("outgoing")
    op.drop_index(op.f("ix_notes_manager"), table_name="notes")
    op.drop_table("notes")
    op.drop_index(op.f("ix_decisions_manager"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("week_answers")
    op.drop_index("ix_prompts_manager_asked_at", table_name="prompts")
    op.drop_table("prompts")
    op.drop_index("ix_practices_manager_about_day", table_name="practices")
    op.drop_table("practices")
    op.drop_table("opportunities")
    op.drop_index(op.f("ix_active_habits_manager"), table_name="active_habits")
    op.drop_table("active_habits")
    op.drop_table("people")
    op.drop_index("ix_managers_state_planned_until", table_name="managers")
    op.drop_table("managers")
    op.drop_index(op.f("ix_inbound_at"), table_name="inbound")
    op.drop_table("inbound")
    op.drop_table("workspaces")
