"""Errors of the databases, as what they mean to Titip."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from capacity.errors import TitipError
from workflow.conflicts import AlreadyThere, Busy, NotEnough, PlaceTaken, StoreDown, StoreFault
from workflow.errors import BadValue

# What PostgreSQL calls: serialization failure, deadlock, lock timeout.
_COLLIDED = ("40001", "40P01", "55P03")
_DOWN = ("08", "57P", "53")  # connection, operator intervention, out of resources
_NAMED: tuple[tuple[str, type[TitipError], str], ...] = (
    ("ex_occupancy_place", PlaceTaken, "Something else takes these units."),
    ("ck_counter_bound", NotEnough, "There is not enough left of the ports, or on the host."),
    ("ix_occupancy_live_name", AlreadyThere, "Something of that name stands or is held in the room."),
)
#: Said of a text that no database takes: a name that was asked for, mostly.
UNFIT = "A text holds characters that cannot be kept."


def translated(error: SQLAlchemyError) -> TitipError:
    """The error as one of Titip's; `Busy` where the same again may succeed."""
    if isinstance(error, PoolTimeout):
        return Busy("All connections to the database are in use.", "database")
    if not isinstance(error, DBAPIError):
        return StoreFault(f"The database refuses a statement: {error}.", "database")
    cause, text = error.orig, str(error.orig)
    state = getattr(cause, "sqlstate", None)
    if state in _COLLIDED or _is_busy(cause):
        return Busy("Other writers are in the way.", "database")
    if error.connection_invalidated or _is_down(cause, state):
        return StoreDown(f"The database cannot be reached: {text.strip()}", "database")
    diagnosed = getattr(getattr(cause, "diag", None), "constraint_name", None) or text
    for name, kind, sentence in _NAMED:
        if name in diagnosed:
            return kind(sentence)
    if "cannot contain NUL" in text:
        return BadValue(UNFIT)
    if state == "23505" or "UNIQUE constraint failed" in text:
        return AlreadyThere("It is stored already.")
    return StoreFault(f"The database refuses a statement: {text.strip()}", "database")


def _is_busy(cause: object) -> bool:
    code = getattr(cause, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _is_down(cause: object, state: str | None) -> bool:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)
    if state is None:  # the server was not there to name one
        return type(cause).__name__ == "OperationalError"
    return state.startswith(_DOWN)
