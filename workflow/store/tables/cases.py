"""Cases, the audit log, tasks, files."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from workflow.store.tables.base import metadata
from workflow.store.tables.office import procedure
from workflow.store.types import BigKey, Moment

# `body` is the whole state as canonical JSON; the other columns repeat what is searched for.
case_file = Table(
    "case_file",
    metadata,
    Column("name", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("procedure", String(64), ForeignKey(procedure.c.sha256), nullable=False),
    Column("status", String, nullable=False),
    Column("agency", String, nullable=False, index=True),
    Column("subject", String, nullable=False),
    Column("filed_at", Moment, nullable=False),
    Column("step", String),
    Column("due", Moment),
    Column("body", Text, nullable=False),
    CheckConstraint("version > 0", name="version"),
    CheckConstraint("(step IS NOT NULL) = (status = 'open')", name="step"),
)

# Append-only, by triggers. `sha256` covers every other column, `previous` is that of the entry before.
event = Table(
    "event",
    metadata,
    Column("seq", BigKey, primary_key=True, autoincrement=False),
    Column("stream", String, nullable=False),
    Column("name", String, nullable=False),
    Column("number", Integer),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    UniqueConstraint("stream", "name", "number"),
    Index(None, "stream", "name", "seq"),
)

# One row: the newest entry. Its lock is what puts entries in a row.
chain_head = Table(
    "chain_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigKey, nullable=False),
    Column("sha256", String(64), nullable=False),
    CheckConstraint("id = 1", name="single"),
)

task = Table(
    "task",
    metadata,
    Column("case_name", String, ForeignKey(case_file.c.name), primary_key=True),
    Column("visit", Integer, primary_key=True, autoincrement=False),
    Column("step", String, nullable=False),
    Column("agency", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("due", Moment),
    Column("holder", String),
    Column("status", String, nullable=False),
    CheckConstraint("status IN ('open', 'closed')", name="status"),
)
Index(
    "ix_task_open",
    task.c.case_name,
    unique=True,
    sqlite_where=task.c.status == "open",
    postgresql_where=task.c.status == "open",
)

task_role = Table(
    "task_role",
    metadata,
    Column("case_name", String, ForeignKey(case_file.c.name), primary_key=True),
    Column("visit", Integer, primary_key=True, autoincrement=False),
    Column("role", String, primary_key=True),
    Index(None, "role"),
)

# Immutable: the key is the hash of the content.
stored_file = Table(
    "stored_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size_bytes", Integer, nullable=False),
    Column("media_type", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("stored_at", Moment, nullable=False),
    CheckConstraint("size_bytes = length(content)", name="size"),
)
