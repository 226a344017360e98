"""Some racks filled anew by CP-SAT, so that fewer of those that were empty are opened."""

from __future__ import annotations

from random import Random

import numpy as np

from placement.batch.model import Model
from placement.batch.neighbourhoods import part_of, unpacked
from placement.batch.part import Part
from placement.batch.standing import Standing
from placement.batch.types import Types
from placement.fewest.opening import Flags, add_openings, opened, used_racks
from placement.solver.search import Effort, search


def fill_whole(
    standing: Standing, types: Types, empty: Flags, least: int, effort: Effort
) -> tuple[Standing, int, bool]:
    """All racks at once: the placement (a better one, or the old), a bound, and whether the clock ended it.

    Cooling cuts that the placement breaks are added until none is.
    """
    batch, packer = standing.batch, standing.packer
    exact: set[int] = set()
    while True:
        part = Part.whole(batch)
        model = Model.of(batch, part, types, exact)
        opens = add_openings(model, np.flatnonzero(empty))
        worth = model.worth
        model.system.row(((int(c), int(worth[c])) for c in np.flatnonzero(worth)), None, standing.value)
        cost = np.zeros(model.system.width, dtype=np.int64)
        cost[opens] = -1
        hint = model.hint(standing.counts)
        hint[opens] = used_racks(batch, standing.counts)[np.flatnonzero(empty)]
        found = search(model.system.compiled(), cost, effort, hint, -least)
        if found.status not in ("optimal", "feasible"):
            return standing, least, found.by_clock
        counts = model.counts(found.values)
        fresh = Standing(batch, packer)
        failed = unpacked(fresh, counts)
        broken = batch.overheated(counts)
        if not failed and not broken:
            break
        exact.update(failed)
        batch = batch.cut(broken) if broken else batch
    fresh.replace(part, counts, {key: int(found.values[c]) for key, c in model.sent.items()})
    bound = max(least, -found.bound)
    better = opened(fresh, empty) < opened(standing, empty)
    return (fresh if better else standing), bound, found.by_clock


def fill_some(
    standing: Standing, types: Types, empty: Flags, racks: int, rng: Random, effort: Effort
) -> bool:
    """Some opened racks and some others with what stands in them: True if one fewer is opened now."""
    batch = standing.batch
    used = used_racks(batch, standing.counts) & empty
    ours = np.flatnonzero(used).tolist()
    others = sorted(set(batch.columns.rack[batch.columns.host < 0].tolist()) & set(np.flatnonzero(~empty)))
    chosen = rng.sample(ours, min(racks, len(ours))) + rng.sample(others, min(racks, len(others)))
    part = part_of(standing, np.array(sorted(chosen), dtype=np.int64))
    exact: set[int] = set()
    while True:
        model = Model.of(batch, part, types, exact)
        inside = np.array([r for r in sorted(chosen) if empty[r]], dtype=np.int64)
        opens = add_openings(model, inside)
        worth = model.worth
        now = _worth_of(standing, part)
        model.system.row(((int(c), int(worth[c])) for c in np.flatnonzero(worth)), None, now)
        model.system.row(((c, 1) for c in opens.tolist()), len(inside) - 1)
        found = search(model.system.compiled(), np.zeros(model.system.width, dtype=np.int64), effort)
        if found.status not in ("optimal", "feasible"):
            return False
        counts = model.counts(found.values)
        failed = unpacked(standing, counts + part.beside)
        if not failed:
            break
        exact.update(failed)
    after = standing.copy()
    after.replace(part, counts, {key: int(found.values[c]) for key, c in model.sent.items()})
    if after.value < standing.value or batch.overheated(after.counts):
        return False
    if opened(after, empty) >= opened(standing, empty):
        return False
    standing.become(after)
    return True


def _worth_of(standing: Standing, part: Part) -> int:
    """Sum of priority over what stands in the columns of a part."""
    batch = standing.batch
    placed = batch.quantities - standing.remaining
    outside = placed.copy()
    np.subtract.at(outside, batch.columns.kind[part.columns], standing.counts[part.columns])
    return sum(
        batch.worth(k, int(placed[k])) - batch.worth(k, int(outside[k]))
        for k in np.flatnonzero(placed != outside).tolist()
    )
