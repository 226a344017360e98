"""A room that is loaded: its racks, what it counts, and what stands in it take the place of those before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, select

from capacity.errors import BadInput, Problem
from capacity.room import LEGS, Room, Vm
from workflow.kept import Differing
from workflow.occupancy import Countable, Occupancy, Overlap, Place, imported, overlaps, stocks
from workflow.store import things
from workflow.store.session import Session
from workflow.store.tables.rooms import amount, counter, occupancy, rack

_ADVICE = "Correct the file, or release what Titip holds first."


def enter(
    session: Session, room_id: int, room: Room, at: datetime
) -> tuple[tuple[Overlap, ...], tuple[Differing, ...]]:
    """Enter a room's things in place of those before; the overlaps, and rows that tell otherwise than Titip.

    Raises BadInput, naming every thing that stands where Titip holds a place, or takes a name of one, and
    everything that one of Titip's is in or plugged into and the room has no more.
    """
    racks = _racks(session, room_id, room)
    _clear(session, room_id)
    ours = _ours(session, room_id)
    told = imported(room)
    rows = [row for row in told if not _came_back(row, ours)]
    _refuse(_clashes(rows, ours))
    _refuse(_losses(room, ours.values()))
    values = [_values(row, room_id, racks, at) for row in rows]
    if values:
        session.execute(insert(occupancy), values)
    _count(session, room_id, room, rows)
    back = ((row, ours[row.file, row.name]) for row in told if _came_back(row, ours))
    return overlaps(rows), tuple(one for row, our in back if (one := _differing(row, our)).fields)


def _values(row: Occupancy, room_id: int, racks: dict[str, int], at: datetime) -> dict[str, Any]:
    lapsed = row.expires is not None and row.expires <= at
    status = {"status": "lapsed", "ended_at": at} if lapsed else {"status": "live", "ended_at": None}
    return {**things.columns(row, room_id, racks), **status, "taken_at": at}


def _racks(session: Session, room_id: int, room: Room) -> dict[str, int]:
    known = things.racks_of(session, room_id)
    new = [{"room_id": room_id, "name": one.name} for one in room.racks if one.name not in known]
    if new:
        session.execute(insert(rack), new)
        known = things.racks_of(session, room_id)
    return known


def _clear(session: Session, room_id: int) -> None:
    old = and_(occupancy.c.room_id == room_id, occupancy.c.source == "imported")
    session.execute(delete(amount).where(amount.c.occupancy_id.in_(select(occupancy.c.id).where(old))))
    session.execute(delete(occupancy).where(old))
    session.execute(delete(counter).where(counter.c.room_id == room_id))


def _ours(session: Session, room_id: int) -> dict[tuple[str, str], Occupancy]:
    """What Titip placed in the room and is there, by file and name."""
    live = and_(occupancy.c.room_id == room_id, occupancy.c.source == "titip", occupancy.c.status == "live")
    found = session.execute(select(occupancy).where(live).order_by(occupancy.c.id))
    return {(row.file, row.name): things.placed(row, "", None).row for row in found}


def _came_back(row: Occupancy, ours: Mapping[tuple[str, str], Occupancy]) -> bool:
    """True for a thing of Titip's that came back with the files: same name, same place or host."""
    one = ours.get((row.file, row.name))
    return one is not None and (one.place, one.host) == (row.place, row.host)


def _differing(row: Occupancy, ours: Occupancy) -> Differing:
    """What the file says of a thing and Titip keeps otherwise; an empty cell says nothing."""
    said, kept = row.thing, ours.thing
    other = [
        field.name
        for field in fields(said)
        if field.name != "line"
        and hasattr(kept, field.name)
        and getattr(said, field.name) not in (None, (), field.default, getattr(kept, field.name))
    ]
    return Differing(f"{row.file}.csv", said.line, row.name, tuple(other))


def _refuse(found: Iterable[Problem]) -> None:
    if problems := sorted(found, key=lambda one: (one.file, one.row or 0, one.column, one.problem)):
        raise BadInput(problems)


