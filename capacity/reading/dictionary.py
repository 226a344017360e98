"""The data dictionary: what every column of every file, and every key of a policy, may hold.

``data/dictionary.csv`` is the only place where types, units, ranges, defaults and references
between files are written; readers, templates and documentation follow it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from capacity.data import data_path

ROOM_TABLES = (
    "racks.csv",
    "power.csv",
    "cooling.csv",
    "ports.csv",
    "trays.csv",
    "devices.csv",
    "reservations.csv",
    "hosts.csv",
    "vms.csv",
    "standards.csv",
)
POLICY = "policy.toml"
REQUESTS = "requests.csv"
PLACEMENTS = "placements.csv"
DEVICE_TYPES = "device_types.csv"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file, or one key of policy.toml as ``section.key``.

    Attributes
    ----------
    kind
        Type of the values; one of the names that `capacity.reading.cells` knows.
    unit
        Unit of the written value: W, kg, m, mm, U, MB, GB, count or "-".
    allowed
        ``a..b`` (either end may be open) for numbers, ``x|y`` for a choice, "" for no bounds.
    default
        Text that stands for an empty cell; None where empty means unknown or none.
    default_means
        The same for a reader, e.g. ``1`` or ``unknown``.
    refers
        ``table.column`` that the value must name; "" for none.
    """

    file: str
    name: str
    kind: str
    unit: str
    allowed: str
    default: str | None
    default_means: str
    required: bool
    key: bool
    refers: str
    description: str


def _column(row: Mapping[str, str]) -> Column:
    default = row["default"]
    # A default in brackets is no value: it says what an empty cell means.
    described = default.startswith("(")
    return Column(
        file=row["file"],
        name=row["column"],
        kind=row["type"],
        unit=row["unit"],
        allowed=row["allowed"],
        default=None if described or not default else default,
        default_means=default.strip("()"),
        required=row["required"] == "yes",
        key=row["key"] == "key",
        refers=row["refers"],
        description=row["description"],
    )


@cache
def dictionary() -> Mapping[str, Mapping[str, Column]]:
    """File name -> column name -> `Column`, both in the dictionary's order."""
    files: dict[str, dict[str, Column]] = {}
    with data_path("dictionary.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            column = _column(row)
            files.setdefault(column.file, {})[column.name] = column
    return MappingProxyType({file: MappingProxyType(columns) for file, columns in files.items()})


def columns_of(file: str) -> Mapping[str, Column]:
    """Column name -> `Column` of one file; a KeyError for a file that the dictionary does not know."""
    return dictionary()[file]
