"""Half units as things come and go: the rows of the touched rack are written again, no others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from capacity.demand import Demand
from capacity.limits.runs import Runs
from capacity.limits.space import BOTH, FRONT, MODE, REAR, BoolGrid, Space
from capacity.room import Rack


class LiveSpace(Space):
    """A `Space` that things are stood in and taken out of.

    It counts the things on each half unit, so that one of two which overlap may go.
    """

    def __init__(self, base: Space, racks: Sequence[Rack], demands: Sequence[Demand]) -> None:
        self.__dict__.update(base.__dict__)
        self._base = base
        for mode in (FRONT, REAR, BOTH):
            base.run_table(mode)
        index = {rack.name: i for i, rack in enumerate(racks)}
        counts = np.zeros((2, *base.free_both.shape), dtype=np.int16)
        counts += base.blocked
        for i, height in enumerate(base.height.tolist()):
            counts[:, i, height:] = 1
        self._things = np.zeros(len(racks), dtype=np.int64)
        for demand in demands:
            if demand.mounted and demand.rack is not None:
                self._things[index[demand.rack]] += 1
                self._count(counts, index[demand.rack], demand, 1)
        self._counts = self._counts_now = counts
        self._things_now = self._things
        self._both_doubt: BoolGrid = np.diff(base.doubt[BOTH], axis=1) > 0
        self.reset()

    def reset(self) -> None:
        """Back to what stood there at first."""
        base = self._base
        self._counts_now, self._things_now = self._counts.copy(), self._things.copy()
        self.taken = [grid.copy() for grid in base.taken]
        self.free_both, self.occupied = base.free_both.copy(), base.occupied.copy()
        self._free_sums, self._doubt_free_sums = base._free_sums.copy(), base._doubt_free_sums.copy()
        self._runs = {mode: _copied(base._runs[mode]) for mode in (FRONT, REAR, BOTH)}

    def stand(self, rack: int, demand: Demand, sign: int) -> None:
        """Let a thing of known height and position stand in a rack (`sign` 1), or take it out (-1)."""
        self._things_now[rack] += sign
        self.occupied[rack] = self._things_now[rack] > 0
        self._count(self._counts_now, rack, demand, sign)
        front, rear = self._counts_now[0, rack] > 0, self._counts_now[1, rack] > 0
        both = front | rear
        for mode, taken in ((FRONT, front), (REAR, rear), (BOTH, both)):
            np.cumsum(taken, out=self.taken[mode][rack, 1:])
            _write_runs(self._runs[mode], rack, taken.tolist())
        self.free_both[rack] = ~both
        np.cumsum(~both, out=self._free_sums[rack, 1:])
        if self._in_doubt:
            np.cumsum(~both & self._both_doubt[rack], out=self._doubt_free_sums[rack, 1:])

    def _count(self, counts: np.ndarray, rack: int, demand: Demand, sign: int) -> None:
        if demand.position_hu is None:
            return
        faces = slice(0, 2) if demand.depth == "full" else MODE[demand.face]
        at = demand.position_hu - int(self.first[rack])
        top = at + (demand.height_hu or 1)
        if top > 0:
            counts[faces, rack, max(0, at) : top] += sign


def _copied(runs: Runs) -> Runs:
    twin = Runs.__new__(Runs)
    twin.length, twin.below = runs.length.copy(), runs.below.copy()
    twin.longest, twin.longest_other = runs.longest.copy(), runs.longest_other.copy()
    return twin


def _write_runs(runs: Runs, rack: int, taken: list[bool]) -> None:
    """The row of a rack, as `Runs` makes it."""
    height = len(taken)
    length, below, found, at = [0] * height, [0] * height, [0, 0], 0
    while at < height:
        if taken[at]:
            at += 1
            continue
        end = at
        while end < height and not taken[end]:
            end += 1
        size = end - at
        length[at:end] = [size] * size
        below[at:end] = range(size)
        found.append(size)
        at = end
    runs.length[rack], runs.below[rack] = length, below
    found.sort()
    runs.longest[rack] = found[-1]
    runs.longest_other[rack] = found[-2] if height > 1 else 0
