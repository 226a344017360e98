"""The fields of a request as its form shows them: labels, hints, choices; and the request that they say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from capacity.reading.catalogue import DeviceType
from capacity.units import plain
from workflow.procedure import Text


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `kind` is ``text``, ``number``, ``date`` or ``choice``, which has values and their words."""

    label: Text
    hint: Text | None = None
    kind: str = "text"
    unit: str = ""
    choices: tuple[tuple[str, Text], ...] = ()


_UNKNOWN = Text("Kosongkan bila tidak diketahui.", "Leave it empty if it is not known.")

KINDS = ("server", "application")

FIELDS: Mapping[str, Field] = {
    "quantity": Field(Text("Jumlah", "Quantity"), None, "number"),
    "u_height": Field(Text("Tinggi", "Height"), _UNKNOWN, "number", "U"),
    "depth": Field(
        Text("Kedalaman", "Depth"),
        Text("Penuh memakai sisi depan dan belakang.", "Full takes the front and the rear side."),
        "choice",
        "",
        (("full", Text("Penuh", "Full")), ("half", Text("Setengah", "Half"))),
    ),
    "depth_mm": Field(Text("Panjang perangkat", "Length of the device"), _UNKNOWN, "number", "mm"),
    "weight_kg": Field(Text("Berat", "Weight"), _UNKNOWN, "number", "kg"),
    "power_w": Field(
        Text("Daya", "Draw"),
        Text("Per unit, pada beban yang direncanakan.", "Of each item, at the planned load."),
        "number",
        "W",
    ),
    "power_basis": Field(
        Text("Dasar angka daya", "What the draw is"),
        None,
        "choice",
        "",
        (
            ("budget", Text("Perkiraan", "Planned")),
            ("nameplate", Text("Pelat nama", "Nameplate")),
            ("measured", Text("Terukur", "Measured")),
        ),
    ),
    "cords": Field(
        Text("Kabel daya", "Supply cords"),
        Text("Dua kabel tetap hidup bila satu jalur padam.", "Two stay alive when one path is lost."),
        "choice",
        "",
        (("2", Text("2", "2")), ("1", Text("1", "1")), ("0", Text("0", "0"))),
    ),
    "ports": Field(
        Text("Port jaringan", "Network ports"),
        Text(
            "Jenis:jumlah, dipisah spasi; misalnya 10gbase-x-sfpp:2 1000base-t@mgmt:1",
            "Type:count with blanks between, such as 10gbase-x-sfpp:2 1000base-t@mgmt:1",
        ),
    ),
    "port_sides": Field(
        Text("Sisi jaringan", "Sides of the network"),
        Text("Dua: port dibagi ke dua switch.", "Two: ports are split over two switches."),
        "choice",
        "",
        (("1", Text("1", "1")), ("2", Text("2", "2"))),
    ),
    "vcpu": Field(Text("vCPU", "vCPU"), _UNKNOWN, "number"),
    "memory_mb": Field(Text("Memori", "Memory"), _UNKNOWN, "number", "MB"),
    "disk_gb": Field(Text("Disk", "Disk"), _UNKNOWN, "number", "GB"),
    "os": Field(
        Text("Sistem operasi", "Operating system"),
        Text("Nama seperti pada standar, misalnya ubuntu.", "As the standard names it, such as ubuntu."),
    ),
    "os_version": Field(Text("Versinya", "Its version")),
    "security_zone": Field(
        Text("Zona keamanan", "Security zone"),
        Text("Kosong: zona mana pun; misalnya internal atau dmz.", "Empty: any; such as internal or dmz."),
    ),
    "network": Field(Text("Jaringan", "Network"), Text("Kosong: mana pun.", "Empty: any.")),
    "from": Field(Text("Mulai", "From"), None, "date"),
    "until": Field(Text("Sampai", "Until"), Text("Kosong: tanpa batas.", "Empty: without an end."), "date"),
}
#: Groups of the form, in its order; of the two kinds only the one that is asked for is shown.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "server",
        (
            "quantity",
            "u_height",
            "depth",
            "depth_mm",
            "weight_kg",
            "power_w",
            "power_basis",
            "cords",
            "ports",
            "port_sides",
        ),
    ),
    ("application", ("quantity", "vcpu", "memory_mb", "disk_gb")),
    ("software", ("os", "os_version", "security_zone", "network")),
    ("time", ("from", "until")),
)
LABELS: dict[str, Text] = {name: field.label for name, field in FIELDS.items()} | {
    "kind": Text("Jenis", "Kind"),
    "device_type": Text("Tipe perangkat", "Device type"),
    "owner": Text("Pemilik", "Owner"),
    "priority": Text("Prioritas", "Priority"),
    "group": Text("Kelompok", "Group"),
    "keep": Text("Terpisah atau bersama", "Apart or together"),
}


