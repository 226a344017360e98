"""Engines: SQLite in a file, or PostgreSQL, set up so that a commit that returned is on the disk."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from workflow.conflicts import NotStored

WRITES = "titip_writes"
SQLITE_WAIT_MS = 30_000
# Enough for the threads of a server; opening a connection costs more than most commands.
_POOL = {"pool_size": 20, "max_overflow": 20}
_POSTGRES_OPTIONS = "-c lock_timeout=30s -c idle_in_transaction_session_timeout=120s -c timezone=UTC"


def make_engine(url: str) -> Engine:
    """The engine for ``sqlite:///FILE`` or ``postgresql://...``. Raises NotStored for any other address."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise NotStored("The database's address is none.", "database") from None
    kind = address.get_backend_name()
    if kind == "sqlite" and address.database not in (None, "", ":memory:"):
        return _sqlite(create_engine(address, **_POOL))
    if kind == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
        # A connection that the server has closed meanwhile is noticed before it is used.
        options = {"options": _POSTGRES_OPTIONS}
        return create_engine(address, connect_args=options, pool_pre_ping=True, **_POOL)
    raise NotStored(
        "The database is a SQLite file (sqlite:///FILE) or PostgreSQL (postgresql://).", "database"
    )


def _sqlite(engine: Engine) -> Engine:
    """Titip begins transactions itself: Python's driver would do so late, and as readers.

    A reader that turns writer fails at once where somebody else has written meanwhile; so whoever is
    going to write says so from the beginning, and waits for his turn.
    """

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {SQLITE_WAIT_MS}")
        if cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
