"""A rack as its drawing and the table beside it show it: boxes with places, words and patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.web.rooms import RoomNow
from capacity.elevation import Body, Elevation, FreeRun, elevation
from capacity.room import FACES, Rack

UNIT, WIDTH, LEFT, GAP, TOP = 16, 190, 30, 14, 24


@dataclass(frozen=True, slots=True)
class Box:
    """Something on a face of the drawing: where, what, its state.

    States are those of bodies, ``proposed``, ``free``, and ``unknown`` for a height that is not known.
    `ghost` is ``taken`` where a body of full depth shows its back, and ``behind`` where one of half depth
    stands on the other face.
    """

    x: float
    y: float
    height: float
    state: str
    label: str
    units: str
    certain: bool
    half: bool
    ghost: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table beside the drawing."""

    units: str
    faces: tuple[str, ...]
    state: str
    name: str
    owner: str
    certain: bool
    request: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RackView:
    """A rack, drawn. Lengths are those of the drawing."""

    name: str
    width: float
    height: float
    face_height: float
    faces: tuple[tuple[str, float], ...]
    numbers: tuple[tuple[int, float], ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    beside: tuple[str, ...]
    unplaced: tuple[str, ...]


def with_proposed(
    now: RoomNow, rack: Rack, case: str, items: Sequence[Mapping[str, Any]], height_hu: int, depth: str
) -> tuple[Elevation, tuple[Body, ...]]:
    """A rack as it stands, and what is proposed for it; what the case itself holds there is left out."""
    found = elevation(now.room, rack, now.today)
    bodies = tuple(body for body in found.bodies if body.request != case)
    proposed = tuple(
        Body(
            name=case,
            kind="planned",
            bottom_hu=int(2 * item["position_u"]),
            top_hu=int(2 * item["position_u"]) + height_hu,
            faces=FACES if depth == "full" else (item["face"],),
            face=item["face"],
        )
        for item in items
    )
    free = tuple(run for run in found.free if not any(_meet(run, body) for body in proposed))
    kept = Elevation(rack, bodies, free, found.beside, found.unplaced)
    return kept, proposed


def rack_view(drawn: tuple[Elevation, tuple[Body, ...]]) -> RackView:
    """The drawing, and the table that says the same."""
    found, proposed = drawn
    rack = found.rack
    top_hu = 2 * (rack.first_unit + rack.height_u)
    boxes: list[Box] = []
    lines: list[tuple[int, Line]] = []
    for body in (*found.bodies, *proposed):
        state = "proposed" if body in proposed else str(body.kind)
        units = _units(body.bottom_hu, body.top_hu)
        name = "" if body.kind == "blocked" else body.name
        request = body.request or ""
        line = Line(units, body.faces, state, name, body.owner or "", body.certain, request, body.until)
        lines.append((body.top_hu, line))
        height = (body.top_hu - body.bottom_hu) * UNIT / 2
        y = TOP + (top_hu - body.top_hu) * UNIT / 2
        drawn_as = state if body.certain else "unknown"
        for face in FACES:
            ghost = "" if body.kind == "blocked" or face == body.face else "taken"
            if face not in body.faces:
                ghost = "behind"
            label = (request or name) if state == "held" else name
            box = Box(_x(face), y, height, drawn_as, label, units, body.certain, height < UNIT, ghost)
            boxes.insert(0, box) if ghost == "behind" else boxes.append(box)
    for run in found.free:
        units = _units(run.bottom_hu, run.top_hu)
        size = f"{(run.top_hu - run.bottom_hu) / 2:g}U"
        lines.append((run.top_hu, Line(units, run.faces, "free", size, "", True)))
        for face in run.faces:
            y = TOP + (top_hu - run.top_hu) * UNIT / 2
            height = (run.top_hu - run.bottom_hu) * UNIT / 2
            boxes.append(Box(_x(face), y, height, "free", size, units, True, height < UNIT))
    return RackView(
        name=rack.name,
        width=LEFT + 2 * WIDTH + GAP + 2,
        height=TOP + rack.height_u * UNIT + 4,
        face_height=rack.height_u * UNIT,
        faces=tuple((face, _x(face)) for face in FACES),
        numbers=tuple(
            (unit, TOP + (top_hu - 2 * unit - 1) * UNIT / 2 + 4)
            for unit in range(rack.first_unit, rack.first_unit + rack.height_u)
        ),
        boxes=tuple(boxes),
        lines=tuple(line for _, line in sorted(lines, key=lambda one: -one[0])),
        beside=found.beside,
        unplaced=found.unplaced,
    )


def _units(bottom_hu: int, top_hu: int) -> str:
    low, high = bottom_hu / 2, (top_hu - 2) / 2
    return f"U{low:g}" if high <= low else f"U{low:g}-U{high:g}"


def _x(face: str) -> float:
    return LEFT + FACES.index(face) * (WIDTH + GAP)


def _meet(run: FreeRun, body: Body) -> bool:
    return (
        run.bottom_hu < body.top_hu and body.bottom_hu < run.top_hu and bool(set(run.faces) & set(body.faces))
    )
