"""Missing cells: what is named is empty, belongs to the doubt, and ends it once filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from capacity.room import CoolingUnit, Cord, PortUse, Reservation, Room, Standard
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer
from placement.check import Checker
from placement.check_server import unmodelled
from placement.request import Request
from tests.builders import (
    SERVER,
    TODAY,
    app,
    chain,
    check,
    device,
    draws,
    group,
    host,
    need,
    rack,
    random_room,
    room,
    server,
    unit,
    vm,
)
from tests.filling import Filler

LETS_PASS = {"unknown_limits": "condition"}
UBUNTU = {"os": "ubuntu", "until": date(2030, 1, 1)}


def cells(where: Room, request: Request = SERVER) -> list[str]:
    """The cells that are named, as ``file row column``; once filled in they must end the doubt."""
    answer = check(where, request)
    assert answer.decision == CANNOT_DECIDE
    ends_the_doubt(where, request, answer)
    return [f"{m.file} {m.row} {m.column}" for m in answer.missing]


def ends_the_doubt(where: Room, request: Request, answer: Answer, today: date = TODAY) -> None:
    """Fill every named cell with a harmless value: then it is decided."""
    assert answer.missing, "cannot decide, and nothing is missing"
    better, asked = Filler(where, request, answer.missing).filled()
    again = Checker(better, today).check(asked)
    assert again.decision != CANNOT_DECIDE, f"{answer.missing} filled in, still missing {again.missing}"


# --- servers ---------------------------------------------------------------------------------


def test_nothing_is_missing_where_it_is_decided() -> None:
    """An unknown load limit of a rack that is out anyway is not asked for."""
    racks = (rack("R1"), rack("R2", status="retired", max_load_g=None))
    assert check(room(racks=racks)).missing == ()
    assert check(room(racks=racks[1:])).missing == ()


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("max_load_g", "max_load_kg"),
        ("max_heat_w", "max_heat_w"),
        ("usable_depth_mm", "usable_depth_mm"),
        ("security_zone", "security_zone"),
    ],
)
def test_an_unknown_value_of_the_rack_is_named_with_its_row(field: str, column: str) -> None:
    """R1 stands in row 7 of racks.csv."""
    unknown = replace(rack(line=7), **{field: None})  # type: ignore[arg-type]
    assert cells(room(racks=(unknown,))) == [f"racks.csv 7 {column}"]


def test_an_unknown_cooling_zone_is_named() -> None:
    """Nobody knows which unit cools R1."""
    where = room(racks=(rack(line=7, cooling_zone=None),), cooling=(unit("C1", 5_000),))
    assert cells(where) == ["racks.csv 7 cooling_zone"]


@pytest.mark.parametrize(
    ("field", "column"), [("weight_g", "weight_kg"), ("depth_mm", "depth_mm"), ("height_hu", "u_height")]
)
def test_an_unknown_value_of_the_request_is_named_by_its_key(field: str, column: str) -> None:
    """A JSON object has no row."""
    request = replace(SERVER, **{field: None})  # type: ignore[arg-type]
    assert cells(room(), request) == [f"request.json None {column}"]


def test_an_unknown_draw_of_the_request_is_named_once() -> None:
    """Though heat, power and cooling all need it."""
    assert cells(room(cooling=(unit("C1", 5_000),)), server(power_w=None)) == ["request.json None power_w"]


def test_what_a_device_may_weigh_or_draw_is_named() -> None:
    """One cell each, though the draw touches the rack, the chain and the cooling."""
    there = device(weight_g=None, power_w=None, cords=(Cord("R1-A"), Cord("R1-B")), line=4)
    where = room(there, cooling=(unit("C1", 5_000),))
    assert cells(where) == ["devices.csv 4 power_w", "devices.csv 4 weight_kg"]


def test_what_is_not_known_of_another_rack_is_not_named() -> None:
    """D2 weighs nobody knows what, in R2, which is retired."""
    racks = (rack("R1", max_load_g=None, line=2), rack("R2", status="retired", line=3))
    there = device("D2", rack="R2", weight_g=None, line=4)
    assert cells(room(there, racks=racks)) == ["racks.csv 2 max_load_kg"]


def test_a_device_of_unknown_rack_is_asked_for_its_rack_and_for_what_is_unknown_with_it() -> None:
    """95 kg in any rack; and one that nobody has weighed."""
    there = device("D1", rack=None, position_hu=None, height_hu=0, weight_g=95_000, line=4)
    assert cells(room(there)) == ["devices.csv 4 rack"]
    both = replace(there, weight_g=None)
    assert cells(room(both)) == ["devices.csv 4 rack", "devices.csv 4 weight_kg"]


def test_unknown_cords_of_a_device_are_named() -> None:
    """3,800 W on one of the two pdus: 500 W more may be too much."""
    there = draws("D1", 3_800, line=4)
    where = room(there, racks=(rack(max_heat_w=10_000),))
    assert cells(where) == ["devices.csv 4 cords"]


def test_where_a_device_stands_and_how_high_it_is_are_named() -> None:
    """Position unknown, height unknown, or both."""
    assert cells(room(device(position_hu=None, line=4))) == ["devices.csv 4 position_u"]
    assert cells(room(device(position_hu=None, height_hu=None, line=4))) == [
        "devices.csv 4 position_u",
        "devices.csv 4 u_height",
    ]
    low = (rack(height_u=2),)
    assert cells(room(device(height_hu=None, line=4), racks=low), server(height_hu=2)) == [
        "devices.csv 4 u_height"
    ]


def test_a_reservation_is_named_by_its_own_file() -> None:
    """Row 3 of reservations.csv has no weight."""
    kept = Reservation("H1", rack="R1", position_hu=2, height_hu=2, power_w=0, line=3)
    assert cells(room(reservations=(kept,))) == ["reservations.csv 3 weight_kg"]


def test_cells_of_cooling_units_are_named_where_the_unit_is_active() -> None:
    """C1 of unknown capacity, C2 of unknown zones; the planned C3 would change nothing."""
    units = (
        unit("C1", None, line=2),
        CoolingUnit("C2", 100, None, line=3),
        unit("C3", None, status="planned", line=4),
        unit("C4", 0, line=5),
    )
    assert cells(room(cooling=units)) == ["cooling.csv 2 capacity_w", "cooling.csv 3 zones"]


def test_heat_that_may_fall_in_any_zone_is_asked_for_its_zone() -> None:
    """D1 in R2, a rack without zone, may take the 400 W that are left."""
    racks = (rack("R1"), rack("R2", cooling_zone=None, status="retired", line=3))
    where = room(draws("D1", 700, rack="R2"), racks=racks, cooling=(unit("C1", 1_100), unit("C2", 900, "Z2")))
    assert cells(where) == ["racks.csv 3 cooling_zone"]


def test_both_coordinates_are_asked_for_where_both_are_unknown() -> None:
    """The switch is in R2, of which neither x nor y is known, or only y."""
    groups = (group("SWA", 4, rack="R2", max_cable_mm=50_000),)
    racks = (rack("R1", line=2), rack("R2", status="planned", x_mm=None, y_mm=None, line=3))
    assert cells(room(racks=racks, ports=groups), server(ports=(need(1),))) == [
        "racks.csv 3 x_m",
        "racks.csv 3 y_m",
    ]
    known = (racks[0], replace(racks[1], x_mm=0))
    assert cells(room(racks=known, ports=groups), server(ports=(need(1),))) == ["racks.csv 3 y_m"]


def test_the_end_of_support_is_named() -> None:
    """Where an expired product is refused, and nobody knows when it expires."""
    rows = (Standard("ubuntu", "allowed", line=5),)
    where = room(standards=rows, policy={"expired": "refuse"})
    assert cells(where, server(**UBUNTU)) == ["standards.csv 5 support_ends"]


def test_a_blade_and_a_server_beside_the_rails_are_told_that_they_are_not_modelled() -> None:
    """No cell of the room would help."""
    for request, column in ((server(chassis=True), "device_type"), (server(height_hu=0), "u_height")):
        answer = check(room(), request)
        assert answer.decision == CANNOT_DECIDE
        assert [(m.file, m.column) for m in answer.missing] == [("request.json", column)]


# --- groups ----------------------------------------------------------------------------------

GROUPED = {"group": "web", "keep": ("apart:rack",)}


def test_the_rack_of_a_member_is_asked_for() -> None:
    """D1 of the same group may stand in R1, or not."""
    there = device(rack=None, position_hu=None, height_hu=0, group="web", line=4)
    assert cells(room(there), server(**GROUPED)) == ["devices.csv 4 rack"]


def test_the_zone_of_a_member_s_rack_is_asked_for() -> None:
    """D1 stands in R2, which may be of the zone of R1."""
    racks = (rack("R1"), rack("R2", status="retired", cooling_zone=None, line=3))
    there = device(rack="R2", group="web")
    request = server(group="web", keep=("apart:cooling",))
    assert cells(room(there, racks=racks), request) == ["racks.csv 3 cooling_zone"]


def test_the_cords_of_a_member_are_asked_for() -> None:
    """The new one has one cord, and D1 may hang on the same pdu; where there is but one pdu, it does."""
    there, request = draws("D1", 10, group="web", line=4), server(cords=1, group="web", keep=("apart:power",))
    assert cells(room(there), request) == ["devices.csv 4 cords"]
    one_pdu = check(room(there, power=chain()[:-1]), request)
    assert (one_pdu.decision, one_pdu.conflicts) == (DOES_NOT_FIT, (("keep",),))


def test_the_host_of_a_member_that_is_a_machine_is_asked_for_and_the_host_s_device() -> None:
    """V1 runs nobody knows where; V2 on a host whose device is not known; V3 on one of unknown rack."""
    there = device("D1", rack=None, position_hu=None, height_hu=0, line=4)
    spare = device("D2", rack="R2")
    hosts = (host("N3", device="D2"), host("N1", line=2), host("N2", device="D1", line=3))
    machines = [
        vm("V1", None, group="web", line=2),
        vm("V2", "N1", group="web", line=3),
        vm("V3", "N2", group="web", line=4),
    ]
    expected = ["vms.csv 2 host", "hosts.csv 2 device", "devices.csv 4 rack"]
    for machine, cell in zip(machines, expected, strict=True):
        racks = (rack("R1"), rack("R2", status="retired"))
        where = room(there, spare, racks=racks, hosts=hosts, vms=(machine,))
        assert cells(where, server(**GROUPED)) == [cell]


# --- applications ----------------------------------------------------------------------------


def test_what_is_not_known_of_a_host_is_named() -> None:
    """Its memory, and that of the other host of its cluster; not the disk of that one."""
    hosts = (
        host("N1", cluster="C1", memory_mb=None, line=2),
        host("N2", cluster="C1", memory_mb=None, disk_gb=None, status="active", line=3),
        host("N3", cluster="C2", memory_mb=None, line=4, status="planned"),
    )
    where = room(hosts=(hosts[0], replace(hosts[1], vcpu=0), hosts[2]))
    assert cells(where, app()) == ["hosts.csv 2 memory_mb", "hosts.csv 3 memory_mb"]


def test_what_is_not_known_of_a_machine_is_named_where_it_may_run() -> None:
    """V1 on N1 and V2 of no host at all; V3 is of another cluster."""
    machines = (
        vm("V1", "N1", memory_mb=None, line=2),
        vm("V2", None, disk_gb=999, line=3),
        vm("V3", None, cluster="C9", memory_mb=None, line=4),
    )
    assert cells(room(hosts=(host("N1"),), vms=machines), app()) == ["vms.csv 2 memory_mb", "vms.csv 3 host"]


def test_an_application_of_unknown_size_is_named_by_its_keys() -> None:
    """Disk is known to be none, and is not asked for."""
    request = app(vcpu=None, memory_mb=None, disk_gb=0)
    assert cells(room(hosts=(host("N1"),)), request) == [
        "request.json None memory_mb",
        "request.json None vcpu",
    ]


def test_where_a_host_stands_is_asked_for() -> None:
    """The zone matters: no device is known for N1; D1, the device of N2, has no rack; R1 has no zone."""
    there = (device("D1", rack=None, position_hu=None, height_hu=0, line=4), device("D2"))
    in_zone = app(security_zone="internal")
    racks = (rack("R1", security_zone="internal"), rack("R2", security_zone="dmz"))
    for found, cell in (
        (host("N1", line=2), "hosts.csv 2 device"),
        (host("N2", device="D1"), "devices.csv 4 rack"),
    ):
        assert cells(room(*there, racks=racks, hosts=(found,)), in_zone) == [cell]
    unknown = (rack("R1", security_zone=None, line=7),)
    assert cells(room(device("D2"), racks=unknown, hosts=(host("N3", device="D2"),)), in_zone) == [
        "racks.csv 7 security_zone"
    ]


def test_the_cords_of_a_host_s_device_are_asked_for() -> None:
    """D1 carries N1 and may hang on the pdu that V1's host hangs on."""
    there = (draws("D1", 100, line=4), draws("D2", 100, "R1-A"))
    hosts = (host("N1", device="D1"), host("N2", device="D2", status="planned"))
    where = room(*there, hosts=hosts, vms=(vm("V1", "N2", group="web"),))
    assert cells(where, app(group="web", keep=("apart:power",))) == ["devices.csv 4 cords"]


