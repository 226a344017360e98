"""Cooling rows: sets of zones, spare units, an excess that is there, and sets that are bound when broken."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import numpy as np
import pytest

from capacity.limits.cooling import Cooling
from capacity.policy import PPM
from capacity.room import CoolingUnit, Device, Rack, Room
from placement.batch import cooling as module
from placement.batch.batch import Batch
from placement.batch.cooling import overheated
from tests.builders import device, draws, rack, room, unit
from tests.placement.batch.batches import batch_of, count, holds, many, solved

Units = tuple[CoolingUnit, ...]


def cooled(*units: CoolingUnit, zones: int = 1, spare: int = 0, **more: object) -> Room:
    """A room without power chain, with a rack of ten units in each of so many zones."""
    racks = tuple(rack(f"R{i}", cooling_zone=f"Z{i}", max_heat_w=10**6) for i in range(1, zones + 1))
    return room(**{"racks": racks, "power": (), "cooling": units, "policy": {"cooling_spare": spare}} | more)


def heats(name: str, power_w: int | None, where: str) -> Device:
    """A device that does nothing but heat a rack."""
    return draws(name, power_w, rack=where)


def labels(batch: Batch) -> dict[tuple[str, ...], int]:
    """Sets of zones that have rows, with the watts left there."""
    (block,) = (b for b in batch.blocks if b.rule == "cooling")
    return {
        label.zones: int(left) * block.unit  # type: ignore[attr-defined]
        for label, left in zip(block.label, block.left, strict=True)
    }


CHAINED = (unit("A", 300, "Z1"), unit("AB", 1_000, "Z1", "Z2"), unit("B", 300, "Z2"))


def test_a_zone_takes_what_is_left_of_its_units_to_the_watt() -> None:
    """1,000 W take two of 500 W, 999 W one."""
    for capacity, most in ((1_000, 2), (999, 1)):
        assert count(cooled(unit("A", capacity)), many(3, power_w=500)) == most


def test_the_largest_unit_is_spare() -> None:
    """Of 1,000 and 1,500 W the smaller is left: two of 500 W, not three."""
    where = cooled(unit("A", 1_000), unit("B", 1_500), spare=1)
    assert count(where, many(2, power_w=500)) == 2
    assert count(where, many(3, power_w=500)) == 2


def test_zones_that_share_a_unit_are_bound_together() -> None:
    """1,300 W in either zone, but 1,600 W in both: three of 500 W, where two and two fit each by itself."""
    where = cooled(*CHAINED, zones=2)
    assert labels(batch_of(where, many(4, power_w=100))) == {
        ("Z1",): 1_300,
        ("Z2",): 1_300,
        ("Z1", "Z2"): 1_600,
    }
    assert count(where, many(3, power_w=500)) == 3
    assert count(where, many(4, power_w=500)) == 3


def test_of_all_losses_the_hardest_counts_for_each_set() -> None:
    """Without AB each zone has 300 W; together the other two carry 600 W."""
    where = cooled(*CHAINED, zones=2, spare=1)
    batch = batch_of(where, many(power_w=100))
    assert labels(batch) == {("Z1",): 300, ("Z2",): 300, ("Z1", "Z2"): 600}
    (block,) = (b for b in batch.blocks if b.rule == "cooling")
    assert {label.lost for label in block.label} == {("AB",)}  # type: ignore[attr-defined]


def test_a_set_that_a_larger_one_leaves_no_more_than_has_no_row() -> None:
    """One unit for both: the row of both says all."""
    where = cooled(unit("AB", 1_000, "Z1", "Z2"), zones=2)
    assert labels(batch_of(where, many(power_w=100))) == {("Z1", "Z2"): 1_000}


def test_an_excess_that_is_there_may_stay_but_not_grow() -> None:
    """Z1 is 200 W over and takes nothing but what draws nothing; Z2 has its 1,000 W."""
    where = cooled(
        unit("A", 1_000, "Z1"), unit("B", 1_000, "Z2"), zones=2, devices=(heats("D", 1_200, "R1"),)
    )
    assert count(where, many(9, power_w=500)) == 2
    assert count(where, many(3, power_w=0, security_zone="internal")) == 3
    assert set(labels(batch_of(where, many(power_w=500)))) == {("Z1",), ("Z2",)}


# Z1 is 500 W over; Z3 takes 1,100 W whatever happens there. The row of Z3 alone gives it 500 W more, and
# so does every set that hangs together, since Z2 has units enough; only Z1 and Z3 at once say the truth.
SPLIT = (
    unit("A", 100, "Z1", "Z2"), unit("B", 5_000, "Z2"), unit("C", 100, "Z2", "Z3"), unit("D", 1_000, "Z3"),
)  # fmt: skip


def test_zones_that_do_not_hang_together_are_bound_once_a_placement_breaks_them() -> None:
    """Two of 500 W fit in Z3, though its rows leave 1,600 W."""
    where = cooled(*SPLIT, zones=3, devices=(heats("D", 600, "R1"), device("F", rack="R2", height_hu=20)))
    batch = batch_of(where, many(3, power_w=500))
    assert labels(batch)["Z3",] == 1_500  # whole items of 500 W
    full = np.array([3], dtype=np.int64)
    assert batch.columns.rack.tolist() == [2]
    assert batch.overheated(full) == [frozenset({"Z1", "Z3"})]
    assert not batch.overheated(full - 1)
    found = solved(where, many(3, power_w=500))
    assert (found.standing.value, found.bound) == (2, 2)
    assert found.standing.batch.cuts == {frozenset({"Z1", "Z3"})}


def test_where_sets_are_too_many_those_that_are_broken_are_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four zones on a common unit hang together in fifteen sets; at most three are written down here.

    Z1 and Z2 share 1,000 W, Z3 and Z4 another 1,000 W, and a small unit serves all of them: 2,100 W for
    all, but 1,100 W for the two of a row. The rows of single zones and of all let in two items of 500 W
    per zone, and four in all.
    """
    monkeypatch.setattr(module, "MOST_SETS", 3)
    units = (
        unit("A", 1_000, "Z1", "Z2"), unit("B", 1_000, "Z3", "Z4"), unit("C", 100, "Z1", "Z2", "Z3", "Z4"),
    )  # fmt: skip
    racks = tuple(rack(f"R{i}", cooling_zone=f"Z{i}", row="A" if i < 3 else "B") for i in range(1, 5))
    where = cooled(*units, racks=racks)
    batch = batch_of(where, many(4, power_w=500, keep=("together:row",)))
    assert set(labels(batch)) == {("Z1",), ("Z2",), ("Z3",), ("Z4",), ("Z1", "Z2", "Z3", "Z4")}
    found = solved(where, many(4, power_w=500, keep=("together:row",)))
    assert (found.standing.value, found.bound) == (2, 2)
    assert found.standing.batch.cuts


