"""Changes of a scenario in words: what can be set and lost, and each change as a line that people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.pages.fields import LABELS, UNITS
from capacity.scenario.changes import LOSABLE
from workflow.procedure import Text

MOST_NAMES = 6
#: What can be set of a thing: table and column -> how it is called, with its unit.
SETTABLE: Mapping[str, tuple[Text, str]] = {
    "power.rated_w": (Text("Daya nominal simpul daya", "Rated power of a node"), "W"),
    "power.outlets": (Text("Jumlah stopkontak PDU", "Sockets of a PDU"), ""),
    "power.usable_fraction": (
        Text("Bagian daya yang boleh dipakai (0-1)", "Usable part of the rating (0-1)"),
        "",
    ),
    "power.failover_fraction": (
        Text("Bagian daya saat gangguan (0-1)", "Usable part during a loss (0-1)"),
        "",
    ),
    "power.fed_by": (Text("Sumber simpul daya", "What feeds a node"), ""),
    "cooling.capacity_w": (Text("Kapasitas unit pendingin", "Capacity of a cooling unit"), "W"),
    "cooling.zones": (Text("Zona unit pendingin", "Zones of a cooling unit"), ""),
    "racks.max_load_kg": (Text("Daya dukung rak", "Load of a rack"), "kg"),
    "racks.max_heat_w": (Text("Panas yang dapat dibuang di rak", "Heat removed at a rack"), "W"),
    "racks.usable_depth_mm": (Text("Kedalaman guna rak", "Usable depth of a rack"), "mm"),
    "racks.security_zone": (Text("Zona keamanan rak", "Security zone of a rack"), ""),
    "racks.dedicated_to": (Text("Rak khusus untuk", "Rack is kept for"), ""),
    "racks.status": (
        Text("Status rak (active, planned, retired)", "Status of a rack (active, planned, retired)"),
        "",
    ),
    "devices.power_w": (Text("Daya perangkat", "Draw of a device"), "W"),
    "devices.cords": (Text("Kabel daya perangkat", "Cords of a device"), ""),
    "hosts.vcpu": (Text("vCPU host", "vCPU of a host"), ""),
    "hosts.memory_mb": (Text("Memori host", "Memory of a host"), "MB"),
}
#: What can be set in the policy: section and key.
POLICY: Mapping[str, Text] = {
    "cooling.spare": Text("Unit pendingin cadangan", "Spare cooling units"),
    "power.usable_fraction": Text("Bagian daya yang boleh dipakai (0-1)", "Usable part of ratings (0-1)"),
    "space.keep_free_u": Text("Unit yang harus tetap kosong per rak (U)", "Units kept free in a rack (U)"),
    "hosting.spare": Text("Host cadangan per klaster", "Spare hosts of a cluster"),
    "hosting.vcpu_overcommit": Text("vCPU per inti", "vCPU for each core"),
    "unknown.draw_w_per_u": Text(
        "Daya yang dianggap bila tidak diketahui (W per U)", "Draw taken where unknown (W per U)"
    ),
}
_KINDS: Mapping[str, Text] = {
    "power": Text("simpul daya", "power node"),
    "cooling": Text("unit pendingin", "cooling unit"),
    "switch": Text("switch", "switch"),
    "host": Text("host", "host"),
    "rack": Text("rak", "rack"),
}
KIND_WORDS: Mapping[str, Text] = {kind: _KINDS[kind] for kind in LOSABLE}
TABLE_WORDS: Mapping[str, Text] = {
    "racks": Text("rak", "racks"),
    "power": Text("simpul daya", "power nodes"),
    "cooling": Text("unit pendingin", "cooling units"),
    "ports": Text("port switch", "switch ports"),
    "trays": Text("jalur kabel", "cable trays"),
    "devices": Text("perangkat", "devices"),
    "reservations": Text("reservasi", "reservations"),
    "hosts": Text("host", "hosts"),
    "vms": Text("VM", "VMs"),
    "standards": Text("standar", "standards"),
}
_MOVED: Mapping[str, Text] = {
    "rack": Text("rak", "rack"),
    "position_u": Text("unit", "unit"),
    "face": Text("sisi", "side"),
    "cords": Text("kabel daya", "cords"),
    "ports": Text("port", "ports"),
}
_FACES = {"front": Text("depan", "front"), "rear": Text("belakang", "rear")}
_KEYS = {
    "racks": "rack",
    "power": "node",
    "cooling": "unit",
    "ports": "switch",
    "trays": "from",
    "devices": "device",
    "reservations": "reservation",
    "hosts": "host",
    "vms": "vm",
    "standards": "product",
}
_SAID = ("u_height", "power_w", "weight_kg", "depth_mm", "vcpu", "memory_mb", "disk_gb", "security_zone")


@dataclass(frozen=True, slots=True)
class Line:
    """A change in words; `at` is the day for which it is planned."""

    text: Text
    at: date | None


def told(change: Mapping[str, Any]) -> Line:
    """A change in the contract's form, as it is read."""
    at = change.get("at")
    day = date.fromisoformat(str(at)) if at else None
    return Line(_words(change), day)


