"""Draws that hang on the chain nobody knows where: devices without cords in the data.

ADR 2: "on every node its load is between the least and the most that any single pdu of its rack
would put there (0 as the least where one of these pdus is dead), on a leg between 0 and all of it."
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from placement.verify.chain import NO_LEG, Chain, Loss
from placement.verify.flow import Flow

Interval = tuple[int, int]


class Vague:
    """Intervals (least, most) per key, in parts; summed per rack since each pdu's share is linear."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._draws: dict[str, int] = defaultdict(int)
        self._roaming = 0
        self._flows: dict[str, list[Flow]] = {}
        self._of_rack: dict[str, dict[int, Interval]] = {}
        self._touched_by: dict[int, list[str]] = defaultdict(list)
        self.normal: dict[int, Interval] = {}

    def __bool__(self) -> bool:
        return bool(self._draws) or self._roaming > 0

    def add(self, rack: str | None, draw: int) -> None:
        """Add a draw (parts) that may hang on any pdu of `rack`; None: of any rack."""
        if rack is None:
            self._roaming += draw
        elif self._chain.pdus_of_rack.get(rack):
            self._draws[rack] += draw

    def close(self) -> None:
        """Sum up; to be called once, after the last `add`."""
        chain = self._chain
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        bit_of = {node: bit for bit, node in enumerate(chain.losses)}
        for rack, draw in self._draws.items():
            pdus = chain.pdus_of_rack[rack]
            self._flows[rack] = [Flow(chain, {((pdu, NO_LEG),): draw}, {}) for pdu in pdus]
            self._of_rack[rack] = _between([flow.normal for flow in self._flows[rack]])
            for key, (least, most) in self._of_rack[rack].items():
                sums[key][0] += least
                sums[key][1] += most
            for node in frozenset().union(*(chain.above(pdu) for pdu in pdus)):
                if node in bit_of:
                    self._touched_by[bit_of[node]].append(rack)
        if self._roaming:
            # Of unknown rack: nothing or at most all of it anywhere above a rack's pdu. (A node that
            # shares the load with others could take less; that much is left to the caution side.)
            pdus = [pdu for found in chain.pdus_of_rack.values() for pdu in found]
            for node in frozenset().union(*(chain.above(pdu) for pdu in pdus)):
                for key in range(4 * node, 4 * node + (4 if chain.has_legs[node] else 1)):
                    sums[key][1] += self._roaming
        self.normal = {key: (least, most) for key, (least, most) in sums.items()}

    def under(self, loss: Loss) -> dict[int, Interval]:
        """Return the intervals by key that differ from `normal` under `loss`, of live nodes only."""
        change: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for rack in self._touched_by.get(loss.bit, ()):
            before = self._of_rack[rack]
            after = _between([flow.at(loss) for flow in self._flows[rack]])
            for key in before.keys() | after.keys():
                if key // 4 not in loss.dead:
                    old, new = before.get(key, (0, 0)), after.get(key, (0, 0))
                    change[key][0] += new[0] - old[0]
                    change[key][1] += new[1] - old[1]
        found = {}
        for key, (least, most) in change.items():
            if least or most:
                old = self.normal.get(key, (0, 0))
                found[key] = (old[0] + least, old[1] + most)
        return found


def _between(loads: Sequence[dict[int, int]]) -> dict[int, Interval]:
    """Least and most per key over the pdus that the draw may hang on."""
    keys = set().union(*loads)
    return {
        key: (
            0 if key % 4 else min(load.get(key, 0) for load in loads),
            max(load.get(key - key % 4, 0) for load in loads),
        )
        for key in keys
    }
