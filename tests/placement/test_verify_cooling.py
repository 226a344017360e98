"""The verifier's rule about cooling: what is left over with any spare units lost."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import Any

import networkx as nx
import pytest

from capacity.policy import Policy
from capacity.room import CoolingUnit, Room
from placement.placed import Placed
from placement.verify.spread import Spread, subsets
from tests.placement.verifying import broken, fine, gap, only, put, verdict, wanted
from tests.properties.small_room import device, rack, small_room

ROOM = frozenset({"cooling.csv"})


def cooled(*units: tuple[int | None, str | None], heat: dict[str, int | None], **more: Any) -> Room:
    """Return a room of units (W, zones) and a rack per zone with that much heat in it."""
    racks = [rack("R1", max_heat_w=10**9, cooling_zone=next(iter(heat)))]
    racks += [rack(f"R{n}", cooling_zone=zone) for n, zone in enumerate(heat, 1) if n > 1]
    devices = [
        device(f"d{n}", rack=f"R{n}", power_w=watts, line=n + 1) for n, watts in enumerate(heat.values(), 1)
    ]
    plant = tuple(
        CoolingUnit(f"C{n}", watts, None if zones is None else tuple(zones.split()), line=n + 1)
        for n, (watts, zones) in enumerate(units, 1)
    )
    return small_room(*devices, **{"racks": tuple(racks), "cooling": plant, "files": ROOM, **more})


def test_what_the_live_units_take_holds() -> None:
    """One of two units of 1,500 W is lost: 1,000 W and 500 W."""
    assert fine(verdict(cooled((1_500, "Z1"), (1_500, "Z1"), heat={"Z1": 1_000}), put()))


def test_a_watt_left_over_breaks_cooling() -> None:
    """The measure is what is left over, before and after, with the units named that are lost."""
    found = only(verdict(cooled((1_499, "Z1"), (1_500, "Z1"), heat={"Z1": 1_000}), put()))
    assert (found.rule, found.where, found.scenario) == ("cooling", "zone Z1", "C2 lost")
    assert (found.unit, found.capacity, found.after) == ("W", 0, 1)


def test_zones_overlap_as_units_serve_them() -> None:
    """C2 helps either side, not both: exact."""
    units = ((1_000, "Z1"), (1_000, "Z1 Z2"), (1_000, "Z2"))
    assert fine(verdict(cooled(*units, heat={"Z1": 500, "Z2": 1_000}), put()))
    assert broken(verdict(cooled(*units, heat={"Z1": 501, "Z2": 1_000}), put())) == {"cooling"}


def test_an_excess_may_not_grow() -> None:
    """Z1 is 500 W short today; the violation says 500 and 1,000."""
    found = only(verdict(cooled((1_000, "Z1"), (1_000, "Z1"), heat={"Z1": 1_500}), put()))
    assert (found.capacity, found.after) == (500, 1_000)
    assert fine(
        verdict(cooled((1_000, "Z1"), (1_000, "Z1"), heat={"Z1": 1_500}), put(), asks=wanted(power_w=0))
    )


def test_an_excess_elsewhere_is_not_held_against_an_item() -> None:
    """Z2 is short, Z1 is apart and has room; joined by a unit it is not."""
    apart = ((1_000, "Z1"), (1_000, "Z1"), (1_000, "Z2"), (1_000, "Z2"))
    assert fine(verdict(cooled(*apart, heat={"Z1": 0, "Z2": 1_500}), put()))
    joined = ((400, "Z1"), (1_000, "Z1 Z2"), (1_000, "Z2"))
    assert broken(verdict(cooled(*joined, heat={"Z1": 0, "Z2": 1_500}), put())) == {"cooling"}


@pytest.mark.parametrize(("spare", "holds"), [(0, True), (1, True), (2, False), (10**9, False)])
def test_as_many_units_are_lost_as_the_policy_spares(spare: int, holds: bool) -> None:
    """Three of 500 W for 500 W and 500 W; a thousand million spares are all there are."""
    units = [(500, "Z1")] * 3
    room = cooled(*units, heat={"Z1": 500}, policy=Policy(cooling_spare=spare))
    assert fine(verdict(room, put())) is holds


def test_a_unit_that_is_not_active_does_not_count() -> None:
    """Neither as one that cools nor as one that is lost."""
    plant = (
        CoolingUnit("C1", 5_000, ("Z1",)),
        CoolingUnit("C2", 500, ("Z1",)),
        CoolingUnit("C3", 9_000, ("Z1",), "planned"),
    )
    assert fine(verdict(small_room(cooling=plant), put()))
    assert broken(verdict(small_room(cooling=plant[::2]), put())) == {"cooling"}


def test_items_heat_together() -> None:
    """Each of two fits alone."""
    room, asks = cooled((999, "Z1"), (999, "Z1"), heat={"Z1": 0}), wanted(quantity=2)
    assert fine(verdict(room, put(), asks=asks))
    assert only(verdict(room, put(), put(7, item=2), asks=asks)).items == ("Q1/1", "Q1/2")


def test_a_rack_without_zone_is_undecided_for_a_new_item() -> None:
    """Unless no zone could take it, or it draws nothing."""
    racks = (rack("R1", cooling_zone=None, line=2), rack("R2", cooling_zone="Z1"))
    room = small_room(racks=racks)
    found = gap(verdict(room, put()))
    assert (found.rule, found.file, found.line, found.column) == ("cooling", "racks.csv", 2, "cooling_zone")
    assert fine(verdict(room, put(), asks=wanted(power_w=0)))
    small = small_room(
        racks=racks, cooling=(CoolingUnit("C1", 499, ("Z1",)),), policy=Policy(cooling_spare=0)
    )
    assert broken(verdict(small, put())) == {"cooling"}


def test_heat_of_a_rack_without_zone_falls_in_one_zone() -> None:
    """With one zone only it is certain where; with two it may be the other."""
    open_rack = rack("R9", cooling_zone=None)
    warm = device("w", rack="R9", power_w=1_000)
    units = (CoolingUnit("C1", 1_499, ("Z1",)), CoolingUnit("C2", 1_499, ("Z2",)))
    policy = Policy(cooling_spare=0)
    one = small_room(warm, racks=(rack("R1"), open_rack), cooling=units[:1], policy=policy)
    assert broken(verdict(one, put())) == {"cooling"}
    two = small_room(warm, racks=(rack("R1"), open_rack), cooling=units, policy=policy)
    assert gap(verdict(two, put())).column == "cooling_zone"
    assert fine(verdict(two, put(), asks=wanted(power_w=499)))


def test_many_racks_without_zone_are_judged_by_their_worst() -> None:
    """Thirty racks in two zones: too many ways to try, and none does harm."""
    racks = [rack(f"X{n}", cooling_zone=None) for n in range(30)]
    warm = [device(f"w{n}", rack=f"X{n}", power_w=100) for n in range(30)]
    units = (CoolingUnit("C1", 3_500, ("Z1",)), CoolingUnit("C2", 3_500, ("Z2",)))
    room = small_room(*warm, racks=(rack("R1"), *racks), cooling=units, policy=Policy(cooling_spare=0))
    assert fine(verdict(room, put()))
    assert gap(verdict(room, put(), asks=wanted(power_w=501))).rule == "cooling"


@pytest.mark.parametrize(("column", "unit"), [("capacity_w", (None, "Z1")), ("zones", (500, None))])
def test_what_is_not_known_of_a_unit_is_undecided(column: str, unit: tuple[int | None, str | None]) -> None:
    """It might take the item's heat, or nothing."""
    found = gap(verdict(cooled(unit, heat={"Z1": 0}, policy=Policy(cooling_spare=0)), put()))
    assert (found.rule, found.file, found.column) == ("cooling", "cooling.csv", column)


