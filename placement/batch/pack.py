"""Packing one rack: starts for its items, or the certainty that there are none.

A first try puts the highest items first, each into the run where it leaves least of no use; where that
fails, the exact model of the rack's units decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from capacity.limits.space import BOTH
from placement.batch.space import FreeUnits
from placement.batch.units import FACES, Shape, add_units
from placement.solver.search import Effort, search
from placement.solver.system import System

EFFORT = Effort(work=20.0, seconds=20.0, seed=1)


class Packer:
    """Packs racks of which some half units are free; what was asked once is remembered.

    `reference_hu` is the height of the server that runs should keep room for: shorter ones are avoided.
    """

    def __init__(self, free: FreeUnits, reference_hu: int) -> None:
        self._free, self.reference_hu = free, reference_hu
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
            neat = self._neat(rack, key)
            self._known[rack, key] = self._exact(rack, key) if neat is None else neat
        found = self._known[rack, key]
        if found is None:
            return None
        starts = dict(zip(order, found, strict=True))
        return tuple(starts[i] for i in range(len(shapes)))

    def runs(self, rack: int, shapes: Sequence[Shape]) -> list[int]:
        """Lengths of the runs free on both faces that are left beside items of these shapes."""
        starts = self.pack(rack, shapes)
        if starts is None:
            return []
        free = self._grids(rack)[BOTH]
        for (height, _), at in zip(shapes, starts, strict=True):
            free &= ~(((1 << height) - 1) << at)
        return [length for _, length in _runs(free)]

    def short(self, rack: int, shapes: Sequence[Shape]) -> int:
        """Half units left in runs that are lower than the reference."""
        return sum(length for length in self.runs(rack, shapes) if length < self.reference_hu)

    def _grids(self, rack: int) -> dict[int, int]:
        """The free half units of a rack as bits, per mode."""
        if rack not in self._bits:
            self._bits[rack] = {
                mode: sum(1 << int(i) for i in np.flatnonzero(grid[rack]))
                for mode, grid in self._free.grids.items()
            }
        return self._bits[rack]

    def _neat(self, rack: int, shapes: Sequence[Shape]) -> tuple[int, ...] | None:
        free = dict(self._grids(rack))
        counted = sum(1 << int(i) for i in np.flatnonzero(self._free.counted[rack]))
        taken, starts = 0, []
        for height, mode in shapes:
            at = self._best_run(free[mode], height)
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

    def _best_run(self, free: int, height: int) -> int | None:
        """Start in the run where least is left too short to be of use, the shortest of those."""
        best: tuple[tuple[int, int], int] | None = None
        for at, length in _runs(free):
            start = at if height % 2 else at + at % 2  # whole heights start at whole units
            if start + height <= at + length:
                lost = self._too_short(length - height) - self._too_short(length)
                if best is None or (lost, length) < best[0]:
                    best = ((lost, length), start)
        return None if best is None else best[1]

    def _too_short(self, length: int) -> int:
        return length if length < self.reference_hu else 0

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


def _runs(free: int) -> Iterator[tuple[int, int]]:
    """(first half unit, length) of each run of free bits."""
    at = 0
    while free >> at:
        rest = free >> at
        at += (rest & -rest).bit_length() - 1
        run = free >> at
        length = (~run & (run + 1)).bit_length() - 1
        yield at, length
        at += length
