"""Demand: the neutral value that devices, reservations and VMs become before limits charge them.

Amounts are integers so that every comparison is exact: weight in half grams (the policy's
weight per unit may be halved by a half-unit height), draw in *draw units* of 1/`draw_unit`
watt, because the nameplate factor may leave fractions of a watt.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from math import gcd

from capacity.policy import PPM, Policy
from capacity.room import Cord, Device, PortUse, Reservation, Room

HALF_G = 2  # half grams per gram


def draw_unit(policy: Policy) -> int:
    """Number of draw units in one watt: the least that keeps every draw of the room whole."""
    nameplate = PPM // gcd(policy.nameplate_ppm, PPM)
    per_half_u = 2 if policy.draw_w_per_u else 1
    return nameplate * per_half_u // gcd(nameplate, per_half_u)


def charged_draw(power_w: int, basis: str, policy: Policy) -> int:
    """Draw in draw units that a stated power counts as; nameplate figures take the policy's factor."""
    unit = draw_unit(policy)
    return power_w * policy.nameplate_ppm * unit // PPM if basis == "nameplate" else power_w * unit


@dataclass(frozen=True, slots=True)
class Demand:
    """What one thing asks of the room; None is unknown.

    `kind` is "device", "reservation" or "vm". `rack` None on a device or a server's reservation means
    that it may stand in any rack. `assumed` names the attributes that the policy's ``[unknown]``
    section filled in.
    """

    name: str
    kind: str
    file: str
    line: int
    owner: str | None = None
    group: str | None = None
    rack: str | None = None
    position_hu: int | None = None
    face: str = "front"
    height_hu: int | None = None
    depth: str = "full"
    depth_mm: int | None = None
    weight_half_g: int | None = None
    draw: int | None = None
    cords: tuple[Cord, ...] = ()
    ports: tuple[PortUse, ...] = ()
    host: str | None = None
    cluster: str | None = None
    vcpu: int | None = None
    memory_mb: int | None = None
    disk_gb: int | None = None
    assumed: tuple[str, ...] = ()

    @property
    def mounted(self) -> bool:
        """True if it takes rack units, or may."""
        return self.height_hu != 0

    @property
    def draws(self) -> bool:
        """True if it draws power, or may."""
        return self.draw != 0


@dataclass(frozen=True, slots=True)
class Demands:
    """All demands of a room on a day: servers in racks, applications on hosts, lapsed reservations."""

    servers: tuple[Demand, ...]
    applications: tuple[Demand, ...]
    lapsed: tuple[Reservation, ...]

    @property
    def all(self) -> tuple[Demand, ...]:
        return self.servers + self.applications


def demands(room: Room, today: date, releasing: Collection[str] = ()) -> Demands:
    """Every demand that counts on `today`.

    Reservations of the requests named in `releasing` are released first; those whose `until` lies
    before `today` have lapsed.
    """
    kept = [r for r in room.reservations if r.request is None or r.request not in releasing]
    lapsed = tuple(r for r in kept if r.until is not None and r.until < today)
    live = [r for r in kept if r.until is None or r.until >= today]
    servers = [_server(d, "device", "devices.csv", room.policy) for d in room.devices]
    servers += [
        _server(r, "reservation", "reservations.csv", room.policy) for r in live if not r.for_application
    ]
    return Demands(tuple(servers), tuple(_applications(room, live)), lapsed)


def _server(thing: Device | Reservation, kind: str, file: str, policy: Policy) -> Demand:
    basis = thing.power_basis if isinstance(thing, Device) else "budget"
    draw, weight, assumed = None, None, []
    if thing.power_w is not None:
        draw = charged_draw(thing.power_w, basis, policy)
    elif policy.draw_w_per_u is not None and thing.height_hu is not None:
        draw = policy.draw_w_per_u * thing.height_hu * draw_unit(policy) // 2
        assumed.append("power_w")
    if thing.weight_g is not None:
        weight = thing.weight_g * HALF_G
    elif policy.weight_g_per_u is not None and thing.height_hu is not None:
        weight = policy.weight_g_per_u * thing.height_hu
        assumed.append("weight_kg")
    return Demand(
        name=thing.name,
        kind=kind,
        file=file,
        line=thing.line,
        owner=thing.owner,
        group=thing.group,
        rack=thing.rack,
        position_hu=thing.position_hu,
        face=thing.face,
        height_hu=thing.height_hu,
        depth=thing.depth,
        depth_mm=thing.depth_mm,
        weight_half_g=weight,
        draw=draw,
        cords=thing.cords,
        ports=thing.ports,
        assumed=tuple(assumed),
    )


def _applications(room: Room, live: list[Reservation]) -> list[Demand]:
    # Names in a file that is absent are not followed: without hosts.csv the host is not known.
    cluster_of = {h.name: h.cluster for h in room.hosts}
    found = [
        Demand(
            name=v.name,
            kind="vm",
            file="vms.csv",
            line=v.line,
            owner=v.owner,
            group=v.group,
            host=v.host if v.host in cluster_of else None,
            cluster=cluster_of.get(v.host or "", v.cluster),
            vcpu=v.vcpu,
            memory_mb=v.memory_mb,
            disk_gb=v.disk_gb,
        )
        for v in room.vms
    ]
    found += [
        Demand(
            name=r.name,
            kind="reservation",
            file="reservations.csv",
            line=r.line,
            owner=r.owner,
            group=r.group,
            host=r.host if r.host in cluster_of else None,
            cluster=cluster_of.get(r.host or ""),
            vcpu=r.vcpu,
            memory_mb=r.memory_mb,
            disk_gb=r.disk_gb,
        )
        for r in live
        if r.for_application
    ]
    return found
