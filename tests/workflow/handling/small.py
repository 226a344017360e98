"""A room of a few racks, so small that an analysis takes a moment, and requests for it."""

from __future__ import annotations

ROOM = "ruang"
RACK_U = 4


def room_files(racks: int = 2, rack_u: int = RACK_U, load_kg: int = 100) -> dict[str, bytes]:
    """Racks R1, R2, ... that carry `load_kg` each, and two hosts, of which one is spare."""
    rows = "".join(f"R{number},A,{rack_u},900,{load_kg},2000\n" for number in range(1, racks + 1))
    texts = {
        "racks.csv": f"rack,row,u_height,usable_depth_mm,max_load_kg,max_heat_w\n{rows}",
        "hosts.csv": "host,cluster,vcpu,memory_mb,disk_gb,vcpu_overcommit\n"
        + "".join(f"kvm-{number},kvm,16,65536,2000,1\n" for number in (1, 2)),
        "policy.toml": 'version = "test"\n[space]\nkeep_free_u = 0\n',
    }
    return {name: text.encode() for name, text in texts.items()}


def server(height_u: int = RACK_U, **more: object) -> dict[str, object]:
    """A request for a server; of the racks' height, so that each carries one."""
    return {
        "kind": "server",
        "owner": "Disdikpora",
        "u_height": height_u,
        "depth": "full",
        "depth_mm": 700,
        "weight_kg": 20,
        "power_w": 100,
        "cords": 1,
        **more,
    }


def application(**more: object) -> dict[str, object]:
    """A request for a virtual machine."""
    return {
        "kind": "application",
        "owner": "Disdikpora",
        "vcpu": 2,
        "memory_mb": 1024,
        "disk_gb": 10,
        **more,
    }