def test_nine_zones_on_one_unit_hang_together_in_more_sets_than_are_written_down() -> None:
    """2^9 - 1 = 511 of 500; single zones and all are left, of which all is enough here."""
    where = cooled(unit("A", 1_000, *(f"Z{i}" for i in range(1, 10))), zones=9)
    assert list(labels(batch_of(where, many(power_w=100)))) == [tuple(f"Z{i}" for i in range(1, 10))]
    assert count(where, many(11, power_w=100)) == 10


def test_heat_without_a_zone_may_fall_in_any() -> None:
    """400 W of a rack without zone may be in Z1 or in Z2: of 1,000 W each 600 W are certain."""
    lost = rack("R3", cooling_zone=None, status="planned")
    racks = (rack("R1"), rack("R2", cooling_zone="Z2"), lost)
    where = cooled(
        unit("A", 1_000, "Z1"), unit("B", 1_000, "Z2"), racks=racks, devices=(heats("D", 400, "R3"),)
    )
    assert count(where, many(9, power_w=300)) == 4
    assert batch_of(where, many(9, power_w=300), sure=False).upper.tolist() == [3, 3]


def test_an_unknown_draw_leaves_nothing_certain_in_its_zone() -> None:
    """Z2 is not touched."""
    where = cooled(unit("A", 1_000, "Z1"), unit("B", 1_000, "Z2"), zones=2, devices=(heats("D", None, "R1"),))
    batch = batch_of(where, many(9, power_w=500))
    assert batch.columns.rack.tolist() == [1]
    assert count(where, many(9, power_w=500)) == 2


def test_at_best_a_rack_without_zone_is_in_the_zone_that_takes_most() -> None:
    """1,000 W, of which 500 W are two."""
    racks = (rack(cooling_zone=None),)
    where = cooled(unit("A", 400, "Z1"), unit("B", 1_000, "Z2"), racks=racks)
    assert len(batch_of(where, many(power_w=500)).columns) == 0
    assert batch_of(where, many(power_w=500), sure=False).upper.tolist() == [2]


def test_a_unit_that_is_not_active_cools_nothing() -> None:
    """500 of 1,500 W are left."""
    where = cooled(unit("A", 1_000, status="failed"), unit("B", 500))
    assert count(where, many(3, power_w=500)) == 1


