"""Prices of what is scarce: what a place costs by them, and the bound that they prove.

For any prices of the rows that are not negative, the value of a placement is at most the price of all that
is left, plus what each item is worth beyond the cheapest place for it (Lagrange). Where kinds are so many
that the whole relaxation takes too long, prices come from a small part of the columns, to which those
that the prices make worth while are added until the bound is near.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.model import Model
from placement.batch.part import Part
from placement.batch.types import Types
from placement.solver.relaxation import Relaxed, relax

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
FIRST = 12  # columns per kind that the first part begins with
MORE = 6  # columns per kind that are added at a time
NEAR = 1.002  # bound over relaxed value at which no more are added


@dataclass(frozen=True)
class Prices:
    """Per block, the price of each row; and of each port group; none negative."""

    rows: tuple[Floats, ...]
    groups: Floats

    @classmethod
    def of(cls, model: Model, relaxed: Relaxed) -> Prices:
        rows = [np.zeros(len(each.left)) for each in model.batch.blocks]
        for position, own, made in model.rows:
            rows[position][own] = np.maximum(0.0, relaxed.price[made])
        needs = model.batch.ports
        groups = np.zeros(len(needs.groups.groups) if needs is not None else 0)
        for group, row in model.group_row.items():
            groups[group] = max(0.0, relaxed.price[row])
        return cls(tuple(rows), groups)

    def cost(self, batch: Batch) -> Floats:
        """What one item costs in each column."""
        kind = batch.columns.kind
        cost = np.zeros(len(kind))
        for each, price in zip(batch.blocks, self.rows, strict=True):
            of_entity = np.bincount(
                each.owner, weights=each.part * price[each.row], minlength=len(each.indptr) - 1
            )
            entity = np.append(of_entity, 0.0)[each.entity]  # -1 takes the zero at the end
            cost += entity * each.amount[kind]
        needs = batch.ports
        if needs is not None:
            server = batch.columns.host == NOWHERE
            for number in range(len(needs.parts)):
                cheapest = np.full(len(batch.ledger.racks), np.inf)
                for (rack, part), groups in needs.open.items():
                    if part == number and groups:
                        cheapest[rack] = min(self.groups[g] for g in groups)
                need = needs.need[kind, number]
                some = server & (need > 0)
                cost[some] += need[some] * cheapest[batch.columns.rack[some]]
        return cost

    def bound(self, batch: Batch, cost: Floats) -> int:
        """The largest value that no placement exceeds, by these prices."""
        total = sum(float(price @ each.left) for each, price in zip(batch.blocks, self.rows, strict=True))
        if batch.ports is not None:
            total += float(self.groups @ np.array(batch.ports.groups.free, dtype=np.float64))
        least = np.full(len(batch.kinds), np.inf)
        np.minimum.at(least, batch.columns.kind, cost)
        for kind in range(len(batch.kinds)):
            for priority, items in batch.classes(kind):
                total += items * max(0.0, priority - float(least[kind]))
        return floor(total * (1 + 1e-12) + 1e-6)


def priced(
    batch: Batch, types: Types, start: Sequence[int], until: float
) -> tuple[Prices, Model, Relaxed, int] | None:
    """Prices from growing parts of the columns, the last part with its relaxed placement, and the best bound.

    None if not even the first part was solved before `until` (monotonic clock).
    """
    chosen = np.zeros(len(batch.columns), dtype=bool)
    chosen[list(start)] = True
    order = np.argsort(batch.columns.kind, kind="stable")
    ends = np.searchsorted(batch.columns.kind[order], np.arange(len(batch.kinds) + 1))
    for first, last in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        if last > first:
            chosen[order[np.unique(np.linspace(first, last - 1, FIRST).astype(np.int64))]] = True
    best: tuple[Prices, Model, Relaxed, int] | None = None
    whole = Part.whole(batch)
    while True:
        part = whole.only(np.flatnonzero(chosen))
        model = Model.of(batch, part, types, priced=True, keeps=False)
        relaxed = relax(model.system.compiled(), model.worth, max(1.0, until - time.monotonic()))
        if relaxed is None:
            return best
        prices = Prices.of(model, relaxed)
        cost = prices.cost(batch)
        bound = prices.bound(batch, cost)
        best = (prices, model, relaxed, bound if best is None else min(bound, best[3]))
        if bound <= NEAR * relaxed.bound or time.monotonic() > until:
            return best
        added = _worth_while(batch, cost, chosen)
        if not len(added):
            return best
        chosen[added] = True


def _worth_while(batch: Batch, cost: Floats, chosen: npt.NDArray[np.bool_]) -> Ints:
    """The cheapest columns of each kind that are cheaper than those chosen already."""
    kind = batch.columns.kind
    least = np.full(len(batch.kinds), np.inf)
    np.minimum.at(least, kind[chosen], cost[chosen])
    some = np.flatnonzero(~chosen & (cost < least[kind] - 1e-9))
    order = some[np.lexsort((cost[some], kind[some]))]
    rank = np.arange(len(order)) - np.searchsorted(kind[order], kind[order])
    return order[rank < MORE]
