"""The system of a batch or a part: what its columns mean, and that its solutions are placements."""

from __future__ import annotations

import numpy as np
import pytest

from placement.batch.batch import Batch
from placement.batch.model import Model
from placement.batch.neighbourhoods import part_of, unpacked
from placement.batch.part import Part
from placement.batch.standing import Standing
from placement.batch.types import coarse_types, exact_types
from placement.proof import SEED
from placement.solver.search import Effort, Found, search
from tests.builders import chain, device, group, need, rack, room
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

EFFORT = Effort(work=10.0, seconds=20.0, seed=SEED)
DMZ = rack("R2", security_zone="dmz")


def whole(batch: Batch, *exact: int) -> tuple[Model, Found]:
    model = Model.of(batch, Part.whole(batch), exact_types(batch), exact)
    return model, search(model.system.compiled(), model.worth, EFFORT)


def standing_of(model: Model, found: Found) -> Standing:
    """The placement that a solution means."""
    standing = empty(model.batch)
    sent = {key: int(found.values[c]) for key, c in model.sent.items()}
    standing.replace(model.part, model.counts(found.values), sent)
    return standing


def test_like_kinds_are_counted_together_and_told_apart_by_class() -> None:
    """Three kinds of one type: for R1, for R2, and for any zone; each rack is a class of two."""
    zones = ("internal", "dmz", None)
    asked = [many(4, name=f"Q{z}", security_zone=z) for z in zones]
    batch = batch_of(room(racks=(rack("R1", height_u=5), DMZ), power=chain("R1", "R2")), *asked)
    model, found = whole(batch)
    assert len(batch.columns) == 4
    assert len(model.count) == 2
    assert len(set(model.group.tolist())) == 2
    assert len(model.share) == 4
    assert found.value == 12
    counts = model.counts(found.values)
    assert np.bincount(batch.columns.kind, weights=counts).tolist() == [4, 4, 4]
    assert holds(standing_of(model, found))


def test_the_highest_priorities_are_worth_most() -> None:
    """Five of nine go in: two of 3, three of 1."""
    batch = batch_of(None, many(7, weight_g=20_000), many(2, weight_g=20_000, name="Q2", priority=3))
    model, found = whole(batch)
    assert set(model.step) == {(0, 3), (0, 1)}
    assert found.value == 9
    assert standing_of(model, found).value == 9


def test_a_column_that_nothing_goes_into_is_left_out() -> None:
    """R1 has no weight left for it; it is not counted, and counts say nothing of it."""
    batch = batch_of(room(racks=(rack("R1"), rack("R2")), power=()), many(3, weight_g=20_000))
    standing = empty(batch)
    standing.left = [np.where(np.arange(len(a)) == 0, 0, a) for a in standing.left]
    part = Part(
        np.arange(2), tuple(standing.left), (), {0: [(1, 3)]}, (), np.zeros(2, dtype=np.int64), {}
    )  # fmt: skip
    model = Model.of(batch, part, exact_types(batch))
    assert model.merged.tolist() == [-1, 0]
    assert model.column.tolist() == [1]
    assert model.most.tolist() == [3]


def test_a_hint_says_what_stands_there_and_round_trips() -> None:
    """Counts to hint and back."""
    batch = batch_of(room(racks=(rack("R1"), rack("R2")), power=()), many(3), many(2, name="Q2", height_hu=4))
    model = Model.of(batch, Part.whole(batch), exact_types(batch))
    counts = np.array([1, 2, 0, 1], dtype=np.int64)
    hint = model.hint(counts)
    assert hint[model.count].tolist() == [1, 2, 0, 1]
    assert model.counts(np.maximum(hint, 0)).tolist() == counts.tolist()


def test_racks_modelled_by_their_units_hold_only_what_goes_in() -> None:
    """Runs of 12 and 7 U for 10U and three of 3U: 4 by counts, 3 by units."""
    where = room(device(position_hu=26), racks=(rack(height_u=20),))
    batch = batch_of(where, many(1, height_hu=20), many(3, height_hu=6, name="Q2"))
    model, found = whole(batch)
    assert found.value == 4
    assert unpacked(empty(batch), model.counts(found.values)) == [0]
    model, found = whole(batch, 0)
    assert found.value == 3
    assert unpacked(empty(batch), model.counts(found.values)) == []


