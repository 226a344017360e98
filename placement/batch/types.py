"""Types: kinds that burden every limit alike, wherever they may go; so a model counts them together.

Kinds of one type differ in the racks that they may stand in (zone, owner, network, standards). Where two
racks are open to the same kinds it is all one which of them stands in which.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Types:
    """Kinds sorted into types.

    Attributes
    ----------
    of_kind
        Type of each kind.
    first
        A kind of each type.
    amounts
        Per block, what one item of each type asks: the least of its kinds, so that types of unlike kinds
        make a relaxation.
    alike
        True if every type holds like kinds only.
    exact
        True if moreover kinds that keep rules bind are by themselves.
    """

    of_kind: Ints
    first: Ints
    amounts: tuple[Ints, ...]
    alike: bool
    exact: bool


def exact_types(batch: Batch) -> Types:
    """Types of like kinds; kinds that keep rules bind are types of their own."""
    amounts = [each.amount for each in batch.blocks]
    bound = {k for group in batch.keeps for k in group.kinds}
    keys: list[Hashable] = []
    for k in range(len(batch.kinds)):
        own = k if k in bound else -1
        keys.append((own, _shape(batch, k), tuple(int(a[k]) for a in amounts)))
    return _types(batch, keys, alike=True, exact=True)


def coarse_types(batch: Batch, most: int) -> Types:
    """At most about `most` types (if shapes allow) of kinds that are nearly alike; a relaxation.

    Keep rules are left aside. Draw and weight are rounded down to steps that grow until the types are few.
    """
    step = 1
    while True:
        keys: list[Hashable] = [
            (_shape(batch, k), batch.draws[k] * 64 // step, batch.weights[k] // step, _host_amounts(batch, k))
            if step > 1
            else (_shape(batch, k), tuple(int(each.amount[k]) for each in batch.blocks))
            for k in range(len(batch.kinds))
        ]
        if len(set(keys)) <= most or step >= 2**40:
            return _types(batch, keys, alike=step == 1, exact=False)
        step *= 2


def _shape(batch: Batch, kind: int) -> Hashable:
    """What a column and the ports of an item depend on besides amounts."""
    request = batch.kinds[kind].request
    needs = () if batch.ports is None else tuple(batch.ports.need[kind].tolist())
    return request.kind, batch.heights[kind], request.depth, request.cords, needs


def _host_amounts(batch: Batch, kind: int) -> Hashable:
    return tuple(int(each.amount[kind]) for each in batch.blocks if each.rule == "hosting")


def _types(batch: Batch, keys: list[Hashable], *, alike: bool, exact: bool) -> Types:
    number: dict[Hashable, int] = {}
    of_kind = np.array([number.setdefault(key, len(number)) for key in keys], dtype=np.int64)
    first = np.zeros(len(number), dtype=np.int64)
    first[of_kind[::-1]] = np.arange(len(keys))[::-1]
    amounts = []
    for each in batch.blocks:
        least = each.amount[first].copy()
        np.minimum.at(least, of_kind, each.amount)
        amounts.append(least)
    return Types(of_kind, first, tuple(amounts), alike, exact)
