"""A room and a request as the files that a reader would be given."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from random import Random

from capacity.policy import Policy
from capacity.room import Device, Reservation, Room
from placement.request import Request

Row = dict[str, str]


def parts(value: int | None, unit: int) -> str:
    """Return an integer of base units in a larger unit, exactly: 1500 of 1000 is 1.5."""
    if value is None:
        return ""
    sign, value = ("-", -value) if value < 0 else ("", value)
    digits = len(str(unit)) - 1
    rest = f"{value % unit:0{digits}d}".rstrip("0")
    return f"{sign}{value // unit}.{rest}" if rest else f"{sign}{value // unit}"


def units(value_hu: int | None) -> str:
    """Return half units as units."""
    return "" if value_hu is None else parts(value_hu * 5, 10)


def cell(value: object) -> str:
    return "" if value is None else str(value)


def listed(values: Iterable[object]) -> str:
    return " ".join(map(str, values))


def ranges(values: Iterable[int]) -> str:
    """Return numbers with runs of three and more written as ranges."""
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return " ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else listed(run) for run in runs)


def files_of(room: Room, rng: Random) -> dict[str, str]:
    """Return the text of every file of the room; columns in any order, defaults written or left empty."""
    tables = {
        "racks.csv": _racks(room),
        "power.csv": _power(room),
        "cooling.csv": _cooling(room),
        "ports.csv": _ports(room),
        "trays.csv": _trays(room),
        "devices.csv": _devices(room),
        "reservations.csv": _reservations(room),
        "hosts.csv": _hosts(room),
        "vms.csv": _vms(room),
        "standards.csv": _standards(room),
    }
    found = {name: _csv(*table, rng) for name, table in tables.items() if name in room.files}
    if "policy.toml" in room.files:
        found["policy.toml"] = policy_toml(room.policy)
    return found


DEFAULTS = {
    "starting_unit": ("1",),
    "status": ("active", "installed"),
    "feeding": ("share",),
    "other_w": ("0",),
    "phases": ("1",),
    "serves": ("rack",),
    "side": ("A",),
    "used": ("0",),
    "face": ("front",),
    "depth": ("full",),
    "power_basis": ("budget",),
    "movable": ("no",),
    "move_cost": ("1",),
}


def _csv(columns: Sequence[str], rows: list[Row], required: int, rng: Random) -> str:
    """Write a table; an optional column that says nothing is left out now and then."""
    for row in rows:
        for column, default in DEFAULTS.items():
            if row.get(column) in default and rng.random() < 0.5:
                row[column] = ""
    kept = [
        column
        for index, column in enumerate(columns)
        if index < required or any(row[column] for row in rows) or rng.random() < 0.7
    ]
    if rng.random() < 0.2:
        rng.shuffle(kept)
    out = io.StringIO()
    writer = csv.DictWriter(out, kept, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


Table = tuple[Sequence[str], list[Row], int]
"""Columns, rows, and how many of the columns are required (they come first)."""


def _racks(room: Room) -> Table:
    rows = [
        {
            "rack": r.name,
            "row": r.row,
            "u_height": cell(r.height_u),
            "starting_unit": cell(r.first_unit),
            "x_m": parts(r.x_mm, 1000),
            "y_m": parts(r.y_mm, 1000),
            "usable_depth_mm": cell(r.usable_depth_mm),
            "max_load_kg": parts(r.max_load_g, 1000),
            "max_heat_w": cell(r.max_heat_w),
            "cooling_zone": cell(r.cooling_zone),
            "security_zone": cell(r.security_zone),
            "dedicated_to": cell(r.dedicated_to),
            "blocked_units": ranges(r.blocked_units),
            "status": r.status,
        }
        for r in room.racks
    ]
    return list(rows[0]), rows, 3


def _power(room: Room) -> Table:
    columns = "node kind rated_w path fed_by feeding rack other_w outlets usable_fraction failover_fraction"
    rows = [
        {
            "node": n.name,
            "kind": n.kind,
            "rated_w": cell(n.rated_w),
            "path": cell(n.path),
            "fed_by": listed(n.fed_by),
            "feeding": n.feeding,
            "rack": cell(n.rack),
            "other_w": cell(n.other_w),
            "outlets": cell(n.outlets),
            "usable_fraction": parts(n.usable_ppm, 1_000_000),
            "failover_fraction": parts(n.failover_ppm, 1_000_000),
            "phases": cell(n.phases),
        }
        for n in room.power
    ]
    return [*columns.split(), "phases"], rows, 3


def _cooling(room: Room) -> Table:
    rows = [
        {
            "unit": u.name,
            "capacity_w": cell(u.capacity_w),
            "zones": listed(u.zones or ()),
            "status": u.status,
        }
        for u in room.cooling
    ]
    return ["unit", "capacity_w", "zones", "status"], rows, 3


def _ports(room: Room) -> Table:
    columns = ["switch", "rack", "port_type", "ports", "serves", "side", "network", "used", "max_cable_m"]
    rows = [
        {
            "switch": g.switch,
            "rack": g.rack,
            "port_type": g.port_type,
            "ports": cell(g.ports),
            "serves": g.serves,
            "side": g.side,
            "network": cell(g.network),
            "used": cell(g.used),
            "max_cable_m": parts(g.max_cable_mm, 1000),
        }
        for g in room.ports
    ]
    return columns, rows, 4


def _trays(room: Room) -> Table:
    rows = [{"from": t.ends[0], "to": t.ends[1], "length_m": parts(t.length_mm, 1000)} for t in room.trays]
    return ["from", "to", "length_m"], rows, 3


def _mounted(one: Device | Reservation) -> Row:
    return {
        "rack": cell(one.rack),
        "position_u": units(one.position_hu),
        "face": one.face,
        "u_height": units(one.height_hu),
        "depth": one.depth,
        "depth_mm": cell(one.depth_mm),
        "weight_kg": parts(one.weight_g, 1000),
        "power_w": cell(one.power_w),
        "cords": listed(one.cords),
        "ports": listed(one.ports),
        "owner": cell(one.owner),
        "group": cell(one.group),
    }


def _devices(room: Room) -> Table:
    rows = []
    for index, d in enumerate(room.devices):
        row = {"device": d.name, **_mounted(d), "power_basis": d.power_basis, "status": d.status}
        if d.height_hu == 0 and index % 2:
            row["position_u"] = "0U"
        row |= {"movable": "yes" if d.movable else "no", "move_cost": cell(d.move_cost)}
        rows.append(row)
    mounted = "rack position_u face u_height depth depth_mm weight_kg power_w power_basis cords ports"
    return ["device", *mounted.split(), "owner", "group", "status", "movable", "move_cost"], rows, 4


def _reservations(room: Room) -> Table:
    rows = []
    for r in room.reservations:
        row = {"reservation": r.name, "request": cell(r.request), "item": cell(r.item), **_mounted(r)}
        if r.for_application:
            row |= {"face": "", "depth": ""}
        row |= {"host": cell(r.host), "vcpu": cell(r.vcpu), "memory_mb": cell(r.memory_mb)}
        rows.append({**row, "disk_gb": cell(r.disk_gb), "until": cell(r.until)})
    columns = (
        "reservation request item owner group rack position_u face u_height depth depth_mm weight_kg"
        " power_w cords ports host vcpu memory_mb disk_gb until"
    )
    return columns.split(), rows, 9


def _hosts(room: Room) -> Table:
    rows = [
        {
            "host": h.name,
            "cluster": cell(h.cluster),
            "device": cell(h.device),
            "vcpu": cell(h.vcpu),
            "memory_mb": cell(h.memory_mb),
            "disk_gb": cell(h.disk_gb),
            "vcpu_overcommit": parts(h.overcommit_ppm, 1_000_000),
            "os_families": listed(sorted(h.os_families)),
            "network": cell(h.network),
            "status": h.status,
        }
        for h in room.hosts
    ]
    columns = "host device vcpu memory_mb disk_gb cluster vcpu_overcommit os_families network status"
    return columns.split(), rows, 5


def _vms(room: Room) -> Table:
    rows = [
        {
            "vm": v.name,
            "cluster": cell(v.cluster),
            "host": cell(v.host),
            "vcpu": cell(v.vcpu),
            "memory_mb": cell(v.memory_mb),
            "disk_gb": cell(v.disk_gb),
            "owner": cell(v.owner),
            "group": cell(v.group),
        }
        for v in room.vms
    ]
    return ["vm", "host", "cluster", "vcpu", "memory_mb", "disk_gb", "owner", "group"], rows, 6


def _standards(room: Room) -> Table:
    rows = [
        {
            "product": s.product,
            "version": cell(s.version),
            "rule": s.rule,
            "support_ends": cell(s.support_ends),
            "note": s.note,
        }
        for s in room.standards
    ]
    return ["product", "rule", "version", "support_ends", "note"], rows, 2


def policy_toml(policy: Policy) -> str:
    """Return the policy as TOML, every value that the rules use written out."""
    survive = ", ".join(f'"{kind}"' for kind in policy.survive)
    lines = [f'version = "{policy.version}"'] if policy.version else []
    lines += [
        "[power]",
        f"usable_fraction = {parts(policy.usable_ppm, 1_000_000)}",
        f"survive = [{survive}]",
        f"nameplate_factor = {parts(policy.nameplate_ppm, 1_000_000)}",
        "[cooling]",
        f"spare = {policy.cooling_spare}",
        "[space]",
        f"keep_free_u = {units(policy.keep_free_hu)}",
        "[network]",
        f"riser_m = {parts(policy.riser_mm, 1000)}",
        f"in_rack_m = {parts(policy.in_rack_mm, 1000)}",
        "[hosting]",
        f"spare = {policy.hosting_spare}",
        f"vcpu_overcommit = {parts(policy.overcommit_ppm, 1_000_000)}",
        "[standards]",
        f'unlisted = "{policy.unlisted}"',
        f'expired = "{policy.expired}"',
        "[unknown]",
        f'limits = "{policy.unknown_limits}"',
    ]
    if policy.draw_w_per_u is not None:
        lines.append(f"draw_w_per_u = {policy.draw_w_per_u}")
    if policy.weight_g_per_u is not None:
        lines.append(f"weight_kg_per_u = {parts(policy.weight_g_per_u, 1000)}")
    return "\n".join(lines) + "\n"


def request_json(request: Request) -> dict[str, object]:
    """Return the request as the JSON object of request.json; what is empty is left out."""

    def number(text: str) -> object:
        return None if not text else float(text) if "." in text else int(text)

    server = request.kind == "server"
    found: dict[str, object] = {
        "request": request.name,
        "kind": request.kind,
        "owner": request.owner,
        "quantity": request.quantity,
        "until": cell(request.until),
        "os": request.os,
        "os_version": request.os_version,
        "group": request.group,
        "keep": list(request.keep),
        "security_zone": request.security_zone,
        "network": request.network,
        "vcpu": request.vcpu,
        "memory_mb": request.memory_mb,
        "disk_gb": request.disk_gb,
    }
    if server:
        found |= {
            "u_height": number(units(request.height_hu)),
            "depth": request.depth,
            "depth_mm": request.depth_mm,
            "weight_kg": number(parts(request.weight_g, 1000)),
            "power_w": request.power_w,
            "power_basis": request.power_basis,
            "cords": request.cords,
            "ports": listed(request.ports),
            "port_sides": request.port_sides,
        }
    return {key: value for key, value in found.items() if value not in (None, "", [])}
