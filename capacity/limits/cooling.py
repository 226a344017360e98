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

from capacity.demand import Demand, draw_unit
from capacity.errors import BadInput, Problem
from capacity.flow import Transport
from capacity.limits.limit import ENDLESS, Limit, clip
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
        self.sure: dict[str, int] = {}
        self.possible: dict[str, int] = {}
        self.binding: dict[str, Limit] = {}
        self._fill()

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

    @property
    def too_many_ways(self) -> bool:
        """True where heat without a zone may fall in more ways than are tried out."""
        ways: int = len(self.zones) ** len(self._unzoned)
        return ways > MOST_ASSIGNMENTS

    def _fill(self) -> None:
        loose = sum(self._unzoned.values())
        hardest = {z: h + (ENDLESS if z in self._endless else 0) for z, h in self._known.items()}
        for zone in self.zones:
            # Heat that may fall in any zone hurts a zone most when it falls in that very zone.
            spare = self._room_for(zone, {**hardest, zone: hardest[zone] + loose}, self._hard)
            self.sure[zone] = clip(spare.amount)
            self.binding[zone] = spare.limit
        for zone in self.zones:
            self.possible[zone] = clip(
                max(self._room_for(zone, heat, self._easy).amount for heat in self._assignments())
            )

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

    def _room_for(self, zone: str, heat: Mapping[str, int], areas: list[Area]) -> Spare:
        area = next(a for a in areas if zone in a.zones)
        return min(
            (area.room_for(zone, heat, lost, self._unit) for lost in area.losses()), key=lambda s: s.amount
        )


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
        live = [i for i in range(len(self.units)) if i not in lost]
        place = {z: k for k, z in enumerate(self.zones)}
        edges: list[list[int]] = [[] for _ in self.zones]
        for sink, i in enumerate(live):
            for z in self.serves[i]:
                edges[place[z]].append(sink)
        flow = Transport(edges, [self.capacity[i] for i in live])
        sent = [flow.send(k, heat[z]) for k, z in enumerate(self.zones)]
        amount = flow.send(place[zone], ENDLESS * ENDLESS)
        sources, sinks = flow.reach(place[zone])
        names = " ".join(self.units[i] for i in sorted(lost))
        served = sum(sent[k] for k in sources)
        limit = Limit(
            rule="cooling",
            name="cooling " + " ".join(self.zones[k] for k in sorted(sources)),
            scenario=f"{names} lost" if names else "nothing lost",
            unit="W",
            scale=unit,
            capacity=sum(self.capacity[live[s]] for s in sinks),
            used=served,
            most=served,
        )
        return Spare(amount, limit)


def _take(classes: list[list[int]], count: int) -> Iterator[frozenset[int]]:
    """Every way to lose `count` units, the largest of each class first."""
    if count == 0 or not classes:
        yield frozenset()
        return
    rest = sum(len(c) for c in classes[1:])
    for here in range(max(0, count - rest), min(count, len(classes[0])) + 1):
        for others in _take(classes[1:], count - here):
            yield frozenset(classes[0][:here]) | others
