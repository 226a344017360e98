"""Draws that hang on the chain nobody knows where: devices without cords in the data.

ADR 2: "on every node its load is between the least and the most that any single pdu of its rack
would put there (0 as the least where one of these pdus is dead), on a leg between 0 and all of it";
a device of unknown rack between 0 and its value in each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from placement.verify.chain import NO_LEG, Chain, Loss
from placement.verify.flow import Flow

Interval = tuple[int, int]
Loads = Mapping[int, int]


class Choice:
    """A draw (parts) that hangs on one of some pdus, any; `least` 0 where not even that is certain.

    What each pdu would put on a key is ranked, so that under a loss only the pdus that it touches
    are looked at anew.
    """

    def __init__(self, chain: Chain, pdus: Sequence[int], draw: int, *, certain: bool) -> None:
        self._pdus = frozenset(pdus)
        self._flows = {pdu: Flow(chain, {((pdu, NO_LEG),): draw}, {}) for pdu in pdus}
        self._certain = certain
        self.touched_by: dict[int, list[int]] = defaultdict(list)  # loss: pdus
        bit_of = {chain.losses[bit]: bit for bit in chain.walked}
        loads: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for pdu, flow in self._flows.items():
            for node in chain.above(pdu):
                if node in bit_of:
                    self.touched_by[bit_of[node]].append(pdu)
            for key, load in self._on_legs(pdu, flow.normal).items():
                loads[key].append((load, pdu))
        self._ranking = {key: sorted(found, reverse=True) for key, found in loads.items()}
        self.normal = {key: self._interval(key, {}) for key in loads}

    def _on_legs(self, pdu: int, loads: Loads) -> Loads:
        """Put all of the draw on each leg of the very pdu: which leg it hangs on is not known."""
        return {key: loads.get(4 * pdu, 0) if key // 4 == pdu else load for key, load in loads.items()}

    def _interval(self, key: int, changed: Mapping[int, Loads]) -> Interval:
        """Return the least and the most on `key`, with what some pdus put on it under a loss."""
        ranking = self._ranking.get(key, [])
        others = [found for found in ranking if found[1] not in changed] if changed else ranking
        loads = [changed[pdu].get(key, 0) for pdu in changed]
        most = max(others[0][0] if others else 0, *loads, 0)
        everywhere = len(others) + len(loads) == len(self._pdus)
        if not self._certain or key % 4 or not everywhere:
            return 0, most
        return min((*loads, others[-1][0]) if others else loads), most

    def under(self, loss: Loss) -> dict[int, tuple[Interval, Interval]]:
        """Return the intervals (with nothing lost, then under `loss`) of the keys that differ."""
        changed: dict[int, Loads] = {}
        keys: set[int] = set()
        for pdu in self.touched_by.get(loss.bit, ()):
            flow = self._flows[pdu]
            changed[pdu] = self._on_legs(pdu, flow.at(loss))
            keys |= flow.normal.keys() | changed[pdu].keys()
        found = {}
        for key in keys:
            before, after = self.normal.get(key, (0, 0)), self._interval(key, changed)
            if before != after:
                found[key] = (before, after)
        return found


class Vague:
    """The intervals of all such draws together, per key."""

    def __init__(self, chain: Chain, draws: Mapping[str | None, int]) -> None:
        """Take the draws in parts per rack, None being those of unknown rack."""
        everywhere = [pdu for pdus in chain.pdus_of_rack.values() for pdu in pdus]
        choices = []
        for rack, draw in draws.items():
            pdus = everywhere if rack is None else chain.pdus_of_rack.get(rack, [])
            if pdus and draw:
                choices.append(Choice(chain, pdus, draw, certain=rack is not None))
        self._touched_by: dict[int, list[Choice]] = defaultdict(list)
        for choice in choices:
            for bit in choice.touched_by:
                self._touched_by[bit].append(choice)
        self.normal: dict[int, Interval] = _sums(choice.normal.items() for choice in choices)

    def under(self, loss: Loss) -> dict[int, Interval]:
        """Return the intervals by key that differ from `normal` under `loss`, of live nodes only."""
        found: dict[int, Interval] = {}
        for choice in self._touched_by.get(loss.bit, ()):
            for key, (before, after) in choice.under(loss).items():
                if key // 4 not in loss.dead:
                    least, most = found.get(key) or self.normal.get(key, (0, 0))
                    found[key] = (least + after[0] - before[0], most + after[1] - before[1])
        return found


def _sums(intervals: Iterable[Iterable[tuple[int, Interval]]]) -> dict[int, Interval]:
    sums: dict[int, Interval] = {}
    for part in intervals:
        for key, (least, most) in part:
            before = sums.get(key, (0, 0))
            sums[key] = (before[0] + least, before[1] + most)
    return sums
