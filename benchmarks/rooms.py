"""Rooms of any size from a seed: the same arguments give the same room, on every machine.

Rows of ten racks, two rows to a cooling zone, ten zones to a hall. Every rack has a PDU and a switch on
each side, every row a pair of panels and of switches, every block of rows a pair of UPSs; a fifth of
the B panels hang on the neighbour's UPS, so that losing one UPS is not like losing another. Some twenty
devices a rack take 70 % of its units or more. The last racks are a lab in which each breaks one rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from benchmarks.catalogue import FAST, SLOW
from benchmarks.folder import write_folder
from benchmarks.racks import AGENCIES, Filled, fill, join_groups
from benchmarks.sizing import MARGINS, cooling_units, power_chain
from capacity.policy import Policy
from capacity.reading.dictionary import POLICY, ROOM_TABLES
from capacity.room import Device, Host, PortGroup, Rack, Reservation, Room, Standard, Tray, Vm

__all__ = ["LAB", "TODAY", "make_room", "write_folder"]

TODAY = date(2026, 6, 1)
#: Racks at the end of every room, in a zone of their own, that each break a rule.
LAB = ("planned", "one feed", "no sockets", "dedicated", "nearly full")
RACKS_PER_ROW = 10
ROWS_PER_ZONE = 2
ROWS_PER_HALL = 20
HOSTS_PER_CLUSTER = 8

_STANDARDS = (
    Standard("debian", "allowed", "12", date(2028, 6, 30)),
    Standard("ubuntu", "allowed", "24.04", date(2029, 4, 30)),
    Standard("rocky", "tolerated", "8", date(2029, 5, 31)),
    Standard("centos", "forbidden"),
)


def make_room(racks: int, seed: int = 1, margins: str = "easy", *, three_phase: bool = False) -> Room:
    """Make a valid room.

    Parameters
    ----------
    racks
        Number of racks, at least 20.
    margins
        "easy": 60-80 % of the units are taken, and everything carries 12-50 % more than what stands there.
        "tight": 70-80 % are taken, and PDUs, panels, UPSs and cooling carry but 3-15 % more.
    three_phase
        PDUs of three phases, every cord on a leg; else of one.
    """
    if racks < 2 * RACKS_PER_ROW or margins not in MARGINS:
        raise ValueError("a room has 20 racks or more, and margins that are easy or tight")
    rng = Random(f"{racks} {seed} {margins} {three_phase}")
    filled = []
    for number in range(racks):
        lab = LAB[number - racks] if number >= racks - len(LAB) else ""
        filled.append(fill(rng, _rack(rng, number, lab), lab, three_phase, margins))
    join_groups(rng, filled)
    power = power_chain(rng, filled, margins, three_phase)
    cooling = cooling_units(rng, filled, margins, ROWS_PER_HALL // ROWS_PER_ZONE)
    devices, reservations = _reserve(rng, filled)
    hosts, vms = _virtualise(rng, devices)
    return Room(
        racks=_numbered(_limited(rng, f) for f in filled),
        power=_numbered(power),
        cooling=_numbered(cooling),
        ports=_numbered([*_row_switches(filled), *(group for f in filled for group in f.groups)]),
        trays=_numbered(_trays([f.rack for f in filled])),
        devices=_numbered(devices),
        reservations=_numbered(reservations),
        hosts=_numbered(hosts),
        vms=_numbered(vms),
        standards=_numbered(_STANDARDS),
        policy=Policy(version="benchmark-1", keep_free_hu=2),
        files=frozenset({*ROOM_TABLES, POLICY}),
    )


def _numbered(things: Iterable[Any]) -> tuple[Any, ...]:
    """Things with the rows that they have in their file (row 1 is the header)."""
    return tuple(replace(thing, line=line) for line, thing in enumerate(things, start=2))


def _rack(rng: Random, number: int, lab: str) -> Rack:
    row, column = divmod(number, RACKS_PER_ROW)
    hall, aisle = divmod(row, ROWS_PER_HALL)
    dedicated = rng.choice(AGENCIES) if rng.random() < 0.05 else None
    return Rack(
        name=f"R{number + 1:04d}",
        row=f"ROW{row + 1:03d}",
        height_u=42,
        x_mm=hall * 12_000 + column * 600,
        y_mm=aisle * 2_400,
        usable_depth_mm=rng.choice((900, 1_000, 1_000, 1_000, 1_050)),
        cooling_zone=f"Z{row // ROWS_PER_ZONE + 1:03d}",
        security_zone="lab" if lab else rng.choices(("internal", "dmz", "restricted"), (14, 3, 3))[0],
        dedicated_to="Satpol PP" if lab == "dedicated" else None if lab else dedicated,
        blocked_units=frozenset({42}) if rng.random() < 0.3 else frozenset(),
        status="planned" if lab == "planned" else "active",
    )


def _limited(rng: Random, filled: Filled) -> Rack:
    """The rack with a load and a heat limit above what stands in it."""
    kg = sum(device.weight_g or 0 for device in filled.devices) // 1_000
    watts = sum(device.power_w or 0 for device in filled.devices)
    return replace(
        filled.rack,
        max_load_g=max(kg + rng.randint(5, 60), rng.choice((600, 800, 1_000))) * 1_000,
        max_heat_w=-(-watts * rng.randint(110, 150) // 50_000) * 500,
    )


def _row_switches(filled: Sequence[Filled]) -> Iterator[PortGroup]:
    """A pair of switches in the first two racks of every row, for the whole row."""
    for start in range(0, len(filled), RACKS_PER_ROW):
        for side, f in zip("AB", filled[start : start + 2], strict=False):
            name = f"{f.rack.row}-SW-{side}"
            yield PortGroup(name, f.rack.name, FAST, 48, 12, "row", side, "internal", 15_000)
            yield PortGroup(name, f.rack.name, SLOW, 48, 0, "row", side, "mgmt", 15_000)


def _trays(racks: Sequence[Rack]) -> Iterator[Tray]:
    """A tray along every row, and one along the first racks of the rows of a hall."""
    for number, rack in enumerate(racks[1:], start=1):
        if number % RACKS_PER_ROW:
            yield Tray((racks[number - 1].name, rack.name), 600)
        elif number % (RACKS_PER_ROW * ROWS_PER_HALL):
            yield Tray((racks[number - RACKS_PER_ROW].name, rack.name), 2_400)


def _reserve(rng: Random, filled: Sequence[Filled]) -> tuple[list[Device], list[Reservation]]:
    """Turn one server in a hundred into a reservation; a fifth of these have lapsed."""
    devices: list[Device] = []
    reservations: list[Reservation] = []
    for device, lab in ((device, f.lab) for f in filled for device in f.devices):
        if lab or not device.ports or rng.random() > 0.01:
            devices.append(device)
            continue
        number = len(reservations) + 1
        until = rng.choice((date(2026, 3, 31), date(2026, 12, 31), None, None, date(2027, 6, 30)))
        reservations.append(
            Reservation(
                f"RSV{number:04d}", f"PAST{number:04d}", 1, device.owner, device.group, device.rack,
                device.position_hu, device.face, device.height_hu, device.depth, device.depth_mm,
                device.weight_g, device.power_w, device.cords, device.ports, until=until,
            )
        )  # fmt: skip
    return devices, reservations


def _virtualise(rng: Random, devices: Sequence[Device]) -> tuple[list[Host], list[Vm]]:
    """One device in fifty is a host of a cluster of eight, with some ten virtual machines each."""
    servers = [device for device in devices if device.height_hu == 4 and device.ports]
    chosen = rng.sample(servers, min(len(servers), max(4, len(devices) // 50)))
    hosts: list[Host] = []
    vms: list[Vm] = []
    for number, device in enumerate(chosen):
        cluster = f"CL{number // HOSTS_PER_CLUSTER + 1:03d}"
        name = f"VH{number + 1:04d}"
        hosts.append(
            Host(name, device.name, cluster, 64, 524_288, 20_000, None, frozenset({"debian", "ubuntu"}))
        )
        for _ in range(rng.randint(6, 12)):
            vms.append(
                Vm(
                    f"VM{len(vms) + 1:05d}", None, name, rng.choice((2, 4, 8)),
                    rng.choice((8_192, 16_384, 32_768)), rng.choice((100, 200, 500)), rng.choice(AGENCIES),
                )
            )  # fmt: skip
    return hosts, vms
