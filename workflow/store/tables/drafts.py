"""Requests that are not sent yet."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from workflow.store.tables.base import metadata
from workflow.store.tables.office import person
from workflow.store.types import Moment

draft = Table(
    "draft",
    metadata,
    Column("id", String, primary_key=True),
    Column("agency", String),
    Column("person", String, ForeignKey(person.c.id), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("saved_by", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("cases", Text, nullable=False),
    CheckConstraint("version > 0", name="version"),
    CheckConstraint("(body = '') = (cases <> '')", name="sent"),
    Index(None, "agency"),
    Index(None, "person"),
)
