"""Calculations, notifications, codes of letters, and e-mail addresses of people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Calculations, notifications, codes of letters, and e-mail addresses of people."""
    op.add_column("person", sa.Column("email", sa.String(), nullable=True))
    op.create_table(
        "computation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("asked_sha256", sa.String(length=64), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column("result_sha256", sa.String(length=64), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelling', 'cancelled')",
            name=op.f("ck_computation_state"),
        ),
        sa.CheckConstraint(
            "(state = 'done') = (result_sha256 IS NOT NULL)", name=op.f("ck_computation_result")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)",
            name=op.f("ck_computation_ended"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_computation")),
    )
    op.create_index(op.f("ix_computation_person_put_at"), "computation", ["person", "put_at"], unique=False)
    op.create_index(op.f("ix_computation_state"), "computation", ["state"], unique=False)
    op.create_table(
        "notification",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("case_name", sa.String(), nullable=True),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_notification_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("key", "person", name=op.f("uq_notification_key_person")),
    )
    op.create_index(
        op.f("ix_notification_person_seen_at"), "notification", ["person", "seen_at"], unique=False
    )
    op.create_table(
        "letter_code",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("case_name", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_name"], ["case_file.name"], name=op.f("fk_letter_code_case_name")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_letter_code")),
    )
    op.create_index(op.f("ix_letter_code_case_name"), "letter_code", ["case_name"], unique=False)


def downgrade() -> None:
    """Without them."""
    op.drop_table("letter_code")
    op.drop_table("notification")
    op.drop_table("computation")
    op.drop_column("person", "email")
