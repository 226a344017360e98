"""Space: the half-unit grid of every rack, per face, and where a height still goes in.

Arrays are indexed [rack, half unit from the bottom]. Three *modes* are kept: 0 front only, 1 rear
only, 2 both faces (full depth). Sums along the height make every window a difference.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from capacity.demand import Demand
from capacity.limits.limit import State
from capacity.limits.runs import Runs
from capacity.room import Rack

FRONT, REAR, BOTH = 0, 1, 2
MODE = {"front": FRONT, "rear": REAR}

IntGrid = npt.NDArray[np.int16]
BoolGrid = npt.NDArray[np.bool_]


def modes(depth: str) -> tuple[tuple[int, str], ...]:
    """(mode, face) pairs that a new item of this depth may take; full depth is entered as front."""
    return ((BOTH, "front"),) if depth == "full" else ((FRONT, "front"), (REAR, "rear"))


def rising(grid: npt.NDArray[np.bool_]) -> IntGrid:
    """Sums along the height with a leading zero: a window [a, b) holds ``sums[b] - sums[a]``."""
    sums = np.zeros((grid.shape[0], grid.shape[1] + 1), dtype=np.int16)
    np.cumsum(grid, axis=1, out=sums[:, 1:])
    return sums


class Space:
    """Which half units are taken, may be taken, or are free on both faces.

    Attributes
    ----------
    height
        Half units of each rack, shape (racks,).
    floating
        Half units that devices of unknown position may take, per rack; -1 where their height is not
        known either; 0 where there is none.
    """

    def __init__(self, racks: Sequence[Rack], demands: Sequence[Demand]) -> None:
        index = {r.name: i for i, r in enumerate(racks)}
        self.height = np.array([2 * r.height_u for r in racks], dtype=np.int16)
        self.first = np.array([2 * r.first_unit for r in racks], dtype=np.int32)
        tallest = int(self.height.max(initial=0))
        taken = np.zeros((2, len(racks), tallest), dtype=bool)
        doubt = np.zeros_like(taken)
        blocked = np.zeros((len(racks), tallest), dtype=bool)
        for i, rack in enumerate(racks):
            taken[:, i, 2 * rack.height_u :] = True
            for unit in rack.blocked_units:
                at = 2 * (unit - rack.first_unit)
                taken[:, i, at : at + 2] = blocked[i, at : at + 2] = True
        self.floating = np.zeros(len(racks), dtype=np.int32)
        self.occupied = np.zeros(len(racks), dtype=bool)
        for demand in demands:
            if not demand.mounted:
                continue
            if demand.rack is not None:
                self.occupied[index[demand.rack]] = True
                self._stand(demand, index[demand.rack], taken, doubt)
                continue
            for i in range(len(racks)):
                self._stand(demand, i, taken, doubt)
        self.blocked = blocked
        both_taken, both_doubt = taken[0] | taken[1], doubt[0] | doubt[1]
        self.free_both: BoolGrid = ~both_taken  # as if nothing in doubt stood there
        self.taken = [rising(taken[0]), rising(taken[1]), rising(both_taken)]
        self.doubt = [rising(doubt[0]), rising(doubt[1]), rising(both_doubt)]
        self._runs: dict[int, Runs] = {}
        self._free_sums = rising(self.free_both)
        self._doubt_free_sums = rising(self.free_both & both_doubt)
        self._in_doubt = bool(both_doubt.any() or self.floating.any())

    def _stand(self, demand: Demand, i: int, taken: BoolGrid, doubt: BoolGrid) -> None:
        faces = slice(0, 2) if demand.depth == "full" else MODE[demand.face]
        if demand.rack is None or demand.position_hu is None:
            if demand.height_hu is None or self.floating[i] < 0:
                self.floating[i] = -1
            else:
                self.floating[i] += demand.height_hu
            return
        bottom = max(0, demand.position_hu - int(self.first[i]))
        top = demand.position_hu - int(self.first[i]) + (demand.height_hu or 1)
        if top > 0:
            taken[faces, i, bottom:top] = True
            if demand.height_hu is None:
                doubt[faces, i, top : int(self.height[i])] = True

    def starts(self, height_hu: int) -> BoolGrid:
        """True where an item may stand at all: inside the rack, on whole units unless its height has a half.

        Shape (racks, half units); the index is the lowest half unit.
        """
        tallest = self.free_both.shape[1]
        at = np.arange(tallest, dtype=np.int64)
        inside: BoolGrid = at[None, :] + height_hu <= self.height[:, None]
        if height_hu % 2 == 0:
            inside[:, 1::2] = False
        return inside

    def states(self, height_hu: int, mode: int) -> npt.NDArray[np.uint8]:
        """`State` of the rule space for every start, shape (racks, half units)."""
        taken = self._window(self.taken[mode], height_hu) > 0
        states = taken.view(np.uint8) * np.uint8(State.BROKEN)
        if self._in_doubt:
            unsure = (self._window(self.doubt[mode], height_hu) > 0) | (self.floating != 0)[:, None]
            states = np.maximum(states, unsure.view(np.uint8) * np.uint8(State.UNKNOWN))
        return states

    def doubtful_free(self, rack: int) -> int:
        """Half units of a rack, free on both faces, that things of unknown height or position may take."""
        floating = int(self.floating[rack])
        inside = int(self._doubt_free_sums[rack, -1])
        return int(self.free_both[rack].sum()) if floating < 0 else inside + floating

    def takes(self, height_hu: int) -> npt.NDArray[np.int64]:
        """Half units free on both faces that an item takes from every start, shape (racks, half units)."""
        return self._window(self._free_sums, height_hu).astype(np.int64)

    def keep_free_states(self, height_hu: int, keep_hu: int) -> npt.NDArray[np.uint8]:
        """`State` of the rule keep_free for every start, shape (racks, half units).

        Whatever its faces, an item takes the half units that were free on both.
        """
        takes = self._window(self._free_sums, height_hu)
        left = self._free_sums[:, -1:] - takes
        states = ((takes > 0) & (left < keep_hu)).view(np.uint8) * np.uint8(State.BROKEN)
        if self._in_doubt:
            doubtful = self._doubt_free_sums[:, -1:] - self._window(self._doubt_free_sums, height_hu)
            floating = np.where(self.floating < 0, self.free_both.shape[1], self.floating)[:, None]
            unsure = (takes > 0) & (left - doubtful - floating < keep_hu)
            states = np.maximum(states, unsure.view(np.uint8) * np.uint8(State.UNKNOWN))
        return states

    def run_table(self, mode: int) -> Runs:
        """The free runs of every rack; compiled when first asked for."""
        if mode not in self._runs:
            self._runs[mode] = Runs(np.diff(self.taken[mode], axis=1) == 0)
        return self._runs[mode]

    def longest(self, height_hu: int, mode: int) -> npt.NDArray[np.int64]:
        """Longest free run of each rack in half units, from where an item of this height may start."""
        runs = self.run_table(mode)
        left = runs.length - runs.below
        if height_hu % 2 == 0:
            left = np.where(np.arange(left.shape[1]) % 2 == 0, left, 0).astype(np.int16)
        longest: npt.NDArray[np.int16] = left.max(axis=1, initial=0)
        return longest.astype(np.int64)

    @staticmethod
    def _window(sums: IntGrid, height_hu: int) -> IntGrid:
        """Sums over windows of `height_hu` from each start; windows beyond the top count to the top."""
        last = sums.shape[1] - 1
        whole = max(0, last - height_hu + 1)  # starts whose window ends inside
        window = np.empty((sums.shape[0], last), dtype=np.int16)
        window[:, :whole] = sums[:, height_hu : height_hu + whole] - sums[:, :whole]
        window[:, whole:] = sums[:, -1:] - sums[:, whole:last]
        return window
