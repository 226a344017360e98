"""Rooms, and the guard that no place is given twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# No two live rows in the same half units of a face of a rack. Rows that are exempt (imported, with overlaps)
# may overlap each other, and nothing else: in the last part each of them keeps to a number of its own, while
# every other row covers all numbers. Ranges need no extension of PostgreSQL.
POSTGRES_GUARD = """
ALTER TABLE occupancy ADD CONSTRAINT ex_occupancy_place EXCLUDE USING gist (
    int8range(rack_id, rack_id + 1) WITH &&,
    int8range(start_hu, end_hu) WITH &&,
    int4range(face_from, face_to) WITH &&,
    (CASE WHEN exempt THEN int8range(id, id + 1) ELSE int8range(NULL, NULL) END) WITH &&
) WHERE (status = 'live' AND rack_id IS NOT NULL)
"""

# The same for SQLite, where nobody else can be writing at the time.
SQLITE_GUARD = """
CREATE TRIGGER ex_occupancy_place_{when} BEFORE {what} ON occupancy
WHEN NEW.status = 'live' AND NEW.rack_id IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'ex_occupancy_place') WHERE EXISTS (
        SELECT 1 FROM occupancy AS other
        WHERE other.rack_id = NEW.rack_id AND other.status = 'live' AND other.id IS NOT {itself}
        AND other.start_hu < NEW.end_hu AND NEW.start_hu < other.end_hu
        AND other.face_from < NEW.face_to AND NEW.face_from < other.face_to
        AND NOT (other.exempt AND NEW.exempt)
    );
END
"""


def upgrade() -> None:
    """Rooms, and the guard that no place is given twice."""
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("name", name=op.f("uq_room_name")),
    )
    op.create_table(
        "room_version",
        sa.Column("room_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("loaded_at", MOMENT, nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_version_room_id")),
        sa.PrimaryKeyConstraint("room_id", "number", name=op.f("pk_room_version")),
    )
    op.create_table(
        "room_file",
        sa.Column("room_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id", "number"],
            ["room_version.room_id", "room_version.number"],
            name=op.f("fk_room_file_room_id_number"),
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_room_file_sha256")),
        sa.PrimaryKeyConstraint("room_id", "number", "name", name=op.f("pk_room_file")),
    )
    op.create_table(
        "rack",
        sa.Column("id", KEY, nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_rack_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rack")),
        sa.UniqueConstraint("room_id", "name", name=op.f("uq_rack_room_id_name")),
    )
    op.create_table(
        "occupancy",
        sa.Column("id", KEY, nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rack_id", sa.BigInteger(), nullable=True),
        sa.Column("start_hu", sa.BigInteger(), nullable=True),
        sa.Column("end_hu", sa.BigInteger(), nullable=True),
        sa.Column("face_from", sa.Integer(), nullable=True),
        sa.Column("face_to", sa.Integer(), nullable=True),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("request", sa.String(), nullable=True),
        sa.Column("item", sa.BigInteger(), nullable=True),
        sa.Column("case_name", sa.String(), nullable=True),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("expires", MOMENT, nullable=True),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("thing", sa.Text(), nullable=True),
        sa.CheckConstraint("(source = 'titip') = (thing IS NOT NULL)", name=op.f("ck_occupancy_thing")),
        sa.CheckConstraint("(status = 'live') = (ended_at IS NULL)", name=op.f("ck_occupancy_ended")),
        sa.CheckConstraint("NOT exempt OR source = 'imported'", name=op.f("ck_occupancy_exempt")),
        sa.CheckConstraint("file IN ('devices', 'vms', 'reservations')", name=op.f("ck_occupancy_file")),
        sa.CheckConstraint("kind <> 'hold' OR source = 'titip'", name=op.f("ck_occupancy_hold")),
        sa.CheckConstraint("kind IN ('device', 'vm', 'hold', 'reservation')", name=op.f("ck_occupancy_kind")),
        sa.CheckConstraint("source IN ('imported', 'titip')", name=op.f("ck_occupancy_source")),
        sa.CheckConstraint("status IN ('live', 'released', 'lapsed')", name=op.f("ck_occupancy_status")),
        sa.CheckConstraint(
            "(rack_id IS NULL AND start_hu IS NULL AND end_hu IS NULL AND face_from IS NULL"
            " AND face_to IS NULL) OR (rack_id IS NOT NULL AND start_hu IS NOT NULL AND end_hu IS NOT NULL"
            " AND start_hu < end_hu"
            " AND face_from IS NOT NULL AND face_to IS NOT NULL AND face_from IN (0, 1) AND face_to IN (1, 2)"
            " AND face_from < face_to)",
            name=op.f("ck_occupancy_place"),
        ),
        sa.ForeignKeyConstraint(["case_name"], ["case_file.name"], name=op.f("fk_occupancy_case_name")),
        sa.ForeignKeyConstraint(["rack_id"], ["rack.id"], name=op.f("fk_occupancy_rack_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_occupancy_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy")),
    )
    op.create_index(op.f("ix_occupancy_case_name"), "occupancy", ["case_name"], unique=False)
    op.create_index(
        "ix_occupancy_live_name",
        "occupancy",
        ["room_id", "file", "name"],
        unique=True,
        sqlite_where=sa.text("status = 'live'"),
        postgresql_where=sa.text("status = 'live'"),
    )
    op.create_index(op.f("ix_occupancy_rack_id_start_hu"), "occupancy", ["rack_id", "start_hu"], unique=False)
    op.create_index(
        op.f("ix_occupancy_room_id_status_source"), "occupancy", ["room_id", "status", "source"], unique=False
    )
    op.create_table(
        "amount",
        sa.Column("occupancy_id", KEY, autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_amount_amount")),
        sa.ForeignKeyConstraint(["occupancy_id"], ["occupancy.id"], name=op.f("fk_amount_occupancy_id")),
        sa.PrimaryKeyConstraint("occupancy_id", "what", "name", name=op.f("pk_amount")),
    )
    op.create_table(
        "counter",
        sa.Column("room_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=True),
        sa.Column("others", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=True),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("used <= bound", name=op.f("ck_counter_bound")),
        sa.CheckConstraint("used >= 0 AND others >= 0", name=op.f("ck_counter_positive")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_counter_room_id")),
        sa.PrimaryKeyConstraint("room_id", "what", "name", name=op.f("pk_counter")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_GUARD)
    else:
        op.execute(SQLITE_GUARD.format(when="insert", what="INSERT", itself="NULL"))
        op.execute(SQLITE_GUARD.format(when="update", what="UPDATE", itself="OLD.id"))


def downgrade() -> None:
    """Without them."""
    op.drop_table("counter")
    op.drop_table("amount")
    op.drop_table("occupancy")
    op.drop_table("rack")
    op.drop_table("room_file")
    op.drop_table("room_version")
    op.drop_table("room")
