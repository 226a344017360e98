"""Names that stand for nothing or for two things, circles, and cells that contradict each other."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from capacity.errors import BadInput, Problem
from capacity.reading import read_room
from capacity.reading.chain import cycles
from tests.rooms import ROOM, write_room

POWER = "node,kind,fed_by,rated_w,rack,phases\n"
HOSTS = "host,device\nh1,web-1\n"


def problems_of(path: Path, **files: str | None) -> list[Problem]:
    with pytest.raises(BadInput) as bad:
        read_room(write_room(path, **files))
    return list(bad.value.problems)


@pytest.mark.parametrize(
    ("files", "file", "row", "column"),
    [
        ({"devices": "device,rack\nx,R01\ny,R9\n"}, "devices.csv", 3, "rack"),
        ({"power": ROOM["power.csv"].replace("B,UPS-B", "B,UPS-X")}, "power.csv", 6, "fed_by"),
        ({"power": POWER + "P,pdu,,1000,R7,\n", "devices": None}, "power.csv", 2, "rack"),
        (
            {"racks": "rack,row,u_height,cooling_zone\nR01,A,42,Z9\nR02,A,42,Z1\n"},
            "racks.csv",
            2,
            "cooling_zone",
        ),
        ({"ports": "switch,rack,port_type,ports\nS,R77,t,4\n", "devices": None}, "ports.csv", 2, "rack"),
        ({"hosts": "host,device\nh1,zz\n"}, "hosts.csv", 2, "device"),
        ({"hosts": HOSTS, "vms": "vm,host\nv,h2\n"}, "vms.csv", 2, "host"),
        ({"hosts": HOSTS, "reservations": "reservation,host\nr,h2\n"}, "reservations.csv", 2, "host"),
        ({"reservations": "reservation,rack\nr,R1\n"}, "reservations.csv", 2, "rack"),
        ({"reservations": "reservation,rack,cords\nr,R01,R01-C\n"}, "reservations.csv", 2, "cords"),
        ({"devices": "device,cords\nx,R01-X\n"}, "devices.csv", 2, "cords"),
        ({"devices": "device,cords\nx,UPS-A\n"}, "devices.csv", 2, "cords"),
        ({"devices": "device,cords\nx,R01-A:L1\n"}, "devices.csv", 2, "cords"),
        ({"devices": "device,ports\nx,SW-X/10gbase-x-sfpp:1\n"}, "devices.csv", 2, "ports"),
        ({"devices": "device,ports\nx,SW-A/1000base-t:1\n"}, "devices.csv", 2, "ports"),
        ({"power": POWER + "P:1,pdu,,1000,R01,\n", "devices": None}, "power.csv", 2, "node"),
    ],
)
def test_names_that_lead_nowhere_are_refused(
    tmp_path: Path, files: dict[str, str | None], file: str, row: int, column: str
) -> None:
    """One problem, at the cell that holds the name."""
    (problem,) = problems_of(tmp_path, **files)
    assert (problem.file, problem.row, problem.column) == (file, row, column)
    assert problem.advice


@pytest.mark.parametrize(
    ("files", "file", "row", "column"),
    [
        ({"racks": ROOM["racks.csv"] + "R01,C,,,42,,,,,,,,,\n"}, "racks.csv", 4, "rack"),
        ({"power": ROOM["power.csv"] + "UPS-A,ups,,,,,1,,,,,\n"}, "power.csv", 11, "node"),
        ({"cooling": "unit,zones\nC1,Z1\nC2,Z1\nC1,Z1\n"}, "cooling.csv", 4, "unit"),
        ({"devices": "device\nx\nX\nx\n"}, "devices.csv", 4, "device"),
        ({"ports": ROOM["ports.csv"] + "SW-A,R01,,,,10gbase-x-sfpp,1,,\n"}, "ports.csv", 4, "switch"),
        ({"hosts": "host\nh\nh\n"}, "hosts.csv", 3, "host"),
        ({"vms": "vm\nv\nv\n"}, "vms.csv", 3, "vm"),
        ({"reservations": "reservation\nr\nr\n"}, "reservations.csv", 3, "reservation"),
        (
            {"standards": "product,version,rule\np,,allowed\np,1,allowed\np,,forbidden\n"},
            "standards.csv",
            4,
            "product",
        ),
    ],
)
def test_names_that_stand_twice_are_refused(
    tmp_path: Path, files: dict[str, str], file: str, row: int, column: str
) -> None:
    """The later row is named, and says where the first one is."""
    (problem,) = problems_of(tmp_path, **files)
    assert (problem.file, problem.row, problem.column) == (file, row, column)
    assert "already" in problem.problem


def test_a_switch_stands_in_one_rack(tmp_path: Path) -> None:
    """Several rows for its types are fine, in several racks are not."""
    more = "SW-A,R01,room,A,,1000base-t,24,0,\n"
    assert len(read_room(write_room(tmp_path / "good", ports=ROOM["ports.csv"] + more)).ports) == 3
    (problem,) = problems_of(tmp_path / "bad", ports=ROOM["ports.csv"] + more.replace("R01", "R02"))
    assert (problem.row, problem.column) == (4, "rack")


def test_a_zone_may_belong_to_a_unit_of_unknown_zones(tmp_path: Path) -> None:
    """A unit that does not say what it serves may serve any zone."""
    room = read_room(write_room(tmp_path, cooling="unit,capacity_w,zones\nC1,9000,\n"))
    assert room.cooling[0].zones is None


@pytest.mark.parametrize(
    ("chain", "rows"),
    [
        ("UA,ups,PA,1,,\nPA,panel,UA,1,,\n", [2]),
        ("UA,ups,UA,1,,\n", [2]),
        ("S,utility,,1,,\nA,ups,S B,1,,\nB,ups,A,1,,\nC,ups,D,1,,\nD,ups,C,1,,\nE,pdu,D,1,,\n", [3, 5]),
    ],
)
def test_circles_are_told_once_each(tmp_path: Path, chain: str, rows: list[int]) -> None:
    """At the first of their rows, in the column fed_by; what hangs below is not blamed."""
    problems = problems_of(tmp_path, power=POWER + chain, devices=None)
    assert [(p.row, p.column) for p in problems] == [(row, "fed_by") for row in rows]


def test_a_chain_of_1500_nodes_is_no_circle(tmp_path: Path) -> None:
    """The walk does not use Python's stack; closed at the end, the chain is one circle."""
    chain = "".join(f"N{n},panel,N{n + 1},1000,,\n" for n in range(1500))
    assert (
        len(
            read_room(
                write_room(tmp_path / "a", power=POWER + chain + "N1500,utility,,1,,\n", devices=None)
            ).power
        )
        == 1501
    )
    (problem,) = problems_of(tmp_path / "b", power=POWER + chain + "N1500,utility,N0,1,,\n", devices=None)
    assert problem.row == 2


