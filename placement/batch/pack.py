"""Packing one rack: starts for its items, or the certainty that there are none.

A first try puts the highest items first, each into the tightest run that holds it; where that fails, the
exact model of the rack's units decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placement.batch.space import FreeUnits
from placement.batch.units import FACES, Shape, add_units
from placement.solver.search import Effort, search
from placement.solver.system import System

EFFORT = Effort(work=20.0, seconds=20.0, seed=1)


class Packer:
    """Packs racks of which some half units are free; what was asked once is remembered."""

    def __init__(self, free: FreeUnits) -> None:
        self._free = free
        self._bits: dict[int, dict[int, int]] = {}
        self._known: dict[tuple[int, tuple[Shape, ...]], tuple[int, ...] | None] = {}

    def pack(self, rack: int, shapes: Sequence[Shape]) -> tuple[int, ...] | None:
        """Starts (half units from the bottom) of items of these shapes, in their order; None if none go.

        Raises
        ------
        TimeoutError
            If neither could be found out, which no rack has done so far.
        """
        order = sorted(range(len(shapes)), key=lambda i: (-shapes[i][0], -shapes[i][1], i))
        key = tuple(shapes[i] for i in order)
        if (rack, key) not in self._known:
            self._known[rack, key] = self._tightest(rack, key) or self._exact(rack, key)
        found = self._known[rack, key]
        if found is None:
            return None
        starts = dict(zip(order, found, strict=True))
        return tuple(starts[i] for i in range(len(shapes)))

    def _grids(self, rack: int) -> dict[int, int]:
        """The free half units of a rack as bits, per mode."""
        if rack not in self._bits:
            self._bits[rack] = {
                mode: sum(1 << int(i) for i in np.flatnonzero(grid[rack]))
                for mode, grid in self._free.grids.items()
            }
        return self._bits[rack]

    def _tightest(self, rack: int, shapes: Sequence[Shape]) -> tuple[int, ...] | None:
        free = dict(self._grids(rack))
        counted = sum(1 << int(i) for i in np.flatnonzero(self._free.counted[rack]))
        taken, starts = 0, []
        for height, mode in shapes:
            at = _tightest(free[mode], height)
            if at is None:
                return None
            cells = ((1 << height) - 1) << at
            taken |= cells & counted
            for grid in free:
                if grid == mode or set(FACES[grid]) & set(FACES[mode]):
                    free[grid] &= ~cells
            starts.append(at)
        spare = self._free.spare
        return None if spare is not None and taken.bit_count() > spare[rack] else tuple(starts)

    def _exact(self, rack: int, shapes: Sequence[Shape]) -> tuple[int, ...] | None:
        if not shapes:
            return ()
        system = System()
        asked: dict[Shape, int] = {}
        for shape in shapes:
            asked[shape] = asked.get(shape, 0) + 1
        wanted = {shape: int(system.columns([n], n)[0]) for shape, n in asked.items()}
        placed = add_units(system, self._free, rack, {shape: [c] for shape, c in wanted.items()})
        found = search(system.compiled(), np.zeros(system.width, dtype=np.int64), EFFORT)
        if found.status == "unknown":
            raise TimeoutError(f"rack {rack} could neither be packed nor shown to be too full: {shapes}")
        if found.status == "infeasible":
            return None
        starts = {
            shape: [at for (s, at), c in placed.items() if s == shape and found.values[c]] for shape in asked
        }
        return tuple(starts[shape].pop(0) for shape in shapes)


def _tightest(free: int, height: int) -> int | None:
    """Lowest start in the shortest run that holds `height`; whole heights start at whole units."""
    best: tuple[int, int] | None = None
    at = 0
    while free >> at:
        rest = free >> at
        at += (rest & -rest).bit_length() - 1
        run = free >> at
        length = (~run & (run + 1)).bit_length() - 1
        start = at if height % 2 else at + at % 2
        if start + height <= at + length and (best is None or length < best[0]):
            best = (length, start)
        at += length
    return None if best is None else best[1]
