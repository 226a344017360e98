"""A part of a batch: all of it, or some of its columns."""

from __future__ import annotations

import numpy as np

from placement.batch.part import Part
from tests.builders import group, need, room
from tests.placement.batch.batches import batch_of, many


def test_the_whole_has_all_of_every_limit() -> None:
    """Nothing beside it, nothing released; all items by priority, and every keep group."""
    asks = many(9, ports=(need(1),), keep=("together:rack",), priority=2)
    batch = batch_of(room(ports=(group("S", 9),)), asks)
    part = Part.whole(batch)
    assert part.columns.tolist() == [0]
    assert [left.tolist() for left in part.left] == [b.left.tolist() for b in batch.blocks]
    assert (list(part.ports), part.classes, part.keeps) == ([9], {0: [(2, 9)]}, (0,))
    assert (part.beside.tolist(), part.released) == ([0], {})


def test_without_ports_nothing_is_left_of_them() -> None:
    """They are not counted."""
    assert list(Part.whole(batch_of()).ports) == []


def test_a_part_can_be_narrowed_to_some_columns() -> None:
    """All else stays."""
    part = Part.whole(batch_of(None, many(1, cords=1)))
    some = part.only(np.array([1], dtype=np.int64))
    assert some.columns.tolist() == [1]
    assert some.left is part.left
    assert some.classes is part.classes