def test_nodes_that_all_feed_each_other_are_told_quickly() -> None:
    """A dense graph has more circles than anybody can read; some are enough."""
    names = [f"n{n}" for n in range(400)]
    start = time.process_time()
    found = cycles({name: tuple(names) for name in names})
    assert 1 <= len(found) <= 100
    assert time.process_time() - start < 1


def test_a_parent_twice_is_refused(tmp_path: Path) -> None:
    """UA UA is probably UA UB; taken as it stands it would hide a missing feed."""
    (problem,) = problems_of(tmp_path, power=POWER + "U,ups,,1,,\nP,panel,U U,1,,\n", devices=None)
    assert (problem.row, problem.column) == (3, "fed_by")


@pytest.mark.parametrize(
    ("blocked", "starting", "good"),
    [
        ("1 41-42", "", True),
        ("42-41", "", False),
        ("43", "", False),
        ("0", "", False),
        ("1-999999999", "", False),
        ("20 61", "20", True),
        ("19", "20", False),
        ("60-62", "20", False),
    ],
)
def test_blocked_units_lie_in_the_rack(tmp_path: Path, blocked: str, starting: str, good: bool) -> None:
    """In the rack's own numbering; a huge range costs no time."""
    racks = f"rack,row,u_height,starting_unit,blocked_units\nR01,A,42,{starting},{blocked}\nR02,A,42,,\n"
    if good:
        assert len(read_room(write_room(tmp_path, racks=racks)).racks[0].blocked_units) >= 2
    else:
        (problem,) = problems_of(tmp_path, racks=racks)
        assert (problem.file, problem.row, problem.column) == ("racks.csv", 2, "blocked_units")


