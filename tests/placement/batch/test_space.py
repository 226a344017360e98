"""Space as counts: pieces of runs, half units, faces, and units to keep free."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from capacity.room import Device, Room
from placement.batch.batch import Batch
from tests.builders import chain, device, rack, room
from tests.placement.batch.batches import batch_of, count, empty, many, random_ones


def high(height_u: int, *devices: Device, **more: object) -> Room:
    """A rack of that height, without a power chain."""
    return room(*devices, racks=(rack(height_u=height_u, max_heat_w=10**6),), **{"power": ()} | more)


def of(height_hu: int, quantity: int = 1, name: str = "Q1", **more: object):  # type: ignore[no-untyped-def]
    return many(quantity, height_hu=height_hu, name=name, **more)


HALF = {"depth": "half", "depth_mm": 300}


def rows(batch: Batch, rule: str = "space") -> list[tuple[object, list[int], list[int]]]:
    """Label, pieces per kind, and pieces that the rack holds, of every block."""
    return [
        (b.label[0], (b.amount * b.unit).tolist(), (b.left * b.unit).tolist())
        for b in batch.blocks
        if b.rule == rule
    ]


def test_runs_hold_as_many_items_as_their_units_do() -> None:
    """Units 1 to 4 and 6 to 10: two and two of 2U, one unit stays."""
    where = high(10, device(position_hu=10))
    assert count(where, of(4, 4)) == 4
    assert count(where, of(4, 5)) == 4


def test_a_run_is_cut_into_pieces_of_every_height() -> None:
    """Runs of 4 and 5 U for 2U and 3U: by 1 U 9, by 2 U 4, by 3 U 2 pieces."""
    batch = batch_of(high(10, device(position_hu=10)), of(4, 9), of(6, 9, "Q2"))
    assert rows(batch) == [
        (("2 U", 1), [2, 3], [9]),
        (("2 U", 2), [1, 1], [4]),
        (("2 U", 3), [0, 1], [2]),
    ]  # fmt: skip
    assert count(high(10, device(position_hu=10)), of(4, 1), of(6, 2, "Q2")) == 3  # 2 + 3 and 3


def test_heights_that_do_not_divide_may_pass_the_counts_and_not_go_in() -> None:
    """Runs of 12 and 7 U for 10U and three of 3U: 19 of 19 U, and every row holds; but 2 + 1 U are lost."""
    where = high(20, device(position_hu=26))
    asks = of(20), of(6, 3, "Q2")
    batch = batch_of(where, *asks)
    assert not batch.counts_suffice
    full = np.array([1, 3], dtype=np.int64)
    assert all((b.load(batch.columns.kind, full) <= b.left).all() for b in batch.blocks)
    assert count(where, *asks) == 3
    assert count(high(20, device(position_hu=28)), *asks) == 4  # 13 and 6 U


def test_three_and_ten_units_fill_a_rack_of_42() -> None:
    """10 + 10 + 10 + 3 x 4 are 42; one more of either does not go in."""
    assert count(high(42), of(20, 3), of(6, 4, "Q2")) == 7
    assert count(high(42), of(20, 3), of(6, 5, "Q2")) == 7
    assert count(high(42), of(20, 4, priority=9), of(6, 5, "Q2")) == 4  # four of 10U leave 2 U


def test_half_units_stand_on_half_steps_and_whole_ones_on_whole_units() -> None:
    """Above a device of half a unit five halves are left: 1.5 and 1 U fit, two of 1 U, not three."""
    where = high(3, device(height_hu=1))
    assert count(where, of(3), of(2, 1, "Q2")) == 2
    assert count(where, of(2, 3)) == 2
    assert count(where, of(3, 2)) == 1
    assert count(high(3), of(3, 2)) == 2


def test_rows_of_half_units_count_all_and_those_of_units_the_whole_heights() -> None:
    """The whole units 2 and 3 are free; of half units five."""
    batch = batch_of(high(3, device(height_hu=1)), of(3), of(2, 1, "Q2"))
    assert rows(batch) == [
        (("2 U", 1), [0, 1], [2]),
        (("2 half U", 1), [3, 2], [5]),
        (("2 half U", 2), [1, 1], [2]),
        (("2 half U", 3), [1, 0], [1]),
    ]  # fmt: skip


def test_half_depth_stands_back_to_back() -> None:
    """One unit takes two, not three, and nothing of full depth beside them."""
    assert count(high(1), of(2, 2, **HALF)) == 2
    assert count(high(1), of(2, 3, **HALF)) == 2
    assert count(high(1), of(2, 2, priority=9, **HALF), of(2, 1, "Q2")) == 2
    assert count(high(2), of(2, 2, **HALF), of(2, 1, "Q2")) == 3


def test_behind_a_device_of_half_depth_only_half_depth_goes() -> None:
    """Two units, one of them free at the back alone."""
    where = high(2, device(depth="half", depth_mm=300))
    assert count(where, of(2, 3, **HALF)) == 3
    assert count(where, of(2, 2)) == 1


def test_faces_have_rows_of_their_own_where_items_take_one() -> None:
    """Front sees front and full depth, rear likewise; full depth alone is seen by both."""
    where = high(2, device(depth="half", depth_mm=300))
    both = batch_of(where, of(2, 9), of(2, 9, "Q2", **HALF))
    assert rows(both) == [(("2 U", 1), [1, 1], [1]), (("0 U", 1), [1, 1], [1]), (("1 U", 1), [1, 1], [2])]
    assert [label for label, *_ in rows(batch_of(where, of(2)))] == [("2 U", 1)]


def test_units_to_keep_free_are_kept() -> None:
    """Of ten units two stay: four of 2U."""
    keep = {"policy": {"keep_free_hu": 4}}
    assert count(high(10, **keep), of(4, 4)) == 4
    assert count(high(10, **keep), of(4, 5)) == 4
    assert count(high(10, policy={"keep_free_hu": 5}), of(4, 5)) == 3  # 7.5 U may be taken


def test_back_to_back_takes_of_the_free_units_once() -> None:
    """One unit of ten may be taken: two of half depth, but nothing more, and one of full depth."""
    keep = {"policy": {"keep_free_hu": 18}}
    assert count(high(10, **keep), of(2, 3, **HALF)) == 2
    assert count(high(10, **keep), of(2, 3)) == 1


def test_what_is_free_on_one_face_alone_is_not_counted_as_free() -> None:
    """Nine of nine units stay free; one of half depth goes behind the device, a second nowhere."""
    where = high(10, device(depth="half", depth_mm=300), policy={"keep_free_hu": 18})
    assert count(where, of(2, 2, **HALF)) == 1
    assert count(where, of(2, 1)) == 0


def test_rooms_below_what_they_keep_free_take_nothing() -> None:
    """Two units are to be kept free, one is."""
    assert count(high(10, device(height_hu=18), policy={"keep_free_hu": 4}), of(2)) == 0


def test_doubtful_units_are_free_at_best_only() -> None:
    """A device of unknown height takes units 5 to 10 perhaps; one of unknown position any."""
    tall = high(10, device(position_hu=10, height_hu=None))
    assert count(tall, of(4, 9)) == 2
    assert batch_of(tall, of(4, 9), sure=False).upper.tolist() == [4]  # half unit 8 is taken for certain
    stray = high(10, device(position_hu=None))
    assert len(batch_of(stray, of(4, 9)).columns) == 0
    assert batch_of(stray, of(4, 9), sure=False).upper.tolist() == [5]


def test_doubtful_units_are_not_kept_free_for_certain() -> None:
    """Ten units, of which six may be taken by what stands there: four are kept, so that nothing goes in."""
    where = high(10, device(position_hu=10, height_hu=None), policy={"keep_free_hu": 8})
    assert count(where, of(4, 9)) == 0
    assert batch_of(where, of(4, 9), sure=False).upper.tolist() == [2]


def test_racks_are_counted_each_by_itself() -> None:
    """3 and 5 U take one and two of 2U, in rows of their own."""
    racks = (rack("R1", height_u=3), rack("R2", height_u=5))
    where = room(racks=racks, power=chain("R1", "R2"))
    (units, pairs) = rows(batch_of(where, of(4, 9)))
    assert (units[2], pairs[2]) == ([2, 4], [1, 2])  # in whole items: 3 // 2 x 2 and 5 // 2 x 2
    assert count(where, of(4, 4)) == 3


@pytest.mark.parametrize("rounds", range(4))
def test_whatever_is_packed_keeps_every_row(rounds: int) -> None:
    """The rows are necessary: what the packer finds a place for never breaks one, in random rooms."""
    for seed, batch in random_ones(20 * rounds, 20 * rounds + 20):
        rng, standing = Random(seed), empty(batch)
        kind, mode = batch.columns.kind, batch.columns.mode
        for rack_number in sorted(set(batch.columns.rack[mode >= 0].tolist())):
            counts = np.zeros(len(kind), dtype=np.int64)
            here = np.flatnonzero((batch.columns.rack == rack_number) & (mode >= 0)).tolist()
            for _ in range(6):
                counts[rng.choice(here)] += 1
                shapes = [standing.shape(c) for c in here for _ in range(int(counts[c]))]
                if standing.packer.pack(rack_number, shapes) is None:
                    break
                for block in batch.blocks:
                    if block.rule in ("space", "keep_free"):
                        assert (block.load(kind, counts) <= block.left).all()
