"""What takes which units of a rack, on which face, and which are free: what every drawing of one shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from capacity.room import FACES, Device, Rack, Reservation, Room

Kind = Literal["installed", "planned", "leaving", "held", "blocked"]
_KINDS: dict[str, Kind] = {"planned": "planned", "leaving": "leaving"}


@dataclass(frozen=True, slots=True)
class Body:
    """Something that takes units.

    Attributes
    ----------
    bottom_hu, top_hu
        Its lowest half unit, and the first one above it, in the rack's numbering.
    certain
        False where its height is not known: it takes half a unit at least.
    until
        Of a hold: the last day on which it counts; None: for good.
    face
        The face that it is mounted on; of full depth, it takes the other one too.
    """

    name: str
    kind: Kind
    bottom_hu: int
    top_hu: int
    faces: tuple[str, ...]
    owner: str | None = None
    request: str | None = None
    until: date | None = None
    certain: bool = True
    face: str = "front"

    def meets(self, other: Body) -> bool:
        """True if both take a half unit of the same face."""
        together = set(self.faces) & set(other.faces)
        return bool(together) and self.bottom_hu < other.top_hu and other.bottom_hu < self.top_hu


@dataclass(frozen=True, slots=True)
class FreeRun:
    """Half units from `bottom_hu` up to, not including, `top_hu` that nothing takes on `faces`."""

    bottom_hu: int
    top_hu: int
    faces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elevation:
    """A rack with everything in it.

    Attributes
    ----------
    bodies
        What takes units, from the lowest; blocked units among them.
    free
        The longest free runs: on both faces, then on one face only where the other is taken.
    beside
        Names of what hangs beside the rails (0U).
    unplaced
        Names of what is in the rack at a unit that is not known: every free run is then in doubt.
    """

    rack: Rack
    bodies: tuple[Body, ...]
    free: tuple[FreeRun, ...]
    beside: tuple[str, ...]
    unplaced: tuple[str, ...]


def elevation(room: Room, rack: Rack, today: date) -> Elevation:
    """The rack as it stands on a day; holds that ended before are left out."""
    found = (*standing(room, rack, today), *blocked(rack))
    here = [one for one in _things(room, rack, today) if one.position_hu is None or one.height_hu == 0]
    return Elevation(
        rack,
        tuple(sorted(found, key=lambda body: (body.bottom_hu, body.name))),
        tuple(_free(rack, found)),
        tuple(one.name for one in here if one.height_hu == 0),
        tuple(one.name for one in here if one.height_hu != 0),
    )


def standing(room: Room, rack: Rack, today: date, *, without: str | None = None) -> tuple[Body, ...]:
    """What stands or is held in a rack; `without` is a request whose own holds are left out."""
    return tuple(
        _body(one)
        for one in _things(room, rack, today)
        if one.position_hu is not None
        and one.height_hu != 0
        and not (isinstance(one, Reservation) and without is not None and one.request == without)
    )


def blocked(rack: Rack) -> tuple[Body, ...]:
    """The units of a rack that nothing may be put into, each by itself."""
    return tuple(
        Body("blocked", "blocked", 2 * unit, 2 * unit + 2, FACES) for unit in sorted(rack.blocked_units)
    )


def _things(room: Room, rack: Rack, today: date) -> Iterator[Device | Reservation]:
    yield from (device for device in room.devices if device.rack == rack.name)
    for held in room.reservations:
        lapsed = held.until is not None and held.until < today
        if held.rack == rack.name and not held.for_application and not lapsed:
            yield held


def _body(one: Device | Reservation) -> Body:
    assert one.position_hu is not None
    body = Body(
        name=one.name,
        kind="held",
        bottom_hu=one.position_hu,
        top_hu=one.position_hu + (one.height_hu or 1),
        faces=FACES if one.depth == "full" else (one.face,),
        owner=one.owner,
        certain=one.height_hu is not None,
        face=one.face,
    )
    if isinstance(one, Reservation):
        return replace(body, request=one.request, until=one.until)
    return replace(body, kind=_KINDS.get(one.status, "installed"))


def _free(rack: Rack, bodies: Iterable[Body]) -> Iterator[FreeRun]:
    low, high = 2 * rack.first_unit, 2 * (rack.first_unit + rack.height_u)
    taken = {face: [False] * (high - low) for face in FACES}
    for body in bodies:
        for face in body.faces:
            for half in range(max(body.bottom_hu, low), min(body.top_hu, high)):
                taken[face][half - low] = True
    front, rear = (taken[face] for face in FACES)
    for faces, free in (
        (FACES, [not f and not r for f, r in zip(front, rear, strict=True)]),
        (FACES[:1], [not f and r for f, r in zip(front, rear, strict=True)]),
        (FACES[1:], [f and not r for f, r in zip(front, rear, strict=True)]),
    ):
        for start, end in _runs(free):
            yield FreeRun(low + start, low + end, faces)


def _runs(free: list[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, one in enumerate([*free, False]):
        if one and start is None:
            start = at
        elif not one and start is not None:
            yield start, at
            start = None
