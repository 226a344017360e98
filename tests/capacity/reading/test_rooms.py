"""A room that is read has every value in base units, and says what was read."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest

from capacity.errors import BadInput
from capacity.reading import read_room
from capacity.room import Cord, PortUse
from tests.rooms import ROOM, write_room


def test_the_default_room_is_read_whole(tmp_path: Path) -> None:
    """Each kind of row arrives with its units, defaults and row numbers."""
    room = read_room(write_room(tmp_path))
    rack = room.racks[1]
    assert (rack.name, rack.row, rack.height_u, rack.x_mm, rack.max_load_g) == ("R02", "B", 42, 1200, 800_000)
    assert rack.blocked_units == {1, 41, 42}
    assert rack.dedicated_to is None
    assert rack.line == 3
    node = {node.name: node for node in room.power}["R02-A"]
    assert (node.fed_by, node.feeding, node.usable_ppm, node.failover_ppm) == (
        ("PNL-A",),
        "share",
        None,
        10**6,
    )
    assert (node.phases, node.outlets, node.other_w) == (3, 12, 0)
    assert room.cooling[0].zones == ("Z1",)
    assert room.ports[0].ports == 24
    web, db = room.devices
    assert (web.position_hu, web.height_hu, web.movable, web.move_cost) == (2, 4, True, 2)
    assert web.ports == (PortUse("SW-A", "10gbase-x-sfpp", 1), PortUse("SW-B", "10gbase-x-sfpp", 1))
    assert (db.weight_g, db.power_basis, db.cords) == (
        15_500,
        "measured",
        (Cord("R02-A", "L1"), Cord("R02-B", "L1")),
    )
    assert room.policy.version == "2026-1"
    assert room.files == set(ROOM)
    assert room.notes == ()


def test_only_racks_must_be_there(tmp_path: Path) -> None:
    """What refers to an absent file is not followed, and stays as it stands."""
    files = dict.fromkeys(("power", "cooling", "ports", "policy"))
    room = read_room(write_room(tmp_path, **files))
    assert room.files == {"racks.csv", "devices.csv"}
    assert room.devices[0].cords[0] == Cord("R01-A")
    assert room.policy.usable_ppm == 800_000


def test_the_other_tables_are_read(tmp_path: Path) -> None:
    """Reservations, hosts, VMs, standards and trays keep their meaning."""
    room = read_room(
        write_room(
            tmp_path,
            reservations=(
                "reservation,request,item,rack,position_u,u_height,power_w,host,vcpu,until\n"
                "H1,Q1,1,R01,10,2,400,,,2027-12-31\nH2,Q2,,,,,,h1,4,\n"
            ),
            hosts="host,cluster,device,vcpu,vcpu_overcommit,os_families\nh1,C,web-1,64,2.5,ubuntu windows\n",
            vms="vm,host,memory_mb\nv1,h1,4096\n",
            standards="product,version,rule,support_ends\nubuntu,22.04,allowed,2027-04-01\nubuntu,,tolerated,\n",
            trays="from,to,length_m\nR01,corner,2.5\ncorner,R02,3\n",
        )
    )
    first, second = room.reservations
    assert (first.position_hu, first.height_hu, first.until) == (20, 4, date(2027, 12, 31))
    assert not first.for_application
    assert second.for_application
    assert room.hosts[0].overcommit_ppm == 2_500_000
    assert room.hosts[0].os_families == {"ubuntu", "windows"}
    assert room.vms[0].memory_mb == 4096
    assert [standard.version for standard in room.standards] == ["22.04", None]
    assert room.trays[0].ends == ("R01", "corner")
    assert room.trays[0].length_mm == 2_500


@pytest.mark.parametrize(
    ("position", "height", "read"),
    [
        ("7", "2", (14, 4)),
        ("7.5", "0.5", (15, 1)),
        ("", "2", (None, 4)),
        ("", "", (None, None)),
        ("7", "", (14, None)),
        ("0U", "", (None, 0)),
        ("0U", "0", (None, 0)),
        ("", "0", (None, 0)),
        ("7", "0", (None, 0)),
    ],
)
def test_positions_and_heights(
    tmp_path: Path, position: str, height: str, read: tuple[int | None, int | None]
) -> None:
    """0U and height 0 are beside the rails; an empty position otherwise is not known."""
    devices = f"device,rack,position_u,u_height\nx,R01,{position},{height}\n"
    device = read_room(write_room(tmp_path, devices=devices)).devices[0]
    assert (device.position_hu, device.height_hu) == read


def test_a_device_may_have_no_rack(tmp_path: Path) -> None:
    """It stands somewhere: None is unknown."""
    room = read_room(write_room(tmp_path, devices="device,power_w\nx,100\n"))
    assert room.devices[0].rack is None


def test_devices_that_overlap_or_leave_the_rack_are_not_refused(tmp_path: Path) -> None:
    """They are there; the room report tells that rules are broken."""
    devices = "device,rack,position_u,u_height\na,R02,41,4\nb,R02,41,4\nc,R02,900,60\n"
    assert len(read_room(write_room(tmp_path, devices=devices)).devices) == 3


def test_text_that_looks_like_code_is_kept_as_text(tmp_path: Path) -> None:
    """Formulas and SQL are names like others here; where they are written out, they are escaped."""
    devices = 'device,owner\n\'; DROP TABLE devices; --,"=HYPERLINK(""http://x"")"\n'
    device = read_room(write_room(tmp_path, devices=devices)).devices[0]
    assert device.name == "'; DROP TABLE devices; --"
    assert device.owner == '=HYPERLINK("http://x")'


def test_the_digest_depends_on_the_contents_only(tmp_path: Path) -> None:
    """Two copies agree, whatever the order of their files; a changed byte does not."""
    one = read_room(write_room(tmp_path / "one"))
    (tmp_path / "two").mkdir()
    for name in sorted(ROOM, reverse=True):
        shutil.copy(tmp_path / "one" / name, tmp_path / "two" / name)
    (tmp_path / "two" / "notes.txt").write_text("no part of the room")
    other = write_room(tmp_path / "three", policy='version = "2026-2"\n')
    assert read_room(tmp_path / "two").sha256 == one.sha256
    assert read_room(other).sha256 != one.sha256
    assert len(one.sha256) == 64


def test_files_it_does_not_know_are_noted(tmp_path: Path) -> None:
    """A misspelt table is a note with a suggestion; files of other kinds and requests are none."""
    write_room(tmp_path, devcies="device\nx\n", requests="request\nQ1\n")
    (tmp_path / "README.md").write_text("hello")
    (note,) = read_room(tmp_path).notes
    assert "'devcies.csv'" in note
    assert "'devices.csv'" in note


def test_a_status_that_may_be_misspelt_is_noted(tmp_path: Path) -> None:
    """A cooling unit whose status is not active does not count, so a typing error must show."""
    room = read_room(write_room(tmp_path, cooling="unit,capacity_w,zones,status\nC1,9000,Z1,actve\n"))
    assert room.cooling[0].status == "actve"
    assert "row 2" in room.notes[0]


def test_a_room_travels_between_processes(tmp_path: Path) -> None:
    """Solves run in child processes: a room must survive pickling."""
    room = read_room(write_room(tmp_path))
    assert pickle.loads(pickle.dumps(room)) == room


def test_a_room_of_the_wrong_kind_of_device_types_is_refused(tmp_path: Path) -> None:
    """A device_types.csv in the folder is part of the room, and its problems are told with the others."""
    write_room(tmp_path, device_types="slug,u_height\nx,tall\n", devices="device\nx\nx\n")
    with pytest.raises(BadInput) as bad:
        read_room(tmp_path)
    assert [(p.file, p.row) for p in bad.value.problems] == [("device_types.csv", 2), ("devices.csv", 3)]
