"""Empty cells that matter, and those that do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from capacity.ledger import Ledger
from capacity.missing import MissingCell, missing_cells
from capacity.reading import read_room
from tests.capacity.test_measures import HELD, HOSTS, VMS
from tests.rooms import ROOM, write_room

DEVICES, RACKS = ROOM["devices.csv"], ROOM["racks.csv"]


def cells(path: Path, **files: str | None) -> list[MissingCell]:
    """The missing cells of the small room with `files` in the place of its own."""
    return missing_cells(Ledger(read_room(write_room(path / "room", **files)), date(2026, 11, 24)))


def told(found: list[MissingCell]) -> list[tuple[str, int, str]]:
    """File, row and column."""
    return [(c.file, c.row, c.column) for c in found]


def test_a_complete_room_misses_nothing(tmp_path: Path) -> None:
    """The small room of the tests is complete."""
    assert cells(tmp_path) == []


def test_a_device_of_which_nothing_is_known_misses_everything_that_counts(tmp_path: Path) -> None:
    """Its place, size, weight, draw and cords; its depth counts for nothing that comes after it."""
    found = cells(tmp_path, devices=DEVICES + "x,,,,,,,,,,,,,,,,\n")
    assert told(found) == [
        ("devices.csv", 4, column)
        for column in ("cords", "position_u", "power_w", "rack", "u_height", "weight_kg")
    ]
    assert found[2].why == "draw of device x"


def test_a_device_beside_the_rails_that_draws_nothing_misses_nothing(tmp_path: Path) -> None:
    """0U and 0 W are known."""
    assert cells(tmp_path, devices=DEVICES + "x,R01,0U,,,,,0,0,,,,,,,,\n") == []


def test_what_the_policy_stands_in_for_is_still_told(tmp_path: Path) -> None:
    """Marked as assumed."""
    policy = "[unknown]\ndraw_w_per_u = 150\nweight_kg_per_u = 10\n"
    found = cells(tmp_path, policy=policy, devices=DEVICES + "x,R01,20,,1,full,,,,,R01-A R01-B,,,,,,\n")
    assert [(c.column, c.assumed, c.rack) for c in found] == [
        ("power_w", True, "R01"),
        ("weight_kg", True, "R01"),
    ]


def test_reservations_and_hosts_and_vms_count_as_well(tmp_path: Path) -> None:
    """Each by its own file and row."""
    found = cells(
        tmp_path,
        reservations=HELD + "H,REQ,1,,,R01,20,,1,full,,,0,,,,,,,\n",
        hosts=HOSTS + "h1,c,,8,,100,1,,,\n",
        vms=VMS + "v,c,,,1024,10,,\n",
    )
    assert told(found) == [
        ("hosts.csv", 2, "device"),
        ("hosts.csv", 2, "memory_mb"),
        ("reservations.csv", 2, "weight_kg"),
        ("vms.csv", 2, "host"),
        ("vms.csv", 2, "vcpu"),
    ]


def test_racks_miss_their_limits_only_while_they_are_active(tmp_path: Path) -> None:
    """A planned rack takes nothing, so it needs nothing."""
    empty = "R03,B,,,42,1,,,,,,,,{}\n"
    found = cells(tmp_path / "active", racks=RACKS + empty.format("active"))
    assert [c.column for c in found] == [
        "cooling_zone", "max_heat_w", "max_load_kg", "security_zone", "usable_depth_mm",
    ]  # fmt: skip
    assert cells(tmp_path / "planned", racks=RACKS + empty.format("planned")) == []


def test_a_place_on_the_floor_matters_where_cables_are_measured(tmp_path: Path) -> None:
    """Only with a longest cable, and only where no tray leads to the rack."""
    racks = RACKS.replace("R02,B,1.2,0", "R02,B,,0")
    short = ROOM["ports.csv"].replace("24,0,\n", "24,0,7\n")
    assert cells(tmp_path / "any", racks=racks) == []
    assert told(cells(tmp_path / "short", racks=racks, ports=short)) == [("racks.csv", 3, "x_m")]
    assert cells(tmp_path / "tray", racks=racks, ports=short, trays="from,to,length_m\nR01,R02,3\n") == []


def test_cooling_units_and_pdus_miss_what_their_rules_need(tmp_path: Path) -> None:
    """Active units only; a rack ATS has no path by design."""
    power = (
        ROOM["power.csv"]
        + "R01-S,pdu,,PNL-A PNL-B,transfer,R01,4000,,,,1,\nR01-C,pdu,,PNL-A,,R01,4000,,,,1,\n"
    )
    cooling = "unit,capacity_w,zones,status\nC1,,,\nC2,12000,Z1,\nC3,,,retired\n"
    assert told(cells(tmp_path, power=power, cooling=cooling)) == [
        ("cooling.csv", 2, "capacity_w"),
        ("cooling.csv", 2, "zones"),
        ("power.csv", 12, "path"),
    ]


@pytest.mark.parametrize(("expired", "many"), [("refuse", 1), ("condition", 0)])
def test_an_end_of_support_matters_where_the_policy_refuses(tmp_path: Path, expired: str, many: int) -> None:
    """Elsewhere it becomes a condition; what is forbidden needs no date."""
    standards = "product,version,rule,support_ends,note\nubuntu,24.04,allowed,,\ncentos,7,forbidden,,\n"
    policy = f'[standards]\nexpired = "{expired}"\n'
    assert len(cells(tmp_path, standards=standards, policy=policy)) == many
