"""The drawing of the racks that something is placed in: what stands there, what is held, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from capacity import elevation
from capacity.room import FACES, Rack, Room
from placement.request import Request
from workflow.letters.values import Body, BodyKind, RackDrawing
from workflow.papers import ItemPlace

#: More racks than this are drawn around the new equipment only.
MOST_WHOLE = 2
AROUND_U = 3
#: Of more racks than this the first ones are drawn.
MOST_DRAWN = 24


def rack_drawings(
    room: Room, request: Request, items: Sequence[ItemPlace], today: date
) -> tuple[RackDrawing, ...]:
    """The racks that the items of a request go into, `MOST_DRAWN` at most; none for applications.

    `today`: reservations that lapsed before are left out, as are the request's own.
    """
    racks = {rack.name: rack for rack in room.racks}
    names = tuple(dict.fromkeys(item.rack for item in items if item.rack in racks))
    drawn = []
    for name in filter(None, names[:MOST_DRAWN]):
        here = [item for item in items if item.rack == name]
        bodies = [*_standing(room, racks[name], request.name, today), *_new(request, here)]
        drawn.append(_drawing(racks[name], bodies, whole=len(names) <= MOST_WHOLE))
    return tuple(drawn)


def _standing(room: Room, rack: Rack, request: str, today: date) -> Iterable[Body]:
    for one in (*elevation.standing(room, rack, today, without=request), *elevation.blocked(rack)):
        kind: BodyKind = "held" if one.kind == "held" else "blocked" if one.kind == "blocked" else "standing"
        yield Body(_told(one), one.bottom_hu, one.top_hu, one.faces, kind)


def _told(one: elevation.Body) -> str:
    if one.kind == "blocked":
        return "tidak dapat dipakai"
    held = " (reservasi)" if one.kind == "held" else ""
    return f"{one.name}{held}" if one.certain else f"{one.name}{held} (tinggi belum diketahui)"


def _new(request: Request, items: Iterable[ItemPlace]) -> Iterable[Body]:
    for item in items:
        if item.position_hu is not None:
            top = item.position_hu + (request.height_hu or 1)
            faces = _faces(request.depth, item.face or "front")
            yield Body(request.name, item.position_hu, top, faces, "new")


def _faces(depth: str, face: str) -> tuple[str, ...]:
    return FACES if depth == "full" else (face,)


def _drawing(rack: Rack, bodies: list[Body], *, whole: bool) -> RackDrawing:
    """The rack, or as much as lies within a few units of its new equipment; bodies cut to that part."""
    first, above = rack.first_unit, rack.first_unit + rack.height_u
    new = [body for body in bodies if body.kind == "new"]
    if not whole and new:
        first = max(first, min(body.bottom_hu for body in new) // 2 - AROUND_U)
        above = min(above, -(-max(body.top_hu for body in new) // 2) + AROUND_U)
    low, high = 2 * first, 2 * above
    cut = tuple(
        Body(b.name, max(b.bottom_hu, low), min(b.top_hu, high), b.faces, b.kind)
        for b in sorted(bodies, key=lambda b: (b.bottom_hu, b.name))
        if b.bottom_hu < high and low < b.top_hu
    )
    return RackDrawing(rack.name, first, above - first, cut)
