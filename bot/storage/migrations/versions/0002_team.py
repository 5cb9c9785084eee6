"""The team: posts, asks, 1:1s, who is in whose team"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Encrypted, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("values", Encrypted(), nullable=False),
        sa.Column("kept_until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_drafts_manager")),
        sa.PrimaryKeyConstraint("manager", "habit", name=op.f("pk_drafts")),
    )
    op.create_table(
        "excuses",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_excuses_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excuses")),
    )
    op.create_index("ix_excuses_manager_last", "excuses", ["manager", "last"], unique=False)

    op.create_table(
        "follow_ups",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_follow_ups_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint(
            "manager",
            "habit",
            "source_id",
            "due_on",
            name=op.f("uq_follow_ups_manager_habit_source_id_due_on"),
        ),
    )
    op.create_index(
        "ix_follow_ups_manager_due_on", "follow_ups", ["manager", "due_on"], unique=False
    )

    op.create_table(
        "one_on_ones",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_one_on_ones_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_on_ones")),
    )
    op.create_index("ix_one_on_ones_manager", "one_on_ones", ["manager"], unique=False)

    op.create_table(
        "roster",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_roster_manager")),
        sa.ForeignKeyConstraint(["workspace"], ["workspaces.id"], name=op.f("fk_roster_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
    )
    op.create_index(
        "ix_roster_current",
        "roster",
        ["manager", "user"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index("ix_roster_workspace_user", "roster", ["workspace", "user"], unique=False)

    op.create_table(
        "teams",
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_teams_manager")),
        sa.PrimaryKeyConstraint("manager", name=op.f("pk_teams")),
    )
    op.create_table(
        "pair_notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("prompt", sa.String(length=32), nullable=True),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("rep_body", Encrypted(), nullable=True),
        sa.Column("about_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_pair_notes_manager")),
        sa.ForeignKeyConstraint(["prompt"], ["prompts.id"], name=op.f("fk_pair_notes_prompt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_notes")),
    )
    op.create_index("ix_pair_notes_manager_rep", "pair_notes", ["manager", "rep"], unique=False)
    op.create_index("ix_pair_notes_rep", "pair_notes", ["rep"], unique=False)

    op.create_table(
        "posts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("prompt", sa.String(length=32), nullable=True),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("parts", Encrypted(), nullable=True),
        sa.Column("filled", Encrypted(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=True),
        sa.Column("editable_until", UtcDateTime(), nullable=True),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.Column("salt", Encrypted(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_posts_manager")),
        sa.ForeignKeyConstraint(["prompt"], ["prompts.id"], name=op.f("fk_posts_prompt")),
        sa.ForeignKeyConstraint(["workspace"], ["workspaces.id"], name=op.f("fk_posts_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_editable_until", "posts", ["editable_until"], unique=False)
    op.create_index(
        "ix_posts_manager_confirmed_at", "posts", ["manager", "confirmed_at"], unique=False
    )

    op.create_table(
        "helped",
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_helped_post")),
        sa.PrimaryKeyConstraint("post", "mark", name=op.f("pk_helped")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("asker", sa.String(length=32), nullable=False),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_questions_manager")),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_questions_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(
        "ix_questions_manager_closed_at", "questions", ["manager", "closed_at"], unique=False
    )

    op.create_table(
        "requests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("requester", sa.String(length=32), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("reason", Encrypted(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("first_step", Encrypted(), nullable=True),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("post", sa.String(length=32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_requests_manager")),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_requests_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint(
            "manager", "channel", "ts", name=op.f("uq_requests_manager_channel_ts")
        ),
    )
    op.create_index("ix_requests_manager_at", "requests", ["manager", "at"], unique=False)
    op.create_index("ix_requests_manager_state", "requests", ["manager", "state"], unique=False)

    with op.batch_alter_table("outgoing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject", sa.String(length=32), nullable=True))
        batch_op.create_index("ix_outgoing_subject", ["subject"], unique=False)

    op.add_column("prompts", sa.Column("rep", sa.String(length=32), nullable=True))
    op.add_column("prompts", sa.Column("note", sa.String(length=32), nullable=True))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=80), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("name")

    # Not as a batch: that makes the table anew, and other tables point at it.
    op.drop_column("prompts", "note")
    op.drop_column("prompts", "rep")

    with op.batch_alter_table("outgoing", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_subject")
        batch_op.drop_column("subject")

    op.drop_index("ix_requests_manager_state", table_name="requests")
    op.drop_index("ix_requests_manager_at", table_name="requests")

    op.drop_table("requests")
    op.drop_index("ix_questions_manager_closed_at", table_name="questions")

    op.drop_table("questions")
    op.drop_table("helped")
    op.drop_index("ix_posts_manager_confirmed_at", table_name="posts")
    op.drop_index("ix_posts_editable_until", table_name="posts")

    op.drop_table("posts")
    op.drop_index("ix_pair_notes_rep", table_name="pair_notes")
    op.drop_index("ix_pair_notes_manager_rep", table_name="pair_notes")

    op.drop_table("pair_notes")
    op.drop_table("teams")
    op.drop_index("ix_roster_workspace_user", table_name="roster")
    op.drop_index(
        "ix_roster_current",
        table_name="roster",
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )

    op.drop_table("roster")
    op.drop_index("ix_one_on_ones_manager", table_name="one_on_ones")

    op.drop_table("one_on_ones")
    op.drop_index("ix_follow_ups_manager_due_on", table_name="follow_ups")

    op.drop_table("follow_ups")
    op.drop_index("ix_excuses_manager_last", table_name="excuses")

    op.drop_table("excuses")
    op.drop_table("drafts")
