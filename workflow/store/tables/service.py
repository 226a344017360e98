"""What the service keeps beside cases: calculations, notifications, and the codes that letters bear."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from workflow.store.tables.base import metadata
from workflow.store.tables.cases import case_file
from workflow.store.tables.office import person
from workflow.store.types import BigKey, Moment

computation = Table(
    "computation",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("person", String, nullable=False),
    Column("room", String),
    Column("asked_sha256", String(64), nullable=False),
    Column("put_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("value", Integer),
    Column("bound", Integer),
    Column("result_sha256", String(64)),
    Column("error", Text),
    Column("ended_at", Moment),
    CheckConstraint(
        "state IN ('waiting', 'running', 'done', 'failed', 'cancelling', 'cancelled')", name="state"
    ),
    CheckConstraint("(state = 'done') = (result_sha256 IS NOT NULL)", name="result"),
    CheckConstraint("(state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)", name="ended"),
    Index(None, "person", "put_at"),
    Index(None, "state"),
)

notification = Table(
    "notification",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("key", String, nullable=False),
    Column("person", String, ForeignKey(person.c.id), nullable=False),
    Column("case_name", String),
    Column("occasion", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("seen_at", Moment),
    UniqueConstraint("key", "person"),
    Index(None, "person", "seen_at"),
)

letter_code = Table(
    "letter_code",
    metadata,
    Column("code", String, primary_key=True),
    Column("case_name", String, ForeignKey(case_file.c.name), nullable=False),
    Column("paper", String, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index(None, "case_name"),
)
