"""Diving: from a relaxed placement to one of whole items that keeps every rule."""

from __future__ import annotations

import time

import pytest

from placement.batch.batch import Batch
from placement.batch.dive import dive
from placement.batch.model import Model
from placement.batch.pack import Packer
from placement.batch.part import Part
from placement.batch.standing import Standing
from placement.batch.types import coarse_types, exact_types
from placement.solver.relaxation import relax
from tests.builders import chain, device, rack, room
from tests.placement.batch.batches import batch_of, best, consistent, holds, many, random_ones


def dived(batch: Batch, most_types: int | None = None, seconds: float = 20.0) -> Standing:
    types = exact_types(batch) if most_types is None else coarse_types(batch, most_types)
    model = Model.of(batch, Part.whole(batch), types, keeps=False)
    found = relax(model.system.compiled(), model.worth, 20.0)
    assert found is not None
    packer = Packer(batch.free, batch.reference_hu)
    return dive(batch, packer, types, model, found, time.monotonic() + seconds)


def test_a_whole_relaxed_placement_is_placed_as_it_is() -> None:
    """Ten of 1U fill the rack, and the 2U servers stay out."""
    batch = batch_of(None, many(10, priority=3), many(9, height_hu=4, name="Q2"))
    assert dived(batch).counts.tolist() == [10, 0]


def test_fractions_are_made_whole() -> None:
    """2.5 of 2 kW in either of two racks are two and two, or one short of it by power: five at most."""
    racks = tuple(rack(name, max_heat_w=5_000) for name in ("R1", "R2"))
    batch = batch_of(room(racks=racks, power=()), many(9, power_w=2_000))
    assert dived(batch).counts.tolist() == [2, 2]


def test_the_better_kind_of_a_class_is_taken_first() -> None:
    """Two kinds of one type in one rack: those of priority 3 are worth more."""
    racks = rack("R1"), rack("R2", security_zone="dmz", height_u=2)
    asked = many(8, priority=3), many(8, name="Q2", security_zone=None)
    batch = batch_of(room(racks=racks, power=chain("R1", "R2")), *asked)
    standing = dived(batch)
    assert standing.value == 8 * 3 + 2 + 2
    assert holds(standing)


def test_what_the_counts_let_in_and_the_units_do_not_stays_out() -> None:
    """Runs of 12 and 7 U for 10U and three of 3U: three of the four items."""
    where = room(device(position_hu=26), racks=(rack(height_u=20),))
    standing = dived(batch_of(where, many(1, height_hu=20), many(3, height_hu=6, name="Q2")))
    assert standing.value == 3
    assert holds(standing)


def test_without_time_the_rest_is_filled_greedily() -> None:
    """The first round only; then all that goes in."""
    batch = batch_of(None, many(10))
    assert dived(batch, seconds=0.0).value == 10


@pytest.mark.parametrize("types", [None, 60, 1])
@pytest.mark.parametrize("first", [0, 30])
def test_a_dive_breaks_no_rule(first: int, types: int | None) -> None:
    """On random batches, with types exact and coarse; keep rules too, which the relaxation leaves aside."""
    for seed, batch in random_ones(first, first + 30):
        standing = dived(batch, types)
        assert consistent(standing), seed
        if not batch.overheated(standing.counts):
            assert holds(standing), seed
            assert standing.value <= best(seed)
