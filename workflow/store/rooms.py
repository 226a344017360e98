"""Rooms by name: their files as loaded, in versions, and the room as it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from capacity.reading import read_files
from capacity.room import Room
from workflow.conflicts import NotStored
from workflow.kept import Loaded, RoomVersion
from workflow.occupancy import room_with
from workflow.store import entering, things
from workflow.store.files import StoredFiles
from workflow.store.session import Session
from workflow.store.tables.cases import stored_file
from workflow.store.tables.rooms import room, room_file, room_version


class StoredRooms:
    """See `workflow.ports.Rooms`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def load(self, name: str, files: Mapping[str, bytes], at: datetime, by: str) -> Loaded:
        """Keep a room's next version and enter what stands in it. Raises BadInput."""
        read = read_files(files)
        number = self._next_number(name)
        room_id = self._session.locked[name]
        self._session.execute(
            insert(room_version).values(
                room_id=room_id,
                number=number,
                sha256=read.sha256,
                policy_version=read.policy.version or "",
                loaded_at=at,
                loaded_by=by,
            )
        )
        kept = StoredFiles(self._session)
        rows = [
            {"room_id": room_id, "number": number, "name": file, "sha256": kept.put(content, at).sha256}
            for file, content in sorted(files.items())
        ]
        self._session.execute(insert(room_file), rows)
        overlaps, differing = entering.enter(self._session, room_id, read, at)
        return Loaded(self.version(name), overlaps, differing)

    def _next_number(self, name: str) -> int:
        """The number of the version to come, with the room locked."""
        new = self._session.insert(room).values(name=name, number=0, revision=0).on_conflict_do_nothing()
        self._session.execute(new)
        found = select(room.c.id, room.c.number).where(room.c.name == name).with_for_update()
        row = self._session.execute(found).one()
        self._session.locked[name] = row.id
        changes = {"number": row.number + 1, "revision": room.c.revision + 1}
        self._session.execute(update(room).where(room.c.id == row.id).values(**changes))
        return int(row.number) + 1

    def names(self) -> tuple[str, ...]:
        """The names of all rooms."""
        return tuple(self._session.execute(select(room.c.name).order_by(room.c.name)).scalars())

    def version(self, name: str, number: int | None = None) -> RoomVersion:
        """A version; the newest without a number. Raises NotStored."""
        at = room.c.number if number is None else number
        found = (
            select(room_version, room.c.revision)
            .join(room, room.c.id == room_version.c.room_id)
            .where(room.c.name == name, room_version.c.number == at)
        )
        row = self._session.execute(found).one_or_none()
        if row is None:
            raise NotStored(
                "There is no such room." if number is None else f"It has no version {number}.", name
            )
        return _version(name, row)

    def files(self, name: str, number: int | None = None) -> dict[str, bytes]:
        """The files of a version by name, as they were loaded. Raises NotStored."""
        version = self.version(name, number)
        found = (
            select(room_file.c.name, stored_file.c.content)
            .join(stored_file, stored_file.c.sha256 == room_file.c.sha256)
            .join(room, room.c.id == room_file.c.room_id)
            .where(room.c.name == name, room_file.c.number == version.number)
            .order_by(room_file.c.name)
        )
        return {row.name: bytes(row.content) for row in self._session.execute(found)}

    def as_loaded(self, name: str, number: int | None = None) -> Room:
        """The room as its files say. Raises NotStored."""
        version = self.version(name, number)
        found = self._session.cache.get(version.sha256)
        if found is None:
            found = read_files(self.files(name, version.number))
            self._session.cache.put(found)
        return found

    def now(self, name: str) -> Room:
        """The room with all that stands and is held in it. Raises NotStored."""
        made, gone = things.changes(self._session, name)
        return room_with(self.as_loaded(name), made, gone)

    def then(self, name: str, number: int, at: datetime) -> Room:
        """The room of a version with all that stood and was held in it at a moment. Raises NotStored."""
        made, gone = things.changes(self._session, name, at)
        return room_with(self.as_loaded(name, number), made, gone)

    def lock(self, name: str) -> RoomVersion:
        """Keep other writers out of the room until the unit ends. Raises NotStored."""
        found = select(room.c.id).where(room.c.name == name).with_for_update()
        room_id = self._session.execute(found).scalar()
        if room_id is None:
            raise NotStored("There is no such room.", name)
        self._session.locked[name] = room_id
        # A statement of its own: one that waited for the lock may still see the versions of before.
        return self.version(name)


def _version(name: str, row: Row[Any]) -> RoomVersion:
    return RoomVersion(
        room=name,
        number=row.number,
        revision=row.revision,
        sha256=row.sha256,
        policy_version=row.policy_version,
        loaded_at=row.loaded_at,
        loaded_by=row.loaded_by,
    )
