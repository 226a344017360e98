"""Groups of a plan: which rule holds among their items, and where they stand by it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from api.render.text import Screen, clean, columns, count
from capacity.room import Room
from placement.placed import Placed
from placement.plan import Plan
from placement.request import KEEPS, Request

MOST_GROUPS = 12
MOST_NAMES = 6
KEEP_WORDS = {
    "apart:rack": "in different racks",
    "apart:row": "in different rows",
    "apart:power": "never all without power",
    "apart:cooling": "in different cooling zones",
    "together:rack": "in one rack",
    "together:row": "in one row",
}


def print_groups(screen: Screen, room: Room, requests: Sequence[Request], found: Plan) -> None:
    """A row per rule of each group that has two members or more, with those that stand there already."""
    groups: dict[str, list[Request]] = {}
    for request in requests:
        if request.group is not None or request.keep:
            groups.setdefault(request.group or request.name, []).append(request)
    placement = {each.request: each.placement for each in found.requests}
    rows = []
    for name, members in groups.items():
        rules = [rule for rule in KEEPS if any(rule in request.keep for request in members)]
        placed = [each for request in members for each in placement[request.name]]
        there = _standing(room, members[0].group, {request.name for request in requests})
        if rules and placed and len(placed) + len(there) > 1:
            rows.append((name, placed, there, rules))
    if not rows:
        return
    screen.head("Kept apart and together")
    table = columns(("group", "<"), ("items", "<"), ("rule", "<"), ("where", "<"))
    for name, placed, there, rules in rows[:MOST_GROUPS]:
        items = count(len(placed), "item") + (f" + {len(there)} there" if there else "")
        for number, rule in enumerate(rules):
            first = number == 0
            table.add_row(
                Text(clean(name) if first else "", style="bold"),
                items if first else "",
                KEEP_WORDS.get(rule, rule),
                _where(room, placed, there, rule),
            )
    screen.put(table)
    if any(there for _, _, there, _ in rows):
        screen.line(("there: members of the group that stand in the room already.", "dim"), indent=3)
    if len(rows) > MOST_GROUPS:
        screen.line((f"{count(len(rows) - MOST_GROUPS, 'more group')}.", "dim"), indent=3)


def _standing(room: Room, group: str | None, released: set[str]) -> list[str | None]:
    """Racks of the members of a group that stand or run in the room, or are held for others."""
    if group is None:
        return []
    rack_of = {device.name: device.rack for device in room.devices}
    host_rack = {host.name: rack_of.get(host.device or "") for host in room.hosts}
    racks = [device.rack for device in room.devices if device.group == group]
    racks += [host_rack.get(vm.host or "") for vm in room.vms if vm.group == group]
    held = [r for r in room.reservations if r.group == group and r.request not in released]
    return racks + [r.rack for r in held]


def _where(room: Room, placed: Sequence[Placed], there: Sequence[str | None], rule: str) -> str:
    """Racks, rows or cooling zones of all members; nothing for apart:power, which is about losses."""
    what = rule.partition(":")[2]
    if what == "power":
        return ""
    rack_of = {device.name: device.rack for device in room.devices}
    host_rack = {host.name: rack_of.get(host.device or "") for host in room.hosts}
    racks = [each.rack if each.host is None else host_rack.get(each.host) for each in placed] + list(there)
    value = {
        rack.name: {"rack": rack.name, "row": rack.row, "cooling": rack.cooling_zone}[what]
        for rack in room.racks
    }
    told = sorted({value.get(rack or "") or "?" for rack in racks})
    names = ", ".join(clean(name) for name in told[:MOST_NAMES])
    return f"{names} and {len(told) - MOST_NAMES} more" if len(told) > MOST_NAMES else names
