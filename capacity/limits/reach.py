"""Cable length between racks: over the trays where there is a route, else over the floor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

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
        self._routes: dict[tuple[str, int | None], dict[str, int]] = {}

    def cable_mm(self, switch_rack: str, rack: str, most_mm: int | None = None) -> int | None:
        """The length of a cable; where it is longer than `most_mm`, it may be any length beyond that.

        In a large hall nearly everything is out of reach, and how far out need not be measured.
        """
        if switch_rack == rack:
            return self._policy.in_rack_mm
        risers = 2 * self._policy.riser_mm
        way = self._routes_from(switch_rack, None if most_mm is None else most_mm - risers).get(rack)
        if way is None and most_mm is not None and self._on_one_tray(switch_rack, rack):
            return max(most_mm, risers) + 1
        if way is None:
            way = self._floor_mm(self._racks[switch_rack], self._racks[rack])
        return None if way is None else way + risers

    def _routes_from(self, start: str, most_mm: int | None) -> Mapping[str, int]:
        """Lengths over the trays from a rack to whatever lies within `most_mm`."""
        key = start, most_mm
        if key not in self._routes:
            routes = {}
            if start in self._trays:
                routes = nx.single_source_dijkstra_path_length(
                    self._trays, start, cutoff=most_mm, weight="mm"
                )
            self._routes[key] = {end: int(mm) for end, mm in routes.items()}
        return self._routes[key]

    def _on_one_tray(self, a: str, b: str) -> bool:
        """Whether there is a route over the trays at all."""
        return a in self._part and self._part[a] == self._part.get(b)

    @cached_property
    def _part(self) -> Mapping[str, int]:
        """The connected part of the trays that each of their ends lies in."""
        parts = enumerate(nx.connected_components(self._trays))
        return {end: number for number, ends in parts for end in ends}

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
