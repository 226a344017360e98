"""Accounts, sessions, API tokens, and sign-ins that failed."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from workflow.store.tables.base import metadata
from workflow.store.tables.office import person
from workflow.store.types import Moment

account = Table(
    "account",
    metadata,
    Column("person", String, ForeignKey(person.c.id), primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("password_hash", String, nullable=False),
    Column("disabled", Boolean(), nullable=False),
    Column("changed_at", Moment, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("id_sha256", String(64), primary_key=True),
    Column("person", String, ForeignKey(account.c.person), nullable=False),
    Column("created", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    CheckConstraint("created <= last_seen AND created < ends", name="times"),
    Index(None, "person"),
    Index(None, "ends"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("prefix", String, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("person", String, ForeignKey(account.c.person), nullable=False),
    Column("name", String, nullable=False),
    Column("scopes", String, nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("last_used", Moment),
    CheckConstraint("created < expires", name="times"),
    Index(None, "person"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("key", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", Moment, nullable=False),
    Column("open_at", Moment, nullable=False),
    CheckConstraint("failures >= 0 AND last <= open_at", name="failures"),
    Index(None, "last"),
)
