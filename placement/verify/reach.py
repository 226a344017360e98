"""How far a cable runs: along the trays where they lead there, else over the floor.

The contract, ports.csv: "Cable = route through trays.csv, else |dx|+|dy| of the racks, plus
2 x policy.network.riser_m; within one rack policy.network.in_rack_m." "Trays run both ways; no
route: floor distance."
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush

from capacity.room import PortGroup, Rack, Room
from placement.verify.excess import Gap
from placement.verify.findings import Cell


class Reach:
    """Cable lengths from switches to racks (mm), each source walked when it is first asked for."""

    def __init__(self, room: Room) -> None:
        self._policy = room.policy
        self._racks = {rack.name: rack for rack in room.racks}
        self._trays: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for tray in room.trays:
            start, end = tray.ends
            self._trays[start].append((end, tray.length_mm))
            self._trays[end].append((start, tray.length_mm))
        self._net: dict[str, int] = {}  # which trays hang together
        for number, start in enumerate(self._trays):
            stack = [] if start in self._net else [start]
            while stack:
                place = stack.pop()
                if place not in self._net:
                    self._net[place] = number
                    stack += [end for end, _ in self._trays[place]]
        self._near: dict[tuple[str, int], dict[str, int]] = {}

    def holds(self, group: PortGroup, rack: Rack) -> bool | Gap:
        """Tell whether the group's longest cable comes to `rack`; a gap where that is not known."""
        longest = group.max_cable_mm
        if longest is None:
            return True
        if group.rack == rack.name:
            return self._policy.in_rack_mm <= longest
        left = longest - 2 * self._policy.riser_mm
        net = self._net.get(group.rack)
        if net is not None and net == self._net.get(rack.name):
            return rack.name in self._within(group.rack, left)
        away, gap = 0, None
        here = self._racks[group.rack]
        for column, start, end in (("x_m", here.x_mm, rack.x_mm), ("y_m", here.y_mm, rack.y_mm)):
            if start is None or end is None:
                blank = here if start is None else rack
                why = f"{column} of rack {blank.name} is not known and no tray leads there"
                gap = gap or Gap(Cell("racks.csv", blank.line, column), why)
            else:
                away += abs(start - end)
        return gap if gap is not None and away <= left else away <= left

    def _within(self, start: str, limit: int) -> dict[str, int]:
        """Return the places not further than `limit` (mm) from `start` along the trays."""
        if (start, limit) not in self._near:
            found: dict[str, int] = {}
            heap = [(0, start)]
            while heap:
                length, place = heappop(heap)
                if place in found:
                    continue
                found[place] = length
                for end, more in self._trays[place]:
                    if end not in found and length + more <= limit:
                        heappush(heap, (length + more, end))
            self._near[start, limit] = found
        return self._near[start, limit]
