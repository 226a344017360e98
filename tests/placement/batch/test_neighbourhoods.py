"""Neighbourhoods: which racks, what their items may use, and that filling them again loses nothing."""

from __future__ import annotations

from itertools import islice
from random import Random

import numpy as np
import pytest

from placement.batch.batch import Batch
from placement.batch.neighbourhoods import improve, neighbourhoods, part_of, unpacked
from placement.batch.types import exact_types
from placement.proof import SEED
from placement.solver.search import Effort
from tests.builders import chain, device, group, need, node, pdu, rack, room, unit
from tests.placement.batch.batches import (
    batch_of,
    best,
    consistent,
    empty,
    holds,
    many,
    random_ones,
    scattered,
)

EFFORT = Effort(work=5.0, seconds=20.0, seed=SEED)


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def three(**more: object) -> Batch:
    """Three racks of ten units for 40 servers of 1U."""
    names = ("R1", "R2", "R3")
    where = room(racks=tuple(rack(n) for n in names), power=chain(*names), **more)
    return batch_of(where, many(40))


def test_a_part_is_the_columns_of_its_racks_with_what_they_may_use() -> None:
    """R1 holds 3, R2 4: emptied of R1's the limits of the room lack R2's 4."""
    standing = empty(three())
    standing.add(0, 3)
    standing.add(1, 4)
    part = part_of(standing, ints(0))
    assert part.columns.tolist() == [0]
    assert part.classes == {0: [(1, 36)]}
    assert part.beside.tolist() == [0, 4, 0]
    other = empty(standing.batch)
    other.add(1, 4)
    assert [a.tolist() for a in part.left] == [b.tolist() for b in other.left]


def test_the_highest_priorities_belong_to_what_stands_outside() -> None:
    """Of 2 x 3 and 3 x 1 three stand elsewhere: two of 1 are left to place."""
    batch = batch_of(room(racks=(rack("R1"), rack("R2")), power=()), many(2, priority=3), many(3, name="Q2"))
    standing = empty(batch)
    standing.add(0, 1)
    standing.add(1, 3)
    assert part_of(standing, ints(0)).classes == {0: [(1, 2)]}


def test_a_group_with_members_elsewhere_stays_where_it_is() -> None:
    """One in R1 and one in R2: R1 by itself leaves both alone, both racks together do not."""
    batch = batch_of(
        room(racks=(rack("R1"), rack("R2")), power=()), many(2, keep=("apart:rack",)), many(9, name="Q2")
    )
    standing = empty(batch)
    standing.add(0, 1)
    standing.add(1, 1)
    alone, both = part_of(standing, ints(0)), part_of(standing, ints(0, 1))
    assert (batch.columns.kind[alone.columns].tolist(), alone.keeps) == ([1], ())
    assert alone.beside.tolist() == [1, 1, 0, 0]
    assert 0 not in alone.classes
    assert (batch.columns.kind[both.columns].tolist(), both.keeps) == ([0, 0, 1, 1], (0,))


def test_what_is_badly_placed_is_placed_anew() -> None:
    """5 of 2U fill the rack; ten of 1U are better."""
    standing = empty(batch_of(None, many(10), many(5, height_hu=4, name="Q2")))
    standing.add(1, 5)
    found = improve(standing, exact_types(standing.batch), ints(0), EFFORT)
    assert found is not None
    assert found.value == standing.value == 10
    assert consistent(standing)


def test_a_neighbourhood_that_is_as_good_as_it_gets_stays() -> None:
    """Nothing changes, not even between equals."""
    standing = empty(three())
    standing.add(0, 10)
    before = standing.counts.copy()
    improve(standing, exact_types(standing.batch), ints(0), EFFORT)
    assert standing.counts.tolist() == before.tolist()


def test_nothing_is_searched_where_nothing_goes_in() -> None:
    """No racks, or no columns in them."""
    batch = batch_of(room(device(height_hu=20)), many(3))
    assert improve(empty(batch), exact_types(batch), ints(0), EFFORT) is None
    assert improve(empty(three()), exact_types(three()), ints(), EFFORT) is None


def test_a_rack_that_does_not_pack_is_modelled_by_its_units() -> None:
    """Runs of 12 and 7 U: 10U and two of 3U, not three."""
    where = room(device(position_hu=26), racks=(rack(height_u=20),))
    standing = empty(batch_of(where, many(1, height_hu=20), many(3, height_hu=6, name="Q2")))
    improve(standing, exact_types(standing.batch), ints(0), EFFORT)
    assert standing.value == 3
    assert holds(standing)


