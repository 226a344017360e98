"""Cooling: whether the heat of all zones can be split over the units left when the spare ones are lost.

Zones and units are two sides of a flow. Zones that share no unit are apart: they fall into *areas*
that are judged by themselves. For one more watt in a zone only the hardest losses count:

- A unit of the own area helps a zone, never harms it (sources and sinks of a flow are complements),
  so the set that loses most units of the area is the hardest: min(spare, units of the area).
- Units of one area that serve the same zones are alike but for capacity: the largest go first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import networkx as nx
import numpy as np

from capacity.demand import Demand, draw_unit
from capacity.errors import BadInput, Problem
from capacity.flow import Transport
from capacity.limits.limit import CLIP, ENDLESS, Limit, clip
from capacity.policy import Policy
from capacity.room import CoolingUnit, Rack

MOST_ASSIGNMENTS = 4096  # ways in which heat of racks without zone is tried out
MOST_LOSSES = 20_000


@dataclass(frozen=True, slots=True)
class Spare:
    """How much more heat a zone takes (draw units), and the limit that stops it.

    `lost` names the lost units, `zones` and `units` the cut that is full then.
    """

    amount: int
    limit: Limit


class Cooling:
    """Heat left per cooling zone.

    Attributes
    ----------
    sure, possible
        Per zone: heat (draw units) that can be added for certain, and at most.
    rack_sure, rack_possible
        The same per rack; in a rack without zone nothing is certain, what the best zone takes possible.
    doubtful, vague
        Demands of unknown draw or unknown zone; active units of unknown capacity or zones.
    """

    def __init__(
        self, units: Sequence[CoolingUnit], racks: Sequence[Rack], demands: Sequence[Demand], policy: Policy
    ) -> None:
        self._unit = draw_unit(policy)
        self._spare = policy.cooling_spare
        self.zones = sorted({z for u in units for z in u.zones or ()})
        self._active = [u for u in units if u.status == "active"]
        self.vague = [u for u in self._active if u.capacity_w is None or u.zones is None]
        zone_of = {r.name: r.cooling_zone for r in racks}
        known = dict.fromkeys(self.zones, 0)
        unzoned: dict[str | None, int] = {}  # rack without zone (None: no rack known) -> its heat
        endless: set[str] = set()
        self.doubtful: list[Demand] = []
        for demand in demands:
            zone = zone_of[demand.rack] if demand.rack is not None else None
            if demand.draw is None or (zone is None and demand.draws):
                self.doubtful.append(demand)
            if zone is None:
                anywhere = ENDLESS if demand.draw is None else demand.draw
                endless.update(self.zones if demand.draw is None else ())
                if demand.draw is not None:
                    unzoned[demand.rack] = unzoned.get(demand.rack, 0) + anywhere
            elif demand.draw is None:
                endless.add(zone)
            else:
                known[zone] += demand.draw
        self.heat = known
        self._known, self._endless = known, endless
        self._unzoned = {rack: heat for rack, heat in unzoned.items() if heat}
        self._hard = self._make_areas(sure=True)
        self._easy = self._make_areas(sure=False)
        loose = sum(self._unzoned.values())
        hardest = {z: h + (ENDLESS if z in self._endless else 0) for z, h in self._known.items()}
        spares = self._spares(self._hard, hardest, loose)
        self.sure = {zone: clip(spares[zone].amount) for zone in self.zones}
        self.binding = {zone: spares[zone].limit for zone in self.zones}
        ways = [self._spares(self._easy, heat) for heat in self._assignments()]
        self.possible = {zone: clip(max(way[zone].amount for way in ways)) for zone in self.zones}
        of_racks, best = [r.cooling_zone for r in racks], max(self.possible.values(), default=0)
        # A zone that no unit serves takes nothing.
        sure = [-CLIP if z is None else self.sure.get(z, 0) for z in of_racks]
        possible = [best if z is None else self.possible.get(z, 0) for z in of_racks]
        self.rack_sure, self.rack_possible = np.array(sure, np.int64), np.array(possible, np.int64)

    def areas(self, *, sure: bool) -> list[Area]:
        """The areas with unknown capacities at their worst (`sure`) or at their best."""
        return self._hard if sure else self._easy

    def heats(self, *, sure: bool) -> list[Mapping[str, int]]:
        """Heat per zone that must be borne, one entry per way in which heat without a zone may fall.

        At the best (not `sure`) only the known heat of known zones counts.
        """
        if not sure:
            return [self._known]
        return [
            {z: h + (ENDLESS if z in self._endless else 0) for z, h in heat.items()}
            for heat in self._assignments()
        ]

    def spare_with(self, zone: str, added: Mapping[str, int]) -> tuple[int, frozenset[str]]:
        """Heat that `zone` takes for certain once `added` has come to zones (below 0: gone from them).

        The second part names the zones whose heat stops it: those of the cut that is full.
        """
        heat = {
            z: h + added.get(z, 0) + (ENDLESS if z in self._endless else 0) for z, h in self._known.items()
        }
        area = next((a for a in self._hard if zone in a.zones), None)
        if area is None:
            return 0, frozenset()  # no unit serves it
        least, cut = ENDLESS * ENDLESS, frozenset[str]()
        for lost in area.losses():
            loose = sum(self._unzoned.values())
            amount, zones = area.load({**heat, zone: heat[zone] + loose}, lost).cut(zone)
            if amount < least:
                least, cut = amount, zones
        return least, cut

    def zones_with(self, zone: str) -> frozenset[str]:
        """The zones that share units with `zone`, directly or through others."""
        return frozenset(next((a.zones for a in self._hard if zone in a.zones), ()))

    @property
    def too_many_ways(self) -> bool:
        """True where heat without a zone may fall in more ways than are tried out."""
        ways: int = len(self.zones) ** len(self._unzoned)
        return ways > MOST_ASSIGNMENTS

    def _assignments(self) -> Iterator[Mapping[str, int]]:
        """Every way in which heat of racks without zone may fall; without it where there are too many."""
        heats = list(self._unzoned.values())
        if not heats or self.too_many_ways:
            yield self._known
            return
        for zones in product(self.zones, repeat=len(heats)):
            heat = dict(self._known)
            for zone, amount in zip(zones, heats, strict=True):
                heat[zone] += amount
            yield heat

    def _make_areas(self, *, sure: bool) -> list[Area]:
        """Areas with unknown capacities and zones at their worst (`sure`) or at their best."""
        graph: nx.Graph[tuple[str, str]] = nx.Graph()
        graph.add_nodes_from(("zone", z) for z in self.zones)
        serves = {}
        for unit in self._active:
            served = unit.zones if unit.zones is not None else (() if sure else tuple(self.zones))
            serves[unit.name] = served
            graph.add_node(("unit", unit.name))
            graph.add_edges_from((("zone", z), ("unit", unit.name)) for z in served)
        areas = []
        by_name = {u.name: u for u in self._active}
        for part in nx.connected_components(graph):
            zones = sorted(name for side, name in part if side == "zone")
            units = sorted(name for side, name in part if side == "unit")
            if not zones:
                continue
            capacity = [
                (by_name[u].capacity_w or 0) * self._unit
                if by_name[u].capacity_w is not None
                else (0 if sure else ENDLESS)
                for u in units
            ]
            area = Area(zones, units, [serves[u] for u in units], capacity, self._spare)
            if area.count_losses() > MOST_LOSSES:
                raise BadInput([Problem(
                    "policy.toml", None, "cooling.spare",
                    f"{self._spare} of {len(units)} units on overlapping zones can be lost in too many ways.",
                    f"Choose a spare with at most {MOST_LOSSES} ways, or give units the same zones.",
                )])  # fmt: skip
            areas.append(area)
        return areas

    def _spares(self, areas: list[Area], heat: Mapping[str, int], loose: int = 0) -> dict[str, Spare]:
        """What each zone can still take under its hardest loss; `loose` heat may fall in any zone."""
        least: dict[str, Spare] = {}
        for area in areas:
            for lost in area.losses():
                laden = area.load(heat, lost)
                for zone in area.zones:
                    if loose:  # it hurts a zone most when it falls in that very zone
                        laden = area.load({**heat, zone: heat[zone] + loose}, lost)
                    spare = laden.spare(zone, self._unit)
                    if zone not in least or spare.amount < least[zone].amount:
                        least[zone] = spare
        return least


@dataclass(frozen=True, slots=True)
class Area:
    """Zones and units that hang together; `serves` and `capacity` (draw units) go with `units`."""

    zones: list[str]
    units: list[str]
    serves: list[Sequence[str]]
    capacity: list[int]
    spare: int

    def losses(self) -> Iterator[frozenset[int]]:
        """The hardest sets of lost units (positions in `units`)."""
        yield from _take(self._classes(), min(self.spare, len(self.units)))

    def count_losses(self) -> int:
        """How many sets `losses` gives, without making them."""
        spare = min(self.spare, len(self.units))
        ways = [1] + [0] * spare
        for size in map(len, self._classes()):
            ways = [sum(ways[k - here] for here in range(min(size, k) + 1)) for k in range(spare + 1)]
        return ways[spare]

    def _classes(self) -> list[list[int]]:
        """Units that serve the same zones, the largest first."""
        classes: dict[tuple[str, ...], list[int]] = {}
        for i, zones in enumerate(self.serves):
            classes.setdefault(tuple(sorted(zones)), []).append(i)
        return [sorted(c, key=lambda i: -self.capacity[i]) for c in classes.values()]

    def room_for(self, zone: str, heat: Mapping[str, int], lost: frozenset[int], unit: int) -> Spare:
        """Heat that can be added in `zone` without more being left over than before."""
        return self.load(heat, lost).spare(zone, unit)

    def load(self, heat: Mapping[str, int], lost: frozenset[int]) -> Laden:
        """Spread the heat over the units that are left."""
        live = [i for i in range(len(self.units)) if i not in lost]
        place = {z: k for k, z in enumerate(self.zones)}
        edges: list[list[int]] = [[] for _ in self.zones]
        for sink, i in enumerate(live):
            for z in self.serves[i]:
                edges[place[z]].append(sink)
        flow = Transport(edges, [self.capacity[i] for i in live])
        sent = [flow.send(k, heat[z]) for k, z in enumerate(self.zones)]
        return Laden(self, lost, live, flow, sent)


@dataclass(frozen=True, slots=True)
class Laden:
    """An area with units lost and its heat spread over those that are `live`: `sent` per zone."""

    area: Area
    lost: frozenset[int]
    live: list[int]
    flow: Transport
    sent: list[int]

    def cut(self, zone: str) -> tuple[int, frozenset[str]]:
        """What `zone` can take in addition, and the zones of the cut that stops it."""
        at, flow = self.area.zones.index(zone), self.flow.copy()
        amount = flow.send(at, ENDLESS * ENDLESS)
        return amount, frozenset(self.area.zones[k] for k in flow.reach(at)[0])

    def spare(self, zone: str, unit: int) -> Spare:
        """What `zone` can take in addition, and the limit (scaled by `unit`) that stops it."""
        at, flow = self.area.zones.index(zone), self.flow.copy()
        amount = flow.send(at, ENDLESS * ENDLESS)
        sources, sinks = flow.reach(at)
        names = " ".join(self.area.units[i] for i in sorted(self.lost))
        served = sum(self.sent[k] for k in sources)
        limit = Limit(
            rule="cooling",
            name="cooling " + " ".join(self.area.zones[k] for k in sorted(sources)),
            scenario=f"{names} lost" if names else "nothing lost",
            unit="W",
            scale=unit,
            capacity=sum(self.area.capacity[self.live[s]] for s in sinks),
            used=served,
            most=served,
        )
        return Spare(amount, limit)


def _take(classes: list[list[int]], count: int) -> Iterator[frozenset[int]]:
    """Every way to lose `count` units, the largest of each class first."""
    after = [sum(map(len, classes[at:])) for at in range(len(classes) + 1)]
    stack: list[tuple[int, int, tuple[int, ...]]] = [(0, count, ())]
    while stack:
        at, left, taken = stack.pop()
        if left == 0 or at == len(classes):
            yield frozenset(taken)
            continue
        numbers = reversed(range(max(0, left - after[at + 1]), min(left, len(classes[at])) + 1))
        stack.extend((at + 1, left - here, taken + tuple(classes[at][:here])) for here in numbers)
