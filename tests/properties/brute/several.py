"""All items of a request at once, by nested enumeration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations
from typing import Literal

from capacity.room import Rack
from placement.placed import Placed
from tests.properties.brute.rules import Judged, Rules, Spot, merged
from tests.properties.brute.states import BROKEN, HOLDS, UNKNOWN, State, worst
from tests.properties.brute.world import in_rack

Decision = Literal["fits", "cannot decide", "does not fit"]
Items = tuple[Placed, ...]
Packing = tuple[State, tuple[Spot, ...]]


class Joint:
    """Tries every choice of racks (or hosts) and cords for all items, then their positions.

    What is out for the first items stays out with more of them, except under apart:power, which
    is judged last. Items are alike, so only one order of them is tried; positions touch nothing
    but their own rack, so each rack is packed by itself.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._packings: dict[tuple[str, int], Packing] = {}

    def solve(self) -> tuple[Decision, Items]:
        """Return the decision and an answer that shows it: a certain one, else an undecided one."""
        if not self.rules.modelled:
            return "cannot decide", ()
        undecided: Items = ()
        for state, answer in self._answers((), 0):
            if state == HOLDS:
                return "fits", self.rules.with_ports(answer)
            undecided = undecided or answer
        return ("cannot decide", self.rules.with_ports(undecided)) if undecided else ("does not fit", ())

    @cached_property
    def _slots(self) -> list[Placed]:
        """The racks with their cords (or the hosts) that are not out for one item by itself."""
        rules = self.rules
        if rules.world.is_application:
            items = [rules.item(host=host.name) for host in rules.world.room.hosts]
        else:
            items = [
                rules.item(rack.name, cords=cords)
                for rack in rules.world.room.racks
                for cords in rules.cords(rack)
            ]
        return [item for item in items if BROKEN not in self._states([item], last=False).values()]

    def _states(self, items: Sequence[Placed], last: bool) -> Judged:
        """Judge all but positions; apart:power, which more items may mend, only at the last one."""
        rules = self.rules
        by_cords = rules.by_cords(items)
        if not last:
            by_cords["keep"] = HOLDS
        return merged(by_cords, rules.by_rack(items), rules.by_ports(items))

    def _answers(self, items: Items, first: int) -> Iterator[tuple[State, Items]]:
        """Yield the answers that break no rule and begin with these items."""
        count = len(items) + 1
        for index in range(first, len(self._slots)):
            more = (*items, self._slots[index])
            state = worst(self._states(more, last=count == self.rules.request.quantity).values())
            if state == BROKEN:
                continue
            if count < self.rules.request.quantity:
                yield from self._answers(more, index)
                continue
            packed, answer = self._positioned(more)
            if packed != BROKEN:
                yield worst([state, packed]), answer

    def _positioned(self, items: Items) -> tuple[State, Items]:
        """Give every item the best position of its rack."""
        world = self.rules.world
        if world.is_application:
            return HOLDS, items
        states: list[State] = []
        answer: list[Placed] = []
        for name, inside in in_rack(world, items).items():
            if (name, len(inside)) not in self._packings:
                self._packings[name, len(inside)] = self._pack(world.racks[name], len(inside))
            state, spots = self._packings[name, len(inside)]
            states.append(state)
            answer += [
                replace(item, position_hu=position, face=face)
                for item, (position, face) in zip(inside, spots, strict=False)
            ]
        return worst(states), tuple(answer)

    def _pack(self, rack: Rack, count: int) -> Packing:
        """Return the best positions of so many items in one rack, by trying them all."""

        def judge(spots: Sequence[Spot]) -> State:
            items = [self.rules.item(rack.name, position, face) for position, face in spots]
            return worst(self.rules.by_position(rack, items).values())

        single = [spot for spot in self.rules.spots(rack) if judge([spot]) != BROKEN]
        if self.rules.request.height_hu is None:
            single = single * count
        undecided: tuple[Spot, ...] = ()
        for spots in combinations(single, count):
            state = judge(spots)
            if state == HOLDS:
                return HOLDS, spots
            if state == UNKNOWN:
                undecided = undecided or spots
        return (UNKNOWN, undecided) if undecided else (BROKEN, ())
