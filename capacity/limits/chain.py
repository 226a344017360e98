"""The power chain as a graph: who is dead in a scenario, and where a load below a node goes.

A scenario is None ("nothing lost") or the index of the one lost node, whose kind must be in the
policy's `survive`. Legs of a three-phase PDU are nodes of their own below the PDU, named
``PDU:L1``; they exist only to be limits and are never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from heapq import heappop, heappush

from capacity.policy import Policy
from capacity.room import LEGS, Cord, PowerNode

Scenario = int | None


class Chain:
    """Nodes in order of supply (parents first), with liveness and upward paths per scenario."""

    def __init__(self, nodes: Iterable[PowerNode], policy: Policy) -> None:
        self.nodes = _in_order_of_supply(nodes)
        self.index = {n.name: i for i, n in enumerate(self.nodes)}
        self.parents = [tuple(self.index[p] for p in n.fed_by) for n in self.nodes]
        self.children: list[list[int]] = [[] for _ in self.nodes]
        for child, parents in enumerate(self.parents):
            for parent in dict.fromkeys(parents):
                self.children[parent].append(child)
        self.scenarios = [i for i, n in enumerate(self.nodes) if n.kind in policy.survive]
        self._may_be_lost = set(self.scenarios)
        self._dead: dict[int, frozenset[int]] = {}
        self._losses: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._ups: dict[tuple[tuple[int, ...], str, Scenario], dict[int, Fraction]] = {}
        self.leg_of: dict[tuple[int, str], int] = {}
        for i, node in enumerate(self.nodes):
            if node.kind == "pdu" and node.phases == 3:  # legs are checked on pdus only
                for leg in LEGS:
                    self.leg_of[i, leg] = len(self.nodes) + len(self.leg_of)
        self.legs = list(self.leg_of)

    @property
    def size(self) -> int:
        """Number of limits per scenario: nodes, then legs."""
        return len(self.nodes) + len(self.legs)

    def name(self, limit: int) -> str:
        if limit < len(self.nodes):
            return f"{self.nodes[limit].kind} {self.nodes[limit].name}"
        pdu, leg = self.legs[limit - len(self.nodes)]
        return f"pdu {self.nodes[pdu].name}:{leg}"

    def holder(self, limit: int) -> int:
        """The node that a limit belongs to: itself, or the PDU of a leg."""
        return limit if limit < len(self.nodes) else self.legs[limit - len(self.nodes)][0]

    def dead(self, scenario: Scenario) -> frozenset[int]:
        """Nodes that are dead: the lost one, and those with parents of which none is live."""
        if scenario is None:
            return frozenset()
        if scenario not in self._dead:
            dead, queue = {scenario}, [*self.children[scenario]]
            queue.sort()  # ascending is a heap; parents come before children in this order
            seen = set(queue)
            while queue:
                node = heappop(queue)
                if all(p in dead for p in self.parents[node]):
                    dead.add(node)
                    for child in self.children[node]:
                        if child not in seen:
                            seen.add(child)
                            heappush(queue, child)
            self._dead[scenario] = frozenset(dead)
        return self._dead[scenario]

    def dark(self, nodes: Sequence[int]) -> tuple[int, ...]:
        """Scenarios in which all of `nodes` are dead; none without nodes."""
        losses = sorted(self.losses(nodes[0])) if nodes else ()
        return tuple(s for s in losses if all(node in self.dead(s) for node in nodes))

    def losses(self, node: int) -> tuple[int, ...]:
        """Scenarios that can change how a load at `node` is carried: losses of it or of what feeds it."""
        own = (node,) if node in self._may_be_lost else ()
        return own + self._losses_above(self.parents[node])

    def _losses_above(self, parents: tuple[int, ...]) -> tuple[int, ...]:
        if parents not in self._losses:
            above, queue = set(parents), list(parents)
            while queue:
                for parent in self.parents[queue.pop()]:
                    if parent not in above:
                        above.add(parent)
                        queue.append(parent)
            self._losses[parents] = tuple(sorted(above & self._may_be_lost))
        return self._losses[parents]

    def path(self, node: int, scenario: Scenario) -> dict[int, Fraction]:
        """Part of a unit load at the live `node` that each limit carries (itself 1, its legs a third)."""
        carried = dict(self.up(node, scenario))
        carried[node] = Fraction(1)
        for leg in LEGS:
            if (node, leg) in self.leg_of:
                carried[self.leg_of[node, leg]] = Fraction(1, 3)
        return carried

    def cord_path(self, pdu: int, leg: str | None, scenario: Scenario) -> dict[int, Fraction]:
        """As `path`, for a cord on a named leg."""
        carried = self.path(pdu, scenario)
        if leg is not None:
            for other in LEGS:
                del carried[self.leg_of[pdu, other]]
            carried[self.leg_of[pdu, leg]] = Fraction(1)
        return carried

    def cord(self, cord: Cord) -> tuple[int, str | None]:
        return self.index[cord.pdu], cord.leg

    def up(self, node: int, scenario: Scenario) -> dict[int, Fraction]:
        """As `path`, without the node itself and its legs; {} for a source."""
        if scenario is not None and scenario not in self._losses_above(self.parents[node]):
            scenario = None  # not above this node: the way up is the normal one
        key = (self.parents[node], self.nodes[node].feeding, scenario)
        if key not in self._ups:
            self._ups[key] = self._push(node, scenario)
        return self._ups[key]

    def _push(self, node: int, scenario: Scenario) -> dict[int, Fraction]:
        """Push a unit load upwards, the lowest node first, so that each node is done once."""
        dead = self.dead(scenario)
        carried: dict[int, Fraction] = {node: Fraction(1)}
        queue = [-node]
        while queue:
            now = -heappop(queue)
            live = [p for p in self.parents[now] if p not in dead]
            takers = live[:1] if self.nodes[now].feeding == "transfer" else live
            for parent in takers:
                if parent not in carried:
                    carried[parent] = Fraction(0)
                    heappush(queue, -parent)
                carried[parent] += carried[now] / len(takers)
        del carried[node]
        for parent in list(carried):
            for leg in LEGS:
                if (parent, leg) in self.leg_of:
                    carried[self.leg_of[parent, leg]] = carried[parent] / 3
        return carried


def _in_order_of_supply(nodes: Iterable[PowerNode]) -> list[PowerNode]:
    """Parents before children, otherwise in file order (Kahn; the reader has refused cycles)."""
    listed = list(nodes)
    place = {n.name: i for i, n in enumerate(listed)}
    waiting = [len(set(n.fed_by)) for n in listed]
    children: list[list[int]] = [[] for _ in listed]
    for i, n in enumerate(listed):
        for parent in dict.fromkeys(n.fed_by):
            children[place[parent]].append(i)
    ready = [i for i, count in enumerate(waiting) if count == 0]
    order = []
    while ready:
        now = heappop(ready)
        order.append(listed[now])
        for child in children[now]:
            waiting[child] -= 1
            if waiting[child] == 0:
                heappush(ready, child)
    return order
