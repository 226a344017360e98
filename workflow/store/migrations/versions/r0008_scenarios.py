"""Scenarios with their versions, and which of them were decided to be carried out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Scenarios, their versions, planned changes."""
    op.create_table(
        "scenario",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("archived_at", MOMENT, nullable=True),
        sa.Column("archived_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(archived_at IS NULL) = (archived_by IS NULL)", name=op.f("ck_scenario_archived")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.create_index(op.f("ix_scenario_room"), "scenario", ["room"])
    op.create_table(
        "scenario_version",
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("room_version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.id"], name=op.f("fk_scenario_version_scenario")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_scenario_version_sha256")),
        sa.PrimaryKeyConstraint("scenario", "number", name=op.f("pk_scenario_version")),
    )
    op.create_table(
        "planned_change",
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'carried_out', 'dropped')", name=op.f("ck_planned_change_state")
        ),
        sa.CheckConstraint("(state = 'planned') = (ended_at IS NULL)", name=op.f("ck_planned_change_ended")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_planned_change_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["scenario", "number"],
            ["scenario_version.scenario", "scenario_version.number"],
            name=op.f("fk_planned_change_scenario_number"),
        ),
        sa.PrimaryKeyConstraint("scenario", "number", name=op.f("pk_planned_change")),
    )
    op.create_index(op.f("ix_planned_change_room"), "planned_change", ["room"])


def downgrade() -> None:
    """Without them."""
    op.drop_table("planned_change")
    op.drop_table("scenario_version")
    op.drop_table("scenario")
