"""Tidying: the value stays, the cost never rises, and no placement undercuts the bounds."""

from __future__ import annotations

import time
from itertools import product

import numpy as np
import pytest

from capacity.room import Room
from placement.batch.batch import Batch
from placement.batch.pack import Packer
from placement.batch.solve import solve
from placement.batch.standing import Standing
from placement.batch.tidy import Tidiness, _Tidy, tidy
from placement.proof import SEED
from tests.builders import chain, device, group, need, rack, room
from tests.placement.batch.batches import batch_of, consistent, empty, holds, many, random_ones, scattered

HALF = {"depth": "half", "depth_mm": 300}


def racks(*heights_u: int, **more: object) -> Room:
    own = tuple(rack(f"R{i}", height_u=h) for i, h in enumerate(heights_u, 1))
    return room(**{"racks": own, "power": chain(*(r.name for r in own))} | more)


def tidied(standing: Standing) -> Tidiness:
    return tidy(standing, time.monotonic() + 20.0)


def standing_with(batch: Batch, *counts: int) -> Standing:
    standing = empty(batch)
    for column, number in enumerate(counts):
        assert standing.add(column, number) == number
    return standing


def test_items_move_together_into_few_racks() -> None:
    """One of 2U in each of three empty racks: they go into one, and one has to be opened."""
    standing = standing_with(batch_of(racks(10, 10, 10), many(3, height_hu=4)), 1, 1, 1)
    assert tidied(standing) == Tidiness(opened=1, opened_bound=1, short_hu=0, short_bound_hu=0)
    assert sorted(standing.counts.tolist()) == [0, 0, 3]
    assert holds(standing)


def test_racks_in_use_come_before_empty_ones() -> None:
    """R2 holds a device."""
    where = racks(10, 10, devices=(device(rack="R2"),))
    standing = standing_with(batch_of(where, many(2, height_hu=4)), 1, 1)
    assert tidied(standing).opened == 0
    assert standing.counts.tolist() == [0, 2]


def test_as_many_racks_are_opened_as_the_items_need() -> None:
    """Six of 2U take two racks of ten units, by their units."""
    standing = standing_with(batch_of(racks(10, 10, 10), many(6, height_hu=4)), 3, 2, 1)
    found = tidied(standing)
    assert (found.opened, found.opened_bound) == (2, 2)


def test_heat_may_need_more_racks_than_units_do() -> None:
    """Two of 3 kW in racks of 5 kW."""
    standing = standing_with(batch_of(racks(10, 10, 10, power=()), many(2, power_w=3_000)), 1, 1, 0)
    found = tidied(standing)
    assert (found.opened, found.opened_bound) == (2, 2)


def test_short_runs_are_filled_first() -> None:
    """In R1 unit 2 is free below a device and above another: 1U goes there, and no run below 2U is left."""
    where = racks(10, devices=(device("D1"), device("D2", position_hu=6)))
    standing = empty(batch_of(where, many(1)))
    standing.add(0, 1)
    assert tidied(standing) == Tidiness(opened=0, opened_bound=0, short_hu=0, short_bound_hu=0)


def test_a_move_within_reach_lowers_what_is_left_short() -> None:
    """R1 has a run of 1 U, R2 one of 2 U, for one of 1U: in R2 two short runs are left, in R1 none."""
    things = (device("D1", height_hu=18), device("D2", rack="R2", height_hu=16))
    standing = standing_with(batch_of(racks(10, 10, devices=things), many(1)), 0, 1)
    assert tidied(standing) == Tidiness(opened=0, opened_bound=0, short_hu=0, short_bound_hu=0)
    assert standing.counts.tolist() == [1, 0]


def test_what_must_stay_short_is_the_bound() -> None:
    """Two runs of 1 U and one item of 1U: one stays."""
    things = (device("D1", height_hu=18), device("D2", rack="R2", height_hu=18))
    standing = standing_with(batch_of(racks(10, 10, devices=things), many(1)), 1, 0)
    assert tidied(standing) == Tidiness(opened=0, opened_bound=0, short_hu=2, short_bound_hu=2)


