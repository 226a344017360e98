"""Blocks of rows: amounts and parts are divided, rounded down, and nothing is lost by it."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from capacity.limits.limit import CLIP
from placement.batch.blocks import Block, block, one_each


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def made(*amounts: int, rest: int = 27) -> Block:
    """Two columns on two entities; one row that takes 2 parts of the first's draw and 4 of the second's."""
    found = block("power", ints(0, 1), amounts, 2, [("row", {0: 2, 1: 4}, rest)])
    assert found is not None
    return found


def test_amounts_and_parts_are_divided_by_what_they_share() -> None:
    """2 x 6 and 4 x 4 of 27 are 1 x 3 and 2 x 2 of floor(27 / 4) = 6, in units of 2 and parts of 2."""
    found = made(6, 4)
    assert found.unit == 2
    assert found.amount.tolist() == [3, 2]
    assert found.part.tolist() == [1, 2]
    assert found.left.tolist() == [6]
    assert found.common.tolist() == [2]


@pytest.mark.parametrize("seed", range(20))
def test_whole_items_go_in_divided_just_where_they_go_in_as_they_are(seed: int) -> None:
    """Against the sum itself, for every number of items up to six of two kinds on two entities."""
    rng = Random(seed)
    amounts = [rng.choice((2, 3, 4, 6, 10)) * 5 for _ in range(2)]
    parts = {0: rng.randint(1, 6), 1: rng.randint(1, 6)}
    rest = rng.randint(0, 400)
    found = block("power", ints(0, 0, 1, 1), amounts, 2, [("row", parts, rest)])
    assert found is not None
    kind = ints(0, 1, 0, 1)
    for _ in range(60):
        counts = ints(*(rng.randint(0, 3) for _ in range(4)))
        used = sum(int(n) * amounts[k] * parts[e] for n, k, e in zip(counts, kind, (0, 0, 1, 1), strict=True))
        assert (used <= rest) == bool((found.load(kind, counts) <= found.left).all())


def test_an_excess_leaves_nothing_and_takes_nothing_away() -> None:
    """27 over is as full as full."""
    assert made(6, 4, rest=-27).left.tolist() == [0]


def test_what_is_left_beyond_64_bits_is_clipped() -> None:
    """An unknown capacity at its best is a sum that no array holds."""
    assert made(1, 1, rest=10**30).left.tolist() == [CLIP]


def test_without_rows_or_without_amounts_there_is_no_block() -> None:
    """Nothing asked, no row, and a row that burdens nothing."""
    assert block("power", ints(0), [0], 1, [("row", {0: 1}, 5)]) is None
    assert block("power", ints(0), [1], 1, []) is None
    assert block("power", ints(0), [1], 1, [("row", {0: 0}, 5)]) is None
    assert one_each("heat", ints(0), [0], [5], "a") is None


def test_an_entity_may_be_burdened_by_the_tightest_of_its_rows() -> None:
    """Entity 0 has rows of 7 at part 2 and 5 at part 1: 3; entity 1 has none, and no end."""
    found = block("power", ints(0, 1, -1), [1, 0], 2, [("a", {0: 2}, 7), ("b", {0: 1}, 5)])
    assert found is not None
    assert found.part.tolist() == [1, 1]  # 2 of 7 is 1 of 3
    room = found.room(found.left)
    assert room.tolist() == [3, CLIP]
    assert found.room_for(room, ints(0, 0, 0)).tolist() == [3, CLIP, CLIP]
    assert found.room_for(room, ints(1, 1, 1)).tolist() == [CLIP] * 3
    assert found.room_for(room, ints(0), ints(1)).tolist() == [CLIP]


def test_a_load_is_summed_over_entities_and_their_parts() -> None:
    """Two items of 3 on entity 0 (part 1) and one of 2 on entity 1 (part 2) are 10."""
    found = made(6, 4)
    assert found.load(ints(0, 1), ints(2, 1)).tolist() == [10]
    assert found.load(ints(0, 1), ints(0, 0)).tolist() == [0]
    assert found.load(ints(0, 1), ints(-1, 0)).tolist() == [-3]


def test_only_entities_of_several_rows_want_a_column_for_their_load() -> None:
    """One row each says it directly."""
    two = block("power", ints(0), [1], 1, [("a", {0: 2}, 7), ("b", {0: 1}, 5)])
    assert two is not None
    assert two.loaded
    assert not made(6, 4).loaded


def test_one_row_each_has_part_one() -> None:
    """10, -3 and 9 left for amounts of 2 and 4 are 5, 0 and 4."""
    found = one_each("weight", ints(0, 1, 2), [2, 4], [10, -3, 9], "abc")
    assert found is not None
    assert (found.left.tolist(), found.amount.tolist(), found.unit) == ([5, 0, 4], [1, 2], 2)
    assert found.label == ("a", "b", "c")
    assert not found.loaded
    assert found.owner.tolist() == [0, 1, 2]
