"""Rows of limits in a system: which are said, through loads or directly, and rows for whole items."""

from __future__ import annotations

import numpy as np

from placement.batch.batch import Batch
from placement.batch.limit_rows import Counted, add_limit_rows
from placement.batch.part import Part
from placement.batch.types import exact_types
from placement.solver.relaxation import relax
from placement.solver.system import Compiled, System
from tests.builders import chain, rack, room
from tests.placement.batch.batches import batch_of, many


def rows(batch: Batch, most: int, *, priced: bool = False) -> tuple[Compiled, dict[str, int]]:
    """A system with a column of up to `most` items for each column, and how many rows each rule has."""
    system, columns = System(), np.arange(len(batch.columns))
    bounds = np.full(len(columns), most, dtype=np.int64)
    count = system.columns(bounds)
    counted = Counted(batch, Part.whole(batch), exact_types(batch), columns, count, bounds)
    made = add_limit_rows(system, counted, priced=priced)
    said = {batch.blocks[b].rule: len(own) for b, own, _ in made}
    return system.compiled(), said


def value(system: Compiled, columns: int) -> float:
    """The most items of the relaxation."""
    worth = np.zeros(len(system.low), dtype=np.int64)
    worth[:columns] = 1_000
    found = relax(system, worth, 10.0)
    assert found is not None
    return float(worth @ found.values) / 1_000


def test_only_rows_that_stop_something_are_said() -> None:
    """Five of 20 kg fill the rack; six do not go in. Units and power have room for either."""
    batch = batch_of(None, many(9, weight_g=20_000))
    assert rows(batch, 5)[1] == {}
    assert rows(batch, 6)[1] == {"weight": 1}


def test_what_burdens_several_rows_goes_through_a_load() -> None:
    """8 kW through either pdu, panel and ups: a column for the load of the pair, and a row that is it."""
    batch = batch_of(room(racks=(rack(max_heat_w=10**6),)), many(9, power_w=1_000))
    system, said = rows(batch, 9, priced=True)
    assert said == {"power": 6}  # all but the utility
    assert len(system.low) == 2
    assert system.row_low.tolist().count(0) == 1
    assert value(system, 1) == 4


def test_rows_of_one_kind_of_item_need_no_load() -> None:
    """Weight has a term for every column of its rack."""
    racks = rack("R1"), rack("R2")
    batch = batch_of(
        room(racks=racks, power=()), many(9, weight_g=20_000), many(9, weight_g=30_000, name="Q2")
    )
    system, said = rows(batch, 9, priced=True)
    assert said == {"weight": 2, "space": 2}
    assert len(system.low) == 4


def test_whole_items_are_fewer_than_parts_of_them() -> None:
    """Of 30 and 40 W in 119 W: 3.97 by the row; pieces of 30 W say three, and 30 + 40 + 40 W are 110."""
    where = room(racks=(rack(max_heat_w=119),), power=())
    batch = batch_of(where, many(9, power_w=30), many(9, power_w=40, name="Q2"))
    plain, pieces = rows(batch, 9, priced=True)[0], rows(batch, 9)[0]
    assert value(plain, 2) > 3.5
    assert value(pieces, 2) == 3


def test_pieces_shut_out_no_whole_items() -> None:
    """Every number of three kinds that the heat of a rack lets in is let in by all rows."""
    powers = (30, 42, 70)
    where = room(racks=(rack(max_heat_w=200),), power=())
    batch = batch_of(where, *(many(9, power_w=p, name=f"Q{p}") for p in powers))
    system, _ = rows(batch, 6)
    for some in np.ndindex(5, 5, 4):
        fits = sum(n * p for n, p in zip(some, powers, strict=True)) <= 200 and sum(some) <= 10
        assert _obeyed(system, some) == fits, some


def _obeyed(system: Compiled, counts: tuple[int, ...]) -> bool:
    for row in range(len(system.row_high)):
        at = slice(int(system.indptr[row]), int(system.indptr[row + 1]))
        used = sum(
            int(v) * counts[c] for c, v in zip(system.column[at].tolist(), system.value[at], strict=True)
        )
        if used > system.row_high[row]:
            return False
    return True


def test_a_share_of_a_limit_that_other_items_hold_is_gone() -> None:
    """A part within 40 kg takes two of 20 kg."""
    batch = batch_of(None, many(9, weight_g=20_000))
    whole, system = Part.whole(batch), System()
    left = tuple(
        np.array([2]) if b.rule == "weight" else rest
        for b, rest in zip(batch.blocks, whole.left, strict=True)
    )
    part = Part(whole.columns, left, (), whole.classes, (), whole.beside, {})
    count = system.columns([9])
    add_limit_rows(
        system, Counted(batch, part, exact_types(batch), np.arange(1), count, np.array([9])), priced=True
    )
    assert value(system.compiled(), 1) == 2


def test_loads_of_two_racks_meet_in_the_panels_above_them() -> None:
    """3 kW of UA carry three of 1 kW, in whichever rack; each pdu would carry four."""
    racks = tuple(rack(name, max_heat_w=10**6) for name in ("R1", "R2"))
    where = room(racks=racks, power=chain("R1", "R2", UA={"rated_w": 3_000}))
    system, said = rows(batch_of(where, many(9, power_w=1_000)), 9, priced=True)
    assert value(system, 2) == 3
    assert said["power"] >= 3
