"""Letters that were made to be signed; the code that each bears is in `letter_code`."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from workflow.store.tables.base import metadata
from workflow.store.tables.cases import stored_file
from workflow.store.tables.service import letter_code

letter = Table(
    "letter",
    metadata,
    Column("code", String, ForeignKey(letter_code.c.code), primary_key=True),
    Column("number", String, nullable=False),
    Column("dated", Date, nullable=False),
    Column("made_by", String, nullable=False),
    Column("register", String),
    Column("year", Integer),
    Column("count", Integer),
    Column("made_sha256", String(64), ForeignKey(stored_file.c.sha256)),
    Column("kept_sha256", String(64), ForeignKey(stored_file.c.sha256)),
    Column("as_made", Boolean),
    Column("ended", Text, nullable=False),
    UniqueConstraint("register", "year", "count"),
    CheckConstraint(
        "(register IS NULL) = (count IS NULL) AND (year IS NULL) = (count IS NULL)", name="counted"
    ),
    CheckConstraint("count > 0", name="count"),
    CheckConstraint("kept_sha256 IS NULL OR ended = ''", name="ended"),
)
