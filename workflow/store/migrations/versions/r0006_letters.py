"""Letters that were made to be signed: number, date, files, and what became of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Letters that were made to be signed."""
    op.create_table(
        "letter",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("register", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("made_sha256", sa.String(length=64), nullable=True),
        sa.Column("kept_sha256", sa.String(length=64), nullable=True),
        sa.Column("as_made", sa.Boolean(), nullable=True),
        sa.Column("ended", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(register IS NULL) = (count IS NULL) AND (year IS NULL) = (count IS NULL)",
            name=op.f("ck_letter_counted"),
        ),
        sa.CheckConstraint("count > 0", name=op.f("ck_letter_count")),
        sa.CheckConstraint("kept_sha256 IS NULL OR ended = ''", name=op.f("ck_letter_ended")),
        sa.ForeignKeyConstraint(["code"], ["letter_code.code"], name=op.f("fk_letter_code")),
        sa.ForeignKeyConstraint(["kept_sha256"], ["stored_file.sha256"], name=op.f("fk_letter_kept_sha256")),
        sa.ForeignKeyConstraint(["made_sha256"], ["stored_file.sha256"], name=op.f("fk_letter_made_sha256")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_letter")),
        sa.UniqueConstraint("register", "year", "count", name=op.f("uq_letter_register_year_count")),
    )


def downgrade() -> None:
    """Without them."""
    op.drop_table("letter")
