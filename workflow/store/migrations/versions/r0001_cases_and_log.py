"""The office, cases, the audit log, the inbox, files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What was written once stays as it is.
UNCHANGED = ("event", "procedure", "calendar", "stored_file")

POSTGRES_REFUSAL = """
CREATE FUNCTION titip_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'titip: rows of % are never changed', TG_TABLE_NAME; END $$
"""
POSTGRES_UNCHANGED = """
CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION titip_refuse()
"""
SQLITE_UNCHANGED = """
CREATE TRIGGER unchanged_{table}_{what} BEFORE {what} ON {table}
BEGIN SELECT RAISE(ABORT, 'titip: rows of {table} are never changed'); END
"""


def upgrade() -> None:
    """The office, cases, the audit log, the inbox, files."""
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("nip", sa.String(), nullable=True),
        sa.Column("rank", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_table(
        "holding",
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("decree", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_holding_person")),
        sa.ForeignKeyConstraint(["post"], ["post.id"], name=op.f("fk_holding_post")),
        sa.PrimaryKeyConstraint("post", "person", "start", name=op.f("pk_holding")),
    )
    op.create_table(
        "procedure",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_procedure")),
        sa.UniqueConstraint("number", name=op.f("uq_procedure_number")),
    )
    op.create_table(
        "calendar",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("adopted_at", MOMENT, nullable=False),
        sa.Column("adopted_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_calendar")),
    )
    op.create_index(op.f("ix_calendar_sha256"), "calendar", ["sha256"], unique=False)
    op.create_table(
        "register",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "year", name=op.f("pk_register")),
    )
    op.create_table(
        "case_file",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("filed_at", MOMENT, nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("due", MOMENT, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("(step IS NOT NULL) = (status = 'open')", name=op.f("ck_case_file_step")),
        sa.CheckConstraint("version > 0", name=op.f("ck_case_file_version")),
        sa.ForeignKeyConstraint(["procedure"], ["procedure.sha256"], name=op.f("fk_case_file_procedure")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_case_file")),
    )
    op.create_index(op.f("ix_case_file_agency"), "case_file", ["agency"], unique=False)
    op.create_table(
        "event",
        sa.Column("seq", KEY, autoincrement=False, nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
        sa.UniqueConstraint("stream", "name", "number", name=op.f("uq_event_stream_name_number")),
    )
    op.create_index(op.f("ix_event_stream_name_seq"), "event", ["stream", "name", "seq"], unique=False)
    op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", KEY, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_chain_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "task",
        sa.Column("case_name", sa.String(), nullable=False),
        sa.Column("visit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("due", MOMENT, nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_task_status")),
        sa.ForeignKeyConstraint(["case_name"], ["case_file.name"], name=op.f("fk_task_case_name")),
        sa.PrimaryKeyConstraint("case_name", "visit", name=op.f("pk_task")),
    )
    op.create_index(
        "ix_task_open",
        "task",
        ["case_name"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "task_role",
        sa.Column("case_name", sa.String(), nullable=False),
        sa.Column("visit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_name"], ["case_file.name"], name=op.f("fk_task_role_case_name")),
        sa.PrimaryKeyConstraint("case_name", "visit", "role", name=op.f("pk_task_role")),
    )
    op.create_index(op.f("ix_task_role_role"), "task_role", ["role"], unique=False)
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
        sa.CheckConstraint("size_bytes = length(content)", name=op.f("ck_stored_file_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_file")),
    )
    op.execute(f"INSERT INTO chain_head (id, seq, sha256) VALUES (1, 0, '{'0' * 64}')")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_REFUSAL)
        for table in UNCHANGED:
            op.execute(POSTGRES_UNCHANGED.format(table=table))
    else:
        for table in UNCHANGED:
            for what in ("UPDATE", "DELETE"):
                op.execute(SQLITE_UNCHANGED.format(table=table, what=what))


def downgrade() -> None:
    """Without them."""
    op.drop_table("stored_file")
    op.drop_table("task_role")
    op.drop_table("task")
    op.drop_table("chain_head")
    op.drop_table("event")
    op.drop_table("case_file")
    op.drop_table("register")
    op.drop_table("calendar")
    op.drop_table("procedure")
    op.drop_table("holding")
    op.drop_table("post")
    op.drop_table("person")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION titip_refuse()")
