"""Switch ports: which groups reach a rack, and every way to split the needs over them."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from capacity.room import PortGroup, PortUse, Rack
from placement.placed import Placed
from placement.request import PortNeed, Request
from tests.properties.brute.states import BROKEN, HOLDS, UNKNOWN, State, best
from tests.properties.brute.world import World

Key = tuple[str, str]
"""A group: the switch and the type of its ports."""
Reach = Literal["yes", "maybe", "no"]


@dataclass(frozen=True, slots=True)
class Want:
    """A need of one item, the groups that its ports may come from, and on how many sides."""

    need: PortNeed
    keys: tuple[Key, ...]
    sides: int


class Ports:
    """The groups of a room and what is free in each."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.groups = {(group.switch, group.port_type): group for group in world.room.ports}
        used: dict[Key, int] = defaultdict(int)
        for one in world.standing:
            for use in one.ports:
                used[use.switch, use.port_type] += use.count
        self.free = {key: max(0, group.ports - group.used - used[key]) for key, group in self.groups.items()}
        self.side = {key: group.side for key, group in self.groups.items()}

    def length(self, a: Rack, b: Rack) -> int | None:
        """Return the cable from rack to rack: within it, by the trays, else over the floor."""
        policy = self.world.policy
        if a.name == b.name:
            return policy.in_rack_mm
        route = self._route(a.name, b.name)
        if route is None:
            if a.x_mm is None or a.y_mm is None or b.x_mm is None or b.y_mm is None:
                return None
            route = abs(a.x_mm - b.x_mm) + abs(a.y_mm - b.y_mm)
        return route + 2 * policy.riser_mm

    def _route(self, start: str, end: str) -> int | None:
        """Return the shortest way through the trays, which run both ways."""
        heap, done = [(0, start)], set()
        while heap:
            far, here = heapq.heappop(heap)
            if here == end:
                return far
            if here in done:
                continue
            done.add(here)
            for tray in self.world.room.trays:
                if here in tray.ends:
                    heapq.heappush(heap, (far + tray.length_mm, tray.ends[tray.ends[0] == here]))
        return None

    def reach(self, group: PortGroup, rack: Rack) -> Reach:
        """Return whether the group serves the rack and its cable is long enough."""
        home = self.world.racks[group.rack]
        serves = {"rack": home.name == rack.name, "row": home.row == rack.row, "room": True}
        if not serves[group.serves]:
            return "no"
        if group.max_cable_mm is None:
            return "yes"
        length = self.length(home, rack)
        if length is None:  # what is known of the way may already be too long
            known = [(home.x_mm, rack.x_mm), (home.y_mm, rack.y_mm)]
            least = sum(abs(p - q) for p, q in known if p is not None and q is not None)
            too_long = least + 2 * self.world.policy.riser_mm > group.max_cable_mm
            return "no" if too_long else "maybe"
        return "yes" if length <= group.max_cable_mm else "no"

    def wants(self, request: Request, rack: Rack, allow: Sequence[Reach]) -> list[Want]:
        """Return the needs of an item in this rack with the groups that may serve them."""
        found = []
        for need in request.ports:
            network = need.network or request.network
            keys = tuple(
                key
                for key, group in self.groups.items()
                if group.port_type == need.port_type
                and (network is None or group.network in (None, network))
                and self.reach(group, rack) in allow
            )
            found.append(Want(need, keys, request.port_sides))
        return found

    def splits(self, want: Want, free: Mapping[Key, int]) -> Iterator[dict[Key, int]]:
        """Yield every way to take the ports of one need from its groups."""
        need, keys = want.need, want.keys

        def take(index: int, rest: int) -> Iterator[dict[Key, int]]:
            if index == len(keys):
                if rest == 0:
                    yield {}
                return
            for count in range(min(rest, free[keys[index]]) + 1):
                for others in take(index + 1, rest - count):
                    yield {keys[index]: count, **others} if count else others

        for split in take(0, need.count):
            on_sides = [sum(n for key, n in split.items() if self.side[key] == side) for side in "AB"]
            if want.sides == 1 or min(on_sides) >= need.count // 2:
                yield split

    def assign(self, wants: Sequence[Want], free: Mapping[Key, int]) -> list[dict[Key, int]] | None:
        """Return one way to serve all the needs at once; None if there is none."""
        return self._assign(wants, free, set())

    def _assign(
        self, wants: Sequence[Want], free: Mapping[Key, int], vain: set[tuple[int, ...]]
    ) -> list[dict[Key, int]] | None:
        """Serve the needs from what is free; `vain` are the needs and free ports for which it was in vain."""
        if not wants:
            return []
        here = (len(wants), *free.values())
        for split in self.splits(wants[0], free) if here not in vain else ():
            rest = {key: count - split.get(key, 0) for key, count in free.items()}
            others = self._assign(wants[1:], rest, vain)
            if others is not None:
                return [split, *others]
        vain.add(here)
        return None