#: What a value is measured in, by the name of its field.
UNITS: dict[str, str] = {name: field.unit for name, field in FIELDS.items() if field.unit}
_KIND_WORDS = {"server": Text("server", "server"), "application": Text("aplikasi", "application")}
#: What is kept apart or together, as `keep` names it.
KEEP: Mapping[str, Text] = {
    "apart:rack": Text("rak yang berbeda", "different racks"),
    "apart:row": Text("baris yang berbeda", "different rows"),
    "apart:power": Text(
        "tidak semuanya padam oleh satu gangguan daya", "not all dark by the loss of one source of power"
    ),
    "apart:cooling": Text("zona pendinginan yang berbeda", "different cooling zones"),
    "together:rack": Text("rak yang sama", "the same rack"),
    "together:row": Text("baris yang sama", "the same row"),
}


def shown(request: Mapping[str, str]) -> tuple[tuple[Text, Text], ...]:
    """The values of a request as they are read: in the order of the form, in words, with their units."""
    order = ("kind", "owner", "device_type", *FIELDS)
    names = [name for name in order if name in request]
    names += sorted(set(request) - set(names))
    return tuple((LABELS.get(name, Text(name, name)), in_words(name, request[name])) for name in names)


def in_words(name: str, value: str) -> Text:
    """The value of a field as it is read: a choice in words, a number with its unit."""
    field = FIELDS.get(name)
    if name == "keep":
        kept = [KEEP.get(one, Text(one, one)) for one in value.split()]
        return Text("; ".join(one.id for one in kept), "; ".join(one.en for one in kept))
    choices = _KIND_WORDS if name == "kind" else dict(field.choices) if field else {}
    unit = f" {UNITS[name]}" if name in UNITS else ""
    kind = field.kind if field else "text"
    return choices.get(value, Text(f"{_read(value, kind, 'id')}{unit}", f"{_read(value, kind, 'en')}{unit}"))


def _read(value: str, kind: str, code: str) -> str:
    """A number or date as a language writes it; what is none stays as it was written."""
    try:
        if kind == "number" and re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,6})?", value):
            return str(format_decimal(Decimal(value), locale=code))
        if kind == "date":
            return str(format_date(date.fromisoformat(value), "d MMM y", locale=code))
    except ValueError:
        pass
    return value


def request_of(values: Mapping[str, str]) -> dict[str, object]:
    """The request as a contract object: what was filled in of its kind, and nothing else."""
    kind = "application" if values.get("kind") == "application" else "server"
    names = [name for group, fields in GROUPS if group not in KINDS or group == kind for name in fields]
    if kind == "server":
        names.append("device_type")
    found: dict[str, object] = {name: values[name] for name in names if values.get(name)}
    return found | {"kind": kind, "owner": values.get("agency", "")}


def fill(model: DeviceType | None) -> dict[str, str]:
    """The values of a device type, as they would be typed; nothing for what it does not say."""
    if model is None:
        return {}
    ports = " ".join(f"{kind}@{net}:{n}" if net else f"{kind}:{n}" for kind, net, n in model.ports)
    found = {
        "u_height": None if model.height_hu is None else plain(model.height_hu, 2),
        "depth": model.depth,
        "depth_mm": model.depth_mm,
        "weight_kg": None if model.weight_g is None else plain(model.weight_g, 1000),
        "power_w": model.power_w,
        "power_basis": model.power_basis if model.power_w is not None else None,
        "cords": model.cords,
        "ports": ports,
    }
    return {name: "" if value is None else str(value) for name, value in found.items()}
