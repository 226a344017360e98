"""Used, held and free per dimension; the failover budget; tables by rack and row."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from capacity.data import data_path
from capacity.ledger import Ledger
from capacity.measures import Dimension, Measures
from capacity.missing import missing_cells
from capacity.reading import read_room
from capacity.room import LEGS
from capacity.tight import room_limits, scenarios, tightness
from tests.rooms import ROOM, write_room

TODAY = date(2026, 11, 24)
HELD = (
    "reservation,request,item,owner,group,rack,position_u,face,u_height,depth,depth_mm,weight_kg,power_w,"
    "cords,ports,host,vcpu,memory_mb,disk_gb,until\n"
)
HOSTS = "host,cluster,device,vcpu,memory_mb,disk_gb,vcpu_overcommit,os_families,network,status\n"
VMS = "vm,cluster,host,vcpu,memory_mb,disk_gb,owner,group\n"


def measures(path: Path, **files: str | None) -> Measures:
    """The measures of the small room with `files` in the place of its own."""
    ledger = Ledger(read_room(write_room(path / "room", **files)), TODAY)
    return Measures(ledger, missing_cells(ledger))


def dimension(found: Measures, name: str) -> Dimension:
    """One dimension by name."""
    (one,) = [d for d in found.dimensions if d.name == name]
    return one


def figures(each: Dimension) -> tuple[object, ...]:
    """Capacity, used, held, free."""
    return each.capacity, each.used, each.held, each.free


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("space", (81, 3, 0, 78)),  # 42 + 39 units that are not blocked
        ("weight", (1600, Fraction(71, 2), 0, Fraction(3129, 2))),
        ("heat", (16000, 500, 0, 15500)),
        ("power:ups", (32000, 500, 0, 31500)),  # two of 20 kW at 0.8
        ("power:panel", (32000, 500, 0, 31500)),
        ("power:pdu", (24000, 500, 0, 23500)),
        ("cooling", (12000, 500, 0, 11500)),  # one of two units lost
        ("ports:10gbase-x-sfpp", (48, 2, 0, 46)),
    ],
)
def test_the_small_room_is_measured_by_hand(tmp_path: Path, name: str, said: tuple[object, ...]) -> None:
    """Every dimension of the room of the tests, worked out on paper."""
    assert figures(dimension(measures(tmp_path), name)) == said


def test_reservations_are_held_and_not_used(tmp_path: Path) -> None:
    """They are told apart in every dimension, and leave less free."""
    row = "H,REQ,1,bps,,R01,10,,2,full,700,12,400,R01-A R01-B,SW-A/10gbase-x-sfpp:2,,,,,\n"
    found = measures(tmp_path, reservations=HELD + row)
    held = {d.name: d.held for d in found.dimensions}
    assert held["space"] == 2
    assert held["weight"] == 12
    assert held["heat"] == held["cooling"] == held["power:ups"] == held["power:pdu"] == 400
    assert held["ports:10gbase-x-sfpp"] == 2
    assert figures(dimension(found, "power:ups")) == (32000, 500, 400, 31100)


def test_a_reservation_that_lapsed_holds_nothing(tmp_path: Path) -> None:
    """Its last day is before today."""
    row = "H,REQ,1,bps,,R01,10,,2,full,700,12,400,R01-A R01-B,,,,,,2026-11-23\n"
    assert dimension(measures(tmp_path, reservations=HELD + row), "space").held == 0


def test_an_unknown_amount_is_counted_and_never_taken_as_zero(tmp_path: Path) -> None:
    """Used is what is known; how many values are missing stands beside it."""
    row = "x,R01,20,,,full,,,,,,,,,,,\n"
    found = measures(tmp_path, devices=ROOM["devices.csv"] + row)
    assert {d.name: d.unknown for d in found.dimensions} == {
        "space": 1,
        "weight": 1,
        "heat": 1,
        "power:ups": 1,
        "power:panel": 1,
        "power:pdu": 1,
        "cooling": 1,
        "ports:10gbase-x-sfpp": 0,
    }
    assert dimension(found, "heat").used == 500


def test_an_unknown_capacity_is_counted_as_well(tmp_path: Path) -> None:
    """What is known stays known; where nothing is, there is no capacity at all."""
    one = ROOM["racks.csv"].replace("R01,A,0,0,42,1,1000,800,8000", "R01,A,0,0,42,1,1000,,")
    weight = dimension(measures(tmp_path / "one", racks=one), "weight")
    assert (weight.capacity, weight.unknown_capacity) == (800, 1)
    none = ROOM["racks.csv"].replace("1000,800,8000", "1000,,")
    heat = dimension(measures(tmp_path / "none", racks=none), "heat")
    assert (heat.capacity, heat.free, heat.unknown_capacity) == (None, None, 2)


def test_racks_that_are_not_active_have_nothing_to_give(tmp_path: Path) -> None:
    """Neither their units nor what stands in them count; what it draws still loads the chain."""
    racks = ROOM["racks.csv"].replace("1 41-42,active", "1 41-42,retired")
    found = measures(tmp_path, racks=racks)
    assert figures(dimension(found, "space")) == (42, 2, 0, 40)
    assert dimension(found, "weight").used == 20
    assert dimension(found, "power:ups").used == 500


def test_a_thing_of_unknown_units_counts_by_its_height(tmp_path: Path) -> None:
    """Of full depth it takes its units somewhere; of half depth it may share them with others."""
    rows = "a,R01,,,3,full,,1,0,,,,,,,,\nb,,,,2,full,,1,0,,,,,,,,\n"
    space = dimension(measures(tmp_path / "full", devices=ROOM["devices.csv"] + rows), "space")
    assert (space.used, space.unknown) == (8, 0)
    half = "c,R01,,,3,half,,1,0,,,,,,,,\n"
    space = dimension(measures(tmp_path / "half", devices=ROOM["devices.csv"] + half), "space")
    assert (space.used, space.unknown) == (3, 1)


def test_back_to_back_equipment_takes_its_units_once(tmp_path: Path) -> None:
    """A unit is used when either face is."""
    rows = "f,R01,10,front,1,half,,1,0,,,,,,,,\nr,R01,10,rear,1,half,,1,0,,,,,,,,\n"
    assert dimension(measures(tmp_path, devices=ROOM["devices.csv"] + rows), "space").used == 4


def test_hosts_are_measured_with_their_overcommit(tmp_path: Path) -> None:
    """Active hosts only; memory and disk as they are."""
    hosts = HOSTS + "h1,c,web-1,16,65536,1000,2,,,\nh2,c,db-1,16,65536,1000,,,,retired\n"
    vms = VMS + "v1,c,h1,4,8192,100,,\nv2,c,h1,,1024,,,\n"
    held = HELD + "H,REQ,1,,,,,,,,,,,,,h1,2,2048,50,\n"
    found = measures(tmp_path, hosts=hosts, vms=vms, reservations=held)
    assert figures(dimension(found, "vcpu")) == (32, 4, 2, 26)
    assert figures(dimension(found, "memory")) == (65536, 9216, 2048, 54272)
    assert figures(dimension(found, "disk")) == (1000, 100, 50, 850)
    assert dimension(found, "vcpu").unknown == dimension(found, "disk").unknown == 1


def test_dimensions_whose_file_is_absent_are_left_out(tmp_path: Path) -> None:
    """What is not checked is not measured."""
    found = measures(tmp_path, power=None, cooling=None, ports=None, devices=None)
    assert [d.name for d in found.dimensions] == ["space", "weight", "heat"]
    assert found.failover_budget == ()


def test_the_failover_budget_is_the_smallest_over_all_nodes_and_losses() -> None:
    """On the sample room, against every scenario of every node, one by one."""
    ledger = Ledger(read_room(data_path("rooms/denpasar")), TODAY)
    grid = ledger.power
    assert grid is not None
    every = [
        grid.limit(node, lost)
        for node in range(len(grid.chain.nodes))
        for lost in (None, *grid.chain.scenarios)
        if node not in grid.chain.dead(lost)
    ]
    left = min(Fraction((limit.capacity or 0) - limit.used, limit.scale) for limit in every)
    found = Measures(ledger, []).failover_budget
    assert Fraction((found[0].capacity or 0) - found[0].used, found[0].scale) == left == 3069
    assert [limit.name.split()[0] for limit in found[1:]] == ["ups", "panel", "pdu"]


def test_each_node_is_shown_in_its_tightest_scenario() -> None:
    """The losses looked at are enough: no other leaves a node or a leg less."""
    ledger = Ledger(read_room(data_path("rooms/denpasar")), TODAY)
    grid = ledger.power
    assert grid is not None
    for limit in range(grid.chain.size):
        every = [
            grid.limit(limit, lost)
            for lost in (None, *grid.chain.scenarios)
            if grid.chain.holder(limit) not in grid.chain.dead(lost)
        ]
        assert min(map(tightness, scenarios(grid, limit))) == min(map(tightness, every))


def test_every_kind_of_limit_is_in_the_list() -> None:
    """Power with legs of pdus only, outlets, weight, heat, cooling, ports, hosts and clusters; once each."""
    limits = room_limits(Ledger(read_room(data_path("rooms/denpasar")), TODAY))
    assert {limit.rule for limit in limits} == {
        "power", "outlets", "weight", "heat", "cooling", "ports", "hosting",
    }  # fmt: skip
    legs = [limit.name for limit in limits if limit.name.endswith(LEGS)]
    assert len(legs) == 12  # four three-phase pdus
    assert len({(limit.rule, limit.name, limit.scenario) for limit in limits}) == len(limits)


def test_a_rack_is_one_row_of_the_table(tmp_path: Path) -> None:
    """Its units, its longest run, weight, heat, and how many of its cells are not known."""
    devices = ROOM["devices.csv"].replace(",20,300,", ",,300,")
    first, second = measures(tmp_path, devices=devices).racks.records()
    assert first["rack"] == "R01"
    assert (first["devices"], first["space_free_u"], first["longest_run_u"]) == (1, 40, 40)
    assert (first["weight_used_kg"], first["unknown"]) == (0, 1)
    assert (second["space_capacity_u"], second["longest_run_u"]) == (39, 33)
    assert (second["heat_used_w"], second["heat_free_w"]) == (200, 7800)


def test_rows_sum_their_active_racks(tmp_path: Path) -> None:
    """A capacity that is not known in one rack is not known for the row."""
    racks = ROOM["racks.csv"] + "R03,A,,,10,1,1000,,500,Z1,internal,,,active\nR04,A,,,9,,,,,,,,,planned\n"
    a, b = measures(tmp_path, racks=racks).rows.records()
    assert (a["row"], a["racks"], a["space_free_u"], a["longest_run_u"]) == ("A", 2, 50, 40)
    assert (a["weight_used_kg"], a["weight_free_kg"]) == (20, None)
    assert a["heat_free_w"] == 8200
    assert (b["row"], b["racks"], b["weight_free_kg"]) == ("B", 1, 784.5)


def test_tables_become_frames_where_pandas_is_wanted(tmp_path: Path) -> None:
    """One column per column, one line per rack."""
    frame = measures(tmp_path).racks.frame()
    assert list(frame["rack"]) == ["R01", "R02"]
    assert frame.set_index("rack").loc["R02", "space_used_u"] == 1
    assert frame["space_free_u"].sum() == 78
