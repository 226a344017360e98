"""Work for later (outbox, jobs, timers) and idempotency keys."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Text

from workflow.store.tables.base import metadata
from workflow.store.types import BigKey, Moment

job = Table(
    "job",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("queue", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("key", String, unique=True),
    Column("body", Text, nullable=False),
    Column("due", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("most_attempts", Integer, nullable=False),
    Column("token", String),
    Column("leased_until", Moment),
    Column("error", Text),
    Column("put_at", Moment, nullable=False),
    Column("ended_at", Moment),
    CheckConstraint("state IN ('waiting', 'leased', 'done', 'dead')", name="state"),
    CheckConstraint(
        "(state = 'leased') = (token IS NOT NULL) AND (state = 'leased') = (leased_until IS NOT NULL)",
        name="lease",
    ),
    CheckConstraint("attempts >= 0 AND most_attempts > 0", name="attempts"),
    Index(None, "queue", "state", "due"),
)

request_key = Table(
    "request_key",
    metadata,
    Column("subject", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("answer", Text),
    Column("at", Moment, nullable=False),
)
