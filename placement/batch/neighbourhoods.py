"""Neighbourhood search: some racks at a time are emptied of the batch and filled again, exactly.

Neighbourhoods follow what couples racks (a row, a cooling zone, the PDUs below one node) and chance.
The old placement is a hint, so no step makes it worse.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.model import Model
from placement.batch.part import Part
from placement.batch.standing import Standing
from placement.batch.types import Types
from placement.solver.search import Effort, Found, search

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
RACKS = int(
    __import__("os").environ.get("RK", "60")
)  # of a neighbourhood; larger ones take longer than they bring


def neighbourhoods(batch: Batch, rng: Random, wanted: Floats, racks: int = RACKS) -> Iterator[Ints]:
    """Endless sets of racks, each sorted.

    Parameters
    ----------
    wanted
        Per rack, how many more items the relaxation would have there; families that lack most come first.
    """
    families = _families(batch, racks)
    every = sorted(set(batch.columns.rack.tolist()) - {NOWHERE})
    while True:
        ranked = sorted(families, key=lambda f: -float(np.maximum(wanted[f], 0).sum()) * (0.5 + rng.random()))
        for family in ranked[: 1 + len(ranked) // 4]:
            chosen = set(family if len(family) <= racks else rng.sample(family, racks))
            others = [i for i in every if i not in chosen]
            weights = np.maximum(wanted[others], 0) + 0.05
            for i in (
                rng.choices(others, weights=weights.tolist(), k=max(0, racks - len(chosen))) if others else ()
            ):
                chosen.add(i)
            yield np.array(sorted(chosen), dtype=np.int64)
        if not ranked:
            yield np.array(sorted(rng.sample(every, min(racks, len(every)))), dtype=np.int64)


def _families(batch: Batch, racks: int) -> list[list[int]]:
    """Racks that share something scarce: a row, a cooling zone, a node of the power chain."""
    ledger, found = batch.ledger, dict[tuple[str, str], list[int]]()
    for i in sorted(set(batch.columns.rack.tolist()) - {NOWHERE}):
        rack = ledger.racks[i]
        found.setdefault(("row", rack.row), []).append(i)
        if rack.cooling_zone is not None:
            found.setdefault(("zone", rack.cooling_zone), []).append(i)
        for name in _above(batch, rack.name):
            found.setdefault(("node", name), []).append(i)
    return [found[key] for key in sorted(found) if 1 < len(found[key]) <= 2 * racks]


def _above(batch: Batch, rack: str) -> set[str]:
    """Nodes that feed a rack's PDUs."""
    grid = batch.ledger.power
    if grid is None:
        return set()
    above: set[int] = set()
    queue = list(grid.pdus_of.get(rack, ()))
    while queue:
        for parent in grid.chain.parents[queue.pop()]:
            if parent not in above:
                above.add(parent)
                queue.append(parent)
    return {grid.chain.nodes[node].name for node in above}


def improve(standing: Standing, types: Types, racks: Ints, effort: Effort) -> Found | None:
    """Place anew what stands in some racks, with what is not placed yet; None if nothing goes in."""
    part = part_of(standing, racks)
    exact: set[int] = set()
    while True:
        model = Model.of(standing.batch, part, types, exact)
        if not model.system.width:
            return None
        found = search(model.system.compiled(), model.worth, effort, model.hint(standing.counts))
        if found.status not in ("optimal", "feasible"):
            return found
        counts = model.counts(found.values)
        failed = unpacked(standing, counts + part.beside)
        if not failed:
            break
        exact.update(failed)
    before = standing.value
    after = standing.copy()
    after.replace(part, counts, {key: int(found.values[c]) for key, c in model.sent.items()})
    if after.value > before:
        standing.become(after)
    return found


def unpacked(standing: Standing, counts: Ints) -> list[int]:
    """Racks that do not hold what `counts` (items per column) gives them."""
    batch = standing.batch
    if batch.counts_suffice:
        return []
    failed = []
    changed = (counts != standing.counts) & (batch.columns.mode != NOWHERE)
    for rack in np.unique(batch.columns.rack[changed]).tolist():
        here = np.flatnonzero((batch.columns.rack == rack) & (counts > 0) & (batch.columns.mode != NOWHERE))
        shapes = [standing.shape(c) for c in here.tolist() for _ in range(int(counts[c]))]
        if standing.packer.pack(rack, shapes) is None:
            failed.append(rack)
    return failed


def part_of(standing: Standing, racks: Ints) -> Part:
    """The columns of some racks, and of the hosts in them, with all that they may use.

    Items of a group that has members elsewhere stay where they are.
    """
    batch = standing.batch
    inside = np.isin(batch.columns.rack, racks)
    frozen: set[int] = set()
    keeps = []
    for position, group in enumerate(batch.keeps):
        theirs = np.array(group.columns, dtype=np.int64)
        if len(theirs) and (standing.counts[theirs[~inside[theirs]]] > 0).any():
            frozen.update(group.kinds)
        else:
            keeps.append(position)
    inside &= ~np.isin(batch.columns.kind, sorted(frozen))
    columns = np.flatnonzero(inside)
    counts = np.where(inside, standing.counts, 0)
    kind = batch.columns.kind
    left = tuple(
        rest + each.load(kind, counts) for rest, each in zip(standing.left, batch.blocks, strict=True)
    )
    released = standing.releasable(racks, columns)
    ports = list(standing.ports)
    for (_, _, port_group), count in released.items():
        ports[port_group] += count
    placed = batch.quantities - standing.remaining
    own = np.bincount(kind, weights=counts, minlength=len(batch.kinds)).astype(np.int64)
    free = (k for k in range(len(batch.kinds)) if k not in frozen)
    classes = {k: batch.classes(k, int(placed[k] - own[k])) for k in free}
    return Part(columns, left, ports, classes, tuple(keeps), standing.counts - counts, released)
