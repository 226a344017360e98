"""A placement as it grows: what it takes of every limit, and that it stays what its counts say."""

from __future__ import annotations

import numpy as np
import pytest

from placement.batch.keeping import may_join
from placement.batch.neighbourhoods import part_of
from tests.builders import app, chain, device, group, host, need, rack, room
from tests.placement.batch.batches import (
    batch_of,
    consistent,
    empty,
    holds,
    many,
    random_ones,
    scattered,
)

HALF = {"depth": "half", "depth_mm": 300}


def test_items_go_in_until_a_limit_is_full() -> None:
    """Five of 20 kg, asked for three and nine."""
    standing = empty(batch_of(None, many(20, weight_g=20_000)))
    assert standing.add(0, 3) == 3
    assert standing.room_for(np.array([0])).tolist() == [2]
    assert standing.add(0, 9) == 2
    assert standing.add(0, 1) == 0
    assert standing.value == 5
    assert consistent(standing)


def test_no_more_go_in_than_are_asked_for() -> None:
    """Two."""
    standing = empty(batch_of(None, many(2)))
    assert standing.add(0, 9) == 2
    assert standing.remaining.tolist() == [0]


def test_what_is_taken_out_leaves_what_it_took() -> None:
    """Four in, three out, and the rack is as free as with one."""
    standing = empty(batch_of(None, many(20, weight_g=20_000)))
    standing.add(0, 4)
    standing.remove(0, 3)
    other = empty(standing.batch)
    other.add(0, 1)
    assert [a.tolist() for a in standing.left] == [b.tolist() for b in other.left]
    assert standing.shapes(0) == other.shapes(0)
    assert standing.add(0, 9) == 4


def test_units_that_do_not_pack_take_nothing_more() -> None:
    """Runs of 12 and 7 U, 10U and two of 3U: every row lets the third in, the units do not."""
    where = room(device(position_hu=26), racks=(rack(height_u=20),))
    standing = empty(batch_of(where, many(1, height_hu=20), many(3, height_hu=6, name="Q2")))
    assert standing.add(0, 1) == 1
    assert standing.room_for(np.array([1])).tolist() == [3]
    assert standing.add(1, 3) == 2
    assert consistent(standing)


def test_back_to_back_is_packed_on_either_face() -> None:
    """One unit, front and rear."""
    standing = empty(batch_of(room(racks=(rack(height_u=1),)), many(9, **HALF)))
    assert [standing.add(c, 9) for c in range(len(standing.counts))] == [1, 1]
    assert holds(standing)


def test_a_keep_rule_closes_what_it_binds() -> None:
    """Apart by rack: one in each of two."""
    where = room(racks=(rack("R1"), rack("R2")), power=chain("R1", "R2"))
    standing = empty(batch_of(where, many(9, keep=("apart:rack",))))
    assert [standing.add(c, 9) for c in (0, 1, 0)] == [1, 1, 0]
    standing.remove(0, 1)
    assert standing.add(0, 9) == 1


def test_ports_are_sent_and_handed_back() -> None:
    """Two of three ports for each: the second item finds one."""
    standing = empty(batch_of(room(ports=(group("S", 3),)), many(9, ports=(need(2),))))
    assert standing.add(0, 9) == 1
    assert standing.ports == [1]
    assert standing.sent == {(0, 0, 0): 2}
    standing.remove(0, 1)
    assert standing.ports == [3]
    assert consistent(standing)


def test_what_lacks_ports_takes_none_of_them() -> None:
    """Side A has two, side B none: nothing is held for the half that could be had."""
    standing = empty(
        batch_of(
            room(ports=(group("A", 2), group("B", 2, side="B"))), many(9, ports=(need(2),), port_sides=2)
        )
    )
    standing.ports[1] = 0
    assert standing.add(0, 1) == 0
    assert standing.ports == [2, 0]
    assert standing.sent == {}


def test_the_worth_of_what_stands_counts_the_highest_first() -> None:
    """Two of priorities 3 and 1: the first placed is worth 3."""
    standing = empty(batch_of(None, many(1), many(1, name="Q2", priority=3)))
    standing.add(0, 1)
    assert standing.value == 3
    standing.add(0, 1)
    assert standing.value == 4


