"""A room with placements standing in it: what is placed counts as equipment from then on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from capacity.room import Device, Room, Vm
from placement.placed import Placed
from placement.request import Request


def occupied(
    room: Room, requests: Iterable[Request], placed: Iterable[Placed], released: Collection[str] = ()
) -> Room:
    """The room with placed items as devices and VMs, without the reservations of the `released` requests."""
    asked = {request.name: request for request in requests}
    devices, vms = list(room.devices), list(room.vms)
    for each in placed:
        request, name = asked[each.request], f"{each.request} {each.item}"
        if each.host is not None:
            vms.append(
                Vm(
                    name, host=each.host, vcpu=request.vcpu, memory_mb=request.memory_mb,
                    disk_gb=request.disk_gb, owner=request.owner, group=request.group,
                )
            )  # fmt: skip
        else:
            devices.append(
                Device(
                    name, each.rack, each.position_hu, each.face or "front", request.height_hu, request.depth,
                    request.depth_mm, request.weight_g, request.power_w, request.power_basis, each.cords,
                    each.ports, request.owner, request.group, status="planned",
                )
            )  # fmt: skip
    kept = (r for r in room.reservations if r.request is None or r.request not in released)
    return replace(room, devices=tuple(devices), vms=tuple(vms), reservations=tuple(kept))
