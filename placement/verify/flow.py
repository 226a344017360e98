"""Loads followed up the power chain, with nothing lost and under each loss.

The contract, power.csv: a device splits its draw equally over its live cords; a node's load is what
hangs below it; it passes to its parents as `feeding` says (`share`: live parents carry equal parts,
`transfer`: the first live one carries all).

Every load is an integer, in parts so small that each share and each third of a leg is whole
(`Chain.parts`). A *key* is ``4 * node`` for a node's load and ``4 * node + 1 + leg`` for that of a
leg of a three-phase pdu.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from placement.verify.chain import NO_LEG, Chain, Loss, Plug


class Flow:
    """Loads that hang on the chain by their cords, followed upwards from them.

    Parameters
    ----------
    hanging
        Draw per tuple of cords, in parts (`Chain.parts`).
    other
        What a node carries besides, in parts, per node.
    """

    def __init__(
        self, chain: Chain, hanging: Mapping[tuple[Plug, ...], int], other: Mapping[int, int]
    ) -> None:
        self.chain = chain
        self._bundles = [(plugs, draw) for plugs, draw in hanging.items() if plugs and draw]
        self._on: dict[int, list[int]] = defaultdict(list)
        self._total: dict[int, int] = defaultdict(int)
        self._legs: dict[int, list[int]] = {}
        for number, (plugs, draw) in enumerate(self._bundles):
            part = draw // len(plugs)
            for node, leg in plugs:
                self._on[node].append(number)
                self._total[node] += part
                if leg != NO_LEG:
                    self._legs.setdefault(node, [0, 0, 0])[leg] += part
        for node, draw in other.items():
            if draw:
                self._total[node] += draw
        self._carry_up()
        self.normal: dict[int, int] = {}
        for node, total in self._total.items():
            self._list(self.normal, node, total, self._legs.get(node))

    def _carry_up(self) -> None:
        """Add to every node what its children pass to it, nothing being lost."""
        chain, total = self.chain, self._total
        heap = [-chain.rank[node] for node in total]
        heapify(heap)
        waiting = set(total)
        while heap:
            node = chain.order[-heappop(heap)]
            parents = chain.parents[node]
            if not parents:
                continue
            fed = parents if chain.shares[node] else parents[:1]
            part = total[node] // len(fed)
            for parent in fed:
                total[parent] += part
                if parent not in waiting:
                    waiting.add(parent)
                    heappush(heap, -chain.rank[parent])

    def _list(self, loads: dict[int, int], node: int, total: int, legs: Sequence[int] | None) -> None:
        """Enter a node's load, and those of its legs: what names no leg loads the three equally."""
        loads[4 * node] = total
        if self.chain.has_legs[node]:
            named = legs or (0, 0, 0)
            third = (total - sum(named)) // 3
            for leg in range(3):
                loads[4 * node + 1 + leg] = named[leg] + third

    def under(self, loss: Loss) -> dict[int, int]:
        """Return the loads by key that differ from `normal` under `loss`, of live nodes only.

        Only what the loss changes is walked: devices with a cord on a dead pdu, nodes with a dead
        parent, and everything upstream of those.
        """
        chain, total, dead = self.chain, self._total, loss.dead
        if not total:
            return {}
        change: dict[int, int] = defaultdict(int)
        leg_change: dict[int, list[int]] = {}
        self._replug(dead, change, leg_change)
        passed = total.get(loss.node, 0)
        if passed and chain.parents[loss.node]:  # only the lost node itself can have live parents
            fed = chain.parents[loss.node] if chain.shares[loss.node] else chain.parents[loss.node][:1]
            for parent in fed:
                change[parent] -= passed // len(fed)
        torn = {node for node in loss.torn if total.get(node)}
        waiting = torn | change.keys()
        heap = [-chain.rank[node] for node in waiting]
        heapify(heap)
        loads: dict[int, int] = {}
        while heap:
            node = chain.order[-heappop(heap)]
            difference = change.get(node, 0)
            before = total.get(node, 0)
            if difference or node in leg_change:
                legs = self._legs.get(node)
                if node in leg_change:
                    moved = leg_change[node]
                    legs = [a + b for a, b in zip(legs or (0, 0, 0), moved, strict=True)]
                self._list(loads, node, before + difference, legs)
            parents = chain.parents[node]
            if not parents:
                continue
            fed = parents if chain.shares[node] else parents[:1]
            if dead.isdisjoint(parents):
                sent = {parent: difference // len(fed) for parent in fed} if difference else {}
            else:
                live = [parent for parent in parents if parent not in dead]
                takes = live if chain.shares[node] else live[:1]
                sent = dict.fromkeys(takes, (before + difference) // len(takes))
                for parent in fed:
                    if parent not in dead:
                        sent[parent] = sent.get(parent, 0) - before // len(fed)
            for parent, extra in sent.items():
                if extra:
                    change[parent] += extra
                    if parent not in waiting:
                        waiting.add(parent)
                        heappush(heap, -chain.rank[parent])
        return loads

    def _replug(self, dead: frozenset[int], change: dict[int, int], leg_change: dict[int, list[int]]) -> None:
        """Move the draw of devices with a cord on a dead pdu to their live cords."""
        if len(dead) < len(self._on):
            hit = {number for node in dead if node in self._on for number in self._on[node]}
        else:
            hit = {number for node, numbers in self._on.items() if node in dead for number in numbers}
        for number in hit:
            plugs, draw = self._bundles[number]
            live = [plug for plug in plugs if plug[0] not in dead]
            if not live:
                continue
            extra = draw // len(live) - draw // len(plugs)
            for node, leg in live:
                change[node] += extra
                if leg != NO_LEG:
                    leg_change.setdefault(node, [0, 0, 0])[leg] += extra

    def at(self, loss: Loss | None) -> dict[int, int]:
        """Return all loads by key under `loss` (None: nothing lost), of live nodes only."""
        if loss is None:
            return self.normal
        loads = {key: load for key, load in self.normal.items() if key // 4 not in loss.dead}
        loads.update(self.under(loss))
        return loads
