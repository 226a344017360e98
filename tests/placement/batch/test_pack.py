"""Packing a rack: tightest first, and the exact model where that fails."""

from __future__ import annotations

from random import Random

import pytest

from capacity.limits.space import BOTH, FRONT, REAR
from capacity.room import Device
from placement.batch.pack import Packer
from placement.batch.space import FreeUnits
from placement.batch.units import FACES, Shape
from tests.builders import device, ledger, rack, room


def packer(
    height_u: int, *devices: Device, keep_free_hu: int = 0, reference_hu: int = 4, **more: object
) -> Packer:
    where = room(*devices, racks=(rack(height_u=height_u, **more),), policy={"keep_free_hu": keep_free_hu})
    return Packer(FreeUnits.of(ledger(where), sure=True), reference_hu)


def only_exact(pack: Packer, shapes: list[Shape]) -> bool:
    """True if tightest first fails, and the exact model finds a packing all the same."""
    key = tuple(sorted(shapes, key=lambda s: (-s[0], -s[1])))
    return pack._neat(0, key) is None and pack.pack(0, shapes) is not None


def test_the_highest_comes_first_into_the_run_where_least_is_wasted() -> None:
    """Runs of 3, 2 and 3 U: 2U goes into the middle one, 3U below, and 1U on top; in the order asked."""
    where = packer(10, device(position_hu=8), device("D2", position_hu=14))
    assert where.pack(0, [(2, BOTH), (4, BOTH), (6, BOTH)]) == (14, 8, 0)


def test_too_much_is_told() -> None:
    """Eleven of ten units, and what is higher than any run."""
    assert packer(10).pack(0, [(2, BOTH)] * 11) is None
    assert packer(10, device(position_hu=10)).pack(0, [(12, BOTH)]) is None
    assert packer(10).pack(0, [(2, BOTH)] * 10) is not None


def test_nothing_goes_anywhere() -> None:
    """Even into a full rack."""
    assert packer(2, device(height_hu=4)).pack(0, []) == ()


def test_tightest_first_fails_where_the_exact_model_finds_room() -> None:
    """Runs of 9 and 8 U for 5, 4, 4 and 4 U, where only 5 + 4 fill the larger and 4 + 4 the other.

    5U goes into the run of 8 U, since that leaves 3 U, which are of use, and 9 U are longer; then 4 + 4
    leave 1 U of the 9, and the last one finds 3 and 1 U.
    """
    where = packer(18, device(position_hu=20))
    shapes = [(10, BOTH), (8, BOTH), (8, BOTH), (8, BOTH)]
    assert only_exact(where, shapes)
    starts = where.pack(0, shapes)
    assert starts is not None
    assert sorted(starts) in ([0, 8, 20, 28], [0, 10, 20, 28])


def test_neither_finds_room_where_there_is_none() -> None:
    """Runs of 12 and 7 U for 10U and three of 3U: 19 of 19 U, but they do not go in."""
    where = packer(20, device(position_hu=26))
    assert where.pack(0, [(20, BOTH), (6, BOTH), (6, BOTH), (6, BOTH)]) is None
    assert where.pack(0, [(20, BOTH), (6, BOTH), (6, BOTH)]) is not None


def test_half_units_do_not_push_whole_ones_off_their_units() -> None:
    """1.5 and 1 U in 2.5 U that begin at a half unit: the 1U has to be on top."""
    where = packer(3, device(height_hu=1))
    assert where.pack(0, [(3, BOTH), (2, BOTH)]) == (1, 4)


def test_half_depth_goes_back_to_back() -> None:
    """Two of one unit, on either face of it; with full depth there is no room."""
    where = packer(1)
    assert where.pack(0, [(2, FRONT), (2, REAR)]) == (0, 0)
    assert where.pack(0, [(2, FRONT), (2, FRONT)]) is None
    assert where.pack(0, [(2, FRONT), (2, BOTH)]) is None


def test_units_are_kept_free_by_standing_back_to_back() -> None:
    """Of two units, free on both faces, one may be taken: only the same one on both faces."""
    where = packer(2, keep_free_hu=2)
    starts = where.pack(0, [(2, FRONT), (2, REAR)])
    assert starts is not None
    assert starts[0] == starts[1]
    assert where.pack(0, [(2, FRONT), (2, REAR), (2, REAR)]) is None


def test_to_keep_units_free_the_exact_model_goes_where_they_do_not_count() -> None:
    """Tightest first, 1U goes into the run of 1 U; behind the device it takes nothing of what is free."""
    shelf = device(position_hu=6, height_hu=4, depth="half")
    where = packer(5, shelf, device("D2", position_hu=4), keep_free_hu=4)
    assert only_exact(where, [(2, REAR)])
    assert where.pack(0, [(2, REAR)]) in ((4,), (6,))


def test_what_was_asked_once_is_known_in_any_order() -> None:
    """Starts follow the order of the question."""
    where = packer(10)
    first = where.pack(0, [(4, BOTH), (2, BOTH)])
    assert first is not None
    assert where.pack(0, [(2, BOTH), (4, BOTH)]) == first[::-1]


def test_runs_that_are_left_and_what_of_them_is_short() -> None:
    """Ten units, a 2U server to keep room for: 4U and 5U leave one unit, which is of no use."""
    where = packer(10)
    assert where.runs(0, []) == [20]
    assert where.short(0, []) == 0
    assert where.runs(0, [(8, BOTH), (10, BOTH)]) == [2]
    assert where.short(0, [(8, BOTH), (10, BOTH)]) == 2
    assert where.runs(0, [(22, BOTH)]) == []


def test_what_takes_one_face_leaves_no_run_on_both() -> None:
    """Beside a half-depth server of 1U on either face nine units are left, in one run."""
    assert packer(10).runs(0, [(2, FRONT), (2, REAR)]) == [18]


@pytest.mark.parametrize("seed", range(30))
def test_a_packing_is_found_just_where_trying_everything_finds_one(seed: int) -> None:
    """Against all starts of all items, in small random racks with and without units to keep free."""
    rng = Random(seed)
    height = rng.randint(2, 5)
    things = [
        device(
            f"D{i}", position_hu=rng.randint(2, 2 * height), height_hu=1, depth=rng.choice(("full", "half"))
        )
        for i in range(rng.randint(0, 2))
    ]
    where = packer(height, *things, keep_free_hu=rng.choice((0, 0, 2, 3)))
    free = where._free
    for _ in range(8):
        shapes = [
            (rng.choice((1, 2, 2, 3, 4)), rng.choice((FRONT, REAR, BOTH, BOTH)))
            for _ in range(rng.randint(1, 4))
        ]
        found = where.pack(0, shapes)
        assert (found is not None) == _tried(free, shapes, [])
        if found is not None:
            assert _tried(free, [], list(zip(shapes, found, strict=True)))


def _tried(free: FreeUnits, shapes: list[Shape], chosen: list[tuple[Shape, int]]) -> bool:
    """True if the shapes go in beside those that were chosen."""
    cells = [(face, at + i) for (height, mode), at in chosen for face in FACES[mode] for i in range(height)]
    if len(set(cells)) < len(cells):
        return False
    if any(not free.grids[mode][0][at : at + height].all() for (height, mode), at in chosen):
        return False
    if free.spare is not None and len({c for _, c in cells if free.counted[0, c]}) > free.spare[0]:
        return False
    if not shapes:
        return True
    (height, mode), *rest = shapes
    last = free.counted.shape[1] - height
    return any(
        _tried(free, rest, [*chosen, ((height, mode), at)])
        for at in range(last + 1)
        if height % 2 or at % 2 == 0
    )
