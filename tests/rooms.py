"""A small valid room in files, for any test that needs one."""

from __future__ import annotations

from pathlib import Path

# Two racks in two rows; two feeds from the utility down to a pdu on each path in each rack; N+1 cooling;
# a switch per side; two devices that draw 300 W and 200 W.
ROOM = {
    "racks.csv": (
        "rack,row,x_m,y_m,u_height,starting_unit,usable_depth_mm,max_load_kg,max_heat_w,"
        "cooling_zone,security_zone,dedicated_to,blocked_units,status\n"
        "R01,A,0,0,42,1,1000,800,8000,Z1,internal,,,active\n"
        "R02,B,1.2,0,42,1,1000,800,8000,Z1,internal,,1 41-42,active\n"
    ),
    "power.csv": (
        "node,kind,path,fed_by,feeding,rack,rated_w,other_w,outlets,usable_fraction,failover_fraction,phases\n"
        "UTIL,utility,,,,,100000,,,,,\n"
        "UPS-A,ups,A,UTIL,,,20000,,,,1,\n"
        "UPS-B,ups,B,UTIL,,,20000,,,,1,\n"
        "PNL-A,panel,A,UPS-A,,,20000,,,,1,\n"
        "PNL-B,panel,B,UPS-B,,,20000,,,,1,\n"
        "R01-A,pdu,A,PNL-A,,R01,4000,,12,,1,\n"
        "R01-B,pdu,B,PNL-B,,R01,4000,,12,,1,\n"
        "R02-A,pdu,A,PNL-A,,R02,11000,,12,,1,3\n"
        "R02-B,pdu,B,PNL-B,,R02,11000,,12,,1,3\n"
    ),
    "cooling.csv": "unit,capacity_w,zones,status\nC1,12000,Z1,\nC2,12000,Z1,active\n",
    "ports.csv": (
        "switch,rack,serves,side,network,port_type,ports,used,max_cable_m\n"
        "SW-A,R01,room,A,,10gbase-x-sfpp,24,0,\n"
        "SW-B,R01,room,B,,10gbase-x-sfpp,24,0,\n"
    ),
    "devices.csv": (
        "device,rack,position_u,face,u_height,depth,depth_mm,weight_kg,power_w,power_basis,cords,ports,"
        "owner,group,status,movable,move_cost\n"
        "web-1,R01,1,,2,full,700,20,300,,R01-A R01-B,SW-A/10gbase-x-sfpp:1 SW-B/10gbase-x-sfpp:1,"
        "bps,web,,yes,2\n"
        "db-1,R02,7,,1,full,700,15.5,200,measured,R02-A:L1 R02-B:L1,,bps,,,,\n"
    ),
    "policy.toml": 'version = "2026-1"\n[power]\nusable_fraction = 0.8\n[cooling]\nspare = 1\n',
}


def write_room(path: Path, **files: str | None) -> Path:
    """Write the room into the folder `path` and return it.

    A keyword names a file without its ending (``racks``, ``power``, ... or ``policy``): its text
    takes the place of the file's, None leaves the file out.
    """
    path.mkdir(parents=True, exist_ok=True)
    texts: dict[str, str | None] = dict(ROOM)
    for name, text in files.items():
        texts["policy.toml" if name == "policy" else f"{name}.csv"] = text
    for file, text in texts.items():
        if text is not None:
            (path / file).write_text(text, encoding="utf-8", newline="")
    return path
