"""Prices: whatever they are they prove a bound; those of growing parts prove that of the whole."""

from __future__ import annotations

import time

import numpy as np
import pytest

from placement.batch import prices as module
from placement.batch.batch import Batch
from placement.batch.model import Model
from placement.batch.part import Part
from placement.batch.prices import Prices, priced
from placement.batch.types import exact_types
from placement.solver.relaxation import Relaxed, relax
from tests.builders import chain, group, need, rack, room
from tests.placement.batch.batches import batch_of, best, many, random_ones


def whole(batch: Batch) -> tuple[Model, Relaxed]:
    """The relaxation of all columns that prices are made for."""
    model = Model.of(batch, Part.whole(batch), exact_types(batch), priced=True, keeps=False)
    found = relax(model.system.compiled(), model.worth, 20.0)
    assert found is not None
    return model, found


def free_of_charge(batch: Batch) -> Prices:
    groups = 0 if batch.ports is None else len(batch.ports.groups.groups)
    return Prices(tuple(np.zeros(len(b.left)) for b in batch.blocks), np.zeros(groups))


def test_without_prices_every_item_is_worth_its_priority() -> None:
    """Two of 3 and one of 1 are 7."""
    batch = batch_of(None, many(2, priority=3), many(1, name="Q2"))
    prices = free_of_charge(batch)
    assert prices.cost(batch).tolist() == [0.0]
    assert prices.bound(batch, prices.cost(batch)) == 7


def test_a_price_is_paid_for_each_amount_and_all_that_is_left_is_priced() -> None:
    """A kilogram for a tenth: an item of 20 kg costs 2 of its 3, and the 100 kg of the rack cost 10."""
    batch = batch_of(None, many(9, weight_g=20_000, priority=3))
    prices = free_of_charge(batch)
    weight = next(i for i, b in enumerate(batch.blocks) if b.rule == "weight")
    prices.rows[weight][0] = 2.0  # of an amount, which is 20 kg here
    assert prices.cost(batch).tolist() == [2.0]
    assert prices.bound(batch, prices.cost(batch)) == 5 * 2 + 9 * 1


def test_the_right_prices_prove_what_the_limits_let_in() -> None:
    """Five of nine go in: at 3 for a share of the rack nothing more is worth while, and 15 are proved."""
    batch = batch_of(None, many(9, weight_g=20_000, priority=3))
    prices = Prices.of(*whole(batch))
    assert prices.bound(batch, prices.cost(batch)) == 15


def test_ports_cost_what_the_cheapest_group_asks() -> None:
    """Two of a group at 0.5 each, where another asks 2; both have four ports."""
    batch = batch_of(room(ports=(group("S", 4), group("T", 4))), many(9, ports=(need(2),)))
    prices = free_of_charge(batch)
    prices.groups[:] = [0.5, 2.0]
    assert prices.cost(batch).tolist() == [1.0]
    assert prices.bound(batch, prices.cost(batch)) == 4 * 0.5 + 4 * 2.0 + 0


def test_ports_that_are_scarce_have_a_price() -> None:
    """One group of four ports lets in two items; its row says so, and no column's bound hides it."""
    batch = batch_of(room(ports=(group("S", 4),)), many(9, ports=(need(2),), priority=5))
    prices = Prices.of(*whole(batch))
    assert prices.groups.tolist() == pytest.approx([2.5])
    assert prices.bound(batch, prices.cost(batch)) == 10


def test_limits_that_stop_the_only_item_of_a_rack_have_a_price() -> None:
    """Two racks of one unit and two items of each of two kinds: the better ones go in, 6 in all.

    A rack's own row is all that keeps the second item out of it.
    """
    racks = rack("R1", height_u=1), rack("R2", height_u=1)
    asked = many(2, priority=3), many(2, name="Q2", power_w=50)
    batch = batch_of(room(racks=racks, power=chain("R1", "R2")), *asked)
    prices = Prices.of(*whole(batch))
    assert prices.bound(batch, prices.cost(batch)) == 6


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_any_prices_prove_a_bound(first: int) -> None:
    """Random ones, none below zero, of rows and groups, against the best placement."""
    for seed, batch in random_ones(first, first + 20):
        rng, plain = np.random.default_rng(seed), free_of_charge(batch)
        for scale in (0.001, 0.03, 1.0, 10.0):
            prices = Prices(
                tuple(rng.random(len(p)) * scale * rng.integers(0, 2, len(p)) for p in plain.rows),
                rng.random(len(plain.groups)) * scale,
            )
            assert prices.bound(batch, prices.cost(batch)) >= best(seed), (seed, scale)


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_the_prices_of_the_relaxation_prove_its_value(first: int) -> None:
    """All that is scarce has a price: nothing of the bound is lost on the way."""
    for seed, batch in random_ones(first, first + 20):
        model, relaxed = whole(batch)
        prices = Prices.of(model, relaxed)
        bound = prices.bound(batch, prices.cost(batch))
        assert best(seed) <= bound <= relaxed.bound + 1, seed


def test_parts_grow_until_they_prove_what_the_whole_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """From one column of each kind on, one at a time, without a tolerance."""
    for name, value in (("FIRST", 1), ("MORE", 1), ("NEAR", 0.0)):
        monkeypatch.setattr(module, name, value)
    grown = 0
    for seed, batch in random_ones(0, 40):
        found = priced(batch, exact_types(batch), [], time.monotonic() + 30.0)
        assert found is not None
        _, relaxed = whole(batch)
        assert found[3] == pytest.approx(relaxed.bound, abs=1), seed
        grown += len(found[1].part.columns) > len(set(batch.columns.kind.tolist()))
    assert grown > 5


def test_a_start_is_part_of_the_first_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """The columns that a greedy placement uses."""
    monkeypatch.setattr(module, "FIRST", 1)
    racks = tuple(rack(f"R{i}") for i in range(9))
    batch = batch_of(room(racks=racks, power=()), many(3))
    found = priced(batch, exact_types(batch), [4, 7], time.monotonic() + 30.0)
    assert found is not None
    assert {4, 7} <= set(found[1].part.columns.tolist())
    assert found[3] == 3
