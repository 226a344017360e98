"""Rooms with their versions, and the one table of everything that takes a place."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from workflow.store.tables.base import metadata
from workflow.store.tables.cases import case_file, stored_file
from workflow.store.types import BigKey, Moment

# `revision` counts every change of what stands or is held; the row's lock is the room's lock.
room = Table(
    "room",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False),
)

room_version = Table(
    "room_version",
    metadata,
    Column("room_id", Integer, ForeignKey(room.c.id), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False),
    Column("policy_version", String, nullable=False),
    Column("loaded_at", Moment, nullable=False),
    Column("loaded_by", String, nullable=False),
)

room_file = Table(
    "room_file",
    metadata,
    Column("room_id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String, primary_key=True),
    Column("sha256", String(64), ForeignKey(stored_file.c.sha256), nullable=False),
    ForeignKeyConstraint(["room_id", "number"], [room_version.c.room_id, room_version.c.number]),
)

# A rack keeps its number as long as its name is in use, whatever the version of the room.
rack = Table(
    "rack",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("room_id", Integer, ForeignKey(room.c.id), nullable=False),
    Column("name", String, nullable=False),
    UniqueConstraint("room_id", "name"),
)

# Half units start_hu up to, not including, end_hu; faces likewise (0 front, 1 rear). No expiry: firm.
# `thing` is the whole of what Titip placed; imported things are found in the room's files by their name.
occupancy = Table(
    "occupancy",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("room_id", Integer, ForeignKey(room.c.id), nullable=False),
    Column("kind", String, nullable=False),
    Column("source", String, nullable=False),
    Column("file", String, nullable=False),
    Column("name", String, nullable=False),
    Column("rack_id", BigInteger, ForeignKey(rack.c.id)),
    Column("start_hu", BigInteger),
    Column("end_hu", BigInteger),
    Column("face_from", Integer),
    Column("face_to", Integer),
    Column("host", String),
    Column("request", String),
    Column("item", BigInteger),
    Column("case_name", String, ForeignKey(case_file.c.name), index=True),
    Column("exempt", Boolean, nullable=False),
    Column("status", String, nullable=False),
    Column("expires", Moment),
    Column("taken_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("thing", Text),
    CheckConstraint("kind IN ('device', 'vm', 'hold', 'reservation')", name="kind"),
    CheckConstraint("source IN ('imported', 'titip')", name="source"),
    CheckConstraint("file IN ('devices', 'vms', 'reservations')", name="file"),
    CheckConstraint("status IN ('live', 'released', 'lapsed')", name="status"),
    CheckConstraint("(status = 'live') = (ended_at IS NULL)", name="ended"),
    CheckConstraint(
        "(rack_id IS NULL AND start_hu IS NULL AND end_hu IS NULL AND face_from IS NULL AND face_to IS NULL)"
        " OR (rack_id IS NOT NULL AND start_hu IS NOT NULL AND end_hu IS NOT NULL AND start_hu < end_hu"
        " AND face_from IS NOT NULL AND face_to IS NOT NULL AND face_from IN (0, 1) AND face_to IN (1, 2)"
        " AND face_from < face_to)",
        name="place",
    ),
    CheckConstraint("NOT exempt OR source = 'imported'", name="exempt"),
    CheckConstraint("kind <> 'hold' OR source = 'titip'", name="hold"),
    CheckConstraint("(source = 'titip') = (thing IS NOT NULL)", name="thing"),
    Index(None, "room_id", "status", "source"),
    Index(None, "rack_id", "start_hu"),
)
Index(
    "ix_occupancy_live_name",
    occupancy.c.room_id,
    occupancy.c.file,
    occupancy.c.name,
    unique=True,
    sqlite_where=occupancy.c.status == "live",
    postgresql_where=occupancy.c.status == "live",
)

# What a row takes of ports, and of a host's vcpu, memory and disk.
amount = Table(
    "amount",
    metadata,
    Column("occupancy_id", BigKey, ForeignKey(occupancy.c.id), primary_key=True, autoincrement=False),
    Column("what", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("amount", BigInteger, nullable=False),
    CheckConstraint("amount > 0", name="amount"),
)

# How much there is, and how much live rows and others take. `bound` is the capacity, or what was taken
# already when the room was loaded, if that was more: an excess that is there may not grow. Unknown: no bound.
counter = Table(
    "counter",
    metadata,
    Column("room_id", Integer, ForeignKey(room.c.id), primary_key=True, autoincrement=False),
    Column("what", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("capacity", BigInteger),
    Column("others", BigInteger, nullable=False),
    Column("bound", BigInteger),
    Column("used", BigInteger, nullable=False),
    CheckConstraint("used <= bound", name="bound"),
    CheckConstraint("used >= 0 AND others >= 0", name="positive"),
)