def test_an_unknown_draw_leaves_its_area_open() -> None:
    """A request's own, or a device's in a zone that shares units."""
    units = ((5_000, "Z1 Z2"), (5_000, "Z1 Z2"), (9_000, "Z3"), (9_000, "Z3"))
    found = verdict(cooled(*units, heat={"Z1": 0, "Z2": None, "Z3": 0}), put())
    assert [(u.rule, u.line, u.column) for u in found.unknown if u.rule == "cooling"] == [
        ("cooling", 3, "power_w")
    ]
    assert fine(verdict(cooled(*units, heat={"Z1": 0, "Z2": 0, "Z3": None}), put()))
    assert (
        gap(
            verdict(
                cooled(*units, heat={"Z1": 0}, racks=(rack("R1", max_heat_w=None),)), put(), asks=wanted()
            )
        ).rule
        == "heat"
    )


def test_without_cooling_csv_it_is_a_condition() -> None:
    """The units of a file that is not there do not count."""
    found = verdict(small_room(cooling=(), files=frozenset({"racks.csv"})), put())
    assert fine(found)
    assert "There is no cooling.csv: cooling is not checked." in found.conditions


def test_a_spread_is_a_maximum_flow() -> None:
    """Against NetworkX on random small plants, also when heat is added afterwards."""
    for seed in range(200):
        rng = Random(seed)
        zones = [f"Z{n}" for n in range(rng.randint(1, 5))]
        pools = {
            tuple(sorted(rng.sample(zones, rng.randint(1, len(zones))))): rng.randint(0, 9) for _ in zones
        }
        heat = {zone: rng.randint(0, 9) for zone in zones}
        spread = Spread(pools)
        over = sum(spread.push(zone, watts) for zone, watts in heat.items())
        assert over == sum(heat.values()) - flow(pools, heat)
        heat[zones[0]] += 3
        assert over + spread.copy().push(zones[0], 3) == sum(heat.values()) - flow(pools, heat)


def flow(pools: dict[tuple[str, ...], int], heat: dict[str, int]) -> int:
    graph = nx.DiGraph()
    graph.add_nodes_from(["heat", "air"])
    for zone, watts in heat.items():
        graph.add_edge("heat", zone, capacity=watts)
    for pool, capacity in pools.items():
        graph.add_edge(pool, "air", capacity=capacity)
        graph.add_edges_from((zone, pool) for zone in pool)
    return nx.maximum_flow_value(graph, "heat", "air")


def test_like_units_are_lost_by_number() -> None:
    """Every multiset once: as many as different sets of the groups' numbers."""
    for sizes, count in (((2, 3, 1), 2), ((2, 3, 1), 5), ((4,), 4), ((), 0)):
        things = [group for group, size in enumerate(sizes) for _ in range(size)]
        expected = {tuple(some.count(g) for g in range(len(sizes))) for some in combinations(things, count)}
        found = list(subsets(sizes, count))
        assert len(found) == len(set(found))
        assert set(found) == expected


def test_items_in_several_areas_are_judged_in_each() -> None:
    """Only the area that is short is named."""
    units = ((900, "Z1"), (900, "Z1"), (100, "Z2"), (100, "Z2"))
    room = cooled(*units, heat={"Z1": 0, "Z2": 0})
    found = verdict(room, put(), Placed("Q1", 2, "R2", 10, "front"), asks=wanted(quantity=2))
    assert (only(found).where, only(found).items) == ("zone Z2", ("Q1/2",))
