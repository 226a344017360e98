"""Simple ways to open few racks: first fit and best fit in several orders, and dot-product rack by rack.

Panigrahy, Talwar, Uyeda, Wieder: Heuristics for Vector Bin Packing (2011). Amounts are divided by what an
average rack has left; the orders place what the placement at hand places.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from capacity.limits.space import BOTH
from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.greedy import columns_of_kinds
from placement.batch.standing import Standing
from placement.fewest.opening import Flags

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def simple_ways(standing: Standing, empty: Flags) -> Iterator[Standing]:
    """Placements worth as much as `standing`, where the simple ways find them."""
    sizes = _Sizes(standing.batch)
    kinds = list(range(len(standing.batch.kinds)))
    orders = [
        kinds,
        sorted(kinds, key=lambda k: (-standing.batch.heights[k], -standing.batch.draws[k], k)),
        sorted(kinds, key=lambda k: (-sizes.share[k].sum(), k)),
        sorted(kinds, key=lambda k: (-sizes.share[k].max(), k)),
    ]
    for order in orders:
        for best in (False, True):
            yield from _whole(standing, _fit(standing, empty, sizes, order, best=best))
    yield from _whole(standing, _dot_product(standing, empty, sizes))


class _Sizes:
    """What items ask and racks have left, in units, weight and heat, as parts of an average rack."""

    def __init__(self, batch: Batch) -> None:
        own = [(batch.heights, batch.free.grids[BOTH].sum(axis=1).astype(np.float64))]
        own += [
            (each.amount.tolist(), each.left.astype(np.float64))
            for each in batch.blocks
            if each.rule in ("weight", "heat")
        ]
        demand = np.array([amounts for amounts, _ in own], dtype=np.float64).T.reshape(-1, len(own))
        left = np.stack([rest for _, rest in own], axis=1)
        scale = np.maximum(1.0, left.mean(axis=0)) if len(left) else np.ones(len(own))
        self.share: Floats = demand / scale
        self.left: Floats = np.minimum(left / scale, demand.sum(axis=0) * batch.quantities.sum() / scale)
        asked = self.share * batch.quantities[:, None]
        self.weight: Floats = asked.sum(axis=0) / max(1, int(batch.quantities.sum()))


def _whole(standing: Standing, found: Standing) -> Iterator[Standing]:
    if found.value >= standing.value:
        yield found


def _begun(standing: Standing) -> Standing:
    """An empty placement but for applications, which stay."""
    fresh = Standing(standing.batch, standing.packer)
    hosts = np.flatnonzero((standing.counts > 0) & (standing.batch.columns.host != NOWHERE))
    for column in hosts.tolist():
        fresh.add(column, int(standing.counts[column]))
    return fresh


def _wanted(standing: Standing) -> list[int]:
    servers = standing.batch.columns.host == NOWHERE
    own = np.bincount(
        standing.batch.columns.kind[servers], weights=standing.counts[servers],
        minlength=len(standing.batch.kinds),
    )  # fmt: skip
    return [int(n) for n in own]


def _fit(standing: Standing, empty: Flags, sizes: _Sizes, order: list[int], *, best: bool) -> Standing:
    """Kind after kind into racks in use, the first or the fullest that takes it, else into a new one."""
    batch, fresh = standing.batch, _begun(standing)
    of_kind, wanted = columns_of_kinds(batch), _wanted(standing)
    left = sizes.left.copy()
    is_open = ~empty
    for kind in order:
        columns = of_kind[kind]
        columns = columns[batch.columns.host[columns] == NOWHERE]
        items = wanted[kind]
        while items and len(columns):
            columns = columns[fresh.room_for(columns) > 0]
            racks = batch.columns.rack[columns]
            fullness = left[racks].sum(axis=1) if best else racks.astype(np.float64)
            for column in columns[np.lexsort((racks, fullness, ~is_open[racks]))].tolist():
                added = fresh.add(column, 1 if best else items)
                if added:
                    rack = int(batch.columns.rack[column])
                    left[rack] -= added * sizes.share[kind]
                    is_open[rack] = True
                    items -= added
                    break
            else:
                break
    return fresh


def _dot_product(standing: Standing, empty: Flags, sizes: _Sizes) -> Standing:
    """Rack after rack, those in use first, what matches best what is left there."""
    batch, fresh = standing.batch, _begun(standing)
    wanted = np.array(_wanted(standing))
    servers = np.flatnonzero(batch.columns.host == NOWHERE)
    racks = np.unique(batch.columns.rack[servers])
    for rack in racks[np.lexsort((racks, empty[racks]))].tolist():
        if not wanted.any():
            break
        columns = servers[batch.columns.rack[servers] == rack]
        left = sizes.left[rack].copy()
        while len(columns):
            kind = batch.columns.kind[columns]
            columns = columns[(wanted[kind] > 0) & (fresh.room_for(columns) > 0)]
            kind = batch.columns.kind[columns]
            match = (sizes.share[kind] * sizes.weight) @ np.maximum(left, 0.0)
            order = np.argsort(-match, kind="stable")
            for place in order.tolist():
                if fresh.add(int(columns[place]), 1):
                    left -= sizes.share[kind[place]]
                    wanted[kind[place]] -= 1
                    break
            else:
                break
    return fresh
