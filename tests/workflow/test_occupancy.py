"""Rows of occupancy and the rooms they come from."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from capacity.data import data_path
from capacity.reading import read_room
from capacity.room import Device, PortUse, Reservation, Room, Vm
from tests.properties.random_rooms import random_case, random_medium_case
from workflow.occupancy import Countable, Occupancy, hold, imported, installed, overlaps, room_with


def device(name: str, position_hu: int | None, height_hu: int | None = 2, **more: object) -> Device:
    return Device(name, "R1", position_hu=position_hu, height_hu=height_hu, **more)  # type: ignore[arg-type]


def rows(*devices: Device) -> tuple[Occupancy, ...]:
    return imported(Room(racks=(), devices=devices))


@pytest.mark.parametrize("seed", range(20))
def test_a_room_and_its_rows_make_the_room_again(seed: int) -> None:
    room = (random_case if seed % 10 else random_medium_case)(seed).room
    made = [hold(Reservation("new", rack=room.racks[0].name), "PS-1", None)]
    assert room_with(room, [], ()) == room
    found = room_with(room, made, {("devices", one.name) for one in room.devices})
    assert found.devices == ()
    assert found.reservations[-1].name == "new"
    # Everything that the room holds is a row, once.
    things = [row.thing for row in imported(room)]
    assert things == [*room.devices, *room.vms, *room.reservations]


@pytest.mark.parametrize("seed", range(20))
def test_overlaps_are_those_that_comparing_every_two_finds(seed: int) -> None:
    found = imported((random_case if seed % 10 else random_medium_case)(seed).room)
    every_two = {
        tuple(sorted((one.name, other.name)))
        for one in found
        for other in found
        if one is not other and one.place and other.place and one.place.meets(other.place)
    }
    assert {(pair.one, pair.other) for pair in overlaps(found)} == every_two
    assert {row.name for row in found if row.exempt} == {name for pair in every_two for name in pair}


def test_a_device_of_unknown_height_takes_the_half_unit_it_is_known_to_take() -> None:
    (row,) = rows(device("unknown", 8, None))
    assert row.place is not None
    assert (row.place.start_hu, row.place.end_hu) == (8, 9)


@pytest.mark.parametrize("thing", [device("nowhere", None), device("beside", None, 0), device("flat", 8, 0)])
def test_what_has_no_known_units_takes_none(thing: Device) -> None:
    (row,) = rows(thing)
    assert row.place is None


def test_half_depth_takes_its_own_face_and_full_depth_both() -> None:
    front, rear, full = rows(
        device("front", 2, depth="half"), device("rear", 2, depth="half", face="rear"), device("full", 4)
    )
    faces = [(row.place.face_from, row.place.face_to) for row in (front, rear, full) if row.place]
    assert faces == [(0, 1), (1, 2), (0, 2)]
    assert not overlaps((front, rear, full))


def test_amounts_are_those_of_ports_and_hosts_and_unknown_ones_are_left_out() -> None:
    wired = device("wired", 2, ports=(PortUse("S", "t", 2), PortUse("S", "t", 1), PortUse("T", "t", 1)))
    assert installed(wired, None).amounts == {Countable("port", "S/t"): 3, Countable("port", "T/t"): 1}
    vm = Vm("vm", host="h", vcpu=2, memory_mb=None, disk_gb=10)
    (row,) = imported(Room(racks=(), vms=(vm,)))
    assert row.amounts == {Countable("vcpu", "h"): 2, Countable("disk_gb", "h"): 10}


def test_a_loaded_reservation_expires_as_the_day_after_its_last_one_begins_in_denpasar() -> None:
    held = Reservation("r", rack="R1", until=date(2026, 6, 9))
    (row,) = imported(Room(racks=(), reservations=(held,)))
    assert row.expires == datetime(2026, 6, 9, 16, 0, tzinfo=UTC)


def test_the_example_rooms_have_the_overlaps_that_are_known() -> None:
    found = {name: overlaps(imported(read_room(data_path("rooms") / name))) for name in ("denpasar", "hall")}
    assert found == {"denpasar": (("B05", "kvm-b05", "sirine-1"),), "hall": ()}
