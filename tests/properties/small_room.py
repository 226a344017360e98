"""A small room made by hand in which everything fits, for tests that spoil one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from capacity.room import CoolingUnit, Cord, Device, PortGroup, PowerNode, Rack, Room
from placement.request import PortNeed, Request

TODAY = date(2026, 11, 24)
SFP = "10gbase-x-sfpp"
PAIR = (Cord("R1-A"), Cord("R1-B"))

SERVER = Request(
    name="Q1",
    height_hu=2,
    depth_mm=700,
    weight_g=20_000,
    power_w=500,
    ports=(PortNeed(SFP, 2),),
    port_sides=2,
    security_zone="internal",
)


def node(name: str, kind: str, *fed_by: str, **more: object) -> PowerNode:
    """Return a node of 10 kW (a pdu: 4 kW) that may be used in full while something is lost."""
    rated = 4_000 if kind == "pdu" else 10_000
    found = PowerNode(name, kind, rated, fed_by=fed_by, failover_ppm=1_000_000)
    return replace(found, **more)  # type: ignore[arg-type]


def rack(name: str, **more: object) -> Rack:
    """Return an active rack of twelve units in zone Z1 and in the internal zone."""
    found = Rack(
        name,
        "row1",
        12,
        x_mm=0,
        y_mm=0,
        usable_depth_mm=1_000,
        max_load_g=500_000,
        max_heat_w=5_000,
        cooling_zone="Z1",
        security_zone="internal",
    )
    return replace(found, **more)  # type: ignore[arg-type]


def device(name: str, **more: object) -> Device:
    """Return a device of one unit at unit 1 of rack R1 that weighs and draws nothing."""
    found = Device(name, "R1", 2, height_hu=2, depth_mm=700, weight_g=0, power_w=0)
    return replace(found, **more)  # type: ignore[arg-type]


def group(switch: str, side: str, **more: object) -> PortGroup:
    return replace(PortGroup(switch, "R1", SFP, 8, side=side), **more)  # type: ignore[arg-type]


def small_room(*devices: Device, **more: object) -> Room:
    """Return a room of one rack on a 2N chain, with two cooling units and two switches."""
    found = Room(
        racks=(rack("R1"),),
        power=(
            node("UTIL", "utility", rated_w=100_000),
            node("UA", "ups", "UTIL"),
            node("UB", "ups", "UTIL"),
            node("PA", "panel", "UA"),
            node("PB", "panel", "UB"),
            node("R1-A", "pdu", "PA", path="A", rack="R1"),
            node("R1-B", "pdu", "PB", path="B", rack="R1"),
        ),
        cooling=(CoolingUnit("C1", 5_000, ("Z1",)), CoolingUnit("C2", 5_000, ("Z1",))),
        ports=(group("SWA", "A"), group("SWB", "B")),
        devices=devices,
        files=frozenset({"racks.csv", "power.csv", "cooling.csv", "ports.csv", "devices.csv"}),
    )
    return replace(found, **more)  # type: ignore[arg-type]


def with_nodes(room: Room, **changes: dict[str, object]) -> Room:
    """Return the room with some nodes changed, named with _ for -."""
    names = {name.replace("_", "-"): values for name, values in changes.items()}
    power = tuple(replace(n, **names.get(n.name, {})) for n in room.power)  # type: ignore[arg-type]
    return replace(room, power=power)
