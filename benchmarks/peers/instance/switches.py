"""Switch ports: what is free in every group, which groups reach a rack for certain, what an item needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import networkx as nx

from benchmarks.peers.instance.things import Thing
from capacity.policy import Policy
from capacity.room import PortGroup, Rack, Tray
from placement.request import Request


@dataclass(frozen=True, slots=True)
class Need:
    """`count` ports of a type from a network (None: any), at least `half` of them on each side."""

    port_type: str
    network: str | None
    count: int
    half: int


def needs_of(request: Request) -> tuple[Need, ...]:
    """The ports of one item; a type that is named twice for a network is one need."""
    asked: dict[tuple[str, str | None], int] = {}
    for need in request.ports:
        key = (need.port_type, need.network or request.network)
        asked[key] = asked.get(key, 0) + need.count
    return tuple(
        Need(port_type, network, count, count // 2 if request.port_sides == 2 else 0)
        for (port_type, network), count in asked.items()
        if count
    )


class Switches:
    """Port groups with what is free in them.

    Attributes
    ----------
    free
        Ports per group.
    serving
        Per group the racks that it serves and reaches; per rack, `reached` has the groups.
    """

    def __init__(
        self,
        groups: Sequence[PortGroup],
        racks: Sequence[Rack],
        trays: Sequence[Tray],
        stand: Sequence[Thing],
        policy: Policy,
    ) -> None:
        self.groups = groups
        used = {(g.switch, g.port_type): g.used for g in groups}
        for use in (use for thing in stand for use in thing.ports):
            used[use.switch, use.port_type] += use.count
        self.free = [max(0, g.ports - used[g.switch, g.port_type]) for g in groups]
        cables = _Cables(racks, trays, policy)
        place = {rack.name: i for i, rack in enumerate(racks)}
        rows: dict[str, list[int]] = {}
        for i, rack in enumerate(racks):
            rows.setdefault(rack.row, []).append(i)
        everywhere = list(range(len(racks)))
        self.serving: list[list[int]] = []
        self.reached: list[list[int]] = [[] for _ in racks]
        for number, group in enumerate(groups):
            home = racks[place[group.rack]]
            served = {"rack": [place[home.name]], "row": rows[home.row]}.get(group.serves, everywhere)
            if group.max_cable_mm is not None:
                served = [i for i in served if cables.reach(home, racks[i], group.max_cable_mm)]
            self.serving.append(served)
            for i in served:
                self.reached[i].append(number)
        self.around = cache(self._around)
        self.giving = cache(self._giving)

    def _around(self, port_type: str, network: str | None) -> list[tuple[int, int]]:
        """Free ports for such a need on sides A and B, per rack."""
        found = {"A": [0] * len(self.reached), "B": [0] * len(self.reached)}
        for group in self.giving(port_type, network):
            for rack in self.serving[group]:
                found[self.groups[group].side][rack] += self.free[group]
        return list(zip(found["A"], found["B"], strict=True))

    def _giving(self, port_type: str, network: str | None) -> list[int]:
        """Groups that have free ports of a type and network, where they reach."""
        need = Need(port_type, network, 0, 0)
        return [group for group, free in enumerate(self.free) if free and self.gives(group, need)]

    def gives(self, group: int, need: Need) -> bool:
        """Whether a group has ports of the type and network needed, where it reaches."""
        own = self.groups[group]
        fits = own.network is None or need.network is None or own.network == need.network
        return own.port_type == need.port_type and fits


class _Cables:
    """Cable lengths: by the trays where there is a route, else over the floor."""

    def __init__(self, racks: Sequence[Rack], trays: Sequence[Tray], policy: Policy) -> None:
        self._policy = policy
        self._trays: nx.MultiGraph[str] = nx.MultiGraph()
        self._trays.add_edges_from((*tray.ends, {"weight": tray.length_mm}) for tray in trays)
        self._routes: dict[str, dict[str, int]] = {}

    def reach(self, a: Rack, b: Rack, longest_mm: int) -> bool:
        """Whether a cable of that length reaches for certain."""
        if a.name == b.name:
            return self._policy.in_rack_mm <= longest_mm
        if a.name not in self._routes:
            known = a.name in self._trays
            self._routes[a.name] = nx.single_source_dijkstra_path_length(self._trays, a.name) if known else {}
        way = self._routes[a.name].get(b.name)
        if way is None:
            if a.x_mm is None or a.y_mm is None or b.x_mm is None or b.y_mm is None:
                return False
            way = abs(a.x_mm - b.x_mm) + abs(a.y_mm - b.y_mm)
        return way + 2 * self._policy.riser_mm <= longest_mm