def _words(change: Mapping[str, Any]) -> Text:
    if "lose" in change:
        kind = KIND_WORDS.get(change.get("kind", ""), Text("", ""))
        return _joined(Text("Kehilangan", "Lose"), kind, change["lose"])
    if "add" in change:
        rows = change["rows"]
        names = [str(row.get(_KEYS[change["add"]], "?")) for row in rows]
        return _listed(Text("Tambah", "Add"), change["add"], names)
    if "remove" in change:
        if change.get("names"):
            return _listed(Text("Keluarkan", "Remove"), change["remove"], list(map(str, change["names"])))
        where = ", ".join(f"{_label(key).id} {value}" for key, value in change["where"].items())
        english = ", ".join(f"{_label(key).en} {value}" for key, value in change["where"].items())
        table = TABLE_WORDS[change["remove"]]
        return Text(f"Keluarkan semua {table.id}: {where}", f"Remove all {table.en}: {english}")
    if "set" in change:
        return _pairs(Text(f"Ubah {change['name']}", f"Change {change['name']}"), _set(change))
    if "move" in change:
        pairs = ((_MOVED[key], _value(key, change[key])) for key in _MOVED if key in change)
        return _pairs(Text(f"Pindahkan {change['move']}", f"Move {change['move']}"), pairs)
    if "policy" in change:
        return _pairs(Text("Kebijakan", "Policy"), _policy(change["policy"]))
    said = [_request(each) for each in change["requests"]]
    return Text(
        "Tempatkan " + "; ".join(one.id for one in said), "Place " + "; ".join(one.en for one in said)
    )


def _set(change: Mapping[str, Any]) -> Iterator[tuple[Text, Text]]:
    for column, value in change["values"].items():
        word, unit = SETTABLE.get(f"{change['set']}.{column}", (_label(column), UNITS.get(column, "")))
        said = f"{value} {unit}".strip() if str(value) else "-"
        yield word, Text(said, said)


def _policy(sections: Mapping[str, Any]) -> Iterator[tuple[Text, Text]]:
    for section, values in sections.items():
        pairs = values.items() if isinstance(values, Mapping) else [("", values)]
        for key, value in pairs:
            name = f"{section}.{key}".rstrip(".")
            yield POLICY.get(name, Text(name, name)), Text(str(value), str(value))


def _request(request: Mapping[str, Any]) -> Text:
    many, name = request.get("quantity", 1), request.get("request", "?")
    said = [f"{request[key]} {UNITS.get(key, '')}".strip() for key in _SAID if request.get(key)]
    text = f"{many} × {name}" + (f" ({', '.join(said)})" if said else "")
    return Text(text, text)


def _value(key: str, value: object) -> Text:
    return (
        _FACES.get(str(value), Text(str(value), str(value)))
        if key == "face"
        else Text(str(value), str(value))
    )


def _label(column: str) -> Text:
    return LABELS.get(column, Text(column, column))


def _joined(verb: Text, kind: Text, name: object) -> Text:
    return Text(
        " ".join(filter(None, (verb.id, kind.id, str(name)))),
        " ".join(filter(None, (verb.en, kind.en, str(name)))),
    )


def _listed(verb: Text, table: str, names: Sequence[str]) -> Text:
    shown = ", ".join(names[:MOST_NAMES])
    rest = len(names) - MOST_NAMES
    word, many = TABLE_WORDS.get(table, Text(table, table)), len(names)
    more = (f", dan {rest} lagi", f", and {rest} more") if rest > 0 else ("", "")
    things = word.en.removesuffix("s") if many == 1 else word.en
    return Text(
        f"{verb.id} {many} {word.id}: {shown}{more[0]}", f"{verb.en} {many} {things}: {shown}{more[1]}"
    )


def _pairs(head: Text, pairs: Iterator[tuple[Text, Text]]) -> Text:
    all_of = list(pairs)
    return Text(
        f"{head.id}: " + ", ".join(f"{name.id} {value.id}" for name, value in all_of),
        f"{head.en}: " + ", ".join(f"{name.en} {value.en}" for name, value in all_of),
    )