@pytest.mark.parametrize("seed", range(40))
def test_rows_and_the_sets_that_are_broken_say_what_the_flow_says(seed: int) -> None:
    """Random units, heat and spare; up to four zones. Once no set is broken, the verifier finds nothing."""
    rng = Random(seed)
    racks, units, devices = _random_cooling(rng)
    where = cooled(*units, racks=racks, spare=rng.randint(0, 2), devices=devices)
    batch = batch_of(where, many(60, power_w=100))
    kind = batch.columns.kind
    for _ in range(6):
        counts = np.array([rng.choice((0, 0, 1, 2, 4)) for _ in kind], dtype=np.int64)
        broken = batch.overheated(counts)
        assert bool(broken) == _excess_grows(batch, counts)
        if broken:
            batch = batch.cut(broken)
            block = next(b for b in batch.blocks if b.rule == "cooling")
            assert (block.load(kind, counts) > block.left).any()
        elif kind.size:
            block = next(b for b in batch.blocks if b.rule == "cooling")
            assert (block.load(kind, counts) <= block.left).all()


def _random_cooling(rng: Random) -> tuple[tuple[Rack, ...], Units, tuple[Device, ...]]:
    zones = [f"Z{i}" for i in range(1, rng.randint(2, 4) + 1)]
    units = [
        unit(f"U{i}", 100 * rng.randint(0, 8), *sorted(rng.sample(zones, rng.randint(1, min(3, len(zones))))))
        for i in range(rng.randint(2, 5))
    ]
    units.append(unit("LAST", 100, *zones[: rng.randint(1, len(zones))]))
    racks = tuple(rack(f"R{i}", cooling_zone=z, height_u=40) for i, z in enumerate(sorted(served(units))))
    devices = tuple(heats(f"D{i}", 100 * rng.randint(0, 6), r.name) for i, r in enumerate(racks))
    return racks, tuple(units), devices


def served(units: list[CoolingUnit]) -> set[str]:
    return {zone for each in units for zone in each.zones or ()}


def _excess_grows(batch: Batch, counts: np.ndarray) -> bool:
    """The heat left over per set of lost units, as the largest lack of any set of zones, before and after."""
    own = batch.ledger
    before = dict.fromkeys(own.cooling.zones, 0) if own.cooling is not None else {}
    for each in own.room.devices:
        zone = own.racks[own.rack_index[str(each.rack)]].cooling_zone
        before[str(zone)] += each.power_w or 0
    after = dict(before)
    for column in np.flatnonzero(counts).tolist():
        after[str(own.racks[int(batch.columns.rack[column])].cooling_zone)] += 100 * int(counts[column])
    units = [u for u in own.room.cooling if u.status == "active"]
    spare = min(own.room.policy.cooling_spare, len(units))
    return any(
        _lack(units, after, lost) > _lack(units, before, lost)
        for lost in range(2 ** len(units))
        if bin(lost).count("1") == spare
    )


def _lack(units: list[CoolingUnit], heat: Mapping[str, int], lost: int) -> int:
    zones = sorted(heat)
    worst = 0
    for some in range(1, 2 ** len(zones)):
        chosen = {z for i, z in enumerate(zones) if some >> i & 1}
        carried = sum(
            u.capacity_w or 0
            for i, u in enumerate(units)
            if not lost >> i & 1 and chosen.intersection(u.zones or ())
        )
        worst = max(worst, sum(heat[z] for z in chosen) - carried)
    return worst


def test_nothing_is_overheated_by_nothing() -> None:
    """Nor where cooling is not checked."""
    where = cooled(*SPLIT, zones=3, devices=(heats("D", 600, "R1"),))
    batch = batch_of(where, many(power_w=500))
    assert isinstance(batch.ledger.cooling, Cooling)
    assert overheated(batch.ledger.cooling, {}, sure=True) == []
    assert batch_of(room(power=()), many()).overheated(np.array([9])) == []


def test_a_nameplate_factor_is_counted_in_parts_of_a_watt() -> None:
    """0.7 of 715 W are 500.5 W: two are more than 1,000 W."""
    where = cooled(unit("A", 1_000), policy={"cooling_spare": 0, "nameplate_ppm": 7 * PPM // 10})
    assert count(where, many(2, power_w=715, power_basis="nameplate")) == 1
    assert count(where, many(2, power_w=714, power_basis="nameplate")) == 2
    assert holds(solved(where, many(2, power_w=714, power_basis="nameplate")).standing)
