"""Places that are taken, kept and given up. The database's own guards have the last word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, select, update

from workflow.conflicts import HoldGone, NotStored, StoreFault
from workflow.kept import Placed
from workflow.occupancy import Countable, Kind, Occupancy
from workflow.store import things
from workflow.store.rooms import StoredRooms
from workflow.store.session import Session
from workflow.store.tables.rooms import amount, counter, occupancy, room


class StoredOccupancy:
    """See `workflow.ports.Occupancies`."""

    def __init__(self, session: Session, rooms: StoredRooms) -> None:
        self._session = session
        self._rooms = rooms

    def take(self, room: str, row: Occupancy, at: datetime) -> int:
        """Take a place; the row's id. Raises PlaceTaken, NotEnough, AlreadyThere."""
        if row.source != "titip":
            raise StoreFault("What a room holds by itself is loaded with it.", row.name)
        if row.case is not None:
            self._was_read(row.case)
        room_id = self._changes(room)
        place = row.place
        racks = things.racks_of(self._session, room_id, place.rack) if place else {}
        if place and not racks:
            raise NotStored("The room has no such rack.", place.rack)
        values = things.columns(row, room_id, racks) | {"status": "live", "taken_at": at}
        made = self._session.execute(
            insert(occupancy).values(**values).returning(occupancy.c.id)
        ).scalar_one()
        # In order, so that two writers never wait for each other.
        for key, number in sorted(row.amounts.items()):
            taken = {"occupancy_id": made, "what": key.what, "name": key.name, "amount": number}
            self._session.execute(insert(amount).values(**taken))
            self._count(room_id, key, number)
        return int(made)

    def release(self, case: str, at: datetime, *, holds_only: bool = True) -> tuple[Placed, ...]:
        """Give up what a case holds, or everything that is there for it; what that was."""
        self._was_read(case)
        mine = _held(case) if holds_only else _of_case(case)
        self._lock(mine)
        return self._end(mine, "released", at)

    def lapse(self, room: str, at: datetime) -> tuple[Placed, ...]:
        """Free what has expired in a room; what that was."""
        self._rooms.lock(room)
        expired = and_(_of_room(room), occupancy.c.status == "live", occupancy.c.expires <= at)
        return self._end(expired, "lapsed", at)

    def extend(self, case: str, until: datetime, at: datetime) -> int:
        """Move the expiry of a case's holds that are not firm. Raises HoldGone."""
        self._was_read(case)
        return self._set_expiry(case, until, and_(_held(case), occupancy.c.expires > at))

    def confirm(self, case: str, at: datetime) -> int:
        """Make a case's holds firm. Raises HoldGone if one of them has expired, or there is none."""
        self._was_read(case)
        self._lock(_held(case))
        if self._placed(and_(_held(case), occupancy.c.expires <= at)):
            raise HoldGone("The hold has lapsed.", case)
        return self._set_expiry(case, None, _held(case))

    def of_case(self, case: str) -> tuple[Placed, ...]:
        """Everything that was ever placed for a case, oldest first."""
        return self._placed(occupancy.c.case_name == case)

    def live(self, room: str, kinds: Collection[Kind] | None = None) -> tuple[Placed, ...]:
        """Everything that takes a place in a room, or what of it is of these kinds."""
        taken = and_(_of_room(room), occupancy.c.status == "live")
        if kinds is not None:
            taken = and_(taken, occupancy.c.kind.in_(sorted(kinds)))
        return self._placed(taken)

    def _set_expiry(self, case: str, until: datetime | None, held: ColumnElement[bool]) -> int:
        self._lock(held)
        changed = self._session.execute(update(occupancy).where(held).values(expires=until))
        if not changed.rowcount:
            raise HoldGone("The case holds no place, or its hold has lapsed.", case)
        for name in self._rooms_of(_of_case(case)):
            self._changes(name)
        return changed.rowcount

    def _end(self, ending: ColumnElement[bool], status: str, at: datetime) -> tuple[Placed, ...]:
        ended = self._placed(ending)
        for name in sorted({one.room for one in ended}):
            room_id = self._changes(name)
            ids = [one.id for one in ended if one.room == name]
            now = {"status": status, "ended_at": at}
            self._session.execute(update(occupancy).where(occupancy.c.id.in_(ids)).values(**now))
            for key, number in self._taken(ids):
                self._count(room_id, key, -number)
        return ended

    def _was_read(self, case: str) -> None:
        """Refuse a change of what a case holds while others may change the case: it may end meanwhile."""
        if case not in self._session.cases:
            raise StoreFault("What a case holds is changed without reading the case first.", case)

    def _lock(self, rows: ColumnElement[bool]) -> None:
        """Lock the rooms of the rows, in order, so that two writers never wait for each other."""
        for name in self._rooms_of(rows):
            self._rooms.lock(name)

    def _rooms_of(self, rows: ColumnElement[bool]) -> list[str]:
        of_rows = occupancy.c.room_id == room.c.id
        found = select(room.c.name).where(select(occupancy.c.id).where(of_rows, rows).exists())
        return list(self._session.execute(found.order_by(room.c.name)).scalars())

    def _taken(self, ids: list[int]) -> Iterable[tuple[Countable, int]]:
        found = select(amount).where(amount.c.occupancy_id.in_(ids)).order_by(amount.c.what, amount.c.name)
        return [(Countable(row.what, row.name), row.amount) for row in self._session.execute(found)]

    def _count(self, room_id: int, key: Countable, number: int) -> None:
        mine = and_(counter.c.room_id == room_id, counter.c.what == key.what, counter.c.name == key.name)
        changed = update(counter).where(mine).values(used=counter.c.used + number)
        if self._session.execute(changed).rowcount == 0:
            # The room does not say how many there are.
            values = {"room_id": room_id, "what": key.what, "name": key.name, "others": 0, "used": number}
            self._session.execute(insert(counter).values(**values))

    def _changes(self, name: str) -> int:
        """The number of a room, after one more change of it, which needs its lock."""
        if name not in self._session.locked:
            # What was read before, and decided on, may have changed since.
            raise StoreFault("The room is changed without its lock.", name)
        room_id = self._session.locked[name]
        self._session.execute(update(room).where(room.c.id == room_id).values(revision=room.c.revision + 1))
        return room_id

    def _placed(self, where: ColumnElement[bool]) -> tuple[Placed, ...]:
        found: Any = (
            select(occupancy, room.c.name.label("room_name"))
            .join(room, room.c.id == occupancy.c.room_id)
            .where(where)
            .order_by(occupancy.c.id)
        )
        rows = self._session.execute(found).all()
        bases = {
            name: self._rooms.as_loaded(name) for name in {row.room_name for row in rows if row.thing is None}
        }
        return tuple(things.placed(row, row.room_name, bases.get(row.room_name)) for row in rows)


def _of_case(case: str) -> ColumnElement[bool]:
    return and_(occupancy.c.case_name == case, occupancy.c.status == "live")


def _held(case: str) -> ColumnElement[bool]:
    return and_(_of_case(case), occupancy.c.kind == "hold")


def _of_room(name: str) -> ColumnElement[bool]:
    return occupancy.c.room_id.in_(select(room.c.id).where(room.c.name == name))
