"""The areas of a room's cooling, and the sets of lost units that have to be tried in each.

Zones and units that no unit joins are apart: what is left over in the room is the sum over these
*areas*. Within an area a further lost unit can only enlarge the growth by new heat (in a maximum
flow, more capacity at the units never makes more heat do more harm), so that only the largest
numbers of lost units are tried. Units with the same zones and capacity are interchangeable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import inf

from capacity.room import CoolingUnit
from placement.verify.excess import Gap
from placement.verify.findings import Cell
from placement.verify.spread import Heat, Pool, Spread, subsets

#: Ways to read what is not known (zones of racks, zones of units) beyond which they are not tried
#: one by one; what that leaves open is reported as unknown.
WAYS_LIMIT = 256


@dataclass(frozen=True, slots=True)
class State:
    """The heat that is there, spread with some units lost.

    `spreads` has one entry for every way to read unknown zones of units, with the heat that is left
    over then (ticks); none where these are too many.
    """

    lost: tuple[str, ...]
    spreads: tuple[tuple[Spread, Heat], ...]

    def growth(self, added: Mapping[str, int]) -> tuple[Heat, Heat]:
        """Return by how much new heat (ticks per zone) certainly enlarges what is left over, and that."""
        found = []
        for spread, over in self.spreads:
            fuller = spread.copy()
            found.append((sum(fuller.push(zone, heat) for zone, heat in sorted(added.items())), over))
        return min(found, default=(0, 0))


@dataclass(frozen=True, slots=True)
class Worst:
    """The largest growth of what is left over (ticks), from `over`, with the units `lost`."""

    growth: Heat = 0
    over: Heat = 0
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """Zones joined by units; `groups` holds units that are alike, `lost` how many of all are lost.

    A unit of unknown zones belongs to all zones, so that there is one area then.
    """

    zones: tuple[str, ...]
    groups: tuple[tuple[CoolingUnit, ...], ...]
    lost: int

    @property
    def gap(self) -> Gap | None:
        """The first thing about the units that is not known."""
        for unit in chain.from_iterable(self.groups):
            for column, value in (("capacity_w", unit.capacity_w), ("zones", unit.zones)):
                if value is None:
                    cell = Cell("cooling.csv", unit.line, column)
                    return Gap(cell, f"{column} of cooling unit {unit.name} is not known")
        return None

    def states(self, heat: Mapping[str, Heat], ticks: int, favourable: bool) -> list[State]:
        """Spread `heat` (ticks per zone) for every set of lost units.

        Read favourably, an unknown capacity has no end and unknown zones may be any; else there is
        no capacity, which is the worst that either can mean.
        """
        states = []
        for numbers in subsets([len(group) for group in self.groups], self.lost):
            live = [(group[0], len(group) - n) for group, n in zip(self.groups, numbers, strict=True)]
            lost = tuple(
                unit.name for group, n in zip(self.groups, numbers, strict=True) for unit in group[:n]
            )
            spreads = []
            for pools in self._readings([found for found in live if found[1]], ticks, favourable):
                spread = Spread(pools)
                over = sum(spread.push(zone, heat.get(zone, 0)) for zone in self.zones)
                spreads.append((spread, over))
            states.append(State(lost, tuple(spreads)))
        return states

    def _readings(
        self, live: Sequence[tuple[CoolingUnit, int]], ticks: int, favourable: bool
    ) -> list[dict[Pool, Heat]]:
        """Return the pools of the live units (unit and number of its like) in every reading."""
        fixed: dict[Pool, Heat] = defaultdict(int)
        open_zones: list[Heat] = []
        for unit, number in live:
            capacity: Heat = 0
            if unit.capacity_w is not None:
                capacity = unit.capacity_w * ticks
            elif favourable:
                capacity = inf
            if not capacity:
                continue
            if unit.zones is not None:
                fixed[tuple(sorted(set(unit.zones)))] += number * capacity
            elif favourable:
                open_zones += [capacity] * number
        if len(self.zones) * len(open_zones) > WAYS_LIMIT.bit_length() - 1:
            return []
        if not open_zones:
            return [dict(fixed)]
        sets = [zones for n in range(len(self.zones) + 1) for zones in combinations(self.zones, n)]
        readings = []
        for choice in product(sets, repeat=len(open_zones)):
            pools = dict(fixed)
            for zones, capacity in zip(choice, open_zones, strict=True):
                pools[zones] = pools.get(zones, 0) + capacity
            readings.append(pools)
        return readings


def worst(states: Iterable[State], added: Mapping[str, int]) -> Worst:
    """Return the largest growth, and the first set of lost units where it is so large."""
    found = Worst()
    for state in states:
        growth, over = state.growth(added)
        if growth > found.growth:
            found = Worst(growth, over, state.lost)
    return found


def areas_of(zones: Sequence[str], units: Sequence[CoolingUnit], spare: int) -> list[Area]:
    """Join zones that a unit serves together; exactly min(spare, units) are lost (ADR 2)."""
    joined: dict[str, list[str]] = {zone: [zone] for zone in zones}
    for unit in units:
        served = zones if unit.zones is None else unit.zones
        for zone in served[1:]:
            one, other = joined[served[0]], joined[zone]
            if one is not other:
                one.extend(other)
                joined.update(dict.fromkeys(other, one))
    areas = []
    for found in {id(together): together for together in joined.values()}.values():
        like: dict[tuple[int | None, frozenset[str] | None], list[CoolingUnit]] = defaultdict(list)
        for unit in units:
            if unit.zones is None or not set(found).isdisjoint(unit.zones):
                serves = None if unit.zones is None else frozenset(unit.zones)
                like[unit.capacity_w, serves].append(unit)
        groups = tuple(tuple(group) for group in like.values())
        areas.append(Area(tuple(sorted(found)), groups, min(spare, sum(map(len, groups)))))
    return areas
