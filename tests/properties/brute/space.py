"""Where an item may stand: free half units on its faces, whole steps, and units kept free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from capacity.room import FACES, Rack
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.states import BROKEN, HOLDS, UNKNOWN, State
from tests.properties.brute.world import World

Cell = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Occupied:
    """The half units of a rack: taken for certain, perhaps taken; `roving` half units lie anywhere."""

    inside: frozenset[int]
    taken: frozenset[Cell]
    perhaps: frozenset[Cell]
    roving: int
    anywhere: bool

    def open(self) -> frozenset[int]:
        """Return the half units that are free on both faces, unknown positions ignored."""
        return frozenset(hu for hu in self.inside if all((hu, face) not in self.taken for face in FACES))


def occupied(world: World, rack: Rack) -> Occupied:
    """Return what stands in the rack, half unit by half unit."""
    bottom, top = 2 * rack.first_unit, 2 * (rack.first_unit + rack.height_u)
    taken = {(2 * unit + half, face) for unit in rack.blocked_units for half in (0, 1) for face in FACES}
    perhaps: set[Cell] = set()
    roving, anywhere = 0, False
    for one in [*world.by_rack[rack.name], *world.by_rack[None]]:
        if one.height == 0:
            continue
        if one.rack is None or one.position is None:
            anywhere = True
            roving += top - bottom if one.height is None else one.height
            continue
        faces = FACES if one.depth == "full" else (one.face,)
        certain = 1 if one.height is None else one.height
        taken |= {(hu, face) for hu in range(one.position, one.position + certain) for face in faces}
        if one.height is None:
            perhaps |= {(hu, face) for hu in range(one.position + 1, top) for face in faces}
    return Occupied(
        frozenset(range(bottom, top)), frozenset(taken), frozenset(perhaps - taken), roving, anywhere
    )


def positions(rack: Rack, request: Request) -> Iterator[tuple[int, str]]:
    """Yield every position and face of the rack that the item's height and depth allow."""
    assert request.height_hu
    bottom, top = 2 * rack.first_unit, 2 * (rack.first_unit + rack.height_u)
    step = 1 if request.height_hu % 2 else 2
    for position in range(bottom, top - request.height_hu + 1, step):
        for face in FACES if request.depth == "half" else FACES[:1]:
            yield position, face


def cells(request: Request, position: int, face: str) -> frozenset[Cell]:
    """Return the half units that an item takes there."""
    assert request.height_hu
    faces = FACES if request.depth == "full" else (face,)
    return frozenset((hu, f) for hu in range(position, position + request.height_hu) for f in faces)


def space(world: World, rack: Rack, there: Occupied, items: Sequence[Placed]) -> State:
    """Judge the positions of all items of one rack."""
    seen: set[Cell] = set()
    unknown = there.anywhere
    for item in items:
        request = world.asked(item)
        if request.height_hu is None:
            unknown = True
            continue
        if item.position_hu is None or item.face is None:
            return BROKEN
        if (item.position_hu, item.face) not in set(positions(rack, request)):
            return BROKEN
        mine = cells(request, item.position_hu, item.face)
        if mine & there.taken or mine & seen:
            return BROKEN
        seen |= mine
    return UNKNOWN if unknown or seen & there.perhaps else HOLDS


def keep_free(world: World, there: Occupied, items: Sequence[Placed]) -> State:
    """Judge the half units that stay free on both faces; an item that takes none of them breaks nothing."""
    keep = world.policy.keep_free_hu
    if keep == 0:
        return HOLDS
    free = there.open()
    covered: set[int] = set()
    unknown = False
    for item in items:
        request = world.asked(item)
        if request.height_hu is None:
            unknown = True
        elif item.position_hu is not None and item.face is not None:
            covered |= {hu for hu, _ in cells(request, item.position_hu, item.face)} & free
    if not covered:
        return UNKNOWN if unknown else HOLDS
    rest = free - covered
    perhaps = there.roving + len({hu for hu, _ in there.perhaps} & rest)
    if len(rest) < keep:
        return BROKEN
    return UNKNOWN if unknown or len(rest) - perhaps < keep else HOLDS
