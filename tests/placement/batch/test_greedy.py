"""Greedy starts: what goes in, in which order, and where."""

from __future__ import annotations

import numpy as np
import pytest

from placement.batch.greedy import columns_of_kinds, fill, greedy_starts
from placement.batch.pack import Packer
from tests.builders import chain, rack, room
from tests.placement.batch.batches import batch_of, best, consistent, empty, holds, many, random_ones

TWO = {"racks": (rack("R1"), rack("R2")), "power": chain("R1", "R2")}


def test_one_of_several_kinds_is_spread_over_what_has_most_room() -> None:
    """Four items over two racks are two in each."""
    standing = empty(batch_of(room(**TWO), many(4), many(1, name="Q2", height_hu=4)))
    fill(standing, [0, 1])
    assert standing.counts.tolist() == [2, 2, 1, 0]


def test_a_kind_by_itself_fills_one_rack_after_the_other() -> None:
    """Ten in the first, two in the second."""
    standing = empty(batch_of(room(**TWO), many(12)))
    fill(standing, [0])
    assert standing.counts.tolist() == [10, 2]


def test_all_that_goes_in_goes_in() -> None:
    """Ten units each: twenty of 25."""
    standing = empty(batch_of(room(**TWO), many(25)))
    fill(standing, [0])
    assert standing.value == 20


def test_kinds_go_in_one_after_the_other() -> None:
    """Five racks' worth of the first leave nothing for the second, and the other way round."""
    batch = batch_of(None, many(10), many(10, height_hu=4, name="Q2"))
    for order, counts in (([0, 1], [10, 0]), ([1, 0], [0, 5])):
        standing = empty(batch)
        fill(standing, order)
        assert standing.counts.tolist() == counts


def test_one_start_puts_large_things_first_and_one_what_takes_least_for_its_worth() -> None:
    """5 of 2U, or 10 of 1U that draw less; priority comes before size, and is weighed against draw."""
    batch = batch_of(None, many(10), many(10, height_hu=4, name="Q2", power_w=200))
    assert [s.value for s in greedy_starts(batch, Packer(batch.free, 4))] == [5, 10]
    dear = batch_of(None, many(10, power_w=300, priority=2), many(10, height_hu=4, name="Q2", power_w=100))
    assert [s.value for s in greedy_starts(dear, Packer(dear.free, 4))] == [20, 5]


def test_two_orders_that_are_the_same_are_one_start() -> None:
    """The larger kind draws less as well."""
    batch = batch_of(None, many(10), many(10, height_hu=4, name="Q2", power_w=50))
    assert [s.value for s in greedy_starts(batch, Packer(batch.free, 4))] == [5]


def test_columns_are_sorted_by_kind() -> None:
    """Kinds without a place have none."""
    asked = many(1), many(1, name="Q2", height_hu=40), many(1, name="Q3", cords=1)
    batch = batch_of(room(**TWO), *asked)
    found = columns_of_kinds(batch)
    assert [len(f) for f in found] == [2, 0, 4]
    assert all((batch.columns.kind[own] == k).all() for k, own in enumerate(found))


@pytest.mark.parametrize("first", range(0, 60, 30))
def test_no_start_breaks_a_rule_or_is_better_than_the_best(first: int) -> None:
    """On random batches; and nothing more goes in afterwards."""
    for seed, batch in random_ones(first, first + 30):
        for standing in greedy_starts(batch, Packer(batch.free, batch.reference_hu)):
            assert consistent(standing)
            if batch.overheated(standing.counts):
                continue
            assert holds(standing), seed
            assert standing.value <= best(seed)
            more = standing.copy()
            assert not any(more.add(int(c), 1) for c in np.arange(len(batch.columns))) or batch.keeps
