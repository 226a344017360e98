"""Space as counts: how many blocks of each height the free runs of a rack hold, and how much may be taken.

Cut every item of a packing, and every run, into pieces of a height d: an item of height h gives floor(h/d)
of them, a run of length L holds floor(L/d). So the sum over items is at most that over runs, for every
d. These rows are necessary, and enough where heights divide one another; whether what a rack was given
really goes in is asked of the packer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capacity.ledger import Ledger
from capacity.limits.space import BOTH, FRONT, REAR
from placement.batch.blocks import Block, one_each
from placement.batch.columns import NOWHERE, Columns

Grid = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
SEEN_BY = {FRONT: (FRONT, BOTH), REAR: (REAR, BOTH), BOTH: (BOTH,)}  # grid -> modes that need it free


@dataclass(frozen=True, slots=True)
class FreeUnits:
    """What of each rack is free, in half units.

    Attributes
    ----------
    grids
        Per mode, shape (racks, half units): free for it, so far as is known (`sure`: for certain).
    counted
        Shape (racks, half units): what keep_free counts as free, on both faces.
    spare
        Half units of `counted` that may be taken before keep_free is broken; shape (racks,), None without
        that rule.
    """

    grids: dict[int, Grid]
    counted: Grid
    spare: Ints | None

    @classmethod
    def of(cls, ledger: Ledger, *, sure: bool) -> FreeUnits:
        space, keep = ledger.space, ledger.room.policy.keep_free_hu
        grids = {}
        for mode in (FRONT, REAR, BOTH):
            free = np.diff(space.taken[mode], axis=1) == 0
            if sure:
                free &= (np.diff(space.doubt[mode], axis=1) == 0) & (space.floating == 0)[:, None]
            grids[mode] = free
        if not keep:
            return cls(grids, space.free_both, None)
        free_both = space.free_both.sum(axis=1)
        doubtful = [space.doubtful_free(rack) if sure else 0 for rack in range(len(ledger.racks))]
        spare = np.clip(free_both - np.array(doubtful, dtype=np.int64) - keep, 0, None)
        return cls(grids, space.free_both, spare)


def space_blocks(free: FreeUnits, columns: Columns, heights: Sequence[int]) -> Iterator[Block]:
    """Rows of space and keep_free per rack; `heights` per kind in half units, 0 for what takes none."""
    modes = {m for m in np.unique(columns.mode).tolist() if m != NOWHERE}
    if not modes:
        return
    even = np.array([h if h % 2 == 0 else 0 for h in heights], dtype=np.int64)
    for grid in (BOTH, FRONT, REAR):
        seen = [m for m in SEEN_BY[grid] if m in modes]
        if not seen or (grid != BOTH and seen == [BOTH]):
            continue  # what needs both faces is bounded by the runs free on both
        entity = np.where(np.isin(columns.mode, seen), columns.rack, NOWHERE)
        whole = free.grids[grid][:, 0::2] & free.grids[grid][:, 1::2]
        yield from _cuts(entity, even // 2, _ends(whole), f"{grid} U")
        if any(h % 2 for h in heights):
            yield from _cuts(
                entity, np.array(heights, dtype=np.int64), _ends(free.grids[grid]), f"{grid} half U"
            )
    if free.spare is not None:
        yield from _keep_free(free, columns, heights)


def _cuts(entity: Ints, heights: Ints, ends: Ints, label: str) -> Iterator[Block]:
    """One block per height d; of those with the same counts of pieces the highest says all."""
    patterns: dict[tuple[int, ...], int] = {}
    for d in range(1, int(heights.max(initial=0)) + 1):
        patterns[tuple((heights // d).tolist())] = d
    for pieces, d in patterns.items():
        left = (ends // d).sum(axis=1)
        found = one_each("space", entity, pieces, left, [(label, d)] * len(left))
        if found is not None:
            yield found


def _ends(grid: Grid) -> Ints:
    """The length of each run at its last cell, 0 elsewhere."""
    racks, height = grid.shape
    length = np.zeros((racks, height + 1), dtype=np.int64)
    for at in range(height):
        length[:, at + 1] = np.where(grid[:, at], length[:, at] + 1, 0)
    ends = length[:, 1:].copy()
    ends[:, :-1][grid[:, 1:]] = 0
    return ends


def _keep_free(free: FreeUnits, columns: Columns, heights: Sequence[int]) -> Iterator[Block]:
    """Full-depth items take their height of what is free on both faces.

    Items on one face take what is left of them after the units that are free on that face alone.
    """
    assert free.spare is not None
    amounts = list(heights)
    for face in (FRONT, REAR):
        alone = (free.grids[face] & ~free.counted).sum(axis=1)
        entity = np.where(np.isin(columns.mode, [face, BOTH]), columns.rack, NOWHERE)
        found = one_each("keep_free", entity, amounts, free.spare + alone, range(len(alone)))
        if found is not None:
            yield found
    entity = np.where(columns.mode == BOTH, columns.rack, NOWHERE)
    found = one_each("keep_free", entity, amounts, free.spare, range(len(free.spare)))
    if found is not None:
        yield found
