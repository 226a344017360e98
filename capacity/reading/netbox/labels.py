"""Under which headers NetBox gives each value: labels of its exports, and names of its import.

Labels are compared without case and punctuation, so that "Maximum draw (W)", "maximum_draw_w" and
"Maximum Draw (W)" are one. The first name of each field is that of NetBox's import; the others are
labels of the exports of NetBox 4.x, in which the same field may be called differently per table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of an export: its fields with their labels, and those it cannot do without."""

    fields: Fields
    required: tuple[str, ...]


def label_key(label: str) -> str:
    """A header as it is compared: lower-case words without punctuation."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", label.casefold()).split())


def sheet_key(stem: str) -> str:
    """The name of a file as it is compared: "netbox_power feeds" and "power-feeds" are one."""
    return label_key(stem).removeprefix("netbox ").replace(" ", "-")


_PLACE: Fields = {"site": ("site",), "location": ("location",), "rack": ("rack",)}
_LINK: Fields = {
    "marked": ("mark connected",),
    "cable": ("cable",),
    "peers": ("link peers", "link peer"),
}
_COMPONENT: Fields = {
    "name": ("name",),
    "device": ("device",),
    "site": ("device site",),
    **_LINK,
}
_WEIGHT: Fields = {
    "weight": ("weight",),
    "max_weight": ("max weight", "maximum weight"),
    "unit": ("weight unit",),
}
_BODY: Fields = {
    "height": ("u height", "height"),
    "starting_unit": ("starting unit",),
    "depth": ("mounting depth",),
    "descending": ("desc units", "descending units"),
    **_WEIGHT,
}

SHEETS: Mapping[str, Sheet] = {
    "racks": Sheet(
        {
            "name": ("name",),
            "site": ("site",),
            "location": ("location",),
            "status": ("status",),
            "tenant": ("tenant",),
            "type": ("rack type", "type"),
            "manufacturer": ("manufacturer",),
            "id": ("id",),
            "cooling": ("cooling capacity", "cooling capacity kw"),
            **_BODY,
        },
        ("name",),
    ),
    "rack-types": Sheet(
        {"model": ("model",), "manufacturer": ("manufacturer",), **_BODY}, ("model", "manufacturer")
    ),
    "devices": Sheet(
        {
            "name": ("name",),
            "type": ("device type", "type"),
            "manufacturer": ("manufacturer",),
            "tenant": ("tenant",),
            "status": ("status",),
            "parent": ("parent device", "parent"),
            "position": ("position",),
            "face": ("face", "rack face"),
            "height": ("u height", "height"),
            "id": ("id",),
            "power_ports": ("power ports",),
            "interfaces": ("interfaces",),
            "front_ports": ("front ports",),
            "rear_ports": ("rear ports",),
            "console_ports": ("console ports",),
            "outlets": ("power outlets",),
            "module_bays": ("module bays",),
            "device_bays": ("device bays",),
            **_PLACE,
        },
        ("type",),
    ),
    "device-types": Sheet(
        {
            "model": ("model", "device type"),
            "manufacturer": ("manufacturer",),
            "slug": ("slug",),
            "height": ("u height", "height"),
            "full_depth": ("is full depth", "full depth"),
            "role": ("subdevice role", "parent child status"),
            "weight": ("weight",),
            "unit": ("weight unit",),
        },
        ("model", "manufacturer"),
    ),
    "power-panels": Sheet({"name": ("name",), "site": ("site",), "location": ("location",)}, ("name",)),
    "power-feeds": Sheet(
        {
            "name": ("name",),
            "panel": ("power panel",),
            "status": ("status",),
            "type": ("type",),
            "voltage": ("voltage",),
            "amperage": ("amperage",),
            "phase": ("phase",),
            "utilization": ("max utilization",),
            **_LINK,
            **_PLACE,
        },
        ("name", "panel"),
    ),
    "power-ports": Sheet(
        {
            "maximum": ("maximum draw", "maximum draw w"),
            "allocated": ("allocated draw", "allocated draw w"),
            **_COMPONENT,
        },
        ("name", "device"),
    ),
    "power-outlets": Sheet(
        {
            "port": ("power port",),
            "leg": ("feed leg",),
            "status": ("status",),
            **_COMPONENT,
        },
        ("name", "device"),
    ),
    "cables": Sheet(
        {
            field.format(end=end): tuple(label.format(end=end) for label in labels)
            for end in "ab"
            for field, labels in {
                "type_{end}": ("side {end} type",),
                "name_{end}": ("side {end} name", "termination {end}"),
                "device_{end}": ("side {end} device", "device {end}"),
                "panel_{end}": ("side {end} power panel",),
                "site_{end}": ("side {end} site", "site {end}"),
            }.items()
        },
        (),
    ),
    "rack-reservations": Sheet(
        {
            "id": ("id", "reservation"),
            "units": ("units",),
            "status": ("status",),
            "tenant": ("tenant",),
            **_PLACE,
        },
        ("rack", "units"),
    ),
}
