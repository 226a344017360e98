"""Cooling: per set of lost units what the others can carry, and how much heat is left over already.

Zones that share no unit are apart and judged by themselves. Unknown capacities count as 0, unknown zones
as none; heat whose zone is not known is tried in every zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import networkx as nx

from benchmarks.peers.instance.things import ENDLESS, Thing, ticks_per_watt
from capacity.errors import TitipError
from capacity.policy import Policy
from capacity.room import CoolingUnit, Rack

MOST_WAYS = 256


class TooUncertain(TitipError):
    """Heat of unknown zone may fall in more ways than a textbook would try out."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Zones that hang together after the loss of some units.

    Attributes
    ----------
    heat
        Ticks of what stands there, per zone; no more than all live units carry.
    units
        The live units as (zones, capacity in ticks).
    left_over
        Heat that no unit carries today; it may not grow.
    """

    heat: Mapping[str, int]
    units: tuple[tuple[tuple[str, ...], int], ...]
    left_over: int


def losses(
    units: Sequence[CoolingUnit], racks: Sequence[Rack], stand: Sequence[Thing], policy: Policy
) -> list[Loss]:
    """Every set of as many lost units as the policy spares, in every way in which heat may fall."""
    ticks = ticks_per_watt(policy)
    able = [
        (tuple(sorted(u.zones or ())), (u.capacity_w or 0) * ticks) for u in units if u.status == "active"
    ]
    zones = sorted({zone for u in units for zone in u.zones or ()})
    graph: nx.Graph[object] = nx.Graph()
    graph.add_nodes_from(zones)
    graph.add_edges_from((zone, number) for number, (served, _) in enumerate(able) for zone in served)
    found: dict[object, Loss] = {}
    for heat in _heats(zones, racks, stand):
        for part in nx.connected_components(graph):
            own = {zone: heat[zone] for zone in zones if zone in part}
            here = [number for number in range(len(able)) if number in part]
            for lost in combinations(here, min(policy.cooling_spare, len(here))):
                live = tuple(sorted(able[k] for k in here if k not in lost))
                # More than all units carry is as good as all that they carry.
                most = sum(capacity for _, capacity in live)
                laden = {zone: min(amount, most) for zone, amount in own.items()}
                key = (tuple(laden.items()), live)
                if own and key not in found:  # like units leave the same behind
                    found[key] = Loss(laden, live, sum(laden.values()) - _carried(laden, live))
    return list(found.values())


def _heats(zones: Sequence[str], racks: Sequence[Rack], stand: Sequence[Thing]) -> list[dict[str, int]]:
    """Heat per zone, once for every way in which heat of unknown zone may fall: a rack's all in one."""
    zone_of = {rack.name: rack.cooling_zone for rack in racks}
    known = dict.fromkeys(zones, 0)
    loose: dict[str | None, int] = {}
    for thing in stand:
        zone = None if thing.rack is None else zone_of[thing.rack]
        heat = ENDLESS if thing.draw is None else thing.draw
        if zone is not None:
            known[zone] += heat
        elif thing.draw is None:
            known = {z: h + ENDLESS for z, h in known.items()}
        else:
            loose[thing.rack] = loose.get(thing.rack, 0) + heat
    heats = [heat for heat in loose.values() if heat]
    if len(zones) ** len(heats) > MOST_WAYS:
        raise TooUncertain(f"heat of {len(heats)} racks without zone may fall in {len(zones)} zones")
    ways = []
    for falls in product(zones, repeat=len(heats)):
        way = dict(known)
        for zone, heat in zip(falls, heats, strict=True):
            way[zone] += heat
        ways.append(way)
    return ways


def _carried(heat: Mapping[str, int], units: Sequence[tuple[tuple[str, ...], int]]) -> int:
    """The most heat that the units carry: a maximum flow from zones to units."""
    graph: nx.DiGraph[object] = nx.DiGraph()
    for zone, amount in heat.items():
        graph.add_edge("in", ("zone", zone), capacity=amount)
    for number, (zones, capacity) in enumerate(units):
        graph.add_edge(("unit", number), "out", capacity=capacity)
        graph.add_edges_from((("zone", zone), ("unit", number)) for zone in zones)
    if "out" not in graph:
        return 0
    return int(nx.maximum_flow_value(graph, "in", "out"))
