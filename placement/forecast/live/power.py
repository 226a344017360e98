"""The power chain as things come and go: what is left of every limit in every scenario, as one matrix.

A draw touches few limits. Of these the rows are written again; what a choice of cords carries is then the
least of what is left of the limits that it charges, divided by its parts:

- with nothing lost, and in each loss that changes the way of its cords, what is left in that scenario;
- in all other losses its part is that of nothing lost, so that the least left among these decides. It is
  one of the few least of the limit, of which there are one more than losses that a choice has of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from capacity.limits.chain import Scenario
from capacity.limits.cords import CordChoices
from capacity.limits.limit import CLIP, ENDLESS, clip
from capacity.limits.loads import Loads
from capacity.limits.power import Plug, PowerGrid
from capacity.room import LEGS
from placement.forecast.live.amounts import LiveOutlets

SAFE = 2**50  # figures up to here are kept in 64 bits; beyond them numpy keeps Python's integers

Left = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int64]


class LivePower:
    """What is left of every limit of a chain; `columns` are nothing lost, then each scenario.

    Attributes
    ----------
    ends
        Per end (unknown draws at their most, at their least; one end where all are known): what is left,
        shape (limits, 1 + scenarios), in 1/scale draw units.
    """

    def __init__(self, grid: PowerGrid) -> None:
        self.grid = grid
        scenarios = grid.chain.scenarios
        self.column = {scenario: 1 + at for at, scenario in enumerate(scenarios)}
        ends = [grid.least] if grid.most is grid.least else [grid.most, grid.least]
        self._first = [self._left(loads) for loads in ends]
        self.ends = [left.copy() for left in self._first]
        self.changes = 0
        self._touched: list[Ints] = []
        self._ways: dict[tuple[Plug, ...], tuple[Ints, Ints, Ints, Ints]] = {}

    def _left(self, loads: Loads) -> Left:
        grid = self.grid
        caps = [(grid.capacity(n, None), grid.capacity(n, 0)) for n in range(grid.chain.size)]
        largest = max((*map(max, caps), *map(abs, loads.normal)), default=0)
        # How much a loss adds may be unknown where what is there today is not.
        largest = max(largest, *(abs(v) for c in loads.change.values() for v in c.values()), 0)
        kind = np.int64 if largest * max(1, grid.scale) < SAFE else object
        left = np.empty((grid.chain.size, 1 + len(self.column)), dtype=kind)
        for limit, (normal, lost) in enumerate(caps):
            left[limit, 0] = normal - loads.normal[limit]
            left[limit, 1:] = lost - loads.normal[limit]
        for scenario, change in loads.change.items():
            for limit, moved in change.items():
                left[limit, self.column[scenario]] -= moved
        return left

    def reset(self) -> None:
        """Back to the draws at first."""
        self.ends = [left.copy() for left in self._first]
        self.changes, self._touched = 0, []

    def draw(self, plugs: tuple[Plug, ...], amount: int) -> None:
        """Let cords on `plugs` draw `amount` more draw units (below 0: less)."""
        limits, parts, places, moved = self._way(plugs)
        for left in self.ends:
            left[limits] -= (parts * amount)[:, None]
            left.ravel()[places] -= moved * amount
        self.changes += 1
        self._touched.append(np.unique(np.concatenate([limits, places // self.ends[0].shape[1]])))

    def touched_since(self, change: int) -> Ints:
        """Limits touched by the changes after the first `change` of them."""
        return np.unique(np.concatenate(self._touched[change:]))

    def _way(self, plugs: tuple[Plug, ...]) -> tuple[Ints, Ints, Ints, Ints]:
        """Limits with their part with nothing lost; places of the matrix that losses change, by how much."""
        if plugs not in self._ways:
            width = self.ends[0].shape[1]
            normal = self.grid.charge(plugs, None)
            moved: dict[int, int] = {}
            for scenario in self.grid.losses(plugs):
                charge = self.grid.charge(plugs, scenario)
                for limit in charge.keys() | normal.keys():
                    by = charge.get(limit, 0) - normal.get(limit, 0)
                    if by:
                        moved[limit * width + self.column[scenario]] = by
            self._ways[plugs] = (_ints(normal), _ints(normal.values()), _ints(moved), _ints(moved.values()))
        return self._ways[plugs]

    def stops(self, plugs: tuple[Plug, ...]) -> tuple[int, Scenario]:
        """The limit and scenario that leave least for cords on `plugs`, unknown draws at their least."""
        left, rows = self.ends[-1], list[tuple[int, int, Scenario]]()
        losses = self.grid.losses(plugs)
        others = [s for s in self.column if s not in losses]
        for limit, part in self.grid.charge(plugs, None).items():
            rows.append((int(left[limit, 0]) // part, limit, None))
            if others:
                least = min(others, key=lambda s: (left[limit, self.column[s]], s))
                rows.append((int(left[limit, self.column[least]]) // part, limit, least))
        for scenario in losses:
            for limit, part in self.grid.charge(plugs, scenario).items():
                rows.append((int(left[limit, self.column[scenario]]) // part, limit, scenario))
        _, limit, at = min(rows, key=lambda row: (row[0], row[1], -1 if row[2] is None else row[2]))
        return limit, at


class LiveCords(CordChoices):
    """`CordChoices` whose figures are brought up to date by `refresh`."""

    def __init__(self, base: CordChoices, power: LivePower, outlets: LiveOutlets) -> None:
        self.__dict__.update({k: v for k, v in base.__dict__.items() if k != "leg_loads"})
        self._base, self._power, self._outlets = base, power, outlets
        self._base_outlets = outlets.base
        self._compile()
        place: dict[int, int] = {}
        for plugs in self.plugs:
            for pdu, _ in plugs:
                place.setdefault(pdu, len(place))
        self._names = {self._grid.chain.nodes[pdu].name: at for pdu, at in place.items()}
        self._pdu_of = np.array([[place[pdu] for pdu, _ in plugs] for plugs in self.plugs], dtype=np.int64)
        self.reset()

    def reset(self) -> None:
        """Back to the figures at first."""
        self.sure, self.possible = self._base.sure, self._base.possible
        self.sockets = self._base.sockets
        self.__dict__.pop("leg_loads", None)
        self._seen = self._plugged = 0
        free = [self._base_outlets.free(name) for name in self._names]
        self._open = np.array([left is None or left > 0 for left in free], dtype=bool)
        self._tables = [_Free(self, left) for left in self._power.ends]

    def refresh(self) -> None:
        """Take in what has been drawn and plugged since the last time."""
        power = self._power
        if self._seen == power.changes or not self.plugs:
            return
        touched = power.touched_since(self._seen)
        self._seen = power.changes
        found = [table.least(touched) for table in self._tables]
        self.sure, self.possible = found[0], found[-1]
        self.__dict__.pop("leg_loads", None)
        for name in self._outlets.plugged[self._plugged :]:
            if name in self._names:
                left = self._outlets.free(name)
                self._open[self._names[name]] = left is None or left > 0
        self._plugged = len(self._outlets.plugged)
        self.sockets = np.asarray(self._open[self._pdu_of].all(axis=1), dtype=bool)

    @cached_property
    def leg_loads(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """As `CordChoices.leg_loads`."""
        before, added = self._base.leg_loads
        if not self._seen:
            return before, added
        left = self._power.ends[-1]
        now = self._leg_caps - left[self._leg_at, 0]
        return np.where(self._leg_at >= 0, now, 0).astype(before.dtype), added

    def _compile(self) -> None:
        """Rows of the matrix that each choice charges, and the losses that each has of its own.

        Rows of one limit are a set, which many choices share: all legs of a pair of PDUs, say.
        """
        grid, column = self._grid, self._power.column
        width = 1 + len(column)
        sets: dict[tuple[int, int, frozenset[int], tuple[tuple[int, int], ...]], int] = {}
        of_choices: list[list[int]] = []
        for plugs in self.plugs:
            losses = frozenset(grid.losses(plugs))
            normal = grid.charge(plugs, None)
            rows: dict[int, list[tuple[int, int]]] = {limit: [(0, part)] for limit, part in normal.items()}
            for scenario in sorted(losses):
                for limit, part in grid.charge(plugs, scenario).items():
                    rows.setdefault(limit, []).append((column[scenario], part))
            made = [(limit, normal.get(limit, 0), losses, tuple(own)) for limit, own in rows.items()]
            of_choices.append([sets.setdefault(each, len(sets)) for each in made])
        most = max(map(len, of_choices), default=0)
        self.of_choice = np.array([(own * most)[:most] for own in of_choices], dtype=np.int64)
        self.places = _ints(limit * width + at for limit, _, _, rows in sets for at, _ in rows)
        self.parts = _ints(part for _, _, _, rows in sets for _, part in rows)
        self.starts = np.cumsum([0, *(len(rows) for _, _, _, rows in sets)])[:-1]
        # Of limits that are charged with nothing lost, the losses of others count too.
        keys: dict[tuple[int, frozenset[int]], int] = {}
        free = [
            (at, keys.setdefault((limit, losses), len(keys)), part)
            for at, (limit, part, losses, _) in enumerate(sets)
            if part
        ]
        self.free_set, self.free, self.free_parts = (_ints(each) for each in zip(*free, strict=True))
        self.key_limit = _ints(limit for limit, _ in keys)
        self.key_own = np.zeros((len(keys), len(column)), dtype=bool)
        for at, (_, losses) in enumerate(keys):
            self.key_own[at, [column[s] - 1 for s in losses]] = True
        legs = {pdu: [grid.chain.leg_of[pdu, leg] for leg in LEGS] for pdu, _ in grid.chain.legs}
        self._leg_at = np.array([[legs.get(p, [-1] * 3) for p, _ in plugs] for plugs in self.plugs], np.int64)
        kind = self._power.ends[-1].dtype
        capacity = np.array([grid.capacity(n, None) for n in range(grid.chain.size)] + [0], dtype=kind)
        self._leg_caps = capacity[self._leg_at]


class _Free:
    """Per (limit, losses that a choice has of its own): the least that is left in the other losses."""

    def __init__(self, cords: LiveCords, left: Left) -> None:
        self._cords, self._left = cords, left
        own = cords.key_own
        self._width = min(own.shape[1], int(own.sum(axis=1).max(initial=0)) + 1)
        self._value = np.full(len(cords.key_limit), _endless(left), dtype=left.dtype)
        self._write(np.arange(len(cords.key_limit)))

    def least(self, touched: Ints) -> Ints:
        """What each choice carries, now that these limits have changed."""
        cords = self._cords
        self._write(np.flatnonzero(np.isin(cords.key_limit, touched)))
        of_sets = np.minimum.reduceat(self._left.ravel()[cords.places] // cords.parts, cords.starts)
        of_others = self._value[cords.free] // cords.free_parts
        of_sets[cords.free_set] = np.minimum(of_sets[cords.free_set], of_others)
        found: Ints = of_sets[cords.of_choice].min(axis=1)
        if found.dtype == object:
            return np.array([clip(value) for value in found.tolist()], dtype=np.int64)
        return found

    def _write(self, keys: Ints) -> None:
        if not self._width or not len(keys):
            return
        limits, which = np.unique(self._cords.key_limit[keys], return_inverse=True)
        lost = self._left[limits, 1:]
        if lost.dtype == object:  # numpy cannot partition these
            first = np.argsort(lost, axis=1, kind="stable")[:, : self._width]
        else:
            first = np.argpartition(lost, self._width - 1, axis=1)[:, : self._width]
        value = np.take_along_axis(lost, first, axis=1)[which]
        own = self._cords.key_own[keys[:, None], first[which]]
        self._value[keys] = np.where(own, _endless(self._left), value).min(axis=1)


def _endless(left: Left) -> int:
    return ENDLESS if left.dtype == object else CLIP


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)
