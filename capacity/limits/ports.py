"""Ports: which groups of switch ports reach a rack, and whether they give what an item needs.

A need of `count` ports with two sides is three parts: half of it (rounded down) from side A, as much
from side B, the rest from either. Parts of all needs compete for groups; that they can all be met at
once is a flow, and by Hall's theorem the same as: every set of parts finds enough free ports in
the groups open to it. With the free ports summed per rack, side, network and type this is a handful
of array comparisons for all racks together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from capacity.demand import Demand
from capacity.flow import Transport
from capacity.limits.limit import Limit, State
from capacity.limits.reach import Reach
from capacity.room import PortGroup, PortUse, Rack

SIDES = ("A", "B")
_NO_CABLE = 10**9  # mm; longer than any cable that could be asked for


@dataclass(frozen=True, slots=True)
class PortPart:
    """`count` ports of a type from `side` ("" = either) in `network` (None = any)."""

    port_type: str
    network: str | None
    side: str
    count: int

    def takes(self, group: PortGroup) -> bool:
        return (
            group.port_type == self.port_type
            and self.side in ("", group.side)
            and (self.network is None or group.network is None or group.network == self.network)
        )


def parts(port_type: str, network: str | None, count: int, sides: int) -> list[PortPart]:
    """The parts of a need; see the module's text."""
    half = count // 2 if sides == 2 else 0
    split = [PortPart(port_type, network, side, half) for side in SIDES if half]
    rest = count - 2 * half
    return split + ([PortPart(port_type, network, "", rest)] if rest else [])


