"""Scenarios with their versions, and which of them were decided to be carried out."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from workflow.store.tables.base import metadata
from workflow.store.tables.cases import stored_file
from workflow.store.types import Moment

scenario = Table(
    "scenario",
    metadata,
    Column("id", String, primary_key=True),
    Column("room", String, nullable=False),
    Column("name", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("archived_at", Moment),
    Column("archived_by", String),
    CheckConstraint("(archived_at IS NULL) = (archived_by IS NULL)", name="archived"),
    Index(None, "room"),
)

scenario_version = Table(
    "scenario_version",
    metadata,
    Column("scenario", String, ForeignKey(scenario.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("room_version", Integer, nullable=False),
    Column("sha256", String(64), ForeignKey(stored_file.c.sha256), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String, nullable=False),
)

planned_change = Table(
    "planned_change",
    metadata,
    Column("scenario", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("room", String, nullable=False),
    Column("name", String, nullable=False),
    Column("state", String, nullable=False),
    Column("due", Date),
    Column("note", Text, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", String),
    ForeignKeyConstraint(["scenario", "number"], [scenario_version.c.scenario, scenario_version.c.number]),
    CheckConstraint("state IN ('planned', 'carried_out', 'dropped')", name="state"),
    CheckConstraint("(state = 'planned') = (ended_at IS NULL)", name="ended"),
    CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by"),
    Index(None, "room"),
)
