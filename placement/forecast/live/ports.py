"""Ports as they are taken and given back: sums per rack follow, and what never changes is kept."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from capacity.limits.limit import State
from capacity.limits.ports import Ports
from capacity.room import PortUse

_NO_CABLE = 10**9  # mm, as in `capacity.limits.ports`

Racks = npt.NDArray[np.int64]


class LivePorts(Ports):
    """`Ports` of which some are taken and given back."""

    def __init__(self, base: Ports) -> None:
        self.__dict__.update(base.__dict__)
        self._base = base
        self._kept: dict[tuple[int, State], list[int]] = {}
        self._lengths: dict[tuple[int, int], int] = {}
        self._sums = {}
        for port_type in sorted({g.port_type for g in self.groups}):
            self._sums_of(port_type)
        self._first = {t: (s.sure, s.possible, s.nearest_mm) for t, s in self._sums.items()}
        self._reach_of = [self._served_by(i) for i in range(len(self.groups))]
        self._cell = [self._sums[g.port_type]._cells.index((g.side, g.network or "")) for g in self.groups]
        self._near: dict[tuple[str, int, int], list[int]] = {}  # (type, rack, cell) -> groups
        for i, (certain, _) in enumerate(self._reach_of):
            for rack in certain.tolist():
                key = (self.groups[i].port_type, rack, self._cell[i])
                self._near.setdefault(key, []).append(i)
        self.reset()

    def reset(self) -> None:
        """Back to the ports at first."""
        self.used, self.free = list(self._base.used), list(self._base.free)
        self._states = dict(self._base._states)
        for port_type, (sure, possible, nearest) in self._first.items():
            sums = self._sums[port_type]
            sums.sure, sums.possible, sums.nearest_mm = sure.copy(), possible.copy(), nearest.copy()

    def take(self, uses: Iterable[PortUse], sign: int) -> None:
        """Take ports (`sign` 1), or give them back (-1)."""
        self._states = {}
        for use in uses:
            i = self.by_key[use.switch, use.port_type]
            self.used[i] += use.count * sign
            before, after = self.free[i], max(0, self.groups[i].ports - self.used[i])
            self.free[i] = after
            sums, cell = self._sums[use.port_type], self._cell[i]
            certain, possible = self._reach_of[i]
            sums.sure[certain, cell] += after - before
            sums.possible[possible, cell] += after - before
            if (before == 0) != (after == 0):
                for rack in certain.tolist():
                    sums.nearest_mm[rack, cell] = self._nearest(use.port_type, rack, cell)

    def reaching(self, rack: int, least: State = State.HOLDS) -> list[int]:
        """As `Ports.reaching`; it is asked for the same racks again and again."""
        if (rack, least) not in self._kept:
            self._kept[rack, least] = super().reaching(rack, least)
        return self._kept[rack, least]

    def length_mm(self, group: int, rack: int) -> int:
        """As `Ports.length_mm`, kept likewise."""
        if (group, rack) not in self._lengths:
            self._lengths[group, rack] = super().length_mm(group, rack)
        return self._lengths[group, rack]

    def _nearest(self, port_type: str, rack: int, cell: int) -> int:
        open_groups = (i for i in self._near[port_type, rack, cell] if self.free[i])
        return min((self.length_mm(i, rack) for i in open_groups), default=_NO_CABLE)

    def _served_by(self, i: int) -> tuple[Racks, Racks]:
        """Racks that a group reaches for certain, and those that it may reach."""
        served = [(rack, self.reaches(self.groups[i], rack)) for rack in self.served(self.groups[i])]
        certain = [rack for rack, state in served if state is State.HOLDS]
        possible = [rack for rack, state in served if state is not State.BROKEN]
        return np.array(certain, dtype=np.int64), np.array(possible, dtype=np.int64)
