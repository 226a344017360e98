"""Vector bin packing as planning: files, rooms, families, and never more racks than a peer."""

from __future__ import annotations

import pytest

from benchmarks.vbp.as_room import as_room
from benchmarks.vbp.compare import first_fit_bins, packed
from benchmarks.vbp.families import FAMILIES, problem
from benchmarks.vbp.problem import Vbp, parse, written
from capacity.errors import BadInput

TEXT = "2\n10 100\n2\n5 30 3\n2 60 1\n"


def test_a_file_is_read_and_written_again() -> None:
    found = parse(TEXT)
    assert found == Vbp((10, 100), (((5, 30), 3), ((2, 60), 1)))
    assert written(found) == TEXT
    assert (found.items, found.volume_bound()) == (4, 2)


@pytest.mark.parametrize(
    ("text", "row"),
    [("4\n1 1 1 1\n0\n", 1), ("1\n10\n1\n11 1\n", 4), ("1\n10\n2\n5 1\n", 4), ("1\n10\n1\n5 1\n7\n", 5),
     ("1\n10\n1\n5.5 1\n", 4), ("", 1)],
)  # fmt: skip
def test_a_file_that_is_wrong_names_its_row(text: str, row: int) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text)
    assert caught.value.problems[0].row == row


def test_dimensions_become_height_heat_and_weight() -> None:
    room, (first, second) = as_room(parse(TEXT), 2)
    assert [(r.height_u, r.max_heat_w, r.max_load_g) for r in room.racks] == [(10, 100, None)] * 2
    assert (first.height_hu, first.power_w, first.weight_g, first.quantity) == (10, 30, 0, 3)
    assert (second.height_hu, second.power_w) == (4, 60)


def test_a_dimension_that_cannot_be_a_height_stays_idle_or_is_refused() -> None:
    """Zero sizes and long scales are heat and weight; with three of them no height is left."""
    wide = Vbp((1_000, 999), (((301, 0), 2), ((299, 500), 1)))
    room, requests = as_room(wide, 1)
    assert room.racks[0].height_u == 100
    assert {r.height_hu for r in requests} == {1}
    with pytest.raises(BadInput):
        as_room(Vbp((1_000, 999, 997), (((301, 0, 1), 2), ((299, 500, 2), 1))), 1)


def test_families_are_the_same_for_the_same_seed() -> None:
    for family in FAMILIES:
        for seed in (0, 1):
            own = problem(family, seed)
            assert own == problem(family, seed)
            assert own.items == 60
            assert len(own.capacity) == 2 + seed
    assert problem("uniform", 0) != problem("uniform", 2)


@pytest.mark.parametrize("family", FAMILIES)
def test_no_peer_opens_fewer_racks(family: str) -> None:
    """Two and three dimensions of every family: verified, at or above the bound, and no peer below."""
    for seed in (10, 11):
        own = problem(family, seed, items=14)
        found = packed(own, seconds=20.0)
        assert not found.worse, found
        assert found.volume <= found.bound <= found.ours <= first_fit_bins(own)
