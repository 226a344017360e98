"""From columns of values to the frozen things of a room; called only once no problem is left."""

from __future__ import annotations

from typing import Any

from capacity.reading.cells import ZERO_U
from capacity.reading.table import Table
from capacity.room import (
    CoolingUnit,
    Device,
    Host,
    PortGroup,
    PowerNode,
    Rack,
    Reservation,
    Standard,
    Tray,
    Vm,
)


def _tuples(values: list[Any]) -> list[tuple[Any, ...]]:
    return [value or () for value in values]


def _standing(table: Table) -> tuple[list[int | None], list[int | None]]:
    """(positions, heights) in half units: height 0 is beside the rails, and has no position."""
    positions: list[int | None] = []
    heights: list[int | None] = []
    for position, height in zip(table["position_u"], table["u_height"], strict=True):
        beside = position == ZERO_U or height == 0
        positions.append(None if beside else position)
        heights.append(0 if beside else height)
    return positions, heights


def racks(t: Table) -> tuple[Rack, ...]:
    """The racks; blocked ranges become sets of unit numbers, at most 100 each."""
    blocked = [
        frozenset(unit for low, high in ranges or () for unit in range(low, high + 1))
        for ranges in t["blocked_units"]
    ]
    return tuple(
        map(
            Rack,
            t["rack"],
            t["row"],
            t["u_height"],
            t["starting_unit"],
            t["x_m"],
            t["y_m"],
            t["usable_depth_mm"],
            t["max_load_kg"],
            t["max_heat_w"],
            t["cooling_zone"],
            t["security_zone"],
            t["dedicated_to"],
            blocked,
            t["status"],
            t.lines,
        )
    )


def power(t: Table) -> tuple[PowerNode, ...]:
    """The nodes of the power chain."""
    return tuple(
        map(
            PowerNode,
            t["node"],
            t["kind"],
            t["rated_w"],
            t["path"],
            _tuples(t["fed_by"]),
            t["feeding"],
            t["rack"],
            t["other_w"],
            t["outlets"],
            t["usable_fraction"],
            t["failover_fraction"],
            t["phases"],
            t.lines,
        )
    )


def cooling(t: Table) -> tuple[CoolingUnit, ...]:
    """The cooling units; a zone named twice in a cell counts once."""
    zones = [None if names is None else tuple(dict.fromkeys(names)) for names in t["zones"]]
    return tuple(map(CoolingUnit, t["unit"], t["capacity_w"], zones, t["status"], t.lines))


def ports(t: Table) -> tuple[PortGroup, ...]:
    """The groups of switch ports."""
    return tuple(
        map(
            PortGroup,
            t["switch"],
            t["rack"],
            t["port_type"],
            t["ports"],
            t["used"],
            t["serves"],
            t["side"],
            t["network"],
            t["max_cable_m"],
            t.lines,
        )
    )


def trays(t: Table) -> tuple[Tray, ...]:
    """The cable trays."""
    return tuple(map(Tray, zip(t["from"], t["to"], strict=True), t["length_m"], t.lines))


def devices(t: Table) -> tuple[Device, ...]:
    """The devices that stand in the room."""
    positions, heights = _standing(t)
    return tuple(
        map(
            Device,
            t["device"],
            t["rack"],
            positions,
            t["face"],
            heights,
            t["depth"],
            t["depth_mm"],
            t["weight_kg"],
            t["power_w"],
            t["power_basis"],
            _tuples(t["cords"]),
            _tuples(t["ports"]),
            t["owner"],
            t["group"],
            t["status"],
            t["movable"],
            t["move_cost"],
            t.lines,
        )
    )


def reservations(t: Table) -> tuple[Reservation, ...]:
    """The places that are held."""
    positions, heights = _standing(t)
    return tuple(
        map(
            Reservation,
            t["reservation"],
            t["request"],
            t["item"],
            t["owner"],
            t["group"],
            t["rack"],
            positions,
            t["face"],
            heights,
            t["depth"],
            t["depth_mm"],
            t["weight_kg"],
            t["power_w"],
            _tuples(t["cords"]),
            _tuples(t["ports"]),
            t["host"],
            t["vcpu"],
            t["memory_mb"],
            t["disk_gb"],
            t["until"],
            t.lines,
        )
    )


def hosts(t: Table) -> tuple[Host, ...]:
    """The hosts of applications."""
    families = [frozenset(names or ()) for names in t["os_families"]]
    return tuple(
        map(
            Host,
            t["host"],
            t["device"],
            t["cluster"],
            t["vcpu"],
            t["memory_mb"],
            t["disk_gb"],
            t["vcpu_overcommit"],
            families,
            t["network"],
            t["status"],
            t.lines,
        )
    )


def vms(t: Table) -> tuple[Vm, ...]:
    """The virtual machines that run already."""
    return tuple(
        map(
            Vm,
            t["vm"],
            t["cluster"],
            t["host"],
            t["vcpu"],
            t["memory_mb"],
            t["disk_gb"],
            t["owner"],
            t["group"],
            t.lines,
        )
    )


def standards(t: Table) -> tuple[Standard, ...]:
    """The standard of products; an empty note is ""."""
    notes = [note or "" for note in t["note"]]
    return tuple(map(Standard, t["product"], t["rule"], t["version"], t["support_ends"], notes, t.lines))
