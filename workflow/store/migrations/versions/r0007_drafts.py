"""Drafts: requests that are not sent yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Requests that are not sent yet."""
    op.create_table(
        "draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_draft_version")),
        sa.CheckConstraint("(body = '') = (cases <> '')", name=op.f("ck_draft_sent")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_draft_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_agency"), "draft", ["agency"], unique=False)
    op.create_index(op.f("ix_draft_person"), "draft", ["person"], unique=False)


def downgrade() -> None:
    """Without them."""
    op.drop_table("draft")
