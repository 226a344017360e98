"""Space: which half units of which face are free for certain, and where an item may start."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from benchmarks.peers.instance.things import Thing
from capacity.room import FACES, Rack
from placement.request import Request

Cells = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def faces_of(request: Request) -> tuple[str, ...]:
    """The faces that a placement of the request may name; full depth takes both and is entered as front."""
    return ("front",) if request.depth == "full" else FACES


class Shelves:
    """Free half units of every rack.

    Attributes
    ----------
    free
        Shape (2 faces, racks, half units from the bottom).
    both
        Free on both faces, shape (racks, half units).
    keep
        Half units that must stay free on both faces, per rack: what the policy wants, or what there is.
    """

    def __init__(self, racks: Sequence[Rack], stand: Sequence[Thing], keep_free_hu: int) -> None:
        self.bottom = [2 * rack.first_unit for rack in racks]
        self.free: Cells = np.zeros((2, len(racks), 2 * max((r.height_u for r in racks), default=0)), bool)
        of_rack: dict[str | None, list[Thing]] = {}
        for thing in stand:
            if thing.height_hu != 0:
                of_rack.setdefault(thing.rack, []).append(thing)
        for i, rack in enumerate(racks):
            here = of_rack.get(rack.name, [])
            if of_rack.get(None) or any(thing.position_hu is None for thing in here):
                continue  # what may stand anywhere leaves no unit free for certain
            self.free[:, i, : 2 * rack.height_u] = True
            for unit in rack.blocked_units:
                at = 2 * (unit - rack.first_unit)
                self.free[:, i, at : at + 2] = False
            for thing in here:
                self._stand(i, thing)
        self.both: Cells = self.free[0] & self.free[1]
        self.keep: Ints = np.minimum(keep_free_hu, self.both.sum(axis=1))
        self.starts = cache(self._starts)

    def _stand(self, rack: int, thing: Thing) -> None:
        low = (thing.position_hu or 0) - self.bottom[rack]
        high = self.free.shape[2] if thing.height_hu is None else low + thing.height_hu
        faces = slice(None) if thing.depth == "full" else FACES.index(thing.face)
        if high > 0:
            self.free[faces, rack, max(0, low) : high] = False

    def cells(self, depth: str, face: str) -> Cells:
        """Half units free for an item of that depth on that face, shape (racks, half units)."""
        return self.both if depth == "full" else self.free[FACES.index(face)]

    def _starts(self, height_hu: int, depth: str, face: str) -> Cells:
        """Where one item may start, alone, keep_free included; shape (racks, half units)."""
        return starts_in(self.cells(depth, face), self.both, self.keep, height_hu)


def starts_in(cells: Cells, both: Cells, keep: Ints, height_hu: int) -> Cells:
    """Starts from which the cells are free and enough of `both` stay free, shape (racks, half units).

    An item that takes none of what is free on both faces is no matter to what must stay free.
    """
    takes = window(both, height_hu)
    left = both.sum(axis=1, keepdims=True) - takes
    starts: Cells = (window(~cells, height_hu) == 0) & ((takes == 0) | (left >= keep[:, None]))
    starts[:, max(0, starts.shape[1] - height_hu + 1) :] = False
    if height_hu % 2 == 0:
        starts[:, 1::2] = False
    return starts


def runs_in(cells: Cells) -> Ints:
    """Length of the run of true cells that each lies in, 0 for false ones; shape as the cells."""
    length = np.zeros(cells.shape, dtype=np.int64)
    for at in range(cells.shape[1]):
        length[:, at] = np.where(cells[:, at], (length[:, at - 1] if at else 0) + 1, 0)
    for at in range(cells.shape[1] - 2, -1, -1):
        joined = cells[:, at] & cells[:, at + 1]
        length[:, at] = np.where(joined, length[:, at + 1], length[:, at])
    return length


def window(cells: Cells, height_hu: int) -> Ints:
    """How many of the cells from each start on are true, up to a height or the top."""
    sums = np.zeros((cells.shape[0], cells.shape[1] + 1), dtype=np.int64)
    np.cumsum(cells, axis=1, out=sums[:, 1:])
    ends = np.minimum(np.arange(cells.shape[1]) + height_hu, cells.shape[1])
    return sums[:, ends] - sums[:, :-1]
