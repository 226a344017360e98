"""Rule `cooling`: the heat of all zones split over the live units, with any spare units lost.

The contract, cooling.csv: "With any `policy.cooling.spare` units lost, the heat of all zones can be
split over the live units, each within its capacity and only for its own zones. A room where that
fails already today reports it; a placement may not make any such excess larger." The measure is the
heat left over per set of lost units; exactly min(spare, active units) are lost (ADR 2).

Which sets have to be tried. Zones and units that no unit joins are apart: what is left over is the
sum over these *areas*, so that one that grows makes the whole grow. Within an area a further lost
unit can only enlarge the growth (in a maximum flow, more capacity at the units never makes more
supply worth less), so that only the largest numbers of lost units are tried. Units with the same
zones and capacity are interchangeable. For the same reason growth is larger where the heat that is
there already is, so that growth with the least heat is certain and none with the most is safe.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf

from capacity.room import CoolingUnit, Room
from placement.verify.excess import Gap
from placement.verify.findings import Cell, Findings, exact
from placement.verify.items import Item
from placement.verify.spread import Heat, Pool, Spread, subsets
from placement.verify.standing import Standing, ticks_per_watt

#: Ways to put the heat of racks without zone into zones beyond which they are not tried one by one.
WAYS_LIMIT = 256


@dataclass(frozen=True, slots=True)
class State:
    """The heat that is there, spread with some units lost; `over` is what is left over (ticks)."""

    lost: tuple[str, ...]
    spread: Spread
    over: Heat


@dataclass(slots=True)
class Area:
    """Zones joined by units. `kind` of a state: True reads what is not known favourably."""

    zones: frozenset[str]
    groups: list[list[CoolingUnit]]
    lost: int
    gap: Gap | None = None
    states: dict[bool, list[State]] = field(default_factory=dict)


class Cooling:
    """The rule for a room that has a cooling.csv."""

    def __init__(self, room: Room, standing: Sequence[Standing]) -> None:
        self._ticks = ticks_per_watt(room.policy)
        self._spare = room.policy.cooling_spare
        self._units = [unit for unit in room.cooling if unit.status == "active"]
        self._zone_of = {rack.name: rack.cooling_zone for rack in room.racks}
        self._lines = {rack.name: rack.line for rack in room.racks}
        zones = {zone for unit in self._units for zone in unit.zones or ()}
        zones |= {zone for zone in self._zone_of.values() if zone is not None}
        self._zones = sorted(zones)
        self._least: dict[str, Heat] = defaultdict(int)
        self._most: dict[str, Heat] = defaultdict(int)
        self._unzoned: dict[str, list[Heat]] = {}  # rack: least and most heat
        self._unzoned_gap: Gap | None = None
        self._gaps: dict[str, Gap] = {}
        self._roaming_gap: Gap | None = None
        self._sum_up(standing)
        self._areas = self._make_areas()
        self._area_of = {zone: area for area in self._areas for zone in area.zones}

    def _sum_up(self, standing: Iterable[Standing]) -> None:
        roaming: Heat = 0
        for thing in standing:
            if thing.draw == 0:
                continue
            unknown = (
                Gap(thing.cell("power_w"), f"power_w of {thing.name} is not known")
                if thing.draw is None
                else None
            )
            least, most = thing.draw or 0, inf if thing.draw is None else thing.draw
            zone = self._zone_of.get(thing.rack) if thing.rack is not None else None
            if thing.rack is None:
                roaming += most
                gap = unknown or Gap(thing.cell("rack"), f"rack of {thing.name} is not known")
                self._roaming_gap = self._roaming_gap or gap
            elif zone is None:
                heat = self._unzoned.setdefault(thing.rack, [0, 0])
                heat[0] += least
                heat[1] += most
                self._unzoned_gap = self._unzoned_gap or self._zone_gap(thing.rack)
            else:
                self._least[zone] += least
                self._most[zone] += most
                if unknown is not None:
                    self._gaps.setdefault(zone, unknown)
        if roaming:
            for zone in self._zones:
                self._most[zone] += roaming

    def _zone_gap(self, rack: str) -> Gap:
        cell = Cell("racks.csv", self._lines[rack], "cooling_zone")
        return Gap(cell, f"cooling_zone of rack {rack} is not known")

    def _make_areas(self) -> list[Area]:
        """Join zones that a unit serves together; a unit of unknown zones may serve them all."""
        joined: dict[str, set[str]] = {zone: {zone} for zone in self._zones}
        for unit in self._units:
            served = self._zones if unit.zones is None else unit.zones
            for zone in served[1:]:
                if joined[zone] is not joined[served[0]]:
                    joined[served[0]] |= joined[zone]
                    for other in joined[zone]:
                        joined[other] = joined[served[0]]
        areas = []
        for zones in {id(found): found for found in joined.values()}.values():
            like: dict[tuple[int | None, frozenset[str] | None], list[CoolingUnit]] = defaultdict(list)
            for unit in self._units:
                if unit.zones is None or not zones.isdisjoint(unit.zones):
                    served_by = None if unit.zones is None else frozenset(unit.zones)
                    like[(unit.capacity_w, served_by)].append(unit)
            groups = list(like.values())
            count = sum(len(group) for group in groups)
            area = Area(frozenset(zones), groups, min(self._spare, count))
            area.gap = self._area_gap(area)
            areas.append(area)
        return areas

    def _area_gap(self, area: Area) -> Gap | None:
        """Return the first thing in the area that is not known; None where all is."""
        gaps = [self._gaps[zone] for zone in sorted(area.zones) if zone in self._gaps]
        for unit in (unit for group in area.groups for unit in group):
            for column, value in (("capacity_w", unit.capacity_w), ("zones", unit.zones)):
                if value is None:
                    cell = Cell("cooling.csv", unit.line, column)
                    gaps.append(Gap(cell, f"{column} of cooling unit {unit.name} is not known"))
        gaps += [self._roaming_gap] if self._roaming_gap else []
        return gaps[0] if gaps else None

    def prepare(self) -> None:
        """Spread the heat that is there for every set of lost units."""
        for area in self._areas:
            for favourable in (True, False) if area.gap else (True,):
                self._states(area, favourable)

    def _states(self, area: Area, favourable: bool) -> list[State]:
        if favourable not in area.states:
            area.states[favourable] = self._spread(
                area, favourable, self._least if favourable else self._most
            )
        return area.states[favourable]

    def _spread(self, area: Area, favourable: bool, heat: Mapping[str, Heat]) -> list[State]:
        """Spread `heat` for every set of lost units of the area.

        Read favourably, an unknown capacity has no end and unknown zones are all; else 0 and none.
        """
        states = []
        for numbers in subsets([len(group) for group in area.groups], area.lost):
            pools: dict[Pool, Heat] = defaultdict(int)
            for group, gone in zip(area.groups, numbers, strict=True):
                unit, live = group[0], len(group) - gone
                capacity: Heat = (inf if favourable else 0) if unit.capacity_w is None else unit.capacity_w
                if unit.zones is None and not favourable:
                    capacity = 0
                if live and capacity:
                    pool = tuple(self._zones) if unit.zones is None else tuple(sorted(set(unit.zones)))
                    pools[pool] += live * capacity * self._ticks
            spread = Spread(pools)
            over = sum(spread.push(zone, heat.get(zone, 0)) for zone in sorted(area.zones))
            lost = tuple(
                unit.name for group, n in zip(area.groups, numbers, strict=True) for unit in group[:n]
            )
            states.append(State(lost, spread, over))
        return states

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        drawing = [item for item in items if item.is_server and item.rack is not None and item.draw != 0]
        added: dict[str, int] = defaultdict(int)  # known heat per zone
        unzoned: dict[str, int] = defaultdict(int)  # and per rack without zone
        for item in drawing:
            assert item.rack is not None
            zone = item.rack.cooling_zone
            if zone is None:
                unzoned[item.rack.name] += item.draw or 0
            else:
                added[zone] += item.draw or 0
        broken = [self._judge_area(area, added, drawing, findings) for area in self._touched(added)]
        if not any(broken) and (unzoned or self._unzoned) and drawing:
            self._judge_ways(added, unzoned, drawing, findings)

    def _touched(self, added: Iterable[str]) -> list[Area]:
        return list({id(self._area_of[zone]): self._area_of[zone] for zone in added}.values())

    def _judge_area(
        self, area: Area, added: Mapping[str, int], drawing: Sequence[Item], findings: Findings
    ) -> bool:
        """Judge an area by the heat that certainly falls in it; return True where it breaks the rule."""
        here = [item for item in drawing if item.rack and item.rack.cooling_zone in area.zones]
        names = [item.name for item in here]
        zones = sorted({item.rack.cooling_zone or "" for item in here if item.rack})
        where = f"zone{'s' if len(zones) > 1 else ''} {' '.join(zones)}"
        heat = {zone: amount for zone, amount in added.items() if zone in area.zones and amount}
        growth, state = _worst(self._states(area, True), heat)
        if growth:
            self._violated(where, [item.name for item in here if item.draw], growth, state, findings)
            return True
        blank = next((item for item in here if item.draw is None), None)
        if blank is not None:
            why = f"power_w of request {blank.request.name} is not known"
            findings.unknown("cooling", where, names, why, blank.cell("power_w"))
        elif area.gap is not None and _worst(self._states(area, False), heat)[0]:
            findings.unknown("cooling", where, names, area.gap.why, area.gap.cell)
        return False

    def _violated(
        self, where: str, names: Collection[str], growth: Heat, state: State, findings: Findings
    ) -> None:
        findings.violated(
            "cooling",
            where,
            names,
            scenario=f"{' '.join(state.lost)} lost" if state.lost else "nothing lost",
            unit="W",
            capacity=exact(int(state.over), self._ticks),
            after=exact(int(state.over + growth), self._ticks),
        )

    def _judge_ways(
        self,
        added: Mapping[str, int],
        unzoned: Mapping[str, int],
        drawing: Sequence[Item],
        findings: Findings,
    ) -> None:
        """Judge with the heat of racks without zone, each of which falls in one zone, any.

        ADR 2: broken if it is broken for every way to put it; a new item in a rack without zone is
        unknown otherwise, any other item only if some way breaks it.
        """
        names = [item.name for item in drawing]
        racks = sorted(self._unzoned.keys() | unzoned.keys())
        zones = self._zones or [""]
        # A rack alone, on the least heat, in every zone: if that grows, it does with all else too.
        alone = (
            min((self._growth(True, self._least, {zone: heat}) for zone in zones), key=lambda found: found[0])
            for heat in unzoned.values()
            if heat
        )
        growth, state = max(alone, key=lambda found: found[0], default=(0, _NOWHERE))
        ways = list(product(zones, repeat=len(racks))) if len(zones) ** len(racks) <= WAYS_LIMIT else []
        if not growth and ways:
            found = (self._way(True, dict(zip(racks, way, strict=True)), added, unzoned) for way in ways)
            growth, state = min(found, key=lambda way: way[0])
        where = f"rack{'s' if len(racks) > 1 else ''} {' '.join(racks)} of unknown zone"
        if growth:
            self._violated(where, [item.name for item in drawing if item.draw], growth, state, findings)
            return
        if unzoned:
            here = [item for item in drawing if item.rack and item.rack.cooling_zone is None]
            blank = next((item for item in here if item.draw is None), None)
            gap = self._zone_gap(here[0].rack.name if here[0].rack else "")
            if blank is not None:
                gap = Gap(blank.cell("power_w"), f"power_w of request {blank.request.name} is not known")
            findings.unknown("cooling", where, [item.name for item in here], gap.why, gap.cell)
            return
        everywhere = dict(self._most)
        for _, most in self._unzoned.values():
            everywhere = {zone: everywhere.get(zone, 0) + most for zone in zones}
        if not self._growth(False, everywhere, added)[0]:
            return
        if ways and not any(
            self._way(False, dict(zip(racks, way, strict=True)), added, {})[0] for way in ways
        ):
            return
        if self._unzoned_gap is not None and any(added.values()):
            findings.unknown("cooling", where, names, self._unzoned_gap.why, self._unzoned_gap.cell)

    def _way(
        self,
        favourable: bool,
        zone_of: Mapping[str, str],
        added: Mapping[str, int],
        unzoned: Mapping[str, int],
    ) -> tuple[Heat, State]:
        """Return the worst growth with the racks without zone put into the zones of `zone_of`."""
        heat = dict(self._least if favourable else self._most)
        new = dict(added)
        for rack, zone in zone_of.items():
            least, most = self._unzoned.get(rack, (0, 0))
            heat[zone] = heat.get(zone, 0) + (least if favourable else most)
            new[zone] = new.get(zone, 0) + unzoned.get(rack, 0)
        return self._growth(favourable, heat, new)

    def _growth(
        self, favourable: bool, heat: Mapping[str, Heat], added: Mapping[str, int]
    ) -> tuple[Heat, State]:
        """Return the worst growth of what is left over, on `heat` instead of what is known to be there."""
        found: list[tuple[Heat, State]] = [(0, _NOWHERE)]
        # A room without any zone cools nothing.
        found += [(added[zone], _NOWHERE) for zone in added.keys() - self._area_of.keys()]
        for area in self._touched(added.keys() & self._area_of.keys()):
            here = {zone: amount for zone, amount in added.items() if zone in area.zones and amount}
            if here:
                found.append(_worst(self._spread(area, favourable, heat), here))
        return max(found, key=lambda growth: growth[0])


_NOWHERE = State((), Spread({}), 0)


def _worst(states: Sequence[State], added: Mapping[str, int]) -> tuple[Heat, State]:
    """Return the largest growth of what is left over, and the first state where it is so large."""
    worst: tuple[Heat, State] = (0, states[0])
    for state in states:
        spread = state.spread.copy()
        growth = sum(spread.push(zone, amount) for zone, amount in sorted(added.items()))
        if growth > worst[0]:
            worst = growth, state
    return worst
