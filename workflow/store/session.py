"""The open transaction, as the parts of a unit of work share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.expression import TableClause

from capacity.room import Room
from workflow.conflicts import StoreFault
from workflow.errors import BadValue
from workflow.store.translate import UNFIT, translated

MOST_ROOMS_IN_MEMORY = 8
#: Names in one statement.
AT_ONCE = 500


class RoomCache:
    """Rooms by the hash of their files, so that a room is not read again for each command."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}

    def get(self, sha256: str) -> Room | None:
        return self._rooms.get(sha256)

    def put(self, room: Room) -> None:
        while len(self._rooms) >= MOST_ROOMS_IN_MEMORY:
            # Another thread may have taken the same one out.
            self._rooms.pop(next(iter(self._rooms), ""), None)
        self._rooms[room.sha256] = room


class Session:
    """A connection within its transaction; errors come out as Titip's.

    Attributes
    ----------
    locked
        Rooms that this transaction keeps others out of: name -> number.
    cases
        Names of the cases that it keeps others out of.
    """

    def __init__(self, connection: Connection, cache: RoomCache, *, writes: bool) -> None:
        self._connection = connection
        self.cache = cache
        self.writes = writes
        self.locked: dict[str, int] = {}
        self.cases: set[str] = set()
        self.ended = False

    @property
    def sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    def execute(
        self, statement: Executable, values: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        """Carry out a statement. Raises errors of `workflow.conflicts`."""
        if self.ended:
            raise StoreFault("The unit of work has ended.", "database")
        try:
            return self._connection.execute(statement, values)
        except SQLAlchemyError as error:
            raise translated(error) from error
        except UnicodeEncodeError:
            # Half a character, which JSON can spell and no database takes.
            raise BadValue(UNFIT) from None

    def insert(self, table: TableClause) -> Any:
        """An insert that can say what to do on conflict; both databases spell it alike."""
        return sqlite.insert(table) if self.sqlite else postgresql.insert(table)
