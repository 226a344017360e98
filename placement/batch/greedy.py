"""Greedy starts: kind after kind, each item where most of its like would still go.

That column spreads load over whatever is scarce there, be it a rack's units or a UPS's failover budget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch
from placement.batch.pack import Packer
from placement.batch.standing import Standing


def greedy_starts(batch: Batch, packer: Packer) -> Iterator[Standing]:
    """Placements by several orders of the kinds: large first, and little of what is scarce first."""
    orders = [sorted(range(len(batch.kinds)), key=key(batch)) for key in (_large_first, _frugal_first)]
    for order in orders[:1] if orders[0] == orders[1] else orders:
        standing = Standing(batch, packer)
        fill(standing, order)
        yield standing


def columns_of_kinds(batch: Batch) -> list[npt.NDArray[np.int64]]:
    """The columns of each kind."""
    order = np.argsort(batch.columns.kind, kind="stable")
    ends = np.searchsorted(batch.columns.kind[order], np.arange(len(batch.kinds) + 1))
    return [order[a:b] for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]


def fill(standing: Standing, order: Sequence[int]) -> None:
    """Place as many of the remaining items as go in, kind by kind."""
    of_kind = columns_of_kinds(standing.batch)
    alone = len(order) == 1
    for kind in order:
        columns = of_kind[kind]
        while standing.remaining[kind]:
            room = standing.room_for(columns)
            columns = columns[room > 0]
            best = columns[np.argsort(-room[room > 0], kind="stable")]
            added = 0
            for column in best.tolist():
                if not standing.remaining[kind]:
                    break
                # One of several kinds is spread, so that the others find room everywhere.
                added += standing.add(column, int(standing.remaining[kind]) if alone else 1)
            if not added:
                break


Key = Callable[[int], tuple[int, ...]]


def _large_first(batch: Batch) -> Key:
    return lambda k: (-batch.priority(k), -batch.heights[k], -batch.draws[k], k)


def _frugal_first(batch: Batch) -> Key:
    """Draw per priority decides; a thousandth is fine enough for an order."""
    return lambda k: (1000 * batch.draws[k] // max(1, batch.priority(k)), batch.heights[k], k)
