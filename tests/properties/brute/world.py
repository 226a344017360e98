"""The room as the rules see it on one day for some requests: who stands where and what counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from capacity.policy import PPM
from capacity.room import Cord, Device, Host, PortUse, Rack, Reservation, Room
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.states import ANYTHING, UNLIMITED, Interval, Number, exactly


@dataclass(frozen=True, slots=True)
class Standing:
    """A device or a server's reservation: both count in every limit alike."""

    name: str
    rack: str | None
    position: int | None
    face: str
    height: int | None
    depth: str
    weight: Interval
    draw: Interval
    cords: tuple[Cord, ...]
    ports: tuple[PortUse, ...]
    group: str | None


@dataclass(frozen=True, slots=True)
class Load:
    """What a VM or an application's reservation takes, on a host or somewhere in a cluster."""

    host: str | None
    cluster: str | None
    vcpu: int | None
    memory: int | None
    disk: int | None
    group: str | None


class World:
    """A room, requests and a day; everything below is computed from these three alone."""

    def __init__(self, room: Room, requests: Sequence[Request], today: date) -> None:
        self.room, self.today = room, today
        self.requests = {request.name: request for request in requests}
        self.policy = room.policy
        self._draws = {
            r.name: None if r.power_w is None else self._draw(r.power_w, r.power_basis) for r in requests
        }
        self.racks = {rack.name: rack for rack in room.racks}
        self.hosts = {host.name: host for host in room.hosts}
        self.reservations = [
            r
            for r in room.reservations
            if r.request not in self.requests and (r.until is None or r.until >= today)
        ]
        self.standing = [self._device(d) for d in room.devices] + [
            self._reserved(r) for r in self.reservations if not r.for_application
        ]
        self.by_rack: dict[str | None, list[Standing]] = defaultdict(list)
        for one in self.standing:
            self.by_rack[one.rack].append(one)
        self.device = {one.name: one for one in self.standing[: len(room.devices)]}
        self.loads = [self._vm(v.host, v.cluster, v.vcpu, v.memory_mb, v.disk_gb, v.group) for v in room.vms]
        self.loads += [
            self._vm(r.host, None, r.vcpu, r.memory_mb, r.disk_gb, r.group)
            for r in self.reservations
            if r.for_application
        ]

    def _vm(
        self,
        host: str | None,
        cluster: str | None,
        vcpu: int | None,
        memory: int | None,
        disk: int | None,
        group: str | None,
    ) -> Load:
        if host is not None:
            cluster = self.hosts[host].cluster
        return Load(host, cluster, vcpu, memory, disk, group)

    def _device(self, device: Device) -> Standing:
        power = None if device.power_w is None else self._draw(device.power_w, device.power_basis)
        return self._standing(device, power)

    def _reserved(self, reservation: Reservation) -> Standing:
        power = None if reservation.power_w is None else Fraction(reservation.power_w)
        return self._standing(reservation, power)

    def _draw(self, power_w: int, basis: str) -> Fraction:
        factor = Fraction(self.policy.nameplate_ppm, PPM) if basis == "nameplate" else Fraction(1)
        return power_w * factor

    def _standing(self, one: Device | Reservation, power: Fraction | None) -> Standing:
        """Return it with draw and weight as intervals; ``[unknown]`` values fill what is empty."""
        height = None if one.height_hu is None else Fraction(one.height_hu, 2)
        weight = None if one.weight_g is None else Fraction(one.weight_g)
        if power is None and height is not None and self.policy.draw_w_per_u is not None:
            power = self.policy.draw_w_per_u * height
        if weight is None and height is not None and self.policy.weight_g_per_u is not None:
            weight = self.policy.weight_g_per_u * height
        return Standing(
            name=one.name,
            rack=one.rack,
            position=one.position_hu,
            face=one.face,
            height=one.height_hu,
            depth=one.depth,
            weight=exactly(weight),
            draw=exactly(power),
            cords=one.cords,
            ports=one.ports,
            group=one.group,
        )

    def asked(self, item: Placed) -> Request:
        """Return the request that the item belongs to."""
        return self.requests[item.request]

    def draw_of(self, request: Request) -> Number | None:
        """Return the draw of one item of a request; None if it is not known."""
        return self._draws[request.name]

    def host_of(self, item: Placed) -> Host | None:
        return self.hosts.get(item.host or "")

    def rack_of_host(self, host: Host | None) -> Rack | None:
        """Return the rack in which the host's device stands; None if that is not known."""
        device = None if host is None else self.device.get(host.device or "")
        return None if device is None or device.rack is None else self.racks[device.rack]

    def rack_of(self, item: Placed) -> Rack | None:
        """Return the rack of an item: a server's own, an application's by its host."""
        if is_application(self.asked(item)):
            return self.rack_of_host(self.host_of(item))
        return self.racks.get(item.rack or "")

    def room_limit(self, value: Number | None) -> Interval:
        """Return the capacity of a limit that ``[unknown] limits = "condition"`` lets pass if empty."""
        if value is not None:
            return (value, value)
        return UNLIMITED if self.policy.unknown_limits == "condition" else ANYTHING

    def checks(self, file: str) -> bool:
        """Return True where the file was there: without it, its rules are not checked."""
        return file in self.room.files


def is_application(request: Request) -> bool:
    return request.kind == "application"


def modelled(request: Request) -> bool:
    """Return False for a blade and for a server of 0U: their chassis is not modelled."""
    return is_application(request) or not (request.chassis or request.height_hu == 0)


def in_rack(world: World, items: Sequence[Placed]) -> dict[str, list[Placed]]:
    """Return the items by the name of their rack, those without a rack left out."""
    found: dict[str, list[Placed]] = defaultdict(list)
    for item in items:
        rack = world.rack_of(item)
        if rack is not None:
            found[rack.name].append(item)
    return found