def _by_item(ports: Ports, items: Sequence[Placed], allow: Sequence[Reach]) -> list[list[Want]]:
    world = ports.world
    return [ports.wants(world.asked(item), world.racks[item.rack or ""], allow) for item in items]


def possible(world: World, ports: Ports, items: Sequence[Placed]) -> State:
    """Judge whether any split of ports serves all items, wherever their racks are."""
    if not world.checks("ports.csv"):
        return HOLDS
    options: tuple[tuple[State, tuple[Reach, ...]], ...] = (
        (HOLDS, ("yes",)),
        (UNKNOWN, ("yes", "maybe")),
    )
    for state, allow in options:
        wants = [want for wants in _by_item(ports, items, allow) for want in wants]
        if ports.assign(wants, ports.free) is not None:
            return state
    return BROKEN


def chosen(world: World, ports: Ports, items: Sequence[Placed]) -> list[tuple[PortUse, ...]]:
    """Return the ports of each item, from groups within reach for certain where that is possible."""
    if not world.checks("ports.csv"):
        return [() for _ in items]
    certain: tuple[Reach, ...] = ("yes",)
    for allow in (certain, (*certain, "maybe")):
        by_item = _by_item(ports, items, allow)
        splits = ports.assign([want for wants in by_item for want in wants], ports.free)
        if splits is None:
            continue
        found, at = [], 0
        for wants in by_item:
            total: dict[Key, int] = defaultdict(int)
            for split in splits[at : at + len(wants)]:
                for key, count in split.items():
                    total[key] += count
            at += len(wants)
            found.append(tuple(PortUse(*key, count) for key, count in sorted(total.items())))
        return found
    raise ValueError("no split of ports serves these items")


def _count(request: Request) -> int:
    return sum(need.count for need in request.ports)


def given(world: World, ports: Ports, items: Sequence[Placed]) -> State:
    """Judge the ports that the items name: free, enough of each, and just what was asked."""
    if not world.checks("ports.csv"):
        return BROKEN if any(item.ports for item in items) else HOLDS
    taken: dict[Key, int] = defaultdict(int)
    states: list[State] = [HOLDS]
    for item in items:
        request = world.asked(item)
        mine: dict[Key, int] = defaultdict(int)
        for use in item.ports:
            mine[use.switch, use.port_type] += use.count
            taken[use.switch, use.port_type] += use.count
        if not mine.keys() <= ports.groups.keys() or sum(mine.values()) != _count(request):
            return BROKEN
        free = {key: mine.get(key, 0) for key in ports.groups}
        rack = world.racks[item.rack or ""]
        sure = ports.assign(ports.wants(request, rack, ("yes",)), free) is not None
        perhaps = ports.assign(ports.wants(request, rack, ("yes", "maybe")), free) is not None
        states.append(best([HOLDS] if sure else [UNKNOWN] if perhaps else []))
    if any(count > ports.free[key] for key, count in taken.items() if count):
        return BROKEN
    return BROKEN if BROKEN in states else UNKNOWN if UNKNOWN in states else HOLDS
