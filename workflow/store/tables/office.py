"""The office: people, posts and who holds them; procedures, calendars, registers of numbers."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from workflow.store.tables.base import metadata
from workflow.store.types import Moment

person = Table(
    "person",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("nip", String),
    Column("rank", String),
    Column("email", String),
)

post = Table(
    "post",
    metadata,
    Column("id", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("title", String, nullable=False),
    Column("agency", String),
)

holding = Table(
    "holding",
    metadata,
    Column("post", String, ForeignKey(post.c.id), primary_key=True),
    Column("person", String, ForeignKey(person.c.id), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("end", Date),
    Column("kind", String, nullable=False),
    Column("decree", String, nullable=False),
)

# Immutable: the text is what was hashed.
procedure = Table(
    "procedure",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("published_by", String, nullable=False),
)

calendar = Table(
    "calendar",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("adopted_at", Moment, nullable=False),
    Column("adopted_by", String, nullable=False),
)

register = Table(
    "register",
    metadata,
    Column("name", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)