class Ports:
    """The port groups of a room with what devices and reservations use of them."""

    def __init__(
        self, groups: Sequence[PortGroup], racks: Sequence[Rack], demands: Sequence[Demand], reach: Reach
    ) -> None:
        self.groups = list(groups)
        self._reach = reach
        self._racks = list(racks)
        self.by_key = {(g.switch, g.port_type): i for i, g in enumerate(self.groups)}
        self.used = [g.used for g in self.groups]
        for demand in demands:
            for use in demand.ports:
                self.used[self.by_key[use.switch, use.port_type]] += use.count
        self.free = [max(0, g.ports - u) for g, u in zip(self.groups, self.used, strict=True)]
        self._longest_mm = max((g.max_cable_mm or 0 for g in groups), default=0)  # nothing beyond is asked
        self._rows: dict[str, list[int]] = {}
        self._index = {r.name: i for i, r in enumerate(racks)}
        for i, rack in enumerate(racks):
            self._rows.setdefault(rack.row, []).append(i)
        self._sums: dict[str, _Sums] = {}
        self._states: dict[tuple[PortPart, ...], tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]] = {}
        self._serving: dict[tuple[str, str], list[int]] = {}  # ("rack"|"row"|"room", its name) -> groups
        for i, group in enumerate(self.groups):
            name = {"rack": group.rack, "row": self._racks[self._index[group.rack]].row}.get(group.serves, "")
            self._serving.setdefault((group.serves, name), []).append(i)

    def served(self, group: PortGroup) -> Sequence[int]:
        """Racks (positions) that a group serves, whatever the cable."""
        home = self._index[group.rack]
        if group.serves == "rack":
            return [home]
        return self._rows[self._racks[home].row] if group.serves == "row" else range(len(self._racks))

    def reaches(self, group: PortGroup, rack: int) -> State:
        """Whether a cable of the group is long enough for that rack."""
        if group.max_cable_mm is None:
            return State.HOLDS
        length = self._cable_mm(group, rack)
        if length is None:
            least = self._reach.least_mm(group.rack, self._racks[rack].name)
            return State.BROKEN if least > group.max_cable_mm else State.UNKNOWN
        return State.HOLDS if length <= group.max_cable_mm else State.BROKEN

    def states(self, wanted: Sequence[PortPart]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        """`State` of the rule ports per rack, and how many ports are missing at the least."""
        key = tuple(wanted)
        if key not in self._states:
            self._states[key] = self._judge(wanted)
        return self._states[key]

    def _judge(self, wanted: Sequence[PortPart]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        short_sure = np.zeros(len(self._racks), dtype=np.int64)
        short_possible = np.zeros(len(self._racks), dtype=np.int64)
        for port_type in sorted({p.port_type for p in wanted}):
            own = [p for p in wanted if p.port_type == port_type]
            sums = self._sums_of(port_type)
            for size in range(1, len(own) + 1):
                for some in combinations(own, size):
                    need = sum(p.count for p in some)
                    cells = sums.open_to(some)
                    short_sure = np.maximum(short_sure, need - sums.sure[:, cells].sum(axis=1))
                    short_possible = np.maximum(short_possible, need - sums.possible[:, cells].sum(axis=1))
        states = np.where(
            short_possible > 0, State.BROKEN, np.where(short_sure > 0, State.UNKNOWN, State.HOLDS)
        )
        return states.astype(np.uint8), short_possible

    def nearest_mm(self, wanted: Sequence[PortPart]) -> npt.NDArray[np.int64]:
        """Per rack, the longest of the shortest cables that the parts need; 0 where none is known."""
        worst = np.zeros(len(self._racks), dtype=np.int64)
        for part in wanted:
            sums = self._sums_of(part.port_type)
            least = np.min(sums.nearest_mm[:, sums.open_to([part])], axis=1, initial=_NO_CABLE)
            worst = np.maximum(worst, np.where(least == _NO_CABLE, 0, least))
        return worst

    def choose(self, rack: int, wanted: Sequence[PortPart]) -> tuple[PortUse, ...] | None:
        """Ports for one item in that rack, the shortest cables first; None if they may not suffice."""
        open_groups = [i for i in self.reaching(rack) if self.free[i] > 0]
        order = sorted(
            open_groups,
            key=lambda i: (self.length_mm(i, rack), self.groups[i].switch, self.groups[i].port_type),
        )
        edges = [[k for k, i in enumerate(order) if part.takes(self.groups[i])] for part in wanted]
        flow = Transport(edges, [self.free[i] for i in order])
        for number, part in enumerate(wanted):
            if flow.send(number, part.count) < part.count:
                return None
        taken: dict[int, int] = {}
        for sent in flow.flow:
            for k, count in sent.items():
                taken[order[k]] = taken.get(order[k], 0) + count
        chosen = [PortUse(self.groups[i].switch, self.groups[i].port_type, n) for i, n in taken.items() if n]
        return tuple(sorted(chosen, key=lambda u: (u.switch, u.port_type)))

    def reaching(self, rack: int, least: State = State.HOLDS) -> list[int]:
        """Groups that serve a rack and reach it for certain (`least` HOLDS) or may reach it (UNKNOWN)."""
        here = self._racks[rack]
        keys = (("rack", here.name), ("row", here.row), ("room", ""))
        serving = [i for key in keys for i in self._serving.get(key, ())]
        return sorted(i for i in serving if self.reaches(self.groups[i], rack) <= least)

    def length_mm(self, group: int, rack: int) -> int:
        """Length of the group's cable to a rack; longer than any where it is not known."""
        length = self._cable_mm(self.groups[group], rack)
        return _NO_CABLE if length is None else length

    def _cable_mm(self, group: PortGroup, rack: int) -> int | None:
        """Length of the cable; what is longer than all groups allow is only measured for those without."""
        most = None if group.max_cable_mm is None else self._longest_mm
        return self._reach.cable_mm(group.rack, self._racks[rack].name, most)

    def limit(self, group: int) -> Limit:
        g = self.groups[group]
        return Limit(
            "ports",
            f"ports {g.switch}/{g.port_type}",
            "",
            "ports",
            1,
            g.ports,
            self.used[group],
            self.used[group],
        )

    def _sums_of(self, port_type: str) -> _Sums:
        if port_type not in self._sums:
            self._sums[port_type] = _Sums(self, port_type, len(self._racks))
        return self._sums[port_type]


class _Sums:
    """Free ports of one type per rack and cell; a cell is a (side, network) that groups have."""

    def __init__(self, ports: Ports, port_type: str, racks: int) -> None:
        own = [i for i, g in enumerate(ports.groups) if g.port_type == port_type]
        self._cells = sorted({(ports.groups[i].side, ports.groups[i].network or "") for i in own})
        self.sure = np.zeros((racks, len(self._cells)), dtype=np.int64)
        self.possible = np.zeros_like(self.sure)
        self.nearest_mm = np.full_like(self.sure, _NO_CABLE)
        for i in own:
            group = ports.groups[i]
            cell = self._cells.index((group.side, group.network or ""))
            for rack in ports.served(group):
                state = ports.reaches(group, rack)
                if state is State.HOLDS:
                    self.sure[rack, cell] += ports.free[i]
                    if ports.free[i]:
                        length = ports.length_mm(i, rack)
                        self.nearest_mm[rack, cell] = min(self.nearest_mm[rack, cell], length)
                if state is not State.BROKEN:
                    self.possible[rack, cell] += ports.free[i]

    def open_to(self, some: Sequence[PortPart]) -> list[int]:
        return [
            k
            for k, (side, network) in enumerate(self._cells)
            if any(p.side in ("", side) and (p.network is None or network in ("", p.network)) for p in some)
        ]
