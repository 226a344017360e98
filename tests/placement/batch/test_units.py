"""Units of one rack exactly: starts, and rows that hold just what goes in."""

from __future__ import annotations

import numpy as np

from capacity.limits.space import BOTH, FRONT, REAR
from capacity.room import Device
from placement.batch.space import FreeUnits
from placement.batch.units import Shape, add_units, starts
from placement.proof import SEED
from placement.solver.search import Effort, search
from placement.solver.system import System
from tests.builders import device, ledger, rack, room


def free(height_u: int, *devices: Device, keep_free_hu: int = 0) -> FreeUnits:
    where = room(*devices, racks=(rack(height_u=height_u),), policy={"keep_free_hu": keep_free_hu})
    return FreeUnits.of(ledger(where), sure=True)


def go_in(units: FreeUnits, *shapes: Shape) -> bool:
    """True if items of these shapes go into the rack together, by its rows."""
    system = System()
    asked = {shape: system.columns([n], n).tolist() for shape in shapes if (n := shapes.count(shape))}
    add_units(system, units, 0, asked)
    found = search(system.compiled(), np.zeros(system.width, dtype=np.int64), Effort(5.0, 10.0, SEED))
    return found.status == "optimal"


def test_whole_heights_start_on_whole_units_and_half_ones_anywhere() -> None:
    """Half units 1 to 7 are free."""
    units = free(4, device(height_hu=1))
    assert starts(units, 0, (2, BOTH)) == [2, 4, 6]
    assert starts(units, 0, (3, BOTH)) == [1, 2, 3, 4, 5]
    assert starts(units, 0, (9, BOTH)) == []


def test_a_face_has_starts_of_its_own() -> None:
    """Unit 1 is taken in front."""
    units = free(2, device(depth="half"))
    assert starts(units, 0, (2, FRONT)) == [2]
    assert starts(units, 0, (2, REAR)) == [0, 2]
    assert starts(units, 0, (2, BOTH)) == [2]


def test_no_half_unit_is_taken_twice_on_a_face() -> None:
    """Four units hold a 2U and two of 1U, not three; 1.5 + 1 + 1.5 U go in with 1 U on unit 2 or 3."""
    assert go_in(free(4), (4, BOTH), (2, BOTH), (2, BOTH))
    assert not go_in(free(4), (4, BOTH), (2, BOTH), (2, BOTH), (2, BOTH))
    assert go_in(free(4), (3, BOTH), (2, BOTH), (3, BOTH))
    assert not go_in(free(4), (3, BOTH), (2, BOTH), (2, BOTH), (1, BOTH), (1, BOTH))


def test_the_faces_are_apart_for_half_depth_and_one_for_full_depth() -> None:
    """Two units: two in front, two behind; full depth takes both."""
    assert go_in(free(2), (2, FRONT), (2, FRONT), (2, REAR), (2, REAR))
    assert go_in(free(2), (2, FRONT), (2, BOTH))
    assert not go_in(free(2), (4, FRONT), (2, BOTH))


def test_units_kept_free_are_counted_once_for_both_faces() -> None:
    """One of four units may be taken: two back to back, but no third."""
    units = free(4, keep_free_hu=6)
    assert go_in(units, (2, FRONT), (2, REAR))
    assert not go_in(units, (2, FRONT), (2, REAR), (2, FRONT))
    assert go_in(units, (2, BOTH))
    assert not go_in(units, (4, BOTH))


def test_units_that_are_not_free_on_both_faces_may_all_be_taken() -> None:
    """Behind the device, where nothing counts as free."""
    units = free(4, device(depth="half"), keep_free_hu=6)
    assert go_in(units, (2, REAR))
    assert not go_in(units, (2, FRONT))
    assert not go_in(units, (4, REAR))


def test_the_columns_of_starts_are_told() -> None:
    """Of two units for one of 1U each, with the face."""
    system = System()
    (column,) = system.columns([1]).tolist()
    placed = add_units(system, free(2), 0, {(2, FRONT): [column]})
    assert set(placed) == {((2, FRONT), 0), ((2, FRONT), 2)}
