"""A batch as numbers: what a kind asks, what its items are worth, and what a column takes by itself."""

from __future__ import annotations

import numpy as np
import pytest

from capacity.policy import PPM
from placement.batch.batch import Batch
from tests.builders import app, chain, device, host, ledger, rack, room, server, unit
from tests.placement.batch.batches import batch_of, many, random_ones


def three() -> Batch:
    """Two items of priority 3, one of 2 and four of 1, all alike."""
    return batch_of(
        None, many(4, name="low"), many(2, name="high", priority=3), many(1, name="middle", priority=2)
    )


def test_the_items_of_a_kind_are_counted_by_priority() -> None:
    """The highest come first, also when some are placed already."""
    batch = three()
    assert batch.classes(0) == [(3, 2), (2, 1), (1, 4)]
    assert batch.classes(0, skip=1) == [(3, 1), (2, 1), (1, 4)]
    assert batch.classes(0, skip=3) == [(1, 4)]
    assert batch.classes(0, skip=7) == []
    assert batch.priority(0) == 3


def test_the_first_items_are_worth_most() -> None:
    """3 + 3 + 2 + 1."""
    batch = three()
    assert [batch.worth(0, n) for n in (0, 1, 2, 3, 4, 7)] == [0, 3, 6, 8, 9, 12]
    assert batch.quantities.tolist() == [7]


def test_what_a_kind_asks_is_counted_in_base_units() -> None:
    """Half grams, draw units, half units; 0 for what is not known, and for what is no server."""
    batch = batch_of(
        room(hosts=(host("N1"),), policy={"nameplate_ppm": PPM // 4}),
        server(power_basis="nameplate"), server(name="Q2", power_w=None, weight_g=None, height_hu=None),
        app(name="Q3"),
    )  # fmt: skip
    assert batch.draws == [500, 0, 0]  # a quarter of 500 W, in quarters of a watt
    assert batch.weights == [40_000, 0, 0]
    assert batch.heights == [4, 0, 0]


@pytest.mark.parametrize(
    ("references", "height_hu"),
    [((), 4), (({"u_height": 1},), 2), (({"u_height": 1.5}, {"u_height": 4}), 3), (({"power_w": 1},), 4)],
)
def test_the_first_reference_server_says_which_runs_are_short(
    references: tuple[dict[str, object], ...], height_hu: int
) -> None:
    """Two units where the policy says none."""
    assert batch_of(room(policy={"references": references})).reference_hu == height_hu


@pytest.mark.parametrize(
    ("heights", "suffice"),
    [((2, 4, 8), True), ((4, 6), False), ((2, 3), False), ((3,), False), ((20,), True)],
)
def test_counts_suffice_where_whole_heights_divide_one_another(
    heights: tuple[int, ...], suffice: bool
) -> None:
    """Half units and thirds of a rack have to be packed."""
    asked = [many(1, height_hu=h, name=f"Q{h}") for h in heights]
    assert batch_of(None, *asked).counts_suffice == suffice


def test_counts_do_not_suffice_for_half_depth() -> None:
    """Its faces have to be chosen."""
    assert not batch_of(None, many(1, depth="half", depth_mm=300)).counts_suffice


def test_a_column_takes_what_its_tightest_row_does() -> None:
    """Weight lets in 5, units 10, power 40; of three items three."""
    heavy = many(20, weight_g=20_000)
    assert batch_of(None, heavy).upper.tolist() == [5]
    assert batch_of(None, many(20)).upper.tolist() == [10]
    assert batch_of(None, many(3)).upper.tolist() == [3]


@pytest.mark.parametrize(
    "rule", ["weight", "heat", "power", "outlets", "cooling", "space", "keep_free", "hosting"]
)
def test_a_rule_that_is_left_out_has_no_rows(rule: str) -> None:
    """The others keep theirs; but without units nothing is kept free either."""
    where = room(
        power=chain(R1_A={"outlets": 9}), cooling=(unit("C", 10**6),), hosts=(host("N1"),),
        policy={"keep_free_hu": 2},
    )  # fmt: skip
    own, asked = ledger(where), (many(3, weight_g=100), app(name="Q2"))
    every = {"weight", "heat", "power", "outlets", "cooling", "space", "keep_free", "hosting"}
    assert {b.rule for b in Batch.of(own, asked, soft=[rule]).blocks} == every
    gone = {rule, "keep_free"} if rule == "space" else {rule}
    assert {b.rule for b in Batch.of(own, asked, dropped=[rule]).blocks} == every - gone


def test_ports_and_keep_rules_are_left_out_as_well() -> None:
    """They have no rows of limits, but needs and groups."""
    own, asked = ledger(), many(2, keep=("apart:rack",))
    assert Batch.of(own, [asked]).keeps
    assert not Batch.of(own, [asked], dropped=["keep"]).keeps


def test_a_batch_of_nothing_has_nothing() -> None:
    """No kinds, no columns, no rows."""
    batch = Batch.of(ledger(), [])
    assert (batch.kinds, batch.blocks, len(batch.columns)) == ((), (), 0)
    assert batch.upper.tolist() == []
    assert batch.counts_suffice


def test_a_batch_of_what_fits_nowhere_has_kinds_without_columns() -> None:
    """A full rack."""
    batch = batch_of(room(device(height_hu=20)), many(3))
    assert len(batch.kinds) == 1
    assert len(batch.columns) == 0


def test_a_cut_batch_is_the_batch_with_one_more_row() -> None:
    """Columns and kinds are the same; cutting again adds to the cuts."""
    cool = (unit("A", 1_000, "Z1"), unit("AB", 0, "Z1", "Z2"), unit("B", 1_000, "Z2"))
    racks = (rack("R1"), rack("R2", cooling_zone="Z2"))
    batch = batch_of(room(racks=racks, power=(), cooling=cool), many(9, power_w=500))
    one, both = frozenset({"Z1"}), frozenset({"Z1", "Z2"})
    again = batch.cut([one]).cut([both])
    assert again.cuts == {one, both}
    assert again.columns is batch.columns
    assert again.kinds is batch.kinds


def test_no_random_column_takes_more_than_its_kind_has() -> None:
    """And every column takes at least nothing."""
    for _, batch in random_ones(0, 30):
        assert (batch.upper <= batch.quantities[batch.columns.kind]).all()
        assert (batch.upper >= 0).all()
        assert np.isin(batch.columns.kind, range(len(batch.kinds))).all()