def test_ports_move_with_their_items() -> None:
    """Of four ports R1 has all; one item of 4 gives way to two of two."""
    where = room(racks=(rack("R1"), rack("R2")), power=chain("R1", "R2"), ports=(group("S", 4),))
    batch = batch_of(where, many(1, ports=(need(4),)), many(2, ports=(need(2),), name="Q2", height_hu=4))
    standing = empty(batch)
    standing.add(0, 1)
    improve(standing, exact_types(batch), ints(0, 1), EFFORT)
    assert standing.value == 2
    assert consistent(standing)
    assert holds(standing)


def test_packing_is_asked_only_where_counts_do_not_suffice() -> None:
    """And only of racks whose items change."""
    assert unpacked(empty(three()), ints(99, 0, 0)) == []
    where = room(racks=(rack("R1"), rack("R2")), power=())
    standing = empty(batch_of(where, many(9, height_hu=6)))  # a third of the rack each
    two = empty(batch_of(where, many(9, height_hu=6), many(9, height_hu=4, name="Q2")))
    assert standing.batch.counts_suffice
    assert unpacked(two, ints(4, 0, 0, 0)) == [0]
    assert unpacked(two, ints(3, 3, 0, 1)) == [1]
    assert unpacked(two, two.counts) == []


def test_racks_that_share_a_row_a_zone_or_a_node_are_neighbours() -> None:
    """R1 and R2 stand in a row, R3 and R4 in a zone, R2 and R3 hang on a panel."""
    racks = (
        rack("R1", row="A", cooling_zone="Z1"), rack("R2", row="A", cooling_zone="Z2"),
        rack("R3", row="B", cooling_zone="Z3"), rack("R4", row="C", cooling_zone="Z3"),
    )  # fmt: skip
    nodes = [node(f"P{i}", "panel") for i in (1, 2, 4)]
    nodes += [pdu("R1-A", "P1"), pdu("R2-A", "P2"), pdu("R3-A", "P2"), pdu("R4-A", "P4")]
    cool = tuple(unit(f"C{i}", 10**6, f"Z{i}") for i in (1, 2, 3))
    batch = batch_of(room(racks=racks, power=tuple(nodes), cooling=cool), many(9, cords=1))
    drawn = islice(neighbourhoods(batch, Random(1), np.ones(4), racks=2), 30)
    assert {tuple(chosen.tolist()) for chosen in drawn} == {(0, 1), (2, 3), (1, 2)}


def test_families_that_lack_most_come_first() -> None:
    """The relaxation would have more in row B."""
    racks = tuple(rack(f"R{i}", row="A" if i < 3 else "B") for i in range(1, 5))
    batch = batch_of(room(racks=racks, power=()), many(9))
    wanted = np.array([0.0, 0.0, 5.0, 0.0])
    first = next(neighbourhoods(batch, Random(1), wanted, racks=2))
    assert first.tolist() == [2, 3]


def test_without_families_racks_are_drawn_by_chance() -> None:
    """A single rack is its own neighbourhood; and the same seed draws the same."""
    batch = batch_of(None, many(9))
    assert [f.tolist() for f in islice(neighbourhoods(batch, Random(1), np.zeros(1)), 2)] == [[0], [0]]
    many_racks = batch_of(room(racks=tuple(rack(f"R{i}", row=f"{i}") for i in range(9)), power=()), many(9))
    drawn = [
        [f.tolist() for f in islice(neighbourhoods(many_racks, Random(7), np.zeros(9), racks=3), 5)]
        for _ in "ab"
    ]
    assert drawn[0] == drawn[1]
    assert all(len(f) == 3 for f in drawn[0])


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_no_neighbourhood_lowers_the_value_or_breaks_a_rule(first: int) -> None:
    """Random racks of random batches, one after the other; with all racks at once nothing is better."""
    for seed, batch in random_ones(first, first + 20):
        rng, standing, types = Random(seed), scattered(batch, seed), exact_types(batch)
        racks = range(len(batch.ledger.racks))
        value = standing.value
        for some in (rng.sample(racks, rng.randint(1, len(racks))) for _ in range(3)):
            improve(standing, types, ints(*sorted(some)), EFFORT)
            assert standing.value >= value
            value = standing.value
            assert consistent(standing, thrifty=False)
        if not batch.overheated(standing.counts):
            assert holds(standing), seed
            assert standing.value <= best(seed)
