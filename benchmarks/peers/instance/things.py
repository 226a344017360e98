"""What stands in the room on a day: servers in racks and guests on hosts, with reservations that count.

Draws are in *ticks*, a part of a watt so small that the nameplate factor and half units stay whole;
weights in half grams. None is unknown, even after the policy's ``[unknown]`` section.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from math import gcd, lcm

from capacity.policy import PPM, Policy
from capacity.room import Cord, Device, PortUse, Reservation, Room

ENDLESS = 10**15
"""An unknown amount at its most; any row with it has nothing left."""


def ticks_per_watt(policy: Policy) -> int:
    return lcm(2, PPM // gcd(PPM, policy.nameplate_ppm))


def ticks(power_w: int | None, basis: str, policy: Policy) -> int | None:
    """What a stated power is charged with."""
    if power_w is None:
        return None
    factor = policy.nameplate_ppm if basis == "nameplate" else PPM
    return power_w * ticks_per_watt(policy) * factor // PPM


@dataclass(frozen=True, slots=True)
class Thing:
    """A device, or a server's reservation."""

    name: str
    rack: str | None
    position_hu: int | None
    face: str
    height_hu: int | None
    depth: str
    draw: int | None
    weight: int | None
    cords: tuple[Cord, ...]
    ports: tuple[PortUse, ...]
    group: str | None
    is_device: bool

    @property
    def draws(self) -> bool:
        """True if it draws power, or may."""
        return self.draw != 0


@dataclass(frozen=True, slots=True)
class Guest:
    """A virtual machine, or an application's reservation; host and cluster None where not known."""

    host: str | None
    cluster: str | None
    vcpu: int | None
    memory_mb: int | None
    disk_gb: int | None
    group: str | None


def things(room: Room, today: date, releasing: Collection[str]) -> list[Thing]:
    """Servers that count on `today`, without the reservations of the requests in `releasing`."""
    found = [_thing(device, room.policy) for device in room.devices]
    return found + [
        _thing(held, room.policy) for held in _held(room, today, releasing) if not held.for_application
    ]


def guests(room: Room, today: date, releasing: Collection[str]) -> list[Guest]:
    """Applications that count on `today`; the cluster is that of the host where there is one."""
    clusters = {host.name: host.cluster for host in room.hosts}
    found = []
    for own in (*room.vms, *(h for h in _held(room, today, releasing) if h.for_application)):
        host = own.host if own.host in clusters else None
        named = None if isinstance(own, Reservation) else own.cluster
        cluster = clusters[host] if host is not None else named
        found.append(Guest(host, cluster, own.vcpu, own.memory_mb, own.disk_gb, own.group))
    return found


def _held(room: Room, today: date, releasing: Collection[str]) -> Iterator[Reservation]:
    for held in room.reservations:
        lapsed = held.until is not None and held.until < today
        if not lapsed and (held.request is None or held.request not in releasing):
            yield held


def _thing(own: Device | Reservation, policy: Policy) -> Thing:
    draw = ticks(own.power_w, own.power_basis if isinstance(own, Device) else "budget", policy)
    if draw is None and policy.draw_w_per_u is not None and own.height_hu is not None:
        draw = policy.draw_w_per_u * own.height_hu * ticks_per_watt(policy) // 2
    weight = None if own.weight_g is None else 2 * own.weight_g
    if weight is None and policy.weight_g_per_u is not None and own.height_hu is not None:
        weight = policy.weight_g_per_u * own.height_hu
    return Thing(
        own.name, own.rack, own.position_hu, own.face, own.height_hu, own.depth, draw, weight,
        own.cords, own.ports, own.group, isinstance(own, Device),
    )  # fmt: skip
