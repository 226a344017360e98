"""The power chain: who feeds whom, and what dies with what.

The contract, power.csv: "A node is dead when it is lost, or has parents and none is live", a scenario
being nothing lost or the loss of one node whose kind is in ``policy.power.survive``.

Nodes are numbered as in power.csv. Nothing here recurses: a chain may be thousands of nodes deep.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import lcm

import networkx as nx

from capacity.errors import BadInput, Problem
from capacity.room import LEGS, Cord, PowerNode

#: A cord as (node, leg), leg 0 to 2 or NO_LEG.
Plug = tuple[int, int]
NO_LEG = -1


@dataclass(frozen=True, slots=True)
class Loss:
    """One lost node, as `bit` its position among the losses.

    `dead` is all that is dead then, `torn` the live nodes that lost some (not all) of their parents.
    """

    bit: int
    node: int
    dead: frozenset[int]
    torn: tuple[int, ...]


class Chain:
    """The chain's structure.

    Raises
    ------
    BadInput
        Where a node is fed by one that is not there, or the chain runs in a circle.
    """

    def __init__(self, nodes: Sequence[PowerNode], survive: Iterable[str]) -> None:
        self.nodes = nodes
        self.number = {node.name: number for number, node in enumerate(nodes)}
        self.parents = [self._parents(node) for node in nodes]
        self.children: list[list[int]] = [[] for _ in nodes]
        for child, parents in enumerate(self.parents):
            for parent in parents:
                self.children[parent].append(child)
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(nodes)))
        graph.add_edges_from((p, child) for child, parents in enumerate(self.parents) for p in parents)
        if not nx.is_directed_acyclic_graph(graph):
            line = nodes[nx.find_cycle(graph)[0][0]].line
            raise _broken(line, "The nodes feed one another in a circle.", "Cut the circle.")
        self.order: list[int] = list(nx.topological_sort(graph))  # parents before children
        self.rank = [0] * len(nodes)
        for place, node in enumerate(self.order):
            self.rank[node] = place
        self.shares = [node.feeding == "share" for node in nodes]
        self.has_legs = [node.kind == "pdu" and node.phases == 3 for node in nodes]
        kinds = frozenset(survive)
        self.losses = [number for number, node in enumerate(nodes) if node.kind in kinds]
        self.walked = self._walked()
        self.killers = self._killers()
        self.pdus_of_rack: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(nodes):
            if entry.kind == "pdu" and entry.rack is not None:
                self.pdus_of_rack[entry.rack].append(number)
        self._above: dict[int, frozenset[int]] = {}

    def _parents(self, node: PowerNode) -> tuple[int, ...]:
        unknown = [name for name in node.fed_by if name not in self.number]
        if unknown:
            raise _broken(
                node.line, f"{node.name!r} is fed by {unknown[0]!r}, which is not there.", "Name it."
            )
        return tuple(self.number[name] for name in dict.fromkeys(node.fed_by))

    def _killers(self) -> list[int]:
        """For each node the losses that leave it dead, as bits in the order of `losses`.

        A node dies with itself and with whatever kills all of its parents.
        """
        own = {node: 1 << bit for bit, node in enumerate(self.losses)}
        killers = [0] * len(self.nodes)
        for node in self.order:
            parents = self.parents[node]
            common = killers[parents[0]] if parents else 0
            for parent in parents[1:]:
                common &= killers[parent]
            killers[node] = common | own.get(node, 0)
        return killers

    def _walked(self) -> list[int]:
        """Return the losses (bits) that have to be walked for loads.

        Where a node feeds one node only, which has no other source, and carries no cords itself, its
        loss kills what the loss of that one kills and takes more load off the nodes above: no live
        node carries more then. So of such a series only the lowest loss is walked, be it of a
        thousand nodes.
        """
        lowest = [False] * len(self.nodes)  # a loss here, or below in the same series, is walked
        walked = []
        bit_of = {node: bit for bit, node in enumerate(self.losses)}
        for node in reversed(self.order):
            children = self.children[node]
            in_series = (
                self.nodes[node].kind != "pdu" and len(children) == 1 and len(self.parents[children[0]]) == 1
            )
            covered = in_series and lowest[children[0]]
            lowest[node] = covered or node in bit_of
            if node in bit_of and not covered:
                walked.append(bit_of[node])
        return sorted(walked)

    def plug(self, cord: Cord) -> Plug:
        """Return the cord's numbers; its pdu has to be in the chain."""
        return self.number[cord.pdu], LEGS.index(cord.leg) if cord.leg else NO_LEG

    def name_losses(self, bits: int) -> list[str]:
        """Return the names of the lost nodes behind `bits`, in the order of power.csv."""
        return [self.nodes[node].name for bit, node in enumerate(self.losses) if bits >> bit & 1]

    def above(self, node: int) -> frozenset[int]:
        """Return `node` and everything upstream of it."""
        if node not in self._above:
            found, stack = {node}, [node]
            while stack:
                for parent in self.parents[stack.pop()]:
                    if parent not in found:
                        found.add(parent)
                        stack.append(parent)
            self._above[node] = frozenset(found)
        return self._above[node]

    def lose(self, bit: int) -> Loss:
        """Walk downstream from the lost node and return all that the loss does."""
        lost = self.losses[bit]
        dead = {lost}
        left: dict[int, int] = {}  # live parents, of nodes that lost any
        stack = [lost]
        while stack:
            for child in self.children[stack.pop()]:
                left[child] = left.get(child, len(self.parents[child])) - 1
                if not left[child] and child not in dead:
                    dead.add(child)
                    stack.append(child)
        return Loss(bit, lost, frozenset(dead), tuple(node for node in left if node not in dead))

    def lose_within(self, bit: int, nodes: frozenset[int]) -> Loss:
        """Return the same loss as seen by `nodes` only, a set that holds all that is upstream of it."""
        dead = frozenset(node for node in nodes if self.killers[node] >> bit & 1)
        torn = (
            tuple(n for n in nodes if n not in dead and not dead.isdisjoint(self.parents[n])) if dead else ()
        )
        return Loss(bit, self.losses[bit], dead, torn)

    def parts(self, most_cords: int) -> int:
        """Return a number of parts of a watt in which every share of `most_cords` cords is whole.

        A node's load comes in parts of its children's times the numbers of parents that may be
        live there, a leg's in thirds of that.
        """
        cords = lcm(*range(1, most_cords + 1))
        fine = [cords] * len(self.nodes)
        whole = 3 * cords
        for node in reversed(self.order):
            count = len(self.parents[node])
            passed = fine[node] * (lcm(*range(1, count + 1)) if self.shares[node] else 1)
            for parent in self.parents[node]:
                fine[parent] = lcm(fine[parent], passed)
            whole = lcm(whole, passed, 3 * fine[node] if self.has_legs[node] else 1)
        return whole


def _broken(line: int, problem: str, advice: str) -> BadInput:
    return BadInput([Problem("power.csv", line or None, "fed_by", problem, advice)])
