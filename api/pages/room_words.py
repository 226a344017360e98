"""Words of the pages of a room in both languages: states, sides, columns of its lists."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workflow.procedure import Text

Words = Mapping[str, Text]

STATES: Words = MappingProxyType(
    {
        "installed": Text("terpasang", "installed"),
        "planned": Text("direncanakan", "planned"),
        "leaving": Text("akan keluar", "leaving"),
        "held": Text("ditahan", "held"),
    }
)
FACES: Words = MappingProxyType({"front": Text("depan", "front"), "rear": Text("belakang", "rear")})
#: Columns of the list of devices, in their order; those with a key of `devices.KEYS` sort.
DEVICE_COLUMNS: Words = MappingProxyType(
    {
        "name": Text("Nama", "Name"),
        "state": Text("Keadaan", "State"),
        "rack": Text("Rak", "Rack"),
        "unit": Text("Unit terbawah", "Lowest unit"),
        "face": Text("Sisi", "Side"),
        "height": Text("Tinggi (U)", "Height (U)"),
        "weight": Text("Berat (kg)", "Weight (kg)"),
        "power": Text("Daya (W)", "Draw (W)"),
        "cords": Text("Kabel daya", "Cords"),
        "owner": Text("Pemilik", "Owner"),
        "group": Text("Kelompok", "Group"),
        "request": Text("Permohonan", "Request"),
        "until": Text("Sampai", "Until"),
    }
)
SERVES: Words = MappingProxyType(
    {
        "rack": Text("raknya saja", "its rack"),
        "row": Text("barisnya", "its row"),
        "room": Text("seluruh ruang", "the room"),
    }
)
#: Columns of the list of ports, in their order.
PORT_COLUMNS: Words = MappingProxyType(
    {
        "switch": Text("Switch", "Switch"),
        "type": Text("Jenis port", "Type of port"),
        "rack": Text("Rak", "Rack"),
        "serves": Text("Melayani", "Serves"),
        "side": Text("Jalur", "Side"),
        "network": Text("Jaringan", "Network"),
        "total": Text("Semua", "Total"),
        "used": Text("Terpakai", "Used"),
        "held": Text("Ditahan", "Held"),
        "free": Text("Kosong", "Free"),
        "share": Text("Bagian (%)", "Share (%)"),
    }
)
#: Columns of the file of missing cells.
MISSING_COLUMNS: Words = MappingProxyType(
    {
        "file": Text("Berkas", "File"),
        "row": Text("Baris", "Row"),
        "column": Text("Kolom", "Column"),
        "why": Text("Yang kurang", "What is missing"),
    }
)
