"""The units of the racks as bit masks: who stands in a window, and how several things go in together.

Bit 0 is the lower half of the lowest unit. What may be taken for all that is known counts as taken.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from capacity.ledger import Ledger
from capacity.limits.space import FRONT, REAR, modes
from placement.moves.changed import Thing
from placement.moves.movable import Mover

Spot = tuple[int, str]  # start (half units from the bottom), face
Masks = tuple[int, int]  # front, rear


def masks_of(start: int, height_hu: int, depth: str, face: str) -> Masks:
    """The half units that equipment takes on both faces; those below the rack fall away."""
    low, high = max(0, start), max(0, start + height_hu)
    span = (1 << high) - (1 << low)
    if depth == "full":
        return span, span
    return (span, 0) if face == "front" else (0, span)


class Units:
    """Which half units stay taken, and which movable equipment takes the others."""

    def __init__(self, ledger: Ledger, movers: Sequence[Mover]) -> None:
        self._ledger = ledger
        self._keep = ledger.room.policy.keep_free_hu
        self.in_rack: dict[int, list[int]] = {}
        self._masks: list[Masks] = []
        for number, mover in enumerate(movers):
            rack = ledger.rack_index[mover.place.rack or ""]
            device, start = mover.device, (mover.place.position_hu or 0) - 2 * ledger.racks[rack].first_unit
            self._masks.append(masks_of(start, device.height_hu or 0, device.depth, device.face))
            self.in_rack.setdefault(rack, []).append(number)
        self._names = {mover.device.name for mover in movers}
        self._fixed: dict[int, Masks] = {}
        self._packable: dict[object, bool] = {}

    @cached_property
    def _standing(self) -> Mapping[int, Masks]:
        """Per rack: what stands there and is no mover, in doubt or not."""
        found: dict[int, Masks] = {}
        racks, space = self._ledger.rack_index, self._ledger.space
        for demand in self._ledger.demands.servers:
            if not demand.mounted or demand.rack is None or demand.position_hu is None:
                continue  # of no known position: `Space.floating` closes the rack
            if demand.kind == "device" and demand.name in self._names:
                continue
            rack = racks[demand.rack]
            start, height = demand.position_hu - int(space.first[rack]), demand.height_hu
            if height is None:  # all above may be taken
                height = int(space.height[rack]) - start
            front, rear = masks_of(start, max(height, 1), demand.depth, demand.face)
            before = found.get(rack, (0, 0))
            found[rack] = before[0] | front, before[1] | rear
        return found

    def closed(self, rack: int) -> bool:
        """True where something of unknown position may stand anywhere in the rack."""
        return bool(self._ledger.space.floating[rack])

    def fixed(self, rack: int) -> Masks:
        """What no move frees: blocked units, what is above the rack, and what does not move."""
        if rack not in self._fixed:
            own, blocked = self._ledger.racks[rack], 0
            for unit in own.blocked_units:
                blocked |= 3 << 2 * (unit - own.first_unit)
            front, rear = self._standing.get(rack, (0, 0))
            self._fixed[rack] = front | blocked, rear | blocked
        return self._fixed[rack]

    def taken(self, rack: int, gone: Collection[int]) -> Masks:
        """What is taken once the movers `gone` have left."""
        front, rear = self.fixed(rack)
        for number in self.in_rack.get(rack, ()):
            if number not in gone:
                front, rear = front | self._masks[number][0], rear | self._masks[number][1]
        return front, rear

    def starts(self, rack: int, thing: Thing) -> Iterator[tuple[Spot, Masks]]:
        """Every start and face inside the rack, with the half units taken there."""
        height, depth = thing.request.height_hu or 0, thing.request.depth
        step = 1 if height % 2 else 2
        for _, face in modes(depth):
            for start in range(0, 2 * self._ledger.racks[rack].height_u - height + 1, step):
                yield (start, face), masks_of(start, height, depth, face)

    def windows(self, rack: int, thing: Thing, gone: Collection[int], most: int) -> list[frozenset[int]]:
        """Sets of up to `most` movers that stand in one window for the thing each, without larger ones."""
        front, rear = self.fixed(rack)
        here = [n for n in self.in_rack.get(rack, ()) if n not in gone]
        sets: set[frozenset[int]] = set()
        for _, (on_front, on_rear) in self.starts(rack, thing):
            if on_front & front or on_rear & rear:
                continue
            inside = frozenset(
                n for n in here if on_front & self._masks[n][FRONT] or on_rear & self._masks[n][REAR]
            )
            if len(inside) <= most:
                sets.add(inside)
        ordered = sorted(sets, key=lambda s: (len(s), sorted(s)))
        kept: list[frozenset[int]] = []
        for each in ordered:
            if not any(smaller <= each for smaller in kept):
                kept.append(each)
        return kept

    def packable(self, rack: int, things: Sequence[Thing], gone: Collection[int]) -> bool:
        """True where the things go into the rack together once the movers `gone` have left."""
        shapes = tuple(sorted((t.request.height_hu or 0, t.request.depth) for t in things))
        key = (rack, shapes, frozenset(n for n in self.in_rack.get(rack, ()) if n in gone))
        if key not in self._packable:
            found = next(self.packings(rack, things, gone, lambda thing, spot: True), None)
            self._packable[key] = found is not None
        return self._packable[key]

    def packings(
        self,
        rack: int,
        things: Sequence[Thing],
        gone: Collection[int],
        allowed: Callable[[Thing, Spot], bool],
        most: int = 1_000_000,
    ) -> Iterator[tuple[Spot, ...]]:
        """Ways to stand the things in the rack; `allowed` may refuse a spot. At most `most` of them."""
        if self.closed(rack):
            return
        before = self.taken(rack, gone)

        def place(number: int, taken: Masks) -> Iterator[tuple[Spot, ...]]:
            if number == len(things):
                if self.keeps_free(rack, before, taken):
                    yield ()
                return
            for spot, (front, rear) in self.starts(rack, things[number]):
                if front & taken[0] or rear & taken[1] or not allowed(things[number], spot):
                    continue
                for rest in place(number + 1, (taken[0] | front, taken[1] | rear)):
                    yield (spot, *rest)

        yield from islice(place(0, before), most)

    def keeps_free(self, rack: int, before: Masks, after: Masks) -> bool:
        """True where nothing free on both faces was taken, or as many units stay free as policy keeps."""
        free = self._free(rack, after)
        return free == self._free(rack, before) or free.bit_count() >= self._keep

    def _free(self, rack: int, taken: Masks) -> int:
        """Half units free on both faces."""
        whole = (1 << 2 * self._ledger.racks[rack].height_u) - 1
        return whole & ~(taken[0] | taken[1])
