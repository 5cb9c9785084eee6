"""A rhythm that lasts: company, invitations, days off, dose, strength, away"""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Encrypted, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MANAGER_COLUMNS = (
    ("region", sa.String(length=32), None),
    ("own_days", sa.JSON(), None),
    ("time_off", sa.JSON(), None),
    ("quiet_quarters", sa.Boolean(), sa.true()),
    ("acted_at", UtcDateTime(), None),
    ("eased_at", UtcDateTime(), None),
    ("eased_answer", sa.String(length=16), None),
    ("prompt_turns", sa.JSON(), None),
    ("reviewed_week", sa.Date(), None),
)
_HABIT_COLUMNS = (
    ("every", sa.Integer(), "1"),
    ("every_since", sa.Date(), None),
    ("renewed_at", UtcDateTime(), None),
)
_PEOPLE_COLUMNS = (
    ("quiet_from", UtcDateTime(), None),
    ("quiet_until", UtcDateTime(), None),
)
_COLUMNS = {
    "managers": _MANAGER_COLUMNS,
    "active_habits": _HABIT_COLUMNS,
    "people": _PEOPLE_COLUMNS,
    "opportunities": (("happened", sa.Integer(), "0"),),
}

_AT_WORK = "ix_managers_workspace_state"
_LAST_SENT = "ix_outgoing_recipient_sent_at"
# A row that others point at is deleted only after a look at all of these.
_POINTING = (
    ("notes", "prompt"),
    ("pair_notes", "prompt"),
    ("posts", "prompt"),
    ("questions", "post"),
    ("requests", "post"),
)


def upgrade() -> None:
    op.create_table(
        "companies",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("days", Encrypted(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name=op.f("fk_companies_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_companies")),
    )
    op.create_table(
        "invitations",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspaces.id"], name=op.f("fk_invitations_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace", "user", name=op.f("pk_invitations")),
    )
    _of_a_week(
        "focuses",
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("added", sa.String(length=32)),
        sa.Column("replaced", sa.String(length=32)),
    )
    _of_a_habit_and_week("strengths", sa.Column("score", sa.Float(), nullable=False))
    _of_a_habit_and_week(
        "ratings",
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("rated_at", UtcDateTime(), nullable=False),
    )
    _of_a_habit_and_week("week_totals", sa.Column("times", sa.Integer(), nullable=False))
    op.create_table(
        "away",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f("fk_away_manager")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_away")),
    )
    op.create_index("ix_away_manager_since", "away", ["manager", "since"], unique=False)
    op.create_index(_AT_WORK, "managers", ["workspace", "state"], unique=False)
    op.create_index(_LAST_SENT, "outgoing", ["workspace", "recipient", "sent_at"], unique=False)
    for table, column in _POINTING:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
    for table, columns in _COLUMNS.items():
        for name, kind, usual in columns:
            # The rows of today get the usual value; new ones bring their own.
            added = sa.Column(name, kind, server_default=usual, nullable=usual is None)
            op.add_column(table, added)


def downgrade() -> None:
    # Not as a batch: that makes the table anew, and other tables point at it.
    for table, columns in reversed(_COLUMNS.items()):
        for name, _, _ in reversed(columns):
            op.drop_column(table, name)
    for table, column in reversed(_POINTING):
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    op.drop_index(_LAST_SENT, table_name="outgoing")
    op.drop_index(_AT_WORK, table_name="managers")
    op.drop_index("ix_away_manager_since", table_name="away")
    for table in (
        "away",
        "week_totals",
        "ratings",
        "strengths",
        "focuses",
        "invitations",
        "companies",
    ):
        op.drop_table(table)


def _of_a_week(name: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        name,
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f(f"fk_{name}_manager")),
        sa.PrimaryKeyConstraint("manager", "week", name=op.f(f"pk_{name}")),
    )


def _of_a_habit_and_week(name: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        name,
        sa.Column("manager", sa.String(length=32), nullable=False),
        sa.Column("habit", sa.String(length=64), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["manager"], ["managers.id"], name=op.f(f"fk_{name}_manager")),
        sa.PrimaryKeyConstraint("manager", "habit", "week", name=op.f(f"pk_{name}")),
    )
