"""Greedy starts: kind after kind, each item where most of its like would still go.

That column spreads load over whatever is scarce there, be it a rack's units or a UPS's failover budget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from placement.batch.batch import Batch
from placement.batch.pack import Packer
from placement.batch.standing import Standing


def greedy_starts(batch: Batch, packer: Packer) -> Iterator[Standing]:
    """Placements by several orders of the kinds: large first, and little of what is scarce first."""
    for order in (_large_first, _frugal_first):
        standing = Standing(batch, packer)
        fill(standing, sorted(range(len(batch.kinds)), key=order(batch)))
        yield standing


def fill(standing: Standing, order: Sequence[int]) -> None:
    """Place as many of the remaining items as go in, kind by kind."""
    kind_of = standing.batch.columns.kind
    for kind in order:
        columns = np.flatnonzero(kind_of == kind)
        columns = columns[standing.room_for(columns) > 0] if len(columns) else columns
        while len(columns) and standing.remaining[kind]:
            room = standing.room_for(columns)
            best = int(np.argmax(room))
            if not room[best]:
                break
            if not standing.add(int(columns[best]), 1):
                columns = np.delete(columns, best)


Key = Callable[[int], tuple[int, ...]]


def _priority(batch: Batch, kind: int) -> int:
    return batch.requests[batch.kinds[kind].members[0][0]].priority


def _large_first(batch: Batch) -> Key:
    return lambda k: (-_priority(batch, k), -batch.heights[k], -batch.draws[k], k)


def _frugal_first(batch: Batch) -> Key:
    """Draw per priority decides; a thousandth is fine enough for an order."""
    return lambda k: (1000 * batch.draws[k] // _priority(batch, k), batch.heights[k], k)
