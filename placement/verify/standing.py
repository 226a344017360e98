"""What stands in the room already, in one shape for devices and reservations alike.

The contract: a reservation "counts in every limit exactly as a device or a VM does".
Draws are integers in *ticks*: a fraction of a watt so small that the policy's nameplate factor
and a half unit's share of ``[unknown] draw_w_per_u`` stay whole. Weights are in half grams for
the same reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from math import gcd, lcm

from capacity.policy import PPM, Policy
from capacity.room import Cord, PortUse, Reservation, Room
from placement.verify.findings import Cell


def ticks_per_watt(policy: Policy) -> int:
    """Ticks in a watt: the nameplate factor's denominator, and two for half units."""
    return lcm(2, PPM // gcd(PPM, policy.nameplate_ppm))


def charged_draw(power_w: int | None, basis: str, policy: Policy) -> int | None:
    """Return what a stated `power_w` (W) is charged with, in ticks; None stays unknown.

    The contract: "nameplate_factor is exact" and applies where power_basis is nameplate.
    """
    if power_w is None:
        return None
    ticks = power_w * ticks_per_watt(policy)
    return ticks * policy.nameplate_ppm // PPM if basis == "nameplate" else ticks


@dataclass(frozen=True, slots=True)
class Standing:
    """A device or a reservation that stands (or may stand) in a rack.

    `draw` is in ticks, `weight` in half grams; None = unknown even after ``[unknown]``. `assumed`
    names the values that ``[unknown]`` supplied ("draw", "weight").
    """

    name: str
    file: str
    line: int
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
    request: str | None
    assumed: frozenset[str]

    def cell(self, column: str) -> Cell:
        return Cell(self.file, self.line, column)


@dataclass(frozen=True, slots=True)
class Guest:
    """A VM or an application's reservation: what takes room on a host. None = unknown."""

    name: str
    file: str
    line: int
    host: str | None
    cluster: str | None
    vcpu: int | None
    memory_mb: int | None
    disk_gb: int | None
    group: str | None
    request: str | None

    def cell(self, column: str) -> Cell:
        return Cell(self.file, self.line, column)


def counted_reservations(room: Room, today: date, releasing: Collection[str]) -> Iterator[Reservation]:
    """Yield the reservations that count: not lapsed before `today`, not of a released request.

    The contract: "`until` is compared with `--today`; past ones do not count"; an empty `until`
    never lapses; "the request's own is released first".
    """
    for reservation in room.reservations:
        lapsed = reservation.until is not None and reservation.until < today
        if not lapsed and (reservation.request is None or reservation.request not in releasing):
            yield reservation


def standings(room: Room, today: date, releasing: Collection[str]) -> Iterator[Standing]:
    """Yield every device (planned and leaving ones count in full) and every reservation in a rack."""
    policy = room.policy
    for device in room.devices:
        draw, weight, assumed = _assume(
            charged_draw(device.power_w, device.power_basis, policy),
            device.weight_g,
            device.height_hu,
            policy,
        )
        yield Standing(
            device.name,
            "devices.csv",
            device.line,
            device.rack,
            device.position_hu,
            device.face,
            device.height_hu,
            device.depth,
            draw,
            weight,
            device.cords,
            device.ports,
            device.group,
            None,
            assumed,
        )
    for held in counted_reservations(room, today, releasing):
        if held.for_application:
            continue
        draw, weight, assumed = _assume(
            charged_draw(held.power_w, "budget", policy), held.weight_g, held.height_hu, policy
        )
        yield Standing(
            held.name,
            "reservations.csv",
            held.line,
            held.rack,
            held.position_hu,
            held.face,
            held.height_hu,
            held.depth,
            draw,
            weight,
            held.cords,
            held.ports,
            held.group,
            held.request,
            assumed,
        )


def guests(room: Room, today: date, releasing: Collection[str]) -> Iterator[Guest]:
    """Yield every VM and every application's reservation.

    A VM's cluster is that of its host where it has one (ADR 2).
    """
    cluster_of = {host.name: host.cluster for host in room.hosts}
    for vm in room.vms:
        cluster = vm.cluster if vm.host is None else cluster_of.get(vm.host)
        yield Guest(
            vm.name,
            "vms.csv",
            vm.line,
            vm.host,
            cluster,
            vm.vcpu,
            vm.memory_mb,
            vm.disk_gb,
            vm.group,
            None,
        )
    for held in counted_reservations(room, today, releasing):
        if held.for_application:
            yield Guest(
                held.name,
                "reservations.csv",
                held.line,
                held.host,
                cluster_of.get(held.host) if held.host else None,
                held.vcpu,
                held.memory_mb,
                held.disk_gb,
                held.group,
                held.request,
            )


def _assume(
    draw: int | None, weight_g: int | None, height_hu: int | None, policy: Policy
) -> tuple[int | None, int | None, frozenset[str]]:
    """Fill unknown values by ``[unknown]`` per U of height (a 0U device counts as 0)."""
    weight = None if weight_g is None else 2 * weight_g
    if (draw is not None and weight is not None) or height_hu is None:
        return draw, weight, frozenset()
    assumed = set()
    if draw is None and policy.draw_w_per_u is not None:
        draw = policy.draw_w_per_u * height_hu * ticks_per_watt(policy) // 2
        assumed.add("draw")
    if weight is None and policy.weight_g_per_u is not None:
        weight = policy.weight_g_per_u * height_hu
        assumed.add("weight")
    return draw, weight, frozenset(assumed)
