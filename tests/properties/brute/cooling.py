"""Cooling: the heat left over per set of lost units, by every set of zones (Hall's condition)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import inf

from capacity.room import CoolingUnit, Rack
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
    if not world.checks("cooling.csv"):
        return HOLDS
    draws = [(world.racks[item.rack or ""], world.draw_of(world.asked(item))) for item in items]
    known = [(rack, draw) for rack, draw in draws if draw]
    state = _judged(world, known) if known else HOLDS
    return worst([state, UNKNOWN]) if any(draw is None for _, draw in draws) else state


def _judged(world: World, draws: Sequence[tuple[Rack, Number]]) -> State:
    """Judge what is added to some racks, for every zone that those without one may be in."""
    racks = [rack for rack, _ in draws]
    zones = all_zones(world)
    states = set()
    for zone_of, roving in _assignments(world, zones, racks):
        new: dict[str, Number] = defaultdict(int)
        for rack, draw in draws:
            new[zone_of[rack.name]] += draw
        states.add(_with_zones(world, zones, zone_of, roving, new))
    if states == {BROKEN}:
        return BROKEN
    if states != {HOLDS} or any(rack.cooling_zone is None for rack in racks):
        return UNKNOWN
    return HOLDS


def _assignments(
    world: World, zones: Sequence[str], racks: Sequence[Rack]
) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Yield every zone that racks without a zone, and devices without a known rack, may be in.

    Only racks that hold heat, or are to hold an item, matter; the others may still be where a
    device of unknown rack stands.
    """
    known = {r.name: r.cooling_zone for r in world.room.racks if r.cooling_zone is not None}
    without = [r for r in world.room.racks if r.cooling_zone is None]
    warm = [r.name for r in without if r in racks or any(one.draw[1] for one in world.by_rack[r.name])]
    roving = [one.name for one in world.by_rack[None] if one.draw[1]]
    for assigned in product(zones, repeat=len(warm)):
        zone_of = known | dict(zip(warm, assigned, strict=True))
        may_be = zones if len(zone_of) < len(world.racks) else sorted(set(zone_of.values()))
        for roved in product(may_be, repeat=len(roving)):
            yield zone_of, dict(zip(roving, roved, strict=True))


def all_zones(world: World) -> list[str]:
    named = {r.cooling_zone for r in world.room.racks if r.cooling_zone is not None}
    named |= {zone for unit in world.room.cooling for zone in unit.zones or ()}
    return sorted(named) or [NO_NAME]


def _with_zones(
    world: World, zones: Sequence[str], zone_of: Mapping[str, str], roving: Mapping[str, str], new: Heat
) -> State:
    """Judge with all zones known: the worst over the sets of lost units.

    The least heat decides what is broken, the most what holds; heat without end is more than all
    units can take.
    """
    active = [unit for unit in world.room.cooling if unit.status == "active"]
    known = [one.draw[1] for one in world.standing if one.draw[1] < inf]
    enough = sum(known) + sum(new.values()) + sum(unit.capacity_w or 0 for unit in active) + 1
    least: dict[str, Number] = dict.fromkeys(zones, 0)
    most: dict[str, Number] = dict.fromkeys(zones, 0)
    for one in world.standing:
        zone = roving.get(one.name) if one.rack is None else zone_of.get(one.rack)
        if zone is not None:
            least[zone] += one.draw[0]
            most[zone] += min(one.draw[1], enough)
    states: set[State] = set()
    for lost in combinations(range(len(active)), min(world.policy.cooling_spare, len(active))):
        live = [unit for i, unit in enumerate(active) if i not in lost]
        served = list(_served(live, zones))
        if all(_grows(least, new, _units(live, serves, enough)) for serves in served):
            states.add(BROKEN)
        elif any(_grows(most, new, _units(live, serves, 0)) for serves in served):
            states.add(UNKNOWN)
    return worst(states)


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
