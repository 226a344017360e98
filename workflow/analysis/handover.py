"""Equipment as it was installed: judged again, and turned into what stands in the room from now on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from capacity.errors import BadInput
from capacity.room import Device, Room, Vm
from placement.placed import Placed
from placement.request import Request
from workflow.analysis.assumptions import (
    Assumption,
    assumed_request,
    assumed_room,
    still_asked,
    still_open,
)
from workflow.analysis.judging import refused, verdict_on
from workflow.analysis.places import placed
from workflow.facts import Verdict
from workflow.papers import Installed, ItemPlace, PlaceChoice


def judge_installed(
    room_now: Room,
    request: Request,
    choice: PlaceChoice,
    installed: Sequence[Installed],
    *,
    today: date,
    assumptions: Sequence[Assumption] = (),
) -> Verdict:
    """The verifier's verdict on the equipment as it stands there, without what the case itself holds.

    Each item with its actual weight, draw and place; items that are not named count as asked, where their
    place was held. As everywhere, what was over its limit before is held against an item only where the
    item makes it worse.
    """
    room = assumed_room(room_now, still_open(room_now, assumptions))
    asked = assumed_request(request, still_asked(request, assumptions))
    faults = _faults(room, asked, choice, installed)
    if faults:
        return Verdict(False, faults)
    try:
        singles, items = _each(asked, choice, installed)
    except BadInput as bad:
        return refused(bad)
    return verdict_on(room, singles, items, choice, today=today, releasing=asked.name)


def installed_things(
    request: Request,
    choice: PlaceChoice,
    installed: Sequence[Installed],
    *,
    assumptions: Sequence[Assumption] = (),
) -> tuple[Device | Vm, ...]:
    """What stands (or runs) in the room from now on: devices for servers, VMs for applications.

    An actual draw counts as it is: one figure on the day of installation is neither a nameplate nor the
    highest mean of a month, so its basis is "budget". A draw that was not taken counts as asked.

    Raises BadInput where a place names a cord or port that is none, or an item that has no place.
    """
    known = {one.item: one for one in installed}
    asked = assumed_request(request, still_asked(request, assumptions))
    singles, items = _each(asked, choice, installed)
    return tuple(
        _thing(replace(single, group=request.group), item, thing_name(request.name, known[number]))
        for single, item, number in zip(singles, items, _numbers(choice, installed), strict=True)
        if number in known
    )


def thing_name(case: str, one: Installed) -> str:
    """What the room calls an installed item."""
    return one.name or f"{case}/{one.item}"


def _each(
    request: Request, choice: PlaceChoice, installed: Sequence[Installed]
) -> tuple[list[Request], list[Placed]]:
    """Each item as a request of its own, since items differ once they stand there, with its place."""
    actual = {one.item: one for one in installed}
    held = {item.item: item for item in choice.items}
    # What is kept apart or together within a request is now kept so within a group.
    group = request.group or (f"request {request.name}" if request.keep else None)
    singles: list[Request] = []
    items: list[Placed] = []
    for number in _numbers(choice, installed):
        name = f"{request.name} item {number}"
        single = replace(request, name=name, quantity=1, group=group)
        one = actual.get(number)
        if one is not None and request.kind == "server":
            single = _as_it_is(single, one)
        singles.append(single)
        items += placed([replace(_where(one, held, number), item=1)], name)
    return singles, items


def _numbers(choice: PlaceChoice, installed: Sequence[Installed]) -> list[int]:
    return sorted({item.item for item in choice.items} | {one.item for one in installed})


def _as_it_is(request: Request, one: Installed) -> Request:
    if one.weight_g is not None:
        request = replace(request, weight_g=one.weight_g)
    if one.power_w is not None:
        request = replace(request, power_w=one.power_w, power_basis="budget")
    return request


def _where(one: Installed | None, held: Mapping[int, ItemPlace], number: int) -> ItemPlace:
    """Where an item stands; cords and ports that are not named are the held ones, in the rack of these."""
    was = held.get(number, ItemPlace(number))
    if one is None or one.at is None:
        return was
    at = one.at
    if at.rack == was.rack:
        at = replace(at, cords=at.cords or was.cords, ports=at.ports or was.ports)
    return at


def _faults(
    room: Room, request: Request, choice: PlaceChoice, installed: Sequence[Installed]
) -> tuple[str, ...]:
    """What keeps the items from being judged: which of them they are, and what they are called."""
    found = []
    numbers = [one.item for one in installed]
    wanted = range(1, request.quantity + 1)
    found += [
        f"item {number} is not within 1 to {request.quantity}" for number in numbers if number not in wanted
    ]
    found += [f"item {number} is there twice" for number in set(numbers) if numbers.count(number) > 1]
    lacking = set(wanted) - set(_numbers(choice, installed))
    found += [f"there is no place for item {number}" for number in sorted(lacking)]
    things = room.vms if request.kind == "application" else room.devices
    taken = {thing.name for thing in things}
    for one in installed:
        name = thing_name(request.name, one)
        if name in taken:
            found.append(f"something in the room is called {name} already")
        taken.add(name)
    return tuple(found)


def _thing(request: Request, item: Placed, name: str) -> Device | Vm:
    if request.kind == "application":
        return Vm(
            name=name,
            host=item.host,
            vcpu=request.vcpu,
            memory_mb=request.memory_mb,
            disk_gb=request.disk_gb,
            owner=request.owner,
            group=request.group,
        )
    return Device(
        name=name,
        rack=item.rack,
        position_hu=item.position_hu,
        face=item.face or "front",
        height_hu=request.height_hu,
        depth=request.depth,
        depth_mm=request.depth_mm,
        weight_g=request.weight_g,
        power_w=request.power_w,
        power_basis=request.power_basis,
        cords=item.cords,
        ports=item.ports,
        owner=request.owner,
        group=request.group,
    )
