"""Devices: where each stands, of which type it is, and how its components refer to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from capacity.reading.device_types.model import DeviceType
from capacity.reading.netbox.export import Export, Row
from capacity.reading.netbox.names import unique_names
from capacity.reading.netbox.racks import Racks
from capacity.reading.netbox.types import Types
from capacity.reading.report import Report

UNNAMED = "unnamed device"
_NUMBER_BEHIND = re.compile(r" \((row )?[0-9]+\)$")


@dataclass(frozen=True, slots=True, eq=False)
class Device:
    """A device of the export.

    Attributes
    ----------
    row
        Its record.
    name
        Its unique name in the room.
    rack
        Name of its rack in racks.csv; None where it is in none of them.
    kind
        Its type; None where the export does not have it.
    stands
        Whether it stands in a rack itself: not a blade, and its rack is known.
    """

    row: Row
    name: str
    rack: str | None
    kind: DeviceType | None
    stands: bool


@dataclass(slots=True)
class Inventory:
    """All devices, found by the names that ports, outlets and cables use."""

    devices: list[Device] = field(default_factory=list)
    children: dict[Device, list[Device]] = field(default_factory=lambda: defaultdict(list))
    _shown: dict[str, list[Device]] = field(default_factory=lambda: defaultdict(list))

    def add(self, device: Device) -> None:
        self.devices.append(device)
        shown = shown_name(device.row)
        self._shown[shown].append(device)
        if shown != device.row["name"] and not device.row["id"]:
            self._shown[_NUMBER_BEHIND.sub("", shown)].append(device)

    def find(self, shown: str, site: str) -> Device | None:
        """The device shown as `shown`, at `site` if that is told; None where there is not exactly one.

        Where the devices have no IDs, one without name is found by its type alone.
        """
        found = self._shown.get(shown) or self._shown.get(_NUMBER_BEHIND.sub("", shown), [])
        return only(d for d in found if near(d.row["site"], site))


def only(found: Iterable[Device]) -> Device | None:
    """The one device of `found`; None where there is none or more than one."""
    devices = list(found)
    return devices[0] if len(devices) == 1 else None


def near(site: str, other: str) -> bool:
    """Whether two sites may be the same: equal, or one is not told."""
    return site == other or not site or not other


def shown_name(row: Row) -> str:
    """How NetBox shows a device elsewhere: its name, or maker, model and ID if it has none."""
    if row["name"] and row["name"].casefold() != UNNAMED:
        return row["name"]
    place = row["id"] or f"row {row.line}"
    return " ".join(filter(None, (row["manufacturer"], row["type"], f"({place})")))


def read_inventory(export: Export, racks: Racks, types: Types, report: Report) -> Inventory:
    """The devices of an export; those that stand in no rack are told in `report`."""
    inventory = Inventory()
    rows = export["devices"].rows
    for row, name in zip(rows, unique_names([_choices(row) for row in rows]), strict=True):
        kind = types.find(row["manufacturer"], row["type"])
        rack = racks.find(row["site"], row["location"], row["rack"]) if row["rack"] else None
        why = _why_not(row, rack, kind)
        if why:
            report.leave_out(row.file, row.line, name, why)
        elif shown_name(row) != row["name"]:
            what = "The device has no name: it is called by its type and its ID or row."
            report.gap("devices.csv", "device", what, "Name it in NetBox.", name)
        inventory.add(Device(row, name, rack, kind, stands=not why))
    for device in inventory.devices:
        if device.row["parent"] and (parent := inventory.find(device.row["parent"], device.row["site"])):
            inventory.children[parent].append(device)
    return inventory


def _choices(row: Row) -> list[str]:
    shown = shown_name(row)
    choices = [shown]
    if shown == row["name"]:
        if row["site"]:
            choices.append(f"{row['site']}/{shown}")
        choices.append(f"{choices[-1]}#{row['id']}" if row["id"] else f"{choices[-1]} (row {row.line})")
    return choices


def _why_not(row: Row, rack: str | None, kind: DeviceType | None) -> str:
    if row["parent"]:
        return f"It stands in the chassis {row['parent']}, which takes the place in the rack."
    if kind is not None and kind.child:
        return "Its type is a blade: its chassis takes the place in the rack."
    if not row["rack"]:
        return "It is in no rack."
    if rack is None:
        return f"Its rack {row['rack']} is not in the export, or several racks could be meant."
    return ""
