"""What a room's free units are good for: slots for a reference height, and racks in which nothing stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capacity.ledger import Ledger
from placement.moves.movable import Mover


@dataclass(frozen=True, slots=True, order=True)
class Freed:
    """What is free in one piece.

    `slots` are servers of the reference height that the free units of active racks have room for, by height
    alone; `empty` are active racks in which nothing stands; `longest_hu` is the longest free run.
    """

    slots: int
    empty: int
    longest_hu: int

    def by(self, aim: str) -> tuple[int, ...]:
        """The measures in the order in which they count."""
        return (self.empty, self.slots) if aim == "racks" else (self.slots, self.empty)


def freed(ledger: Ledger, standing: Mapping[int, int], reference_hu: int) -> Freed:
    """Measure a room; `standing` is how many things stand in each rack (position)."""
    slots = empty = longest = 0
    for rack in active(ledger):
        for _, length in runs(ledger.space.free_both[rack]):
            longest = max(longest, length)
        slots += slots_in(ledger.space.free_both[rack], reference_hu)
        empty += not standing.get(rack, 0)
    return Freed(slots, empty, longest)


def active(ledger: Ledger) -> list[int]:
    """Racks (positions) that are in use."""
    return [i for i, rack in enumerate(ledger.racks) if rack.status == "active"]


def runs(free: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(start, length) of the free runs of a rack, in half units."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(np.int8), [0]])))
    return [(int(a), int(b - a)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def slots_in(free: npt.NDArray[np.bool_], height_hu: int) -> int:
    """How many servers of a height the runs of a rack hold; those of whole units start on whole units."""
    step = 2 if height_hu % 2 == 0 else 1
    return sum(max(0, length - (-start % step)) // height_hu for start, length in runs(free))


def bound(
    ledger: Ledger,
    movers: Sequence[Mover],
    standing: Mapping[int, int],
    reference_hu: int,
    most: int,
    aim: str,
) -> int:
    """No plan of up to `most` moves comes to more: as if what moves went nowhere.

    Racks that are emptied: those that hold nothing but movers, the ones with the fewest first. Slots: each
    move frees no more than its device's units, and they join what is free beside them, in one rack each.
    """
    of_rack = Counter(ledger.rack_index[m.place.rack or ""] for m in movers)
    here = active(ledger)
    if aim == "racks":
        empty, left = sum(not standing.get(r, 0) for r in here), most
        for many in sorted(of_rack[r] for r in here if of_rack[r] and of_rack[r] == standing.get(r, 0)):
            if many > left:
                break
            empty, left = empty + 1, left - many
        return empty
    best = [0] * (most + 1)  # gain with so many devices gone
    for rack in here:
        if of_rack[rack]:
            own = [m for m in movers if m.place.rack == ledger.racks[rack].name]
            gains = _gains(ledger, rack, own, reference_hu, most)
            best = [max(best[n - j] + gains[j] for j in range(n + 1)) for n in range(most + 1)]
    return sum(slots_in(ledger.space.free_both[r], reference_hu) for r in here) + best[most]


def _gains(ledger: Ledger, rack: int, own: Sequence[Mover], height_hu: int, most: int) -> list[int]:
    """At most so many slots more with 0, 1, 2 ... of a rack's movers gone."""
    free = ledger.space.free_both[rack]
    now = slots_in(free, height_hu)
    every, first = free.copy(), 2 * ledger.racks[rack].first_unit
    for mover in own:
        start = (mover.place.position_hu or 0) - first
        every[max(0, start) : start + (mover.device.height_hu or 0)] = True
    ceiling = slots_in(every, height_hu) - now
    # A device that goes adds its own units to the runs beside it: no more slots than those units and a run's
    # rest below and above can make, so (its height + twice the height less one) / height.
    each = sorted((((m.device.height_hu or 0) + 2 * (height_hu - 1)) // height_hu for m in own), reverse=True)
    return [min(ceiling, sum(each[:j])) for j in range(most + 1)]