def test_half_depth_in_front_of_a_short_run_is_in_the_bound() -> None:
    """R1 has 1 U free on both faces and 2 U in front: a half-depth server of 2U would leave nothing short.

    It stands in R2, and is not moved; but the bound must not say that 1 U has to be left.
    """
    things = (device("D1", depth="half", face="rear"), device("D2", rack="R2", position_hu=6))
    batch = batch_of(racks(2, 5, devices=things), many(1, height_hu=4, **HALF))
    found = {}
    for column in range(len(batch.columns)):
        standing = standing_with(batch, *(int(c == column) for c in range(len(batch.columns))))
        found[int(batch.columns.rack[column])] = tidied(standing)
    assert found[0].short_hu == 0
    assert found[1].short_hu == 2
    assert found[1].short_bound_hu == 0


def test_racks_that_are_not_active_leave_nothing_short() -> None:
    """A planned rack of one unit does not count."""
    own = (rack("R1"), rack("R2", height_u=1, status="planned"))
    standing = standing_with(batch_of(room(racks=own), many(1, height_hu=4)), 1)
    assert tidied(standing).short_hu == 0


def test_an_item_that_cannot_move_gets_its_ports_back() -> None:
    """Side A has one port, B two, of which the item needs three on two sides."""
    where = racks(10, ports=(group("A", 1), group("B", 2, side="B")))
    found = solve(batch_of(where, many(1, ports=(need(3),), port_sides=2)), seconds=20.0, seed=SEED)
    assert found.standing.value == 1
    tidied(found.standing)
    assert found.standing.value == 1
    assert consistent(found.standing)


def test_keep_rules_hold_while_items_move() -> None:
    """Three that stay apart keep three racks open."""
    standing = standing_with(batch_of(racks(10, 10, 10), many(3, keep=("apart:rack",))), 1, 1, 1)
    assert tidied(standing).opened == 3
    assert holds(standing)


def test_without_time_nothing_moves() -> None:
    """What is there is said, with a bound that says little."""
    standing = standing_with(batch_of(racks(10, 10), many(2, height_hu=4)), 1, 1)
    found = tidy(standing, time.monotonic() - 1.0)
    assert standing.counts.tolist() == [1, 1]
    assert (found.opened, found.opened_bound) == (2, 0)


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_the_value_stays_and_the_cost_never_rises(first: int) -> None:
    """Random placements in random rooms; what is said of the cost is what counting anew says."""
    for seed, batch in random_ones(first, first + 20):
        standing = scattered(batch, seed)
        value, before = standing.value, _Tidy(standing).found(time.monotonic() + 20.0)
        after = tidied(standing)
        assert standing.value == value
        assert (after.opened, after.short_hu) <= (before.opened, before.short_hu)
        assert (after.opened, after.short_hu) == _cost(standing)
        assert consistent(standing)
        if not batch.overheated(standing.counts):
            assert holds(standing), seed


def _cost(standing: Standing) -> tuple[int, int]:
    """Empty racks opened, and half units in short runs, counted anew."""
    batch, packer = standing.batch, Packer(standing.batch.free, standing.batch.reference_hu)
    opened = short = 0
    for number, own in enumerate(batch.ledger.racks):
        if own.status != "active":
            continue
        here = (batch.columns.rack == number) & (batch.columns.host < 0)
        opened += bool(standing.counts[here].any() and not batch.ledger.space.occupied[number])
        short += packer.short(number, standing.shapes(number))
    return opened, short


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_no_placement_of_the_value_costs_less_than_the_bounds(first: int) -> None:
    """Against every placement of small random batches, half-depth ones among them."""
    looked = 0
    for seed, batch in random_ones(first, first + 20):
        standing = scattered(batch, seed)
        found = tidied(standing)
        ways = [
            range(min(int(n), int(u)) + 1)
            for n, u in zip(batch.quantities[batch.columns.kind], batch.upper, strict=True)
        ]
        if np.prod([len(w) for w in ways], dtype=float) > 400:
            continue
        for counts in product(*ways):
            other = empty(batch)
            if all(other.add(c, n) == n for c, n in enumerate(counts)) and other.value >= standing.value:
                looked += 1
                opened, short = _cost(other)
                assert opened >= found.opened_bound, (seed, counts)
                assert short >= found.short_bound_hu, (seed, counts)
    assert looked