# --- several items ---------------------------------------------------------------------------


def test_several_items_name_what_only_they_together_need() -> None:
    """One of 30 kg is certain beside D1, which may be in either rack; four of them are not."""
    there = device(rack=None, position_hu=None, height_hu=0, weight_g=95_000, line=4)
    racks = (rack("R1", max_load_g=200_000), rack("R2", max_load_g=200_000))
    where = room(there, racks=racks, power=chain("R1", "R2"))
    heavy = server(weight_g=50_000, power_w=100)
    assert check(where, heavy).decision == FITS
    many = replace(heavy, quantity=6)
    answer = check(where, many)
    assert answer.decision == CANNOT_DECIDE
    assert [f"{m.file} {m.row} {m.column}" for m in answer.missing] == ["devices.csv 4 rack"]
    ends_the_doubt(where, many, answer)


def test_several_applications_name_what_only_they_together_need() -> None:
    """One fits beside V1 wherever it runs, three on each host do not if it runs there."""
    hosts = (host("N1", memory_mb=1_000), host("N2", memory_mb=1_000))
    where = room(hosts=hosts, vms=(vm("V1", None, memory_mb=300, line=2),))
    one = app(memory_mb=300)
    assert check(where, one).decision == FITS
    answer = check(where, replace(one, quantity=6))
    assert (answer.decision, [m.column for m in answer.missing]) == (CANNOT_DECIDE, ["host"])


# --- random rooms ----------------------------------------------------------------------------


@pytest.mark.parametrize("first", range(3_000, 3_150, 50))
def test_filling_in_what_is_missing_decides_random_rooms(first: int) -> None:
    """150 rooms, one item and all of them; every named cell is there, empty, and enough."""
    undecided = 0
    for seed in range(first, first + 50):
        case = random_room(seed)
        for quantity in {1, case.request.quantity}:
            request = replace(case.request, quantity=quantity)
            answer = Checker(case.room, case.today).check(request)
            if answer.decision == CANNOT_DECIDE and not unmodelled(request):
                ends_the_doubt(case.room, request, answer, case.today)
                undecided += 1
    assert undecided >= 5


def test_a_used_port_is_no_missing_cell() -> None:
    """What is known does not fit, and asks for nothing."""
    answer = check(
        room(device(ports=(PortUse("SWA", "10gbase-x-sfpp", 1),)), ports=(group("SWA", 1),)),
        server(ports=(need(1),)),
    )
    assert (answer.decision, answer.missing) == (DOES_NOT_FIT, ())
