"""Every habit can be done: calls, promises, useful failures, experiments, consents"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Encrypted, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admissions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("change", Encrypted(), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_admissions_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admissions")),
        sa.UniqueConstraint("manager", "source_id", name=op.f("uq_admissions_manager_source_id")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("parts", Encrypted(), nullable=True),
        sa.Column("suggested", Encrypted(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_consents_manager")),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name=op.f("fk_consents_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_manager", "consents", ["manager"], unique=False)
    op.create_index("ix_consents_subject", "consents", ["subject"], unique=False)
    op.create_index(
        "ix_consents_workspace_person", "consents", ["workspace", "person"], unique=False
    )

    op.create_table(
        "contacts",
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_contacts_manager")),
        sa.PrimaryKeyConstraint("manager", "person", "habit", name=op.f("pk_contacts")),
    )
    op.create_table(
        "experiments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("stop_on", sa.Date(), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_experiments_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiments")),
        sa.UniqueConstraint("manager", "source_id", name=op.f("uq_experiments_manager_source_id")),
    )
    op.create_index(
        "ix_experiments_manager_state", "experiments", ["manager", "state"], unique=False
    )

    op.create_table(
        "gaps",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("expert", sa.String(length=32), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_gaps_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
        sa.UniqueConstraint("manager", "source_id", name=op.f("uq_gaps_manager_source_id")),
    )
    op.create_table(
        "obstacles",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer", Encrypted(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_obstacles_manager")),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name=op.f("fk_obstacles_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacles")),
    )
    op.create_index("ix_obstacles_manager_state", "obstacles", ["manager", "state"], unique=False)
    op.create_index("ix_obstacles_workspace_rep", "obstacles", ["workspace", "rep"], unique=False)

    op.create_table(
        "own_lists",
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("lines", Encrypted(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_own_lists_manager")),
        sa.PrimaryKeyConstraint("manager", "kind", name=op.f("pk_own_lists")),
    )
    op.create_table(
        "promises",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("told", Encrypted(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_promises_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index("ix_promises_manager_state", "promises", ["manager", "state"], unique=False)

    op.create_table(
        "sizes",
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("size", sa.String(length=16), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_sizes_manager")),
        sa.PrimaryKeyConstraint("manager", "quarter", "size", name=op.f("pk_sizes")),
    )
    op.create_table(
        "talks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("about", Encrypted(), nullable=True),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_talks_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
    )
    op.create_index("ix_talks_manager_starts_at", "talks", ["manager", "starts_at"], unique=False)

    op.create_table(
        "rides",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("rep", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=8), nullable=False),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("because", Encrypted(), nullable=True),
        sa.Column("debrief", Encrypted(), nullable=True),
        sa.Column("rep_body", Encrypted(), nullable=True),
        sa.Column("helped", sa.String(length=16), nullable=True),
        sa.Column("prompt", sa.String(length=32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_rides_manager")),
        sa.ForeignKeyConstraint(["prompt"], ["prompts.id"], name=op.f("fk_rides_prompt")),
        sa.ForeignKeyConstraint(["workspace"], ["workspaces.id"], name=op.f("fk_rides_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rides")),
    )
    op.create_index("ix_rides_manager_state", "rides", ["manager", "state"], unique=False)
    op.create_index("ix_rides_prompt", "rides", ["prompt"], unique=False)
    op.create_index("ix_rides_workspace_rep", "rides", ["workspace", "rep"], unique=False)

    op.create_table(
        "awards",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("trophy", Encrypted(), nullable=False),
        sa.Column("vote_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=True),
        sa.Column("result_post", sa.String(length=32), nullable=True),
        sa.Column("salt", Encrypted(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("awarded_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_awards_manager")),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_awards_post")),
        sa.ForeignKeyConstraint(["result_post"], ["posts.id"], name=op.f("fk_awards_result_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("manager", "month", name=op.f("uq_awards_manager_month")),
    )
    op.create_index("ix_awards_post", "awards", ["post"], unique=False)
    op.create_index("ix_awards_result_post", "awards", ["result_post"], unique=False)

    op.create_table(
        "lunches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("name", Encrypted(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("place", Encrypted(), nullable=True),
        sa.Column("own_story", Encrypted(), nullable=False),
        sa.Column("learnings", Encrypted(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=True),
        sa.Column("learnings_post", sa.String(length=32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learnings_post"], ["posts.id"], name=op.f("fk_lunches_learnings_post")
        ),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_lunches_manager")),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_lunches_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lunches")),
    )
    op.create_index("ix_lunches_learnings_post", "lunches", ["learnings_post"], unique=False)
    op.create_index("ix_lunches_manager_on_day", "lunches", ["manager", "on_day"], unique=False)
    op.create_index("ix_lunches_post", "lunches", ["post"], unique=False)

    op.create_table(
        "stories",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("told_by", sa.String(length=32), nullable=False),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_stories_manager")),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_stories_post")),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name=op.f("fk_stories_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index("ix_stories_manager_state", "stories", ["manager", "state"], unique=False)
    op.create_index("ix_stories_post", "stories", ["post"], unique=False)
    op.create_index("ix_stories_workspace_owner", "stories", ["workspace", "owner"], unique=False)

    op.create_table(
        "lunch_stories",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("lunch", sa.String(length=32), nullable=False),
        sa.Column("story", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lunch"], ["lunches.id"], name=op.f("fk_lunch_stories_lunch")),
        sa.ForeignKeyConstraint(
            ["manager"], ["managers.id"], name=op.f("fk_lunch_stories_manager")
        ),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_lunch_stories_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lunch_stories")),
        sa.UniqueConstraint("lunch", "story", name=op.f("uq_lunch_stories_lunch_story")),
    )
    op.create_index("ix_lunch_stories_manager", "lunch_stories", ["manager"], unique=False)
    op.create_index("ix_lunch_stories_story", "lunch_stories", ["story"], unique=False)

    op.create_table(
        "nominations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("award", sa.String(length=32), nullable=False),
        sa.Column("story", sa.String(length=32), nullable=False),
        sa.Column("citation", Encrypted(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("won", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["award"], ["awards.id"], name=op.f("fk_nominations_award")),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_nominations_manager")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_nominations_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sa.UniqueConstraint("award", "story", name=op.f("uq_nominations_award_story")),
    )
    op.create_index("ix_nominations_manager", "nominations", ["manager"], unique=False)
    op.create_index("ix_nominations_story", "nominations", ["story"], unique=False)

    op.create_table(
        "votes",
        sa.Column("award", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("nomination", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["award"], ["awards.id"], name=op.f("fk_votes_award")),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_votes_manager")),
        sa.ForeignKeyConstraint(
            ["nomination"], ["nominations.id"], name=op.f("fk_votes_nomination")
        ),
        sa.PrimaryKeyConstraint("award", "mark", name=op.f("pk_votes")),
    )
    op.create_index("ix_votes_manager", "votes", ["manager"], unique=False)
    op.create_index("ix_votes_nomination", "votes", ["nomination"], unique=False)

    op.add_column("posts", sa.Column("author", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("posts", "author")

    op.drop_index("ix_votes_nomination", table_name="votes")
    op.drop_index("ix_votes_manager", table_name="votes")

    op.drop_table("votes")
    op.drop_index("ix_nominations_story", table_name="nominations")
    op.drop_index("ix_nominations_manager", table_name="nominations")

    op.drop_table("nominations")
    op.drop_index("ix_lunch_stories_story", table_name="lunch_stories")
    op.drop_index("ix_lunch_stories_manager", table_name="lunch_stories")

    op.drop_table("lunch_stories")
    op.drop_index("ix_stories_workspace_owner", table_name="stories")
    op.drop_index("ix_stories_post", table_name="stories")
    op.drop_index("ix_stories_manager_state", table_name="stories")

    op.drop_table("stories")
    op.drop_index("ix_lunches_post", table_name="lunches")
    op.drop_index("ix_lunches_manager_on_day", table_name="lunches")
    op.drop_index("ix_lunches_learnings_post", table_name="lunches")

    op.drop_table("lunches")
    op.drop_index("ix_awards_result_post", table_name="awards")
    op.drop_index("ix_awards_post", table_name="awards")

    op.drop_table("awards")
    op.drop_index("ix_rides_workspace_rep", table_name="rides")
    op.drop_index("ix_rides_prompt", table_name="rides")
    op.drop_index("ix_rides_manager_state", table_name="rides")

    op.drop_table("rides")
    op.drop_index("ix_talks_manager_starts_at", table_name="talks")

    op.drop_table("talks")
    op.drop_table("sizes")
    op.drop_index("ix_promises_manager_state", table_name="promises")

    op.drop_table("promises")
    op.drop_table("own_lists")
    op.drop_index("ix_obstacles_workspace_rep", table_name="obstacles")
    op.drop_index("ix_obstacles_manager_state", table_name="obstacles")

    op.drop_table("obstacles")
    op.drop_table("gaps")
    op.drop_index("ix_experiments_manager_state", table_name="experiments")

    op.drop_table("experiments")
    op.drop_table("contacts")
    op.drop_index("ix_consents_workspace_person", table_name="consents")
    op.drop_index("ix_consents_subject", table_name="consents")
    op.drop_index("ix_consents_manager", table_name="consents")

    op.drop_table("consents")
    op.drop_table("admissions")
