"""Which equipment may be moved, and what it asks of another place.

A device that moves is judged at its new place as a request of its own: as high, deep, heavy and hungry as it
is, with as many cords, the ports that it uses now, and in a rack of the security zone that it stands in now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from capacity.ledger import Ledger
from capacity.room import Device, PortGroup, PortUse, Rack, Room
from placement.placed import Placed
from placement.request import PortNeed, Request

#: Reasons for which a device marked movable stays where it is, for the stated scope.
LEFT = ("not installed", "a host or a switch", "with data missing", "with more than two cords")


Groups = Mapping[tuple[str, str], PortGroup]  # by switch and type; empty where ports are not checked


@dataclass(frozen=True, slots=True)
class Mover:
    """A device that may move, what it asks, and where it stands."""

    device: Device
    request: Request
    place: Placed

    @property
    def cost(self) -> int:
        return self.device.move_cost


def movers(ledger: Ledger) -> tuple[tuple[Mover, ...], dict[str, int]]:
    """Devices that may be moved, in the order of devices.csv; how many marked ones stay, by reason."""
    room = ledger.room
    racks = {rack.name: rack for rack in room.racks}
    hosts = {host.device for host in room.hosts} | {group.switch for group in room.ports}
    groups = {(g.switch, g.port_type): g for g in room.ports} if ledger.ports is not None else {}
    found, left = [], Counter[str]()
    for device in room.devices:
        if not device.movable:
            continue
        if device.status != "installed":
            left[LEFT[0]] += 1
        elif device.name in hosts:
            left[LEFT[1]] += 1
        elif not _known(room, device, racks):
            left[LEFT[2]] += 1
        elif len(device.cords) > 2:
            left[LEFT[3]] += 1
        else:
            found.append(_mover(device, racks[device.rack or ""], groups))
    return tuple(found), {reason: left[reason] for reason in LEFT if left[reason]}


def _known(room: Room, device: Device, racks: dict[str, Rack]) -> bool:
    """True where nothing is missing that a move needs to be judged by."""
    if device.rack is None or device.position_hu is None or not device.height_hu:
        return False
    if device.power_w is None or device.weight_g is None:
        return False
    if device.power_w and not device.cords and "power.csv" in room.files:
        return False
    # Heat in a rack without a zone may fall anywhere: taking it away frees no zone for certain.
    return not ("cooling.csv" in room.files and device.power_w and racks[device.rack].cooling_zone is None)


def _mover(device: Device, rack: Rack, groups: Groups) -> Mover:
    """A device of known place, height, weight and draw as one that asks for a place."""
    needs, sides = _needs(device.ports, groups) if groups else ((), 1)
    request = Request(
        name=device.name,
        owner=device.owner,
        security_zone=rack.security_zone,
        height_hu=device.height_hu,
        depth=device.depth,
        depth_mm=device.depth_mm,
        weight_g=device.weight_g,
        power_w=device.power_w,
        power_basis=device.power_basis,
        cords=len(device.cords) or int(bool(device.power_w)),
        ports=needs,
        port_sides=sides,
        file="devices.csv",
        line=device.line,
    )
    face = device.face if device.depth == "half" else "front"
    place = Placed(device.name, 1, device.rack, device.position_hu, face, device.cords, device.ports)
    return Mover(device, request, place)


def _needs(uses: tuple[PortUse, ...], groups: Groups) -> tuple[tuple[PortNeed, ...], int]:
    """The ports as needs by type and network; two sides where every pair of ports is on both."""
    sides: dict[tuple[str, str | None], Counter[str]] = {}
    for use in uses:
        group = groups[use.switch, use.port_type]
        sides.setdefault((use.port_type, group.network), Counter())[group.side] += use.count
    needs = tuple(PortNeed(kind, on.total(), network) for (kind, network), on in sides.items() if on.total())
    several = [on for on in sides.values() if on.total() > 1]
    both = bool(several) and all(min(on["A"], on["B"]) >= on.total() // 2 for on in several)
    return needs, 2 if both else 1


def same_place(one: Placed, other: Placed) -> bool:
    """True where rack, position, face and cords are the same: nothing has moved."""
    return (one.rack, one.position_hu, one.face, sorted(map(str, one.cords))) == (
        other.rack,
        other.position_hu,
        other.face,
        sorted(map(str, other.cords)),
    )


def stand(device: Device, placed: Placed) -> Device:
    """The device at another place."""
    return replace(
        device,
        rack=placed.rack,
        position_hu=placed.position_hu,
        face=placed.face or "front",
        cords=placed.cords,
        ports=placed.ports or device.ports,
    )
