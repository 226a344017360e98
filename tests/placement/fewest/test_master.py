"""The bound of the master problem holds for any prices, and never exceeds what a packing opens."""

from __future__ import annotations

import time
from random import Random

import numpy as np

from benchmarks.vbp.as_room import as_room
from benchmarks.vbp.compare import first_fit_bins
from benchmarks.vbp.families import FAMILIES, problem
from placement.batch.batch import Batch
from placement.batch.solve import solve
from placement.batch.types import exact_types
from placement.fewest.classes import rack_classes
from placement.fewest.master import Need, bound
from placement.fewest.opening import empty_racks, opened
from placement.fewest.patterns import choose, generate, need_of, realised
from placement.proof import SEED
from placement.solver.search import Effort
from tests.builders import ledger

EFFORT = Effort(0.5, 20.0, SEED)


def test_any_prices_prove_no_more_than_a_packing_shows() -> None:
    """Random prices on a problem of every family: the bound stays below the racks of a real placement."""
    rng = Random(1)
    for family in FAMILIES:
        own = problem(family, 1, items=14)
        room, requests = as_room(own, first_fit_bins(own))
        batch = Batch.of(ledger(room), requests)
        standing = solve(batch, seconds=20.0, seed=SEED).standing
        classes = rack_classes(batch, exact_types(batch), empty_racks(batch))
        assert len(classes) == 1, "empty racks that are alike are one class"
        top = opened(standing, empty_racks(batch))
        for _ in range(4):
            price = np.array([rng.randint(0, 900_000) for _ in batch.kinds], dtype=np.int64)
            most = [each.best(price, EFFORT)[2] for each in classes]
            assert 0 <= bound(need_of(standing), classes, price, most) <= top


def test_patterns_are_chosen_and_realised() -> None:
    """The relaxation's bound meets the whole choice, whose placement keeps the value."""
    own = problem("few kinds", 3, items=24)
    room, requests = as_room(own, first_fit_bins(own) + 1)
    batch = Batch.of(ledger(room), requests)
    standing = solve(batch, seconds=20.0, seed=SEED).standing
    empty, until = empty_racks(batch), time.monotonic() + 30
    made = generate(standing, exact_types(batch), empty, 0, until, SEED)
    chosen = choose(made, until, SEED)
    assert chosen is not None
    placed = realised(standing, made, chosen)
    assert placed is not None
    assert placed.value == standing.value
    assert made.bound <= opened(placed, empty) <= opened(standing, empty)


def test_the_least_price_takes_the_cheapest_items_for_their_priority() -> None:
    """Of two kinds worth 2 and 1 an item, three of worth are had cheapest as one of each here."""
    need = Need(((0, 2, 1), (1, 1, 5)), 3, frozenset())
    assert need.least(np.array([100, 80])) == 180
    assert need.least(np.array([400, 80])) == 240
