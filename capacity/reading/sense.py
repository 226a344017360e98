"""Cells of one row that contradict each other or what they stand in."""

from __future__ import annotations

from collections.abc import Mapping

from capacity.reading.cells import ZERO_U
from capacity.reading.memo import BAD
from capacity.reading.problems import Problems
from capacity.reading.table import Table

_SERVER_CELLS = ("rack", "position_u", "u_height", "weight_kg", "power_w", "cords", "ports")


def check_sense(tables: Mapping[str, Table], problems: Problems) -> None:
    """Report blocked units outside the rack, heights beside the rails, and double reservations."""
    if "racks.csv" in tables:
        _check_blocked(tables["racks.csv"], problems)
    for file in ("devices.csv", "reservations.csv"):
        if file in tables:
            _check_beside(tables[file], problems)
    if "reservations.csv" in tables:
        _check_held(tables["reservations.csv"], problems)


def _check_blocked(racks: Table, problems: Problems) -> None:
    columns = (racks["blocked_units"], racks["u_height"], racks["starting_unit"])
    for line, blocked, height, first in zip(racks.lines, *columns, strict=True):
        if not blocked or BAD in (blocked, height, first):
            continue
        last = first + height - 1
        for low, high in blocked:
            if low < first or high > last:
                told = str(low) if low == high else f"{low}-{high}"
                problems.add(
                    racks.file,
                    line,
                    "blocked_units",
                    f"{told} is outside the rack, which has the units {first} to {last}.",
                    "Name units of this rack.",
                )


def _check_beside(table: Table, problems: Problems) -> None:
    for line, position, height in zip(table.lines, table["position_u"], table["u_height"], strict=True):
        if position == ZERO_U and height is not BAD and height:
            problems.add(
                table.file,
                line,
                "position_u",
                "Position 0U is beside the rails, but the u_height is not 0.",
                "Set u_height 0, or name the lowest unit it takes.",
            )


def _check_held(table: Table, problems: Problems) -> None:
    """A reservation on a host is an application's; what a server needs would be lost without a word."""
    for place, host in enumerate(table["host"]):
        if host is None or host is BAD:
            continue
        for name in _SERVER_CELLS:
            value = table[name][place]
            if value is not BAD and value:
                problems.add(
                    table.file,
                    table.lines[place],
                    name,
                    "The reservation holds room on a host and a place in a rack at once.",
                    "Make two reservations: one with a host, one with a rack.",
                )
                break
