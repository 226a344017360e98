"""Few empty racks opened for a placement of a given value, and the fewest that any opens.

Simple ways first; then patterns of single racks (column generation), whose relaxation bounds the count and
whose choice in whole numbers is mostly the best; then some racks at a time emptied into one fewer. Where
racks share scarce limits the whole is given to CP-SAT as well.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random

import numpy as np

from placement.batch.greedy import columns_of_kinds
from placement.batch.standing import Standing
from placement.batch.tidy import least_opened
from placement.batch.types import exact_types
from placement.fewest.greedy import simple_ways
from placement.fewest.opening import empty_racks, opened, used_racks
from placement.fewest.patterns import choose, enrich, generate, realised
from placement.fewest.whole import fill_some, fill_whole
from placement.solver.search import Effort

TINY = 400  # columns up to which CP-SAT is given the whole first
WHOLE = 4_000  # and up to which it is in the end
WHOLE_WORK = 6.0
MOST_RACKS = 400  # racks up to which patterns are generated
TRIES = 40  # sets of racks that are emptied into one fewer
TRY_WORK = 0.3
SIZES = (3, 5, 8)


@dataclass(frozen=True, slots=True)
class Fewest:
    """`standing` opens `opened` empty racks; no placement of its value opens fewer than `bound`.

    `by_clock` is True where the clock ended the search.
    """

    standing: Standing
    opened: int
    bound: int
    by_clock: bool


def fewest(standing: Standing, until: float, seed: int, known: int = 0) -> Fewest:
    """Open as few empty racks as possible, the value of `standing` kept.

    Parameters
    ----------
    until
        By the monotonic clock; a safety net, the search is bounded by work.
    known
        A bound that is known already.
    """
    batch, types = standing.batch, exact_types(standing.batch)
    empty = empty_racks(batch)
    if not opened(standing, empty):
        return Fewest(standing, 0, 0, False)
    best, least, by_clock = standing, max(known, int(_must_open(standing, empty))), False
    for found in simple_ways(standing, empty):
        if opened(found, empty) < opened(best, empty) and not batch.overheated(found.counts):
            best = found
    small = len(batch.columns)
    shared = len(batch.ledger.racks) > MOST_RACKS  # limits, so that racks are not packed one by one
    if small <= TINY and opened(best, empty) > least:
        best, least, by_clock = fill_whole(best, types, empty, least, _effort(WHOLE_WORK, until, seed))
    if opened(best, empty) > least and len(batch.ledger.racks) <= MOST_RACKS:
        made = generate(best, types, empty, least, until, seed)
        least = max(least, made.bound)
        for again in (False, True):
            if opened(best, empty) <= least:
                break
            if again:
                enrich(made, len(batch.kinds), until, Random(seed))
            chosen = choose(made, until, seed)
            packed = None if chosen is None else realised(best, made, chosen)
            shared |= packed is None
            if packed is not None and opened(packed, empty) < opened(best, empty):
                best = best if batch.overheated(packed.counts) else packed
        by_clock |= made.by_clock
    elif opened(best, empty) > least:
        least = max(least, least_opened(best, empty, until))
    rng, tries = Random(seed), 0
    while opened(best, empty) > least and tries < TRIES:
        if time.monotonic() > until:
            by_clock = True
            break
        size = SIZES[tries % len(SIZES)]
        better = fill_some(best, types, empty, size, rng, _effort(TRY_WORK, until, seed))
        tries = 0 if better else tries + 1
    if shared and TINY < small <= WHOLE and opened(best, empty) > least:
        best, least, stopped = fill_whole(best, types, empty, least, _effort(WHOLE_WORK, until, seed))
        by_clock |= stopped
    _add_worthless(best, empty)
    now = opened(best, empty)
    return Fewest(best, now, min(now, least), by_clock)


def _effort(work: float, until: float, seed: int) -> Effort:
    return Effort(work, max(0.5, until - time.monotonic()), seed)


def _must_open(standing: Standing, empty: np.ndarray) -> bool:
    """True where some kind that is placed whole goes into empty racks only, if all that counts is placed."""
    batch = standing.batch
    goes = np.zeros(len(batch.kinds), dtype=bool)
    elsewhere = (batch.columns.host >= 0) | ~empty[batch.columns.rack]
    goes[batch.columns.kind[elsewhere]] = True
    every = sum(batch.worth(k, int(n)) for k, n in enumerate(batch.quantities))
    worthy = np.array([batch.priority(k) > 0 for k in range(len(batch.kinds))], dtype=bool)
    return standing.value == every and bool((~goes & worthy).any())


def _add_worthless(standing: Standing, empty: np.ndarray) -> None:
    """What is worth nothing goes where it opens no rack."""
    batch = standing.batch
    closed = empty & ~used_racks(batch, standing.counts)
    for kind, columns in enumerate(columns_of_kinds(batch)):
        if standing.remaining[kind]:
            servers = batch.columns.host[columns] < 0
            for column in columns[~(servers & closed[batch.columns.rack[columns]])].tolist():
                standing.add(column, int(standing.remaining[kind]))
