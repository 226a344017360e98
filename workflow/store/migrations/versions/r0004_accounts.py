"""Accounts, sessions, API tokens, and sign-ins that failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Accounts, sessions, API tokens, and sign-ins that failed."""
    op.create_table(
        "account",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_account_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "session",
        sa.Column("id_sha256", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("last_seen", MOMENT, nullable=False),
        sa.Column("ends", MOMENT, nullable=False),
        sa.CheckConstraint("created <= last_seen AND created < ends", name=op.f("ck_session_times")),
        sa.ForeignKeyConstraint(["person"], ["account.person"], name=op.f("fk_session_person")),
        sa.PrimaryKeyConstraint("id_sha256", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_person"), "session", ["person"], unique=False)
    op.create_index(op.f("ix_session_ends"), "session", ["ends"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.Column("last_used", MOMENT, nullable=True),
        sa.CheckConstraint("created < expires", name=op.f("ck_api_token_times")),
        sa.ForeignKeyConstraint(["person"], ["account.person"], name=op.f("fk_api_token_person")),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_api_token")),
        sa.UniqueConstraint("sha256", name=op.f("uq_api_token_sha256")),
    )
    op.create_index(op.f("ix_api_token_person"), "api_token", ["person"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", MOMENT, nullable=False),
        sa.Column("open_at", MOMENT, nullable=False),
        sa.CheckConstraint("failures >= 0 AND last <= open_at", name=op.f("ck_attempt_failures")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_last"), "attempt", ["last"], unique=False)


def downgrade() -> None:
    """Without them."""
    op.drop_table("attempt")
    op.drop_table("api_token")
    op.drop_table("session")
    op.drop_table("account")
