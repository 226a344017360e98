"""Add racks: as few as it takes, each like one that stands there, with PDUs and switches of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from capacity.room import Cord, Device, PortGroup, PowerNode, Rack, Room
from capacity.units import plain
from placement.remedies.prices import Prices
from placement.request import Request
from placement.ways.changes import RoomChange, changed_room
from placement.ways.way import Part, Way
from placement.ways.whole import Whole

MOST = 4
MODELS = 3  # racks that are tried as models


def by_racks(whole: Whole, left: Sequence[Request], prices: Prices) -> Iterator[Way]:
    """The fewest racks, all like one model, that let everything in; up to four of them."""
    best: Way | None = None
    for model in models(whole.room, left):
        most = MOST if best is None else len(best.parts) - 1
        before: object = whole.base
        for count in range(1, most + 1):
            changes = [rack_like(whole.room, model, number, prices) for number in range(1, count + 1)]
            found = whole.places(changed_room(whole.room, changes))
            if isinstance(found, tuple):
                said = f"Set up {count} rack{'s' if count > 1 else ''} like {model.name}."
                parts = tuple(change.part for change in changes)
                best = Way("racks", said, parts, before is False, found)
                break
            before = found
    if best is not None:
        yield best


def models(room: Room, left: Sequence[Request]) -> list[Rack]:
    """Active racks that may take something of what is left, one for each security zone first.

    Of a zone the cool and strong ones come first.
    """
    fed = {node.rack for node in room.power if node.kind == "pdu"}
    wanted = {request.security_zone for request in left if request.kind == "server"}
    owners = {request.owner for request in left}
    seen: dict[tuple[str | None, str | None, str | None], Rack] = {}
    for rack in sorted(room.racks, key=lambda r: (-(r.max_heat_w or 0), -(r.max_load_g or 0), r.name)):
        dedicated = rack.dedicated_to is not None and rack.dedicated_to not in owners
        zone = rack.security_zone in wanted or (None in wanted and wanted)
        if rack.status == "active" and rack.name in fed and zone and not dedicated:
            seen.setdefault((rack.security_zone, rack.dedicated_to, rack.cooling_zone), rack)
    first = {rack.security_zone: rack for rack in reversed(seen.values())}
    rest = [rack for rack in seen.values() if rack not in first.values()]
    return [*first.values(), *rest][:MODELS]


def rack_like(room: Room, model: Rack, number: int, prices: Prices) -> RoomChange:
    """The number-th further rack like `model`; its switches are copied with what they weigh and draw."""
    taken = {r.name for r in room.racks} | {n.name for n in room.power} | {d.name for d in room.devices}
    tag = next(f"new{k}" for k in range(number, 10_000) if not any(f"new{k}" in name for name in taken))

    def named(name: str) -> str:
        return f"{name}-{tag}"

    rack = replace(model, name=named(model.name), line=0)
    pdus = tuple(
        replace(n, name=named(n.name), rack=rack.name, other_w=0, line=0)
        for n in room.power
        if n.kind == "pdu" and n.rack == model.name
    )
    groups = tuple(
        replace(g, switch=named(g.switch), rack=rack.name, used=0, line=0)
        for g in room.ports
        if g.rack == model.name and g.serves == "rack"
    )
    own = {g.switch for g in room.ports if g.rack == model.name and g.serves == "rack"}
    switches = tuple(_copied(d, rack, named) for d in room.devices if d.name in own and d.rack == model.name)

    def apply(room: Room) -> Room:
        return replace(
            room,
            racks=(*room.racks, rack),
            power=(*room.power, *pdus),
            ports=(*room.ports, *groups),
            devices=(*room.devices, *switches),
        )

    with_ = f" and the switch{'es' if len(own) > 1 else ''} of it" if own else ""
    pairs = " and ".join(f"{p.name} (fed by {' '.join(p.fed_by)})" for p in pdus)
    said = f"Set up rack {rack.name} like {model.name}: {pairs}{with_}."
    change = {"add": "racks", "rows": [_row(rack)], "with": [_node_row(n) for n in pdus] + _ports(groups)}
    return RoomChange(Part(said, change, prices.rack), apply)


def _copied(device: Device, rack: Rack, named: object) -> Device:
    assert callable(named)
    cords = tuple(Cord(named(cord.pdu), cord.leg) for cord in device.cords)
    return replace(
        device, name=named(device.name), rack=rack.name, cords=cords, ports=(), movable=False, line=0
    )


def _row(rack: Rack) -> dict[str, object]:
    """The rack as a row of racks.csv."""
    row: dict[str, object] = {"rack": rack.name, "row": rack.row, "u_height": rack.height_u}
    known = {
        "usable_depth_mm": rack.usable_depth_mm,
        "max_load_kg": None if rack.max_load_g is None else plain(rack.max_load_g, 1000),
        "max_heat_w": rack.max_heat_w,
        "cooling_zone": rack.cooling_zone,
        "security_zone": rack.security_zone,
        "dedicated_to": rack.dedicated_to,
    }
    return row | {name: value for name, value in known.items() if value is not None}


def _node_row(node: PowerNode) -> dict[str, object]:
    return {
        "node": node.name, "kind": node.kind, "path": node.path, "fed_by": " ".join(node.fed_by),
        "rack": node.rack, "rated_w": node.rated_w, "phases": node.phases,
    }  # fmt: skip


def _ports(groups: Sequence[PortGroup]) -> list[dict[str, object]]:
    return [
        {"switch": g.switch, "rack": g.rack, "port_type": g.port_type, "ports": g.ports, "side": g.side}
        for g in groups
    ]
