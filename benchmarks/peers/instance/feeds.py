"""The power chain: which nodes are dead after a loss, and what a draw at a cord puts on every node and leg.

A *spot* is a node, or a leg of a three-phase PDU: (name, None) or (name, "L1"). A loss of None is
"nothing lost".
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import networkx as nx

from capacity.policy import Policy
from capacity.room import LEGS, Cord, PowerNode

Spot = tuple[str, str | None]
Loss = str | None


class Feeds:
    """Who feeds whom, and by which parts, in every scenario."""

    def __init__(self, nodes: Sequence[PowerNode], policy: Policy) -> None:
        self.nodes = {node.name: node for node in nodes}
        self.losses = [node.name for node in nodes if node.kind in policy.survive]
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        graph.add_edges_from((parent, node.name) for node in nodes for parent in node.fed_by)
        loss_of, self._above = set(self.losses), dict[str, frozenset[str]]()
        self._order = list(nx.topological_sort(graph))
        for name in self._order:
            above = frozenset().union(*(self._above[p] for p in graph.pred[name]))
            self._above[name] = above | ({name} & loss_of)
        self.flow = cache(self._flow)
        self.is_dead = cache(self._is_dead)

    def touching(self, node: str) -> frozenset[str]:
        """The losses that can change how a load at a node is carried: of itself, or of what is above."""
        return self._above[node]

    def _is_dead(self, node: str, loss: str) -> bool:
        if loss not in self._above[node]:
            return False
        parents = self.nodes[node].fed_by
        return node == loss or (bool(parents) and all(self.is_dead(p, loss) for p in parents))

    def deaths(self, cords: Sequence[Cord]) -> frozenset[str]:
        """Losses that leave all cords dead; none without cords."""
        near = self.touching(cords[0].pdu) if cords else ()
        return frozenset(s for s in near if all(self.is_dead(c.pdu, s) for c in cords))

    def _flow(self, node: str, loss: Loss) -> dict[str, Fraction]:
        """Parts of a load at a live node that it and every node above it carry."""
        if loss is not None and loss not in self._above[node]:
            return dict(self.flow(node, None))
        parents = [p for p in self.nodes[node].fed_by if loss is None or not self.is_dead(p, loss)]
        if self.nodes[node].feeding == "transfer":
            parents = parents[:1]
        found = {node: Fraction(1)}
        for parent in parents:
            for name, part in self.flow(parent, loss).items():
                found[name] = found.get(name, Fraction(0)) + part / len(parents)
        return found

    def on_node(self, node: str, loss: Loss) -> dict[Spot, Fraction]:
        """What a load of one at a node, and not on one of its legs, puts on every spot."""
        if loss is not None and self.is_dead(node, loss):
            return {}
        found: dict[Spot, Fraction] = {}
        for name, part in self.flow(node, loss).items():
            found[name, None] = part
            if self.has_legs(name):
                found |= {(name, leg): part / 3 for leg in LEGS}
        return found

    def on_cords(self, cords: Sequence[Cord], loss: Loss) -> dict[Spot, Fraction]:
        """What a draw of one, split over the live cords, puts on every spot."""
        live = [c for c in cords if loss is None or not self.is_dead(c.pdu, loss)]
        found: dict[Spot, Fraction] = {}
        for cord in live:
            own = self.on_node(cord.pdu, loss)
            if cord.leg is not None:
                own |= {(cord.pdu, leg): Fraction(leg == cord.leg) for leg in LEGS}
            for spot, part in own.items():
                found[spot] = found.get(spot, Fraction(0)) + part / len(live)
        return {spot: part for spot, part in found.items() if part}

    def has_legs(self, node: str) -> bool:
        return self.nodes[node].kind == "pdu" and self.nodes[node].phases == 3
