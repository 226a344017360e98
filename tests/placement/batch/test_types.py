"""Types: kinds counted together where they burden everything alike, or nearly so."""

from __future__ import annotations

import numpy as np
import pytest

from placement.batch.batch import Batch
from placement.batch.model import Model
from placement.batch.part import Part
from placement.batch.types import Types, coarse_types, exact_types
from placement.solver.relaxation import relax
from tests.builders import app, group, host, need, rack, room
from tests.placement.batch.batches import batch_of, best, many, random_ones

TWO = room(racks=(rack("R1"), rack("R2", security_zone="dmz")), power=())


def test_kinds_of_other_zones_are_one_type() -> None:
    """They stand in other racks and burden limits alike."""
    batch = batch_of(TWO, many(2), many(3, name="Q2", security_zone="dmz"), many(1, name="Q3", power_w=200))
    found = exact_types(batch)
    assert found.of_kind.tolist() == [0, 0, 1]
    assert found.first.tolist() == [0, 2]
    assert (found.alike, found.exact) == (True, True)


@pytest.mark.parametrize(
    "change",
    [
        {"height_hu": 4},
        {"depth": "half", "depth_mm": 300},
        {"cords": 1},
        {"power_w": 101},
        {"weight_g": 1},
    ],
)
def test_whatever_burdens_a_limit_differently_is_another_type(change: dict[str, object]) -> None:
    """One attribute is enough."""
    batch = batch_of(None, many(1), many(1, **({"name": "Q2"} | change)))
    assert len(exact_types(batch).first) == 2


def test_needs_of_ports_make_a_type_where_ports_are_counted() -> None:
    """Not in a room without a list of them."""
    asked = many(1), many(1, name="Q2", ports=(need(1),))
    assert len(exact_types(batch_of(room(ports=(group("S", 9),)), *asked)).first) == 2
    assert len(exact_types(batch_of(None, *asked)).first) == 1


def test_kinds_that_keep_rules_bind_are_by_themselves() -> None:
    """Who asks for what matters there; but not to a coarse type, which leaves keep rules aside."""
    batch = batch_of(TWO, many(1), many(1, name="Q2", keep=("apart:rack",)))
    assert exact_types(batch).of_kind.tolist() == [0, 1]
    assert coarse_types(batch, 60).of_kind.tolist() == [0, 0]
    assert not coarse_types(batch, 60).exact


def test_applications_are_apart_from_servers() -> None:
    """And alike where they ask for as much."""
    where = room(hosts=(host("N1", os_families=frozenset({"a"})), host("N2", os_families=frozenset({"b"}))))
    batch = batch_of(
        where, many(1), app(name="Q2", os="a"), app(name="Q3", os="b"), app(name="Q4", os="b", vcpu=1)
    )
    assert exact_types(batch).of_kind.tolist() == [0, 1, 1, 2]


def test_few_enough_types_stay_as_they_are() -> None:
    """Three of at most three."""
    batch = batch_of(None, *(many(1, name=f"Q{p}", power_w=p) for p in (100, 101, 102)))
    found = coarse_types(batch, 3)
    assert found.of_kind.tolist() == [0, 1, 2]
    assert found.alike


def test_too_many_types_are_merged_and_ask_for_the_least_of_their_kinds() -> None:
    """100, 101 and 300 W as two types: 100 and 300 W; unlike shapes are never merged."""
    asked = [many(1, name=f"Q{p}", power_w=p) for p in (100, 101, 300)]
    batch = batch_of(None, *asked, many(1, name="Q4", height_hu=4, power_w=100))
    found = coarse_types(batch, 3)
    assert found.of_kind.tolist() == [0, 0, 1, 2]
    assert not found.alike
    heat = next(i for i, b in enumerate(batch.blocks) if b.rule == "heat")
    assert (found.amounts[heat] * batch.blocks[heat].unit).tolist() == [100, 300, 100]
    assert len(coarse_types(batch, 1).first) == 2  # by shape


def test_weights_are_merged_as_draws_are() -> None:
    """Ten that differ by grams."""
    batch = batch_of(None, *(many(1, name=f"Q{g}", weight_g=g) for g in range(1_000, 1_010)))
    assert len(coarse_types(batch, 4).first) <= 4


def relaxed(batch: Batch, types: Types) -> int:
    """The bound of the whole batch with kinds counted by these types."""
    model = Model.of(batch, Part.whole(batch), types)
    found = relax(model.system.compiled(), model.worth, 20.0)
    assert found is not None
    return found.bound


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_types_make_a_relaxation(first: int) -> None:
    """The bound is never below the best placement, be types exact, few or one per shape."""
    for seed, batch in random_ones(first, first + 20):
        for types in (
            exact_types(batch),
            coarse_types(batch, 60),
            coarse_types(batch, 2),
            coarse_types(batch, 1),
        ):
            assert relaxed(batch, types) >= best(seed), seed


def test_coarser_types_never_tighten_the_bound() -> None:
    """Less is asked, so more goes in."""
    for seed, batch in random_ones(0, 20):
        fine = Model.of(batch, Part.whole(batch), exact_types(batch), keeps=False)
        found = relax(fine.system.compiled(), fine.worth, 20.0)
        assert found is not None
        assert relaxed(batch, coarse_types(batch, 1)) >= found.bound - 1, seed


def test_amounts_of_types_are_the_least_of_their_kinds() -> None:
    """In every block of random batches."""
    for _, batch in random_ones(0, 30):
        types = coarse_types(batch, 2)
        for each, amount in zip(batch.blocks, types.amounts, strict=True):
            for number in range(len(types.first)):
                assert amount[number] == each.amount[np.flatnonzero(types.of_kind == number)].min()