def test_items_beside_a_part_keep_their_units() -> None:
    """10U stands in the larger run already: of three of 3U two go in, by units."""
    where = room(device(position_hu=26), racks=(rack(height_u=20),))
    batch = batch_of(where, many(1, height_hu=20), many(3, height_hu=6, name="Q2"))
    standing = empty(batch)
    standing.add(0, 1)
    part = part_of(standing, np.array([0])).only(np.array([1]))
    left = tuple(standing.left)
    part = Part(part.columns, left, (), {1: [(1, 3)]}, (), standing.counts, {})
    model = Model.of(batch, part, exact_types(batch), [0])
    assert search(model.system.compiled(), model.worth, EFFORT).value == 2


def test_ports_are_sent_from_what_is_left_of_their_groups() -> None:
    """Of nine ports five are gone: two items of two."""
    batch = batch_of(room(ports=(group("S", 9),)), many(9, ports=(need(2),)))
    whole_part = Part.whole(batch)
    part = Part(whole_part.columns, whole_part.left, [4], whole_part.classes, (), whole_part.beside, {})
    model = Model.of(batch, part, exact_types(batch))
    found = search(model.system.compiled(), model.worth, EFFORT)
    assert found.value == 2
    assert {key: int(found.values[c]) for key, c in model.sent.items()} == {(0, 0, 0): 4}


def test_keep_rules_are_rows_unless_types_are_coarse_or_they_are_left_out() -> None:
    """Apart by rack: one of three; without the rule three."""
    batch = batch_of(None, many(3, keep=("apart:rack",)))
    types, part = exact_types(batch), Part.whole(batch)
    for model, value in (
        (Model.of(batch, part, types), 1),
        (Model.of(batch, part, types, keeps=False), 3),
        (Model.of(batch, part, coarse_types(batch, 60)), 3),
    ):
        assert search(model.system.compiled(), model.worth, EFFORT).value == value


def test_for_prices_columns_have_no_bounds_but_their_number_of_items() -> None:
    """Weight lets five of nine in; the column says nine, and a row five."""
    batch = batch_of(None, many(9, weight_g=20_000))
    part, types = Part.whole(batch), exact_types(batch)
    bound, free = (Model.of(batch, part, types, priced=p) for p in (False, True))
    assert (bound.most.tolist(), free.most.tolist()) == ([5], [9])
    assert bound.rows == []  # all is said by the bound
    assert {batch.blocks[b].rule for b, *_ in free.rows} == {"weight"}


def test_a_model_of_nothing_has_no_columns() -> None:
    """Nothing is asked for, or nothing has a place."""
    batch = batch_of(room(device(height_hu=20)), many(3))
    model = Model.of(batch, Part.whole(batch), exact_types(batch))
    assert (model.system.width, model.worth.tolist()) == (0, [])
    assert model.counts(np.zeros(0, dtype=np.int64)).tolist() == []


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_solutions_are_placements_and_none_is_better(first: int) -> None:
    """The whole model of random batches, with every rack by its units, against brute force."""
    for seed, batch in random_ones(first, first + 20):
        model, found = whole(batch, *range(len(batch.ledger.racks)))
        assert found.status == "optimal"
        standing = standing_of(model, found)
        if batch.overheated(standing.counts):
            continue  # a set of zones that has no row yet
        assert (found.value, standing.value) == (best(seed), best(seed)), seed
        assert consistent(standing, thrifty=False)
        assert holds(standing), seed


def test_counts_and_hints_agree_on_random_parts() -> None:
    """What stands in some racks is a solution of their part, worth what it is."""
    for seed, batch in random_ones(0, 40):
        standing = scattered(batch, seed)
        part = part_of(standing, np.arange(len(batch.ledger.racks)))
        model = Model.of(batch, part, exact_types(batch))
        hint = model.hint(standing.counts)
        inside = np.where(np.isin(np.arange(len(batch.columns)), part.columns), standing.counts, 0)
        if not part.beside.any():
            assert model.counts(np.maximum(hint, 0)).tolist() == inside.tolist(), seed
            found = search(model.system.compiled(), model.worth, EFFORT, hint)
            assert found.value >= standing.value, seed
