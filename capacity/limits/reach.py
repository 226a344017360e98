"""Cable length between racks: over the trays where there is a route, else over the floor."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from capacity.policy import Policy
from capacity.room import Rack, Tray


class Reach:
    """Cable lengths in mm between racks; None where neither a tray nor coordinates tell."""

    def __init__(self, racks: Sequence[Rack], trays: Sequence[Tray], policy: Policy) -> None:
        self._racks = {r.name: r for r in racks}
        self._policy = policy
        self._trays: nx.Graph[str] = nx.Graph()
        for tray in trays:
            a, b = tray.ends
            known = self._trays.get_edge_data(a, b)
            if known is None or known["mm"] > tray.length_mm:
                self._trays.add_edge(a, b, mm=tray.length_mm)
        self._routes: dict[str, dict[str, int]] = {}

    def cable_mm(self, switch_rack: str, rack: str) -> int | None:
        if switch_rack == rack:
            return self._policy.in_rack_mm
        if switch_rack not in self._routes:
            routes = {}
            if switch_rack in self._trays:
                routes = nx.single_source_dijkstra_path_length(self._trays, switch_rack, weight="mm")
            self._routes[switch_rack] = {rack: int(mm) for rack, mm in routes.items()}
        way = self._routes[switch_rack].get(rack)
        if way is None:
            way = self._floor_mm(self._racks[switch_rack], self._racks[rack])
        return None if way is None else way + 2 * self._policy.riser_mm

    def least_mm(self, switch_rack: str, rack: str) -> int:
        """A length that the cable has at least, where `cable_mm` is not known."""
        a, b = self._racks[switch_rack], self._racks[rack]
        known = [(a.x_mm, b.x_mm), (a.y_mm, b.y_mm)]
        return 2 * self._policy.riser_mm + sum(
            abs(p - q) for p, q in known if p is not None and q is not None
        )

    @staticmethod
    def _floor_mm(a: Rack, b: Rack) -> int | None:
        if a.x_mm is None or a.y_mm is None or b.x_mm is None or b.y_mm is None:
            return None
        return abs(a.x_mm - b.x_mm) + abs(a.y_mm - b.y_mm)
