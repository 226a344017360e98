"""Ports as they are taken: which racks still find what an item needs, and which groups give it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt

from benchmarks.peers.instance.switches import Need, Switches
from capacity.room import PortUse

Ints = npt.NDArray[np.int64]
Racks = npt.NDArray[np.bool_]


class Wires:
    """Free ports per group. `order` ranks groups: of several that give a port the least is taken."""

    def __init__(self, switches: Switches, racks: int, order: Callable[[int], int]) -> None:
        self._switches, self._racks = switches, racks
        self._order = order
        self._free = np.array(switches.free, dtype=np.int64)
        self._pairs: dict[tuple[str, str | None, str], tuple[Ints, Ints]] = {}

    def room(self, needs: Sequence[Need]) -> Racks:
        """Racks where every need by itself finds ports."""
        found = np.ones(self._racks, dtype=bool)
        for need in needs:
            a, b = (self._around(need, side) for side in "AB")
            found &= (np.minimum(a, b) >= need.half) & (a + b >= need.count)
        return found

    def take(self, rack: int, needs: Sequence[Need]) -> tuple[PortUse, ...] | None:
        """Take the ports of one item from groups that reach its rack; None if they do not suffice for all."""
        taken = self._in_order(rack, needs) or self._by_flow(rack, needs)
        if taken is None:
            return None
        for group, count in taken.items():
            self._free[group] -= count
        groups = self._switches.groups
        return tuple(PortUse(groups[g].switch, groups[g].port_type, n) for g, n in sorted(taken.items()) if n)

    def _around(self, need: Need, side: str) -> Ints:
        """Free ports for a need on a side, per rack."""
        key = (need.port_type, need.network, side)
        if key not in self._pairs:
            own = [
                (rack, group)
                for group, served in enumerate(self._switches.serving)
                if self._switches.groups[group].side == side and self._switches.gives(group, need)
                for rack in served
            ]
            pairs = np.array(own, dtype=np.int64).reshape(-1, 2)
            self._pairs[key] = pairs[:, 0], pairs[:, 1]
        rack, group = self._pairs[key]
        return np.bincount(rack, weights=self._free[group], minlength=self._racks).astype(np.int64)

    def _in_order(self, rack: int, needs: Sequence[Need]) -> dict[int, int] | None:
        """Need after need from the first groups that give it: first each side's half, then the rest."""
        taken: dict[int, int] = {}
        order = sorted(self._switches.reached[rack], key=self._order)
        for need in needs:
            groups = [g for g in order if self._switches.gives(g, need)]
            for sides, wanted in (("A", need.half), ("B", need.half), ("AB", need.count - 2 * need.half)):
                for group in groups:
                    if self._switches.groups[group].side in sides:
                        here = min(wanted, int(self._free[group]) - taken.get(group, 0))
                        taken[group] = taken.get(group, 0) + here
                        wanted -= here
                if wanted:
                    return None
        return taken

    def _by_flow(self, rack: int, needs: Sequence[Need]) -> dict[int, int] | None:
        """As a flow from needs to groups, where needs compete for the same ones."""
        graph: nx.DiGraph[object] = nx.DiGraph()
        graph.add_nodes_from(("in", "out"))
        for number, need in enumerate(needs):
            for side, count in (("A", need.half), ("B", need.half), ("AB", need.count - 2 * need.half)):
                graph.add_edge("in", (number, side), capacity=count)
                for group in self._switches.reached[rack]:
                    if self._switches.groups[group].side in side and self._switches.gives(group, need):
                        graph.add_edge((number, side), group)
                        graph.add_edge(group, "out", capacity=int(self._free[group]))
        value, flow = nx.maximum_flow(graph, "in", "out")
        if value < sum(need.count for need in needs):
            return None
        return {group: out["out"] for group, out in flow.items() if "out" in out}
