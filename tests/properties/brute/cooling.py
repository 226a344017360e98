"""Cooling: the heat left over per set of lost units, by every set of zones (Hall's condition)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from capacity.room import CoolingUnit
from placement.placed import Placed
from tests.properties.brute.states import BROKEN, HOLDS, UNKNOWN, Number, State, worst
from tests.properties.brute.world import World

Heat = Mapping[str, Number]
Unit = tuple[Number, frozenset[str]]

NO_NAME = "?"
"""The zone of a room in which no zone has a name."""


def subsets(names: Sequence[str]) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


def left_over(heat: Heat, units: Sequence[Unit]) -> Number:
    """Return the heat that the units cannot take: the worst set of zones against all that serve it."""
    return max(
        sum(heat[zone] for zone in zones) - sum(capacity for capacity, serves in units if serves & zones)
        for zones in subsets(sorted(heat))
    )


def cooling(world: World, items: Sequence[Placed]) -> State:
    """Judge that no set of lost units leaves more heat over than before."""
    if not world.checks("cooling.csv") or world.draw == 0 or not items:
        return HOLDS
    if world.draw is None:
        return UNKNOWN
    racks = [world.racks[item.rack or ""] for item in items]
    without = {r.name for r in world.room.racks if r.cooling_zone is None}
    open_racks = sorted(
        name
        for name in without
        if any(rack.name == name for rack in racks) or any(one.draw[1] for one in world.by_rack[name])
    )
    zones = all_zones(world)
    states = set()
    for assigned in product(zones, repeat=len(open_racks)):
        zone_of = {r.name: r.cooling_zone for r in world.room.racks if r.cooling_zone is not None}
        zone_of |= dict(zip(open_racks, assigned, strict=True))
        new: dict[str, Number] = defaultdict(int)
        for rack in racks:
            new[zone_of[rack.name]] += world.draw
        states.add(_with_zones(world, zones, zone_of, new))
    if states == {BROKEN}:
        return BROKEN
    if states != {HOLDS} or any(rack.name in without for rack in racks):
        return UNKNOWN
    return HOLDS


def all_zones(world: World) -> list[str]:
    named = {r.cooling_zone for r in world.room.racks if r.cooling_zone is not None}
    named |= {zone for unit in world.room.cooling for zone in unit.zones or ()}
    return sorted(named) or [NO_NAME]


def _with_zones(world: World, zones: Sequence[str], zone_of: Mapping[str, str], new: Heat) -> State:
    """Judge with the zone of every rack known: the worst over the sets of lost units."""
    active = [unit for unit in world.room.cooling if unit.status == "active"]
    least: dict[str, Number] = dict.fromkeys(zones, 0)
    known: dict[str, Number] = dict.fromkeys(zones, 0)
    endless: set[str] = set()
    for one in world.standing:
        if one.rack is None or one.rack not in zone_of:
            continue
        zone = zone_of[one.rack]
        least[zone] += one.draw[0]
        known[zone] += one.draw[1] if one.draw[1] < float("inf") else 0
        if one.draw[1] == float("inf"):
            endless.add(zone)
    enough = sum(known.values()) + sum(new.values()) + 1
    enough += sum(unit.capacity_w or 0 for unit in active)
    enough += sum(one.draw[1] for one in world.by_rack[None] if one.draw[1] < float("inf"))
    for zone in endless:
        known[zone] += enough
    most = list(_roving(world, zones, zone_of, known, enough))
    states = set()
    for lost in combinations(range(len(active)), min(world.policy.cooling_spare, len(active))):
        live = [unit for i, unit in enumerate(active) if i not in lost]
        served = list(_served(live, zones))
        if all(_grows(least, new, _units(live, serves, enough * 2)) for serves in served):
            states.add(BROKEN)
        elif any(_grows(heat, new, _units(live, serves, 0)) for heat in most for serves in served):
            states.add(UNKNOWN)
    return worst(states)


def _roving(
    world: World, zones: Sequence[str], zone_of: Mapping[str, str], known: Heat, enough: Number
) -> Iterator[Heat]:
    """Yield the most heat per zone for every place where devices of unknown rack may stand."""
    roving = [min(one.draw[1], enough) for one in world.by_rack[None] if one.draw[1]]
    open_room = any(rack not in zone_of for rack in world.racks)
    may_be = zones if open_room else sorted({zone_of[rack] for rack in world.racks})
    for assigned in product(may_be, repeat=len(roving)):
        heat = dict(known)
        for watts, zone in zip(roving, assigned, strict=True):
            heat[zone] += watts
        yield heat


def _served(units: Sequence[CoolingUnit], zones: Sequence[str]) -> Iterator[tuple[frozenset[str], ...]]:
    """Yield the zones of every unit, for every set of zones that an unknown one may serve."""
    options = [list(subsets(zones)) if unit.zones is None else [frozenset(unit.zones)] for unit in units]
    yield from product(*options)


def _units(units: Sequence[CoolingUnit], serves: Sequence[frozenset[str]], unknown: Number) -> list[Unit]:
    return [
        (unknown if unit.capacity_w is None else unit.capacity_w, zones)
        for unit, zones in zip(units, serves, strict=True)
    ]


def _grows(heat: Heat, new: Heat, units: Sequence[Unit]) -> bool:
    after = {zone: watts + new.get(zone, 0) for zone, watts in heat.items()}
    return left_over(after, units) > left_over(heat, units)