def _losses(room: Room, ours: Iterable[Occupancy]) -> Iterator[Problem]:
    """What Titip's things need and the room lacks: nobody could judge anything in it any more.

    As for what a folder itself lists, cords and ports are looked at where their file is there.
    """
    there: dict[tuple[str, str], set[str]] = {
        ("racks.csv", "rack"): {rack.name for rack in room.racks},
        ("hosts.csv", "host"): {host.name for host in room.hosts},
    }
    if "power.csv" in room.files:
        pdus = [node for node in room.power if node.kind == "pdu"]
        legs = {f"{pdu.name}:{leg}" for pdu in pdus if pdu.phases == 3 for leg in LEGS}
        there["power.csv", "node"] = {pdu.name for pdu in pdus} | legs
    if "ports.csv" in room.files:
        there["ports.csv", "switch"] = {f"{group.switch}/{group.port_type}" for group in room.ports}
    for one in ours:
        for (file, column), name in _needs(one):
            if name not in there.get((file, column), {name}):
                whose = f" for {one.request}" if one.request else ""
                told = f"'{name}' is not there, which Titip keeps a place{whose} with ({one.name})."
                yield Problem(file, None, column, told, _ADVICE)


def _needs(one: Occupancy) -> Iterator[tuple[tuple[str, str], str]]:
    if one.host is not None:
        yield ("hosts.csv", "host"), one.host
    if isinstance(one.thing, Vm):
        return
    if one.thing.rack is not None:
        yield ("racks.csv", "rack"), one.thing.rack
    for cord in one.thing.cords:
        yield ("power.csv", "node"), str(cord)
    for use in one.thing.ports:
        yield ("ports.csv", "switch"), f"{use.switch}/{use.port_type}"


def _clashes(rows: Iterable[Occupancy], ours: Mapping[tuple[str, str], Occupancy]) -> Iterator[Problem]:
    in_rack: dict[str, list[tuple[Place, Occupancy]]] = {}
    for one in ours.values():
        if place := one.place:
            in_rack.setdefault(place.rack, []).append((place, one))
    for row in rows:
        if (row.file, row.name) in ours:
            told = "is the name of something that Titip placed elsewhere"
            yield _problem(row, told, row.file.removesuffix("s"))
        place = row.place
        for taken, one in in_rack.get(place.rack, ()) if place else ():
            if place and place.meets(taken):
                whose = f" for {one.request}" if one.request else ""
                told = f"takes units where Titip keeps a place{whose} ({one.name})"
                yield _problem(row, told, "position_u")


def _problem(row: Occupancy, told: str, column: str) -> Problem:
    return Problem(f"{row.file}.csv", row.thing.line or None, column, f"'{row.name}' {told}.", _ADVICE)


def _count(session: Session, room_id: int, room: Room, rows: list[Occupancy]) -> None:
    """Enter what the rows take, and set the counters to it and to what Titip's rows take."""
    live = and_(occupancy.c.room_id == room_id, occupancy.c.status == "live")
    ids = {
        (one.file, one.name): one.id
        for one in session.execute(select(occupancy.c.id, occupancy.c.file, occupancy.c.name).where(live))
    }
    taken = [
        {"occupancy_id": ids[row.file, row.name], "what": key.what, "name": key.name, "amount": number}
        for row in rows
        if (row.file, row.name) in ids
        for key, number in row.amounts.items()
    ]
    if taken:
        session.execute(insert(amount), taken)
    used: Counter[Countable] = Counter()
    summed = (
        select(amount.c.what, amount.c.name, func.sum(amount.c.amount).label("used"))
        .join(occupancy, occupancy.c.id == amount.c.occupancy_id)
        .where(live)
        .group_by(amount.c.what, amount.c.name)
    )
    for one in session.execute(summed):
        used[Countable(one.what, one.name)] = int(one.used)
    known = stocks(room)
    counters = []
    for key in sorted({*known, *used}):
        stock = known.get(key)
        others = stock.others if stock else 0
        capacity = stock.capacity if stock else None
        there = used[key] + others
        bound = None if capacity is None else max(capacity, there)
        counters.append(
            {"room_id": room_id, "what": key.what, "name": key.name, "capacity": capacity}
            | {"others": others, "bound": bound, "used": there}
        )
    if counters:
        session.execute(insert(counter), counters)
