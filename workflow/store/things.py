"""Rows of the occupancy table, and the values that they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, and_, or_, select

from capacity.room import Device, Reservation, Room, Vm
from workflow.kept import Placed
from workflow.occupancy import Occupancy
from workflow.plain import canonical, from_canonical
from workflow.store.session import Session
from workflow.store.tables.rooms import occupancy, rack, room

_CLASSES: dict[str, type[Device] | type[Vm] | type[Reservation]] = {
    "devices": Device,
    "vms": Vm,
    "reservations": Reservation,
}


def columns(row: Occupancy, room_id: int, racks: dict[str, int]) -> dict[str, Any]:
    """A row's columns, but for those of its taking. `racks` gives the number of each rack."""
    place = row.place
    return {
        "room_id": room_id,
        "kind": row.kind,
        "source": row.source,
        "file": row.file,
        "name": row.name,
        "rack_id": racks[place.rack] if place else None,
        "start_hu": place.start_hu if place else None,
        "end_hu": place.end_hu if place else None,
        "face_from": place.face_from if place else None,
        "face_to": place.face_to if place else None,
        "host": row.host,
        "request": row.request,
        "item": row.item,
        "case_name": row.case,
        "exempt": row.exempt,
        "expires": row.expires,
        "thing": canonical(row.thing).decode() if row.source == "titip" else None,
    }


def racks_of(session: Session, room_id: int, name: str | None = None) -> dict[str, int]:
    """The numbers of a room's racks by name, or of one of them."""
    found = select(rack.c.name, rack.c.id).where(rack.c.room_id == room_id)
    if name is not None:
        found = found.where(rack.c.name == name)
    return {row.name: row.id for row in session.execute(found)}


def placed(row: Row[Any], room_name: str, base: Room | None) -> Placed:
    """The value of a row; `base` is the room as loaded, where imported things are to be found."""
    if row.thing is not None:
        thing = _thing(row.file, row.thing)
    else:
        assert base is not None
        thing = _by_name(base, row.file)[row.name]
    value = Occupancy(
        kind=row.kind,
        source=row.source,
        thing=thing,
        expires=row.expires,
        case=row.case_name,
        exempt=bool(row.exempt),
    )
    return Placed(row.id, room_name, value, row.status, row.ended_at)


def changes(
    session: Session, name: str, at: datetime | None = None
) -> tuple[list[Occupancy], set[tuple[str, str]]]:
    """What Titip placed in a room and still is there, oldest first; and what was loaded and is gone.

    With `at`: what was there and gone at that moment.
    """
    of_room = and_(occupancy.c.room_id == room.c.id, room.c.name == name)
    there, over = occupancy.c.status == "live", occupancy.c.status == "released"
    if at is not None:
        there = and_(
            occupancy.c.taken_at <= at, or_(occupancy.c.ended_at.is_(None), occupancy.c.ended_at >= at)
        )
        over = and_(over, occupancy.c.ended_at < at)
    made = and_(occupancy.c.source == "titip", there)
    found = select(occupancy).join(room, of_room).where(made).order_by(occupancy.c.id)
    rows = [placed(row, name, None).row for row in session.execute(found)]
    # A lapsed reservation stays in the room: it does not count there either, and is reported.
    ended = and_(occupancy.c.source == "imported", over)
    asked = select(occupancy.c.file, occupancy.c.name).join(room, of_room).where(ended)
    gone = {(row.file, row.name) for row in session.execute(asked)}
    # What was loaded under the name of a thing of Titip's is that thing.
    return rows, gone | {(row.file, row.name) for row in rows}


@lru_cache(maxsize=4096)
def _thing(file: str, text: str) -> Device | Vm | Reservation:
    return from_canonical(_CLASSES[file], text, file)


def _by_name(base: Room, file: str) -> dict[str, Device | Vm | Reservation]:
    things: Iterable[Device | Vm | Reservation] = getattr(base, file)
    return {thing.name: thing for thing in things}
