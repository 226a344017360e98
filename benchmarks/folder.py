"""A room, and a batch of requests, as the files that Titip reads."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from capacity.reading.dictionary import POLICY, REQUESTS, ROOM_TABLES, Column, columns_of
from capacity.room import Room
from capacity.units import plain
from placement.request import Request

_TABLES = {name: name.removesuffix(".csv") for name in ROOM_TABLES}  # file -> attribute of the room

# Columns whose attribute has another name, in any file and in one.
_ATTRIBUTES = {
    "u_height": "height_hu", "position_u": "position_hu", "starting_unit": "first_unit",
    "x_m": "x_mm", "y_m": "y_mm", "length_m": "length_mm", "max_cable_m": "max_cable_mm",
    "weight_kg": "weight_g", "max_load_kg": "max_load_g",
    "usable_fraction": "usable_ppm", "failover_fraction": "failover_ppm", "vcpu_overcommit": "overcommit_ppm",
    "node": "name", "unit": "name", "device": "name", "reservation": "name", "vm": "name",
}  # fmt: skip
_IN_FILE = {
    ("racks.csv", "rack"): "name",
    ("racks.csv", "u_height"): "height_u",
    ("hosts.csv", "host"): "name",
    ("hosts.csv", "device"): "device",
    ("requests.csv", "request"): "name",
    ("requests.csv", "from"): "start",
}
_PER_UNIT = {"metres": 1_000, "kilograms": 1_000, "half_units": 2, "position": 2, "ratio": 1_000_000}


def write_folder(room: Room, folder: Path) -> Path:
    """Write the files of `room` into the new folder `folder` and return it.

    Of the policy only version and keep_free_u are written; the rest has to be as by default.
    """
    folder.mkdir(parents=True)
    for name, attribute in _TABLES.items():
        _write(folder / name, columns_of(name), getattr(room, attribute))
    policy = f'version = "{room.policy.version}"\n[space]\nkeep_free_u = {room.policy.keep_free_hu // 2}\n'
    (folder / POLICY).write_text(policy, encoding="utf-8")
    return folder


def write_requests(requests: Sequence[Request], path: Path) -> Path:
    """Write `requests` as a CSV file and return its path."""
    _write(path, columns_of(REQUESTS), requests)
    return path


def _write(path: Path, columns: Iterable[str], things: Iterable[Any]) -> None:
    described = columns_of(REQUESTS if path.name not in _TABLES else path.name)
    names = list(columns)
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(names)
        for thing in things:
            table.writerow([_cell(described[name], thing) for name in names])


def _cell(column: Column, thing: Any) -> str:
    if column.file == "trays.csv" and column.name in ("from", "to"):
        return str(thing.ends[column.name == "to"])
    attribute = _IN_FILE.get((column.file, column.name)) or _ATTRIBUTES.get(column.name, column.name)
    value = getattr(thing, attribute)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | frozenset):
        return " ".join(map(str, sorted(value) if isinstance(value, frozenset) else value))
    return str(plain(value, _PER_UNIT[column.kind])) if column.kind in _PER_UNIT else str(value)