def test_a_copy_grows_apart_and_may_take_the_place_of_the_first() -> None:
    """Each has its own counts, limits, units, ports and members."""
    where = room(ports=(group("S", 9),), hosts=(host("N1"),))
    batch = batch_of(where, many(9, ports=(need(1),), keep=("together:rack",)), app(name="Q2"))
    standing = empty(batch)
    standing.add(0, 2)
    twin = standing.copy()
    twin.add(0, 3)
    twin.add(1, 1)
    assert (standing.value, twin.value) == (2, 6)
    assert consistent(standing)
    assert consistent(twin)
    standing.become(twin)
    assert standing.value == 6
    assert consistent(standing)


@pytest.mark.parametrize("first", range(0, 100, 25))
def test_adding_and_removing_at_random_leaves_what_the_counts_say(first: int) -> None:
    """Limits, units, ports and groups, against an empty standing charged alike; and no rule is broken."""
    for seed, batch in random_ones(first, first + 25):
        standing = scattered(batch, seed)
        assert consistent(standing), seed
        if not batch.overheated(standing.counts):
            assert holds(standing), seed


@pytest.mark.parametrize("first", range(0, 60, 30))
def test_what_was_taken_out_goes_in_again(first: int) -> None:
    """One item after the other, so that a search may try another place and come back."""
    for seed, batch in random_ones(first, first + 30):
        standing = scattered(batch, seed)
        value = standing.value
        for column in np.flatnonzero(standing.counts).tolist():
            standing.remove(column, 1)
            assert standing.add(column, 1) == 1, (seed, column)
        assert standing.value == value


def test_one_column_and_all_columns_are_asked_alike() -> None:
    """The room of a column by itself is that in the list of all."""
    for seed, batch in random_ones(0, 40):
        standing = scattered(batch, seed, tries=10)
        every = standing.room_for(np.arange(len(batch.columns)))
        assert [max(0, standing._room_at(c)) for c in range(len(batch.columns))] == every.tolist()


def test_replacing_what_a_part_holds_is_taking_out_and_putting_in() -> None:
    """Two from R1 go to R2 with other ports; R2's one stays."""
    where = room(
        racks=(rack("R1"), rack("R2")), power=chain("R1", "R2"),
        ports=(group("S1", 4, serves="rack"), group("S2", 9, rack="R2", serves="rack")),
    )  # fmt: skip
    standing = empty(batch_of(where, many(9, ports=(need(1),))))
    standing.add(0, 2)
    standing.add(1, 1)
    part = part_of(standing, np.array([0, 1]))
    assert part.released == {(0, 0, 0): 2, (1, 0, 1): 1}
    assert list(part.ports) == [4, 9]
    standing.replace(part, np.array([0, 3]), {(1, 0, 1): 3})
    assert standing.counts.tolist() == [0, 3]
    assert standing.ports == [4, 6]
    assert consistent(standing)


def test_ports_of_items_that_stay_are_not_released() -> None:
    """Two kinds share R1; only the column of the first is emptied."""
    where = room(ports=(group("S", 9),))
    standing = empty(
        batch_of(where, many(1, ports=(need(2),)), many(1, height_hu=4, ports=(need(3),), name="Q2"))
    )
    standing.add(0, 1)
    standing.add(1, 1)
    assert standing.releasable(np.array([0]), np.array([0])) == {(0, 0, 0): 2}
    assert standing.releasable(np.array([0]), np.array([0, 1])) == {(0, 0, 0): 5}
    assert standing.releasable(np.array([], dtype=np.int64), np.array([], dtype=np.int64)) == {}


def test_members_of_a_group_are_told_apart_from_their_copies() -> None:
    """A third item joins beside the two that are there, whichever was noted first."""
    where = room(racks=(rack("R1"), rack("R2")), power=chain("R1", "R2"))
    standing = empty(batch_of(where, many(9, keep=("together:rack",))))
    standing.add(1, 2)
    batch = standing.batch
    assert may_join(batch.keeps[0], [1, 1], 1, batch.columns.kind, True)
    assert standing.add(0, 1) == 0
    standing.remove(1, 2)
    assert standing.add(0, 1) == 1
