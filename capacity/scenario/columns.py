"""A room back as the tables it was built from, so that changed cells are checked as read ones are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from capacity.reading.dictionary import columns_of
from capacity.reading.table import Table
from capacity.room import Rack, Room, Standard, Tray

# Column -> field, where the two have different names.
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "racks.csv": {
        "rack": "name",
        "u_height": "height_u",
        "starting_unit": "first_unit",
        "x_m": "x_mm",
        "y_m": "y_mm",
        "max_load_kg": "max_load_g",
    },
    "power.csv": {"node": "name", "usable_fraction": "usable_ppm", "failover_fraction": "failover_ppm"},
    "cooling.csv": {"unit": "name"},
    "ports.csv": {"max_cable_m": "max_cable_mm"},
    "trays.csv": {"length_m": "length_mm"},
    "devices.csv": {
        "device": "name",
        "position_u": "position_hu",
        "u_height": "height_hu",
        "weight_kg": "weight_g",
    },
    "reservations.csv": {
        "reservation": "name",
        "position_u": "position_hu",
        "u_height": "height_hu",
        "weight_kg": "weight_g",
    },
    "hosts.csv": {"host": "name", "vcpu_overcommit": "overcommit_ppm"},
    "vms.csv": {"vm": "name"},
    "standards.csv": {},
}


def _blocked(rack: Rack) -> tuple[tuple[int, int], ...]:
    return tuple((unit, unit) for unit in sorted(rack.blocked_units))


def _from(tray: Tray) -> str:
    return tray.ends[0]


def _to(tray: Tray) -> str:
    return tray.ends[1]


def _families(host: Any) -> tuple[str, ...]:
    return tuple(sorted(host.os_families))


def _note(standard: Standard) -> str | None:
    return standard.note or None


# Values that are kept in another form than they are read in.
_MADE: Mapping[tuple[str, str], Callable[[Any], Any]] = {
    ("racks.csv", "blocked_units"): _blocked,
    ("trays.csv", "from"): _from,
    ("trays.csv", "to"): _to,
    ("hosts.csv", "os_families"): _families,
    ("standards.csv", "note"): _note,
}


def things_of(room: Room, file: str) -> tuple[Any, ...]:
    """The things of a room that one of its files lists."""
    return tuple(getattr(room, file.removesuffix(".csv")))


def table_of(file: str, things: tuple[Any, ...]) -> Table:
    """The table that lists these things: `capacity.reading.build` backwards."""
    columns: dict[str, list[Any]] = {}
    for column in columns_of(file):
        made = _MADE.get((file, column))
        if made is not None:
            columns[column] = list(map(made, things))
        else:
            name = _FIELDS[file].get(column, column)
            columns[column] = [getattr(thing, name) for thing in things]
    return Table(file, [thing.line for thing in things], columns)
