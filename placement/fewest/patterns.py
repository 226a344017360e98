"""Column generation over patterns of single racks: a bound that volume alone does not give, and a choice.

Gilmore and Gomory's cutting-stock relaxation, with a pattern per class of racks.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from placement.batch.standing import Standing
from placement.batch.types import Types
from placement.fewest.classes import RackClass, rack_classes
from placement.fewest.master import Choice, Master, Need, bound
from placement.fewest.opening import Flags, opened
from placement.solver.search import Effort

ROUNDS = 600
PRICING = 0.5  # work for one pattern
ENRICHED = 60  # sets of prices near the best ones that are asked for patterns
WHOLE = 4.0  # work for the choice in whole numbers


@dataclass(slots=True)
class Generated:
    """`classes` with the patterns found, the best `bound`; `by_clock` where the clock ended it."""

    need: Need
    classes: list[RackClass]
    bound: int
    by_clock: bool


def need_of(standing: Standing) -> Need:
    """What has to be placed for a value no lower than that of a placement."""
    batch = standing.batch
    servers = set(batch.columns.kind[batch.columns.host < 0].tolist())
    steps = tuple((k, p, n) for k in range(len(batch.kinds)) for p, n in batch.classes(k))
    free = frozenset(k for k in range(len(batch.kinds)) if k not in servers)
    return Need(steps, standing.value, free)


def generate(
    standing: Standing, types: Types, empty: Flags, least: int, until: float, seed: int
) -> Generated:
    """Generate patterns until the relaxation is solved, the bound meets the placement, or time is up."""
    batch = standing.batch
    made = Generated(need_of(standing), rack_classes(batch, types, empty), least, False)
    _begin(standing, made.classes)
    top = opened(standing, empty)
    for _ in range(ROUNDS):
        if made.bound >= top:
            break
        if time.monotonic() > until:
            made.by_clock = True
            break
        found = Master(made.need, made.classes).prices(len(batch.kinds))
        if found is None:
            break
        price, _ = found
        most, fresh = [], 0
        for each in made.classes:
            effort = Effort(PRICING, max(0.5, until - time.monotonic()), seed)
            pattern, _, upper = each.best(price, effort)
            most.append(upper)
            if pattern and pattern not in each.patterns:
                each.patterns[pattern] = None
                fresh += 1
        made.bound = max(made.bound, bound(made.need, made.classes, price, most))
        if not fresh:
            break
    return made


def _begin(standing: Standing, classes: Sequence[RackClass]) -> None:
    """Begin with what stands in each rack, so that the relaxation has a solution."""
    kind = standing.batch.columns.kind
    for each in classes:
        for rack in each.racks:
            here = np.flatnonzero((standing.batch.columns.rack == rack) & (standing.counts > 0))
            here = here[standing.batch.columns.host[here] < 0]
            counts: dict[int, int] = {}
            for column in here.tolist():
                k = int(kind[column])
                counts[k] = counts.get(k, 0) + int(standing.counts[column])
            if counts:
                each.patterns.setdefault(tuple(sorted(counts.items())))


def enrich(made: Generated, kinds: int, until: float, rng: Random) -> None:
    """Add patterns that are nearly worth while: whole numbers need more of them than the relaxation does."""
    found = Master(made.need, made.classes).prices(kinds)
    for _ in range(ENRICHED if found is not None else 0):
        if time.monotonic() > until:
            made.by_clock = True
            return
        assert found is not None
        price = np.array([int(p * rng.uniform(0.7, 1.3)) for p in found[0].tolist()], dtype=np.int64)
        for each in made.classes:
            pattern, _, _ = each.best(price, Effort(PRICING, max(0.5, until - time.monotonic()), 1))
            if pattern:
                each.patterns.setdefault(pattern)


def choose(made: Generated, until: float, seed: int) -> Choice | None:
    """The fewest racks by whole patterns; None if none was found."""
    effort = Effort(WHOLE, max(0.5, until - time.monotonic()), seed)
    found = Master(made.need, made.classes).whole(effort, made.bound)
    if found is None:
        return None
    made.by_clock |= found[1]
    return found[0]


def realised(standing: Standing, made: Generated, chosen: Choice) -> Standing | None:
    """A placement by chosen patterns, worth as much as `standing`; None where shared limits forbid it."""
    batch = standing.batch
    fresh = Standing(batch, standing.packer)
    # Applications stay where they are.
    for column in np.flatnonzero((standing.counts > 0) & (batch.columns.host >= 0)).tolist():
        if fresh.add(column, int(standing.counts[column])) < standing.counts[column]:
            return None
    racks = {number: iter(each.racks) for number, each in enumerate(made.classes)}
    for number, pattern, times in chosen:
        for _ in range(times):
            rack = next(racks[number])
            for k, items in sorted(pattern, key=lambda p: -batch.heights[p[0]]):
                if not _put(fresh, rack, k, min(items, int(fresh.remaining[k]))):
                    return None
    return fresh if fresh.value >= standing.value else None


def _put(standing: Standing, rack: int, kind: int, items: int) -> bool:
    made = standing.batch.columns
    columns = np.flatnonzero((made.rack == rack) & (made.kind == kind) & (made.host < 0))
    while items:
        room = standing.room_for(columns)
        for column in columns[np.argsort(-room, kind="stable")].tolist():
            added = standing.add(column, items)
            items -= added
            if added:
                break
        else:
            return False
    return True
