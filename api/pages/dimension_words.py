"""What the dimensions of a room, and the measures of one, are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workflow.procedure import Text

_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "room": Text("Ruang penuh", "The room is full"),
        "space": Text("Ruang rak", "Rack space"),
        "weight": Text("Berat", "Weight"),
        "heat": Text("Panas di rak", "Heat at racks"),
        "depth": Text("Kedalaman rak", "Depth of racks"),
        "cooling": Text("Pendinginan", "Cooling"),
        "outlets": Text("Stopkontak", "Sockets"),
        "cords": Text("Catu daya ganda", "Two supplies"),
        "power:source": Text("Sumber daya", "Power of the sources"),
        "power:utility": Text("Daya jaringan listrik", "Power of the mains"),
        "power:generator": Text("Daya genset", "Power of generators"),
        "power:ups": Text("Daya UPS", "Power of UPSs"),
        "power:panel": Text("Daya panel", "Power of panels"),
        "power:pdu": Text("Daya PDU", "Power of PDUs"),
        "failover budget": Text("Sisa daya saat gangguan", "Failover budget"),
        "ports": Text("Port switch", "Switch ports"),
        "vcpu": Text("vCPU", "vCPU"),
        "memory": Text("Memori", "Memory"),
        "disk": Text("Penyimpanan", "Disk"),
        "hosting": Text("Kapasitas host", "Capacity of hosts"),
        "zone": Text("Zona keamanan", "Security zone"),
        "dedicated": Text("Peruntukan rak", "Dedication of racks"),
        "keep": Text("Terpisah atau bersama", "Apart or together"),
        "standards": Text("Standar perangkat lunak", "Software standard"),
        "status": Text("Status rak", "Status of racks"),
        "rules": Text("Aturan (zona dan lain-lain)", "Rules (zone and others)"),
        "racks": Text("Rak", "Racks"),
        "devices": Text("Perangkat", "Devices"),
        "reservations": Text("Reservasi", "Reservations"),
        "hosts": Text("Host", "Hosts"),
        "vms": Text("VM", "VMs"),
    }
)
MEASURES: Mapping[str, Text] = MappingProxyType(
    {
        "capacity": Text("kapasitas", "capacity"),
        "used": Text("terpakai", "used"),
        "held": Text("ditahan", "held"),
        "free": Text("bebas", "free"),
        "stranded": Text("terdampar", "stranded"),
        "count": Text("jumlah", "count"),
    }
)


def dimension_words(name: str) -> Text:
    """A dimension: ``Ports 10gbase-x-sfpp`` for ``ports:10gbase-x-sfpp``."""
    found = _WORDS.get(name)
    if found is not None:
        return found
    head, _, rest = name.partition(":")
    if head == "ports":
        return Text(f"Port {rest}", f"Ports {rest}")
    first = _WORDS.get(head, Text(head, head))
    return Text(f"{first.id} {rest}".strip(), f"{first.en} {rest}".strip())
