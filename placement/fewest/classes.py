"""Racks sorted into classes that nothing of their own tells apart, each with the model of one rack alone.

A rack alone has all that is left of every limit to itself: what goes into it together with other racks goes
into it alone. So patterns of single racks bound what any placement needs, and are exact where racks share
no limit.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.model import Model
from placement.batch.part import Part
from placement.batch.types import Types
from placement.solver.search import Effort, search
from placement.solver.system import Compiled

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Pattern = tuple[tuple[int, int], ...]  # (kind, items), by kind


@dataclass(slots=True)
class RackClass:
    """Racks of one class; `cost` is 1 where they are empty: opening one counts.

    `system` is one rack alone, `shares` the kind that each of its columns `share` counts.
    """

    racks: list[int]
    cost: int
    system: Compiled
    share: Ints
    kind: Ints
    patterns: dict[Pattern, None] = field(default_factory=dict)

    def best(self, price: Ints, effort: Effort) -> tuple[Pattern, int, int]:
        """The pattern worth most by a price per kind, its worth, and what none exceeds."""
        objective = np.zeros(len(self.system.low), dtype=np.int64)
        objective[self.share] = price[self.kind]
        if not objective.any():
            return (), 0, 0
        found = search(self.system, objective, effort)
        top = int(price[self.kind] @ self.system.high[self.share])
        if found.status not in ("optimal", "feasible"):
            return (), 0, min(top, found.bound) if found.bound > 0 else top
        counts: dict[int, int] = {}
        for column, kind in zip(self.share.tolist(), self.kind.tolist(), strict=True):
            if price[kind] and found.values[column]:
                counts[kind] = counts.get(kind, 0) + int(found.values[column])
        worth = sum(int(price[k]) * n for k, n in counts.items())
        return tuple(sorted(counts.items())), worth, min(top, max(worth, found.bound))


def rack_classes(batch: Batch, types: Types, empty: Flags) -> list[RackClass]:
    """The racks that take servers of the batch, in classes, those that cost nothing first."""
    found: dict[Hashable, RackClass] = {}
    servers = np.flatnonzero(batch.columns.host == NOWHERE)
    whole = Part.whole(batch)
    order = servers[np.argsort(batch.columns.rack[servers], kind="stable")]
    racks, first = np.unique(batch.columns.rack[order], return_index=True)
    for rack, columns in zip(racks.tolist(), np.split(order, first[1:]), strict=True):
        model = Model.of(batch, whole.only(np.sort(columns)), types, keeps=False)
        system = model.system.compiled()
        share = sorted(model.share.items(), key=lambda item: item[1])
        kinds = tuple(kind for (_, kind), _ in share)
        numbers = tuple(column for _, column in share)
        arrays = (
            system.low, system.high, system.indptr, system.column, system.value, system.row_low,
            system.row_high,
        )  # fmt: skip
        grids = tuple(grid[rack].tobytes() for grid in batch.free.grids.values())
        key = (bool(empty[rack]), kinds, numbers, grids, *(array.tobytes() for array in arrays))
        if key not in found:
            made = np.array(numbers, dtype=np.int64), np.array(kinds, dtype=np.int64)
            found[key] = RackClass([], int(empty[rack]), system, *made)
        found[key].racks.append(rack)
    return sorted(found.values(), key=lambda c: (c.cost, c.racks))
