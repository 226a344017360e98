"""Units of one rack, exactly: a start for every item, no half unit twice on a face, keep_free kept.

The counts per rack only say how many blocks the runs hold. Where that is not enough a rack gets these
columns and rows: then nothing that does not go in is given to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from capacity.limits.space import BOTH, FRONT, REAR
from placement.batch.space import FreeUnits
from placement.solver.system import System

Shape = tuple[int, int]  # height in half units, mode
FACES = {FRONT: (FRONT,), REAR: (REAR,), BOTH: (FRONT, REAR)}


def starts(free: FreeUnits, rack: int, shape: Shape) -> list[int]:
    """Half units at which an item of this shape may begin: all of it free, on whole units if it is whole."""
    height, mode = shape
    sums = np.concatenate([[0], np.cumsum(free.grids[mode][rack])])
    at = np.flatnonzero(sums[height:] - sums[:-height] == height)
    return [int(a) for a in at if height % 2 or a % 2 == 0]


def add_units(
    system: System, free: FreeUnits, rack: int, counts: Mapping[Shape, Sequence[int]]
) -> dict[tuple[Shape, int], int]:
    """Columns for the starts of a rack, bound to the columns that count its items of each shape.

    Returns the column of each (shape, start).
    """
    placed: dict[tuple[Shape, int], int] = {}
    cells: dict[tuple[int, int], list[int]] = {}
    for shape, columns in counts.items():
        at = starts(free, rack, shape)
        own = system.columns([1] * len(at)).tolist()
        placed |= {(shape, a): c for a, c in zip(at, own, strict=True)}
        system.row([*((c, 1) for c in own), *((c, -1) for c in columns)], 0, 0)
        for a, column in zip(at, own, strict=True):
            for face in FACES[shape[1]]:
                for cell in range(a, a + shape[0]):
                    cells.setdefault((face, cell), []).append(column)
    for several in cells.values():
        if len(several) > 1:
            system.row(((c, 1) for c in several), 1)
    if free.spare is not None:
        _keep_free(system, free, rack, cells)
    return placed


def _keep_free(
    system: System, free: FreeUnits, rack: int, cells: Mapping[tuple[int, int], Sequence[int]]
) -> None:
    """Of what is free on both faces no more is taken, on either face, than may be."""
    assert free.spare is not None
    counted = sorted({cell for _, cell in cells if free.counted[rack, cell]})
    taken = dict(zip(counted, system.columns([1] * len(counted)).tolist(), strict=True))
    for (_, cell), several in cells.items():
        if cell in taken:
            system.row([*((c, 1) for c in several), (taken[cell], -1)], 0)
    system.row(((t, 1) for t in taken.values()), int(free.spare[rack]))
