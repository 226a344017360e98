"""The power chain: which nodes are dead after a loss, and what a draw at a cord puts on every node and leg.

A *spot* is a node, or a leg of a three-phase PDU: (name, None) or (name, "L1"). A loss of None is
"nothing lost". Parts of a draw are whole numbers of 1/`scale`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import lcm

import networkx as nx

from capacity.policy import Policy
from capacity.room import LEGS, Cord, PowerNode

Spot = tuple[str, str | None]
Loss = str | None


class Feeds:
    """Who feeds whom, and by which parts, in every scenario; a thing has up to `most_cords` cords."""

    def __init__(self, nodes: Sequence[PowerNode], policy: Policy, most_cords: int) -> None:
        self.nodes = {node.name: node for node in nodes}
        self.losses = [node.name for node in nodes if node.kind in policy.survive]
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        graph.add_edges_from((parent, node.name) for node in nodes for parent in node.fed_by)
        loss_of, self._above = set(self.losses), dict[str, frozenset[str]]()
        for name in nx.topological_sort(graph):
            above = frozenset().union(*(self._above[p] for p in graph.pred[name]))
            self._above[name] = above | ({name} & loss_of)
        self._split = cache(self._split_upwards)
        self._flow = cache(self._whole_flow)
        self.is_dead = cache(self._is_dead)
        ways = [
            self._split(n, s) for n in self._above for s in (None, *self._above[n]) if not self._gone(n, s)
        ]
        below = {part.denominator for way in ways for part in way.values()}
        self.scale = lcm(3, *below) * 3 * lcm(*range(1, most_cords + 1))

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

    def _gone(self, node: str, loss: Loss) -> bool:
        return loss is not None and self.is_dead(node, loss)

    def _split_upwards(self, node: str, loss: Loss) -> dict[str, Fraction]:
        """Parts of a load at a live node that it and every node above it carry."""
        if loss is not None and loss not in self._above[node]:
            return self._split(node, None)
        parents = [p for p in self.nodes[node].fed_by if not self._gone(p, loss)]
        if self.nodes[node].feeding == "transfer":
            parents = parents[:1]
        found = {node: Fraction(1)}
        for parent in parents:
            for name, part in self._split(parent, loss).items():
                found[name] = found.get(name, Fraction(0)) + part / len(parents)
        return found

    def _whole_flow(self, node: str, loss: Loss) -> dict[str, int]:
        return {name: int(part * self.scale) for name, part in self._split(node, loss).items()}

    def on_node(self, node: str, loss: Loss) -> dict[Spot, int]:
        """What a load of one at a node, and not on one of its legs, puts on every spot."""
        if self._gone(node, loss):
            return {}
        found: dict[Spot, int] = {}
        for name, part in self._flow(node, loss).items():
            found[name, None] = part
            if self.has_legs(name):
                found |= {(name, leg): part // 3 for leg in LEGS}
        return found

    def on_cords(self, cords: Sequence[Cord], loss: Loss) -> dict[Spot, int]:
        """What a draw of one, split over the live cords, puts on every spot."""
        live = [c for c in cords if not self._gone(c.pdu, loss)]
        found: dict[Spot, int] = {}
        for cord in live:
            own = self.on_node(cord.pdu, loss)
            if cord.leg is not None:
                own |= {(cord.pdu, leg): self.scale * (leg == cord.leg) for leg in LEGS}
            for spot, part in own.items():
                found[spot] = found.get(spot, 0) + part // len(live)
        return {spot: part for spot, part in found.items() if part}

    def has_legs(self, node: str) -> bool:
        return self.nodes[node].kind == "pdu" and self.nodes[node].phases == 3
