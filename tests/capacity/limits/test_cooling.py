"""Cooling: heat of zones split over the units that are left, with the spare ones lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity.errors import BadInput
from capacity.limits.cooling import Cooling
from capacity.limits.limit import CLIP
from capacity.room import CoolingUnit, Device, Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from tests.builders import SERVER, check, draws, ledger, rack, room, unit

ZONES = ("Z1", "Z2", "Z3")
RACKS = tuple(rack(f"R{z[1]}", cooling_zone=z, max_heat_w=None) for z in ZONES)


def cooled(*units: CoolingUnit, devices: Sequence[Device] = (), spare: int = 0, **more: object) -> Room:
    """A room of a rack per zone, without power, so that cooling alone limits the draw."""
    policy = {"cooling_spare": spare, "unknown_limits": "condition"}
    return room(*devices, **({"racks": RACKS, "power": (), "cooling": units, "policy": policy} | more))


def compiled(where: Room) -> Cooling:
    found = ledger(where).cooling
    assert found is not None
    return found


def sure(
    *units: CoolingUnit, devices: Sequence[Device] = (), spare: int = 0, **more: object
) -> dict[str, int]:
    return compiled(cooled(*units, devices=devices, spare=spare, **more)).sure


def heat(zone: str | None, watts: int | None) -> Device:
    """Something that gives off heat in the rack of a zone; None: in a rack that nobody knows."""
    name = f"D-{zone}-{watts}"
    return draws(name, watts, rack=None if zone is None else f"R{zone[1]}")


# --- one zone --------------------------------------------------------------------------------


@pytest.mark.parametrize(("power_w", "decision"), [(700, FITS), (701, DOES_NOT_FIT)])
def test_the_last_watt_of_a_unit_is_used_and_not_one_more(power_w: int, decision: str) -> None:
    """1,000 W - 300 W leave 700 W."""
    where = cooled(unit("C1", 1_000), devices=[heat("Z1", 300)], racks=RACKS[:1])
    answer = check(where, replace(SERVER, power_w=power_w))
    assert answer.decision == decision
    if decision == DOES_NOT_FIT:
        assert answer.conflicts == (("cooling",),)
        assert (answer.reasons[0].least_short, answer.would_fit_if[0]) == (1, {"power_w": 700})


def test_n_plus_one_loses_the_largest_unit() -> None:
    """1,000, 800 and 500 W with one spare: 1,300 W are left."""
    assert sure(unit("C1", 1_000), unit("C2", 800), unit("C3", 500), spare=1) == {"Z1": 1_300}


def test_two_spare_units_are_lost_at_once() -> None:
    """Of the same three, 500 W are left."""
    assert sure(unit("C1", 1_000), unit("C2", 800), unit("C3", 500), spare=2) == {"Z1": 500}


def test_no_more_units_are_lost_than_there_are() -> None:
    """A single unit is itself the spare: nothing is left."""
    assert sure(unit("C1", 1_000), spare=3) == {"Z1": 0}


def test_only_active_units_count() -> None:
    """Neither as capacity nor as what is lost."""
    assert sure(unit("C1", 1_000), unit("C2", 900), unit("C3", 5_000, status="planned"), spare=1) == {
        "Z1": 900
    }


def test_a_zone_that_is_over_takes_nothing_but_zero() -> None:
    """1,200 W of 1,000 W: 200 W are left over today, and no more may be."""
    where = cooled(unit("C1", 1_000), devices=[heat("Z1", 1_200)], racks=RACKS[:1])
    assert compiled(where).sure == {"Z1": 0}
    assert check(where, replace(SERVER, power_w=1)).decision == DOES_NOT_FIT
    assert check(where, replace(SERVER, power_w=0)).decision == FITS


def test_the_binding_limit_names_the_zones_and_the_losses() -> None:
    """With C1 lost, Z1 has the 800 W of C2, of which 300 W are used."""
    found = compiled(cooled(unit("C1", 1_000), unit("C2", 800), devices=[heat("Z1", 300)], spare=1))
    bar = found.binding["Z1"]
    assert (bar.name, bar.scenario, bar.capacity, bar.used) == ("cooling Z1", "C1 lost", 800, 300)


# --- several zones ---------------------------------------------------------------------------


def test_a_unit_that_serves_two_zones_goes_where_it_is_needed() -> None:
    """C1 (500 W) serves Z1, C2 (500 W) both: Z1 can have 1,000 W, Z2 500 W."""
    assert sure(unit("C1", 500, "Z1"), unit("C2", 500, "Z1", "Z2")) == {"Z1": 1_000, "Z2": 500}


def test_heat_makes_way_for_a_zone_with_less_choice() -> None:
    """400 W of Z1 go to C1, so that C2 is all there for Z2."""
    units = (unit("C1", 500, "Z1"), unit("C2", 500, "Z1", "Z2"))
    assert sure(*units, devices=[heat("Z1", 400)]) == {"Z1": 600, "Z2": 500}
    assert sure(*units, devices=[heat("Z1", 700)]) == {"Z1": 300, "Z2": 300}


def test_units_of_another_area_are_no_help_and_no_harm() -> None:
    """Z2 has its own unit: with one spare it loses that one, and Z1 one of its two."""
    units = (unit("C1", 500, "Z1"), unit("C2", 400, "Z1"), unit("C3", 900, "Z2"))
    assert sure(*units, spare=1) == {"Z1": 400, "Z2": 0}


def test_losses_may_fall_on_the_units_that_hurt_a_zone_most() -> None:
    """Z1 has C1 alone and shares C2: losing C1 leaves it C2 (300 W), losing C2 leaves it 500 W."""
    units = (unit("C1", 500, "Z1"), unit("C2", 300, "Z1", "Z2"), unit("C3", 300, "Z2"))
    assert sure(*units, spare=1) == {"Z1": 300, "Z2": 300}


def test_heat_left_over_elsewhere_does_not_stop_a_zone() -> None:
    """Z2 is 400 W over on its own unit; Z1 with its own has all of it."""
    units = (unit("C1", 500, "Z1"), unit("C2", 600, "Z2"))
    assert sure(*units, devices=[heat("Z2", 1_000)]) == {"Z1": 500, "Z2": 0}


def test_heat_left_over_behind_a_shared_unit_stops_both() -> None:
    """C1 is full with the heat of Z2: one more watt in Z1 leaves one more over."""
    assert sure(unit("C1", 500, "Z1", "Z2"), devices=[heat("Z2", 700)]) == {"Z1": 0, "Z2": 0}


def test_like_units_are_lost_the_largest_first() -> None:
    """Units of 100 to 1,000 W on the same zones: of 5,500 W, one hardest loss takes 1,000 + 900 + 800 W."""
    units = [unit(f"C{i}", 100 * i) for i in range(1, 11)]
    found = compiled(cooled(*units, spare=3))
    assert found.sure == {"Z1": 5_500 - 2_700}
    (area,) = found.areas(sure=True)
    assert (area.count_losses(), len(list(area.losses()))) == (1, 1)


def test_losses_are_counted_per_class_of_like_units() -> None:
    """Two of three classes of 3, 2 and 1 units: 2+0+0, 1+1+0, 1+0+1, 0+2+0 or 0+1+1, five ways."""
    serves = ("Z1", "Z2"), ("Z2", "Z3"), ("Z1", "Z3")
    units = [
        unit(f"C{zones[0]}{zones[1]}{i}", 100 + i, *zones)
        for zones, many in zip(serves, (3, 2, 1), strict=True)
        for i in range(many)
    ]
    (area,) = compiled(cooled(*units, spare=2)).areas(sure=True)
    assert (area.count_losses(), len(list(area.losses()))) == (5, 5)


def test_too_many_ways_of_losing_units_are_bad_input() -> None:
    """Seven of 21 units that each serve other zones are 116,280 ways: the policy is refused."""
    zones = [f"Z{i}" for i in range(22)]
    units = [unit(f"C{i}", 100, zones[i], zones[i + 1]) for i in range(21)]
    racks = tuple(rack(f"R{i}", cooling_zone=z) for i, z in enumerate(zones))
    with pytest.raises(BadInput) as raised:
        compiled(cooled(*units, spare=7, racks=racks))
    assert raised.value.problems[0].column == "cooling.spare"


# --- what is not known -----------------------------------------------------------------------


def test_heat_without_a_zone_may_fall_in_any() -> None:
    """300 W in a rack of no zone: 200 W of 500 W are certain in Z1, and 500 W possible if it falls in Z2."""
    racks = (*RACKS[:2], rack("R9", cooling_zone=None))
    units = (unit("C1", 500, "Z1"), unit("C2", 500, "Z2"))
    found = compiled(cooled(*units, devices=[draws("D1", 300, rack="R9")], racks=racks))
    assert (found.sure, found.possible) == ({"Z1": 200, "Z2": 200}, {"Z1": 500, "Z2": 500})
    assert [d.name for d in found.doubtful] == ["D1"]


def test_heat_of_several_racks_without_zone_may_fall_together_or_apart() -> None:
    """300 and 200 W: both may be in Z1, where nothing is certain then; apart, or both in Z2, leaves more."""
    racks = (*RACKS[:2], rack("R8", cooling_zone=None), rack("R9", cooling_zone=None))
    there = [draws("D1", 300, rack="R8"), draws("D2", 200, rack="R9")]
    found = compiled(cooled(unit("C1", 500, "Z1"), unit("C2", 600, "Z2"), devices=there, racks=racks))
    assert found.sure == {"Z1": 0, "Z2": 100}
    assert found.possible == {"Z1": 500, "Z2": 600}


def test_heat_without_a_zone_falls_somewhere() -> None:
    """With one zone only it falls there, so that what is possible is certain."""
    racks = (rack("R1"), rack("R9", cooling_zone=None))
    found = compiled(cooled(unit("C1", 500), devices=[draws("D1", 300, rack="R9")], racks=racks))
    assert found.sure == found.possible == {"Z1": 200}


def test_heat_of_an_unknown_rack_falls_in_one_zone() -> None:
    """300 W that stand nobody knows where are like a rack without zone."""
    units = (unit("C1", 500, "Z1"), unit("C2", 500, "Z2"))
    found = compiled(cooled(*units, devices=[heat(None, 300)]))
    assert found.sure == {"Z1": 200, "Z2": 200}
    assert found.possible == {"Z1": 500, "Z2": 500}


def test_an_unknown_draw_leaves_nothing_certain_in_its_area() -> None:
    """Z1 may be full; Z2 with its own unit is not touched."""
    found = compiled(cooled(unit("C1", 500, "Z1"), unit("C2", 400, "Z2"), devices=[heat("Z1", None)]))
    assert (found.sure, found.possible) == ({"Z1": 0, "Z2": 400}, {"Z1": 500, "Z2": 400})


def test_an_unknown_capacity_is_between_nothing_and_no_end() -> None:
    """C2 may cool nothing or all: 500 W are certain, whatever is asked is possible."""
    found = compiled(cooled(unit("C1", 500), unit("C2", None)))
    assert (found.sure, found.possible) == ({"Z1": 500}, {"Z1": CLIP})


def test_unknown_zones_are_between_none_and_all() -> None:
    """C2 may serve Z1 or not: 500 W certain, 900 W possible."""
    found = compiled(cooled(unit("C1", 500), CoolingUnit("C2", 400, None)))
    assert (found.sure, found.possible) == ({"Z1": 500}, {"Z1": 900})


@pytest.mark.parametrize(
    ("power_w", "decision"), [(0, FITS), (1, CANNOT_DECIDE), (900, CANNOT_DECIDE), (901, DOES_NOT_FIT)]
)
def test_a_rack_without_a_zone_is_undecided_up_to_what_the_best_zone_takes(
    power_w: int, decision: str
) -> None:
    """Z1 takes 500 W, Z2 900 W: no zone takes 901 W, and 0 W need none."""
    racks = (rack("R1", cooling_zone=None, max_heat_w=None),)
    where = cooled(unit("C1", 500, "Z1"), unit("C2", 900, "Z2"), racks=racks)
    assert check(where, replace(SERVER, power_w=power_w)).decision == decision


# --- against every loss and every flow -------------------------------------------------------


def naive(units: Sequence[CoolingUnit], heats: dict[str, int], spare: int, zone: str) -> int:
    """Try every loss of `spare` units, and more and more heat, until more is left over than before."""
    least = 10_000
    for lost in combinations(units, min(spare, len(units))):
        live = [u for u in units if u not in lost]
        before, more = carried(live, heats), 0
        while more < 60 and carried(live, heats | {zone: heats[zone] + more + 1}) == before + more + 1:
            more += 1
        least = min(least, more)
    return least


def carried(units: Sequence[CoolingUnit], heats: dict[str, int]) -> int:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(("heat", "out"))
    for zone, watts in heats.items():
        graph.add_edge("heat", zone, capacity=watts)
    for each in units:
        graph.add_edge(each.name, "out", capacity=each.capacity_w)
        for zone in each.zones or ():
            graph.add_edge(zone, each.name, capacity=10_000)
    return int(nx.maximum_flow_value(graph, "heat", "out"))


some_units = st.lists(
    st.tuples(st.integers(0, 9), st.sets(st.sampled_from(ZONES), min_size=1)), min_size=1, max_size=4
)


@given(some_units, st.lists(st.integers(0, 12), min_size=3, max_size=3), st.integers(0, 2))
def test_every_zone_takes_what_trying_all_losses_allows(
    drawn: list[tuple[int, set[str]]], watts: list[int], spare: int
) -> None:
    """Up to four units on three zones, up to two lost; heat watt by watt through a maximum flow."""
    units = [unit(f"C{i}", capacity, *sorted(zones)) for i, (capacity, zones) in enumerate(drawn)]
    served = sorted({z for u in units for z in u.zones or ()})
    heats = {z: w for z, w in zip(ZONES, watts, strict=True) if z in served}
    racks = tuple(r for r in RACKS if r.cooling_zone in served)
    there = [heat(z, w) for z, w in heats.items()]
    found = compiled(cooled(*units, devices=there, spare=spare, racks=racks))
    assert found.sure == found.possible == {z: naive(units, heats, spare, z) for z in served}
