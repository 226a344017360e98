"""The yes/no rules: status, security zone, dedication, and the standard of operating systems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from capacity.room import Rack
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.states import BROKEN, HOLDS, UNKNOWN, State, worst
from tests.properties.brute.world import World


def _of_rack(world: World, item: Placed, judge: Callable[[Rack], State]) -> State:
    """Judge the item's rack; a host whose rack is not known may stand in any rack."""
    rack = world.rack_of(item)
    if rack is not None:
        return judge(rack)
    states = {judge(rack) for rack in world.racks.values()}
    return states.pop() if len(states) == 1 else UNKNOWN


def status(world: World, items: Sequence[Placed]) -> State:
    """Only active racks, and only active hosts, take something new."""

    def judge(item: Placed) -> State:
        host = world.host_of(item)
        if host is not None and host.status != "active":
            return BROKEN
        return _of_rack(world, item, lambda rack: HOLDS if rack.status == "active" else BROKEN)

    return worst(judge(item) for item in items)


def zone(world: World, items: Sequence[Placed]) -> State:
    """The rack is in the security zone that the request asks for, if it asks for one."""

    def judge(asked: str | None, rack: Rack) -> State:
        if asked is None:
            return HOLDS
        if rack.security_zone is None:
            return UNKNOWN
        return HOLDS if rack.security_zone == asked else BROKEN

    return worst(_of_rack(world, item, partial(judge, world.asked(item).security_zone)) for item in items)


def dedicated(world: World, items: Sequence[Placed]) -> State:
    """A rack that is dedicated takes what belongs to that agency only."""

    def judge(owner: str | None, rack: Rack) -> State:
        return HOLDS if rack.dedicated_to in (None, owner) else BROKEN

    return worst(_of_rack(world, item, partial(judge, world.asked(item).owner)) for item in items)


def standards(world: World, request: Request) -> State:
    """The product must not be forbidden, and its support must last where the policy says so."""
    policy = world.policy
    if request.os is None or not world.checks("standards.csv"):
        return HOLDS
    rows = [s for s in world.room.standards if s.product == request.os]
    exact = [s for s in rows if s.version is not None and s.version == request.os_version]
    general = [s for s in rows if s.version is None]
    if not exact and not general:
        return BROKEN if policy.unlisted == "refuse" else HOLDS
    row = (exact or general)[0]
    if row.rule == "forbidden":
        return BROKEN
    if request.until is None or policy.expired != "refuse":
        return HOLDS
    if row.support_ends is None:
        return UNKNOWN
    return BROKEN if row.support_ends < request.until else HOLDS
