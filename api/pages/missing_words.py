"""What a missing cell would tell, in words of both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from workflow.letters.terms import thing_name
from workflow.procedure import Text

_COLUMNS: Mapping[str, Text] = MappingProxyType(
    {
        "max_load_kg": Text("batas beban", "load limit"),
        "max_heat_w": Text("batas panas", "heat limit"),
        "usable_depth_mm": Text("kedalaman guna", "usable depth"),
        "cooling_zone": Text("zona pendingin", "cooling zone"),
        "security_zone": Text("zona keamanan", "security zone"),
        "x_m": Text("letak di lantai, untuk panjang kabel", "place on the floor, for cable lengths"),
        "y_m": Text("letak di lantai, untuk panjang kabel", "place on the floor, for cable lengths"),
        "path": Text("jalur daya", "power path"),
        "capacity_w": Text("kapasitas", "capacity"),
        "zones": Text("zona yang dilayani", "zones served"),
        "rack": Text("rak", "rack"),
        "position_u": Text("unit", "position"),
        "u_height": Text("tinggi", "height"),
        "weight_kg": Text("berat", "weight"),
        "power_w": Text("daya", "draw"),
        "cords": Text("kabel daya", "cords"),
        "host": Text("host", "host"),
        "vcpu": Text("vCPU", "vCPU"),
        "memory_mb": Text("memori", "memory"),
        "disk_gb": Text("penyimpanan", "disk"),
        "device": Text("perangkat", "device"),
        "support_ends": Text("akhir dukungan", "end of support"),
    }
)


def missing_words(cell: Mapping[str, Any]) -> Text:
    """A cell of a summary's ``missing``: ``draw of device pbx-gateway-1``."""
    column, why = str(cell["column"]), str(cell["why"])
    known = _COLUMNS.get(column, Text(column, column))
    return Text(f"{known.id} {thing_name(why)}", f"{known.en} of {why.partition(' of ')[2] or why}")
