"""The changes of a scenario as frozen values, written as their author wrote them.

Values of cells are kept as given, text or number in written units; the room's own dictionary reads them
when the change is applied, so that a change means what a cell of the CSV would mean. `at` is the day for
which a change is planned; it moves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from capacity.room import Device, Vm

Values = Mapping[str, Any]

#: Tables that changes may name: the files of a room without ``.csv``.
TABLES = (
    "racks",
    "power",
    "cooling",
    "ports",
    "trays",
    "devices",
    "reservations",
    "hosts",
    "vms",
    "standards",
)
#: What `Lose` may name, each with the column that holds its name.
LOSABLE: Mapping[str, tuple[str, str]] = {
    "power": ("power.csv", "node"),
    "cooling": ("cooling.csv", "unit"),
    "switch": ("ports.csv", "switch"),
    "host": ("hosts.csv", "host"),
    "rack": ("racks.csv", "rack"),
}


@dataclass(frozen=True, slots=True)
class Lose:
    """Lose a power node, cooling unit, switch, host or rack for good; `kind` tells equal names apart."""

    name: str
    kind: str | None = None
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Add:
    """Add rows to a table."""

    table: str
    rows: tuple[Values, ...]
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove the rows with these names, or those whose cells are as `where` says."""

    table: str
    names: tuple[str, ...] = ()
    where: Values = field(default_factory=dict)
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """Set cells of the row (of a switch: the rows) of this name; other cells stay."""

    table: str
    name: str
    values: Values
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Move a device; `values` holds rack, position_u, face, cords and ports as far as they are given."""

    device: str
    values: Values
    at: date | None = None


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """Set keys of the policy: its sections, as in policy.toml."""

    values: Values
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Place requests into the room as it then is; each is a table of values, `file` says where from.

    Placing is no business of this layer: `apply` passes over it.
    """

    requests: tuple[Values, ...]
    file: str = ""
    at: date | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """Things that a placement has put into the room; reservations of the `released` requests are gone.

    No author writes it: it stands where a `Place` stood once that has been planned.
    """

    devices: tuple[Device, ...] = ()
    vms: tuple[Vm, ...] = ()
    released: tuple[str, ...] = ()
    at: date | None = None


Change = Lose | Add | Remove | Set | Move | SetPolicy | Place | Stand


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named changes in their order; `file` is the file they were read from, as problems name it."""

    name: str
    changes: tuple[Change, ...] = ()
    owner: str | None = None
    version: str | None = None
    note: str | None = None
    file: str = "scenario"