def test_0u_with_a_height_contradicts_itself(tmp_path: Path) -> None:
    """Beside the rails nothing takes units."""
    (problem,) = problems_of(tmp_path, devices="device,rack,position_u,u_height\nx,R01,0U,2\n")
    assert (problem.row, problem.column) == (2, "position_u")


def test_a_reservation_is_for_a_rack_or_a_host(tmp_path: Path) -> None:
    """One that names both would lose the place in the rack without a word."""
    (problem,) = problems_of(tmp_path, hosts=HOSTS, reservations="reservation,host,rack\nr,h1,R01\n")
    assert (problem.row, problem.column) == (2, "rack")


def test_all_problems_of_a_folder_come_at_once(tmp_path: Path) -> None:
    """Seven problems in six files, in the order of file, row and column."""
    problems = problems_of(
        tmp_path,
        racks=ROOM["racks.csv"].replace("R01,A,0,0,42", "R01,A,0,0,x"),
        power=ROOM["power.csv"].replace("R01,4000,,12,,1,\nR01-B", "R01,-4,,12,,1,\nR01-B"),
        cooling="unit,capacity_w,zones\nC1,many,Z1\n",
        ports=ROOM["ports.csv"].replace("SW-A,R01", "SW-A,R77"),
        devices="device,rack,face,cords\nx,R01,,R9-Z\ny,R01,top,\n",
        policy="[power]\nfoo = 1\n",
    )
    assert [(p.file, p.row, p.column) for p in problems] == [
        ("cooling.csv", 2, "capacity_w"),
        ("devices.csv", 2, "cords"),
        ("devices.csv", 3, "face"),
        ("policy.toml", None, "power.foo"),
        ("ports.csv", 2, "rack"),
        ("power.csv", 7, "rated_w"),
        ("racks.csv", 2, "u_height"),
    ]


@pytest.mark.parametrize(
    ("files", "file"),
    [
        ({"racks": ROOM["racks.csv"].replace("R01,A", "R\x1b1,A")}, "racks.csv"),
        ({"racks": ROOM["racks.csv"].replace("R01,A", ",A")}, "racks.csv"),
        ({"racks": "row,u_height\nA,42\n"}, "racks.csv"),
        ({"racks": ""}, "racks.csv"),
        ({"racks": ROOM["racks.csv"] + '"R03,C\n'}, "racks.csv"),
        ({"power": "node;kind\nx;pdu\n"}, "power.csv"),
        ({"power": ROOM["power.csv"].replace("R01-A,pdu", "R01-A,pud")}, "power.csv"),
        ({"power": ROOM["power.csv"].replace("UPS-A,ups,A,", "UPS-A,ups,A A,,")}, "power.csv"),
        ({"ports": ROOM["ports.csv"].replace("SW-A,", "SW A,")}, "ports.csv"),
        ({"cooling": "unit,zones\nC1,Z\u202e1\n"}, "cooling.csv"),
        ({"devices": "device\n,\nx\tz\n", "hosts": "host,device\nh,x\n"}, "devices.csv"),
    ],
)
def test_a_bad_cell_causes_no_problems_elsewhere(tmp_path: Path, files: dict[str, str], file: str) -> None:
    """Names that could not be read, or may be missing, are not followed."""
    assert {problem.file for problem in problems_of(tmp_path, **files)} == {file}


def test_similar_names_are_suggested(tmp_path: Path) -> None:
    """A rack in the wrong case is the usual mistake."""
    (problem,) = problems_of(tmp_path, devices="device,rack\nx,r01\n")
    assert "'R01'" in problem.advice
