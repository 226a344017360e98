"""The best placement that can be proved: small batches as a whole, large ones in parts, or cut short."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from placement.batch import solve as module
from placement.batch.batch import Batch
from placement.batch.solve import Solved, solve
from placement.proof import SEED
from tests.builders import app, chain, device, host, rack, room
from tests.placement.batch.batches import batch_of, best, consistent, holds, many, random_ones


def of(batch: Batch, *, seed: int = SEED, work: float = 60.0, seconds: float = 30.0) -> Solved:
    return solve(batch, seconds=seconds, seed=seed, work=work)


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is small: no batch is given to CP-SAT as a whole."""
    monkeypatch.setattr(module, "SMALL", 0)
    monkeypatch.setattr(module, "STEPS", 30)


def hard() -> Batch:
    """Runs of 12 and 7 U, for a 10U and three of 3U: greedy starts and counts are not enough."""
    where = room(device(position_hu=26), racks=(rack(height_u=20),))
    return batch_of(where, many(1, height_hu=20), many(3, height_hu=6, name="Q2"))


def test_what_all_goes_in_needs_no_search() -> None:
    """The first greedy start places all five."""
    found = of(batch_of(None, many(5)), work=0.0)
    assert (found.standing.value, found.bound, found.start) == (5, 5, 5)
    assert found.reproducible


def test_what_each_column_takes_may_be_bound_enough() -> None:
    """Ten units for twenty of 1U: ten, without a search."""
    found = of(batch_of(None, many(20)), work=0.0)
    assert (found.standing.value, found.bound) == (10, 10)


def test_a_batch_of_nothing_is_solved() -> None:
    """And one that fits nowhere."""
    for batch in (Batch.of(batch_of().ledger, []), batch_of(room(device(height_hu=20)), many(3))):
        found = of(batch)
        assert (found.standing.value, found.bound, found.start) == (0, 0, 0)


def test_the_whole_is_searched_until_it_packs() -> None:
    """Four items pass the counts and three go in: proved by the units of the rack."""
    found = of(hard())
    assert (found.standing.value, found.bound) == (3, 3)
    assert holds(found.standing)


def test_better_is_found_than_any_greedy_start() -> None:
    """500, 300, 300 and 200 W in 800 W of one rack and 500 W of the other: all four, large first or not."""
    racks = (rack("R1", max_heat_w=800), rack("R2", max_heat_w=500))
    asked = [many(n, power_w=p, name=f"Q{p}") for n, p in ((1, 500), (2, 300), (1, 200))]
    found = of(batch_of(room(racks=racks, power=()), *asked))
    assert (found.standing.value, found.bound) == (4, 4)
    assert holds(found.standing)


def test_priorities_decide_what_stays_out() -> None:
    """Ten units: five of 2U are worth 15, ten of 1U 10."""
    batch = batch_of(None, many(10), many(9, height_hu=4, priority=3, name="Q2"))
    assert of(batch).standing.value == 15


def test_progress_is_reported_and_never_falls() -> None:
    """Values rise and bounds fall until they meet or the search ends."""
    heard: list[tuple[int, int]] = []
    solve(hard(), seconds=30.0, seed=SEED, report=lambda value, bound: heard.append((value, bound)))
    assert heard[-1] == (3, 3)
    assert [v for v, _ in heard] == sorted(v for v, _ in heard)
    assert [b for _, b in heard] == sorted((b for _, b in heard), reverse=True)


def test_a_search_cut_short_by_work_is_no_worse_than_its_start_and_says_its_bound() -> None:
    """And it is reproducible: work is not the clock."""
    found = of(hard(), work=0.0)
    assert found.start <= found.standing.value <= 3 <= found.bound
    assert found.reproducible


def test_a_search_in_parts_says_when_the_clock_ended_it(in_parts: None) -> None:
    """No time at all: the greedy start, and a bound that holds."""
    del in_parts
    found = of(hard(), seconds=0.0)
    assert found.start <= found.standing.value <= found.bound
    assert not found.reproducible


def test_the_same_seed_gives_the_same_placement(in_parts: None) -> None:
    """Twice, in parts and on batches where much is equally good."""
    del in_parts
    racks = tuple(rack(f"R{i}", row=f"{i % 3}", max_heat_w=700) for i in range(6))
    asked = [many(4, power_w=p, name=f"Q{p}") for p in (110, 230, 290, 370)]
    batch = batch_of(room(racks=racks, power=chain(*(r.name for r in racks))), *asked)
    first, second = of(batch), of(batch)
    assert first.standing.counts.tolist() == second.standing.counts.tolist()
    assert (first.bound, first.reproducible) == (second.bound, second.reproducible)


def solved_at_random(first: int, last: int) -> Iterator[tuple[Solved, int]]:
    """Random batches solved, each with its best value; every placement holds, and no bound is broken."""
    for seed, batch in random_ones(first, last):
        found = of(batch)
        assert consistent(found.standing, thrifty=False), seed
        assert holds(found.standing), seed
        assert found.start <= found.standing.value <= best(seed) <= found.bound, seed
        yield found, best(seed)


@pytest.mark.parametrize("first", range(0, 80, 20))
def test_small_batches_are_solved_to_the_best(first: int) -> None:
    """Value and bound are those of brute force."""
    for found, value in solved_at_random(first, first + 20):
        assert found.standing.value == found.bound == value


@pytest.mark.parametrize("first", [0, 20])
def test_in_parts_nothing_better_than_the_best_is_said(in_parts: None, first: int) -> None:
    """And mostly it is found, for all racks of a tiny room are one neighbourhood."""
    del in_parts
    found = list(solved_at_random(first, first + 20))
    assert sum(each.standing.value == value for each, value in found) >= 0.9 * len(found)


def test_applications_alone_are_solved(in_parts: None) -> None:
    """Hosts of no known rack are in no neighbourhood; greedy starts and the dive place them."""
    del in_parts
    hosts = (host("N1"), host("N2", vcpu=7))
    found = of(batch_of(room(hosts=hosts), app(quantity=9), app(quantity=2, vcpu=3, name="Q2")))
    assert found.standing.value == 6  # 4 x 4 and 4 + 3
    assert holds(found.standing)


def test_prices_of_a_part_bound_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is small enough for a full relaxation."""
    monkeypatch.setattr(module, "LARGE", 0)
    for seed, batch in random_ones(0, 30):
        found = of(batch)
        assert found.standing.value == best(seed) == found.bound, seed
