"""Rule `cooling`: the heat of all zones split over the live units, with any spare units lost.

The contract, cooling.csv: "With any `policy.cooling.spare` units lost, the heat of all zones can be
split over the live units, each within its capacity and only for its own zones. A room where that
fails already today reports it; a placement may not make any such excess larger." The measure is the
heat left over per set of lost units.

New heat does more harm the more heat there is already, so that growth of what is left over is
certain where the least heat shows it, and out of the question where the most does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import product
from math import inf

from capacity.room import Room
from placement.verify.areas import WAYS_LIMIT, Area, State, Worst, areas_of, worst
from placement.verify.excess import Gap
from placement.verify.findings import Cell, Findings, exact
from placement.verify.items import Item
from placement.verify.spread import Heat
from placement.verify.standing import Standing, ticks_per_watt

Heats = dict[str, Heat]

#: A zone for every rack without one, and for every device of unknown rack.
Way = tuple[dict[str, str], tuple[str, ...]]


class Cooling:
    """The rule for a room that has a cooling.csv.

    Heat that is there, as the least and the most: `_least` and `_most` per zone; `_unzoned` of racks
    without zone, which falls in one zone, any; `_roaming` of each device of unknown rack, which falls
    in the zone of some rack.
    """

    def __init__(self, room: Room, standing: Iterable[Standing]) -> None:
        self._ticks = ticks_per_watt(room.policy)
        self._racks = {rack.name: rack for rack in room.racks}
        named = {zone for unit in room.cooling for zone in unit.zones or ()}
        self._zones_of_racks = {rack.cooling_zone for rack in room.racks if rack.cooling_zone is not None}
        named |= self._zones_of_racks
        self._zones = sorted(named) or [""]  # a room in which no zone has a name has one all the same
        self._without_zone = {rack.name for rack in room.racks if rack.cooling_zone is None}
        active = [unit for unit in room.cooling if unit.status == "active"]
        self._areas = areas_of(self._zones, active, room.policy.cooling_spare)
        self._area_of = {zone: number for number, area in enumerate(self._areas) for zone in area.zones}
        self._states: dict[tuple[int, bool], list[State]] = {}
        self._least: Heats = defaultdict(int)
        self._most: Heats = defaultdict(int)
        self._unzoned: dict[str, tuple[Heat, Heat]] = {}
        self._roaming: list[tuple[Heat, Heat]] = []
        self._gaps: dict[str, Gap] = {}  # per zone
        self._loose_gap: Gap | None = None
        for thing in standing:
            if thing.draw != 0:
                self._add(thing)

    def _add(self, thing: Standing) -> None:
        unknown = Gap(thing.cell("power_w"), f"power_w of {thing.name} is not known")
        least, most = thing.draw or 0, inf if thing.draw is None else thing.draw
        rack = self._racks[thing.rack] if thing.rack is not None else None
        if rack is None:
            self._roaming.append((least, most))
            where = Gap(thing.cell("rack"), f"rack of {thing.name} is not known")
            self._loose_gap = self._loose_gap or (unknown if thing.draw is None else where)
        elif rack.cooling_zone is None:
            before = self._unzoned.get(rack.name, (0, 0))
            self._unzoned[rack.name] = (before[0] + least, before[1] + most)
            self._loose_gap = self._loose_gap or self._zone_gap(rack.name)
        else:
            self._least[rack.cooling_zone] += least
            self._most[rack.cooling_zone] += most
            if thing.draw is None:
                self._gaps.setdefault(rack.cooling_zone, unknown)

    def _zone_gap(self, rack: str) -> Gap:
        cell = Cell("racks.csv", self._racks[rack].line, "cooling_zone")
        return Gap(cell, f"cooling_zone of rack {rack} is not known")

    def _gap(self, area: Area) -> Gap | None:
        """Return the first thing in an area that is not known."""
        return next((self._gaps[zone] for zone in area.zones if zone in self._gaps), area.gap)

    def prepare(self) -> None:
        """Spread the heat that is there for every set of lost units."""
        for number, area in enumerate(self._areas):
            for favourable in (True, False) if self._gap(area) else (True,):
                self._spread(number, favourable)

    def _spread(self, number: int, favourable: bool) -> list[State]:
        if (number, favourable) not in self._states:
            heat = self._least if favourable else self._most
            self._states[number, favourable] = self._areas[number].states(heat, self._ticks, favourable)
        return self._states[number, favourable]

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        drawing = [item for item in items if item.is_server and item.rack is not None and item.draw != 0]
        zoned: dict[str, int] = defaultdict(int)
        unzoned: dict[str, int] = defaultdict(int)
        for item in drawing:
            assert item.rack is not None
            if item.rack.cooling_zone is None:
                unzoned[item.rack.name] += item.draw or 0
            else:
                zoned[item.rack.cooling_zone] += item.draw or 0
        broken = False
        numbers = list(dict.fromkeys(self._area_of[zone] for zone in zoned))
        for number in numbers:
            found = worst(self._spread(number, True), self._within(number, zoned))
            if found.growth:
                here = [item for item in self._of_area(number, drawing) if item.draw]
                self._violated(_where(here), here, found, findings)
                broken = True
        loose = self._unzoned or self._roaming or unzoned
        if loose and not broken and any((*zoned.values(), *unzoned.values())):
            found = self._in_every_way(zoned, unzoned)
            if found.growth:
                here = [item for item in drawing if item.draw]
                self._violated(_where(here), here, found, findings)
                broken = True
        if not broken:
            self._list_unknown(numbers, zoned, unzoned, drawing, findings)

    def _within(self, number: int, zoned: Mapping[str, int]) -> dict[str, int]:
        zones = self._areas[number].zones
        return {zone: heat for zone, heat in zoned.items() if heat and zone in zones}

    def _of_area(self, number: int, items: Sequence[Item]) -> list[Item]:
        zones = self._areas[number].zones
        return [item for item in items if item.rack and item.rack.cooling_zone in zones]

    def _violated(self, where: str, items: Sequence[Item], found: Worst, findings: Findings) -> None:
        findings.violated(
            "cooling",
            where,
            [item.name for item in items],
            scenario=f"{' '.join(found.lost)} lost" if found.lost else "nothing lost",
            unit="W",
            capacity=exact(int(found.over), self._ticks),
            after=exact(int(found.over + found.growth), self._ticks),
        )

    def _in_every_way(self, zoned: Mapping[str, int], unzoned: Mapping[str, int]) -> Worst:
        """Return the least growth over all zones that what is of unknown zone may be in."""
        # A rack alone, on the least heat: if its new heat does harm in every zone, it always does.
        alone = [
            min((self._growth(True, self._least, {zone: heat}) for zone in self._zones), key=_size)
            for heat in unzoned.values()
            if heat
        ]
        found = max(alone, key=_size, default=Worst())
        if found.growth or self._too_many_ways(unzoned.keys()):
            return found
        return min((self._in_way(True, way, zoned, unzoned) for way in self._ways(unzoned.keys())), key=_size)

    def _too_many_ways(self, unzoned: AbstractSet[str]) -> bool:
        choices = len(self._unzoned.keys() | unzoned) + len(self._roaming)
        return choices > WAYS_LIMIT or len(self._zones) ** choices > WAYS_LIMIT

    def _ways(self, unzoned: AbstractSet[str]) -> Iterator[Way]:
        """Yield every way to put racks without zone (of heat, there or new) and devices without rack."""
        racks = sorted(self._unzoned.keys() | unzoned)
        for zones in product(self._zones, repeat=len(racks)):
            # A device of unknown rack may also stand in a rack without zone that is empty today.
            at_racks = self._zones_of_racks | set(zones)
            may_be = self._zones if self._without_zone - set(racks) else sorted(at_racks)
            for roaming in product(may_be, repeat=len(self._roaming)):
                yield dict(zip(racks, zones, strict=True)), roaming

    def _list_unknown(
        self,
        numbers: Sequence[int],
        zoned: Mapping[str, int],
        unzoned: Mapping[str, int],
        drawing: Sequence[Item],
        findings: Findings,
    ) -> None:
        """Report what some value of what is not known would break."""
        settled = True
        for number in numbers:
            here = self._of_area(number, drawing)
            blank = next((item for item in here if item.draw is None), None)
            gap = self._gap(self._areas[number])
            if blank is not None:
                gap = Gap(blank.cell("power_w"), f"power_w of request {blank.request.name} is not known")
            elif gap is None or not worst(self._spread(number, False), self._within(number, zoned)).growth:
                continue
            findings.unknown("cooling", _where(here), [item.name for item in here], gap.why, gap.cell)
            settled = False
        for rack in unzoned:
            # A new item in a rack without zone holds at 0 W only (ADR 2).
            here = [item for item in drawing if item.rack and item.rack.name == rack]
            gap = self._zone_gap(rack)
            findings.unknown("cooling", _where(here), [item.name for item in here], gap.why, gap.cell)
            settled = False
        if settled and self._loose_gap is not None and any(zoned.values()) and self._in_some_way(zoned):
            here = [item for item in drawing if item.draw]
            gap = self._loose_gap
            findings.unknown("cooling", _where(here), [item.name for item in here], gap.why, gap.cell)

    def _in_some_way(self, zoned: Mapping[str, int]) -> bool:
        """Tell whether heat of racks without zone and of devices of unknown rack could do harm."""
        loose = [*self._unzoned.values(), *self._roaming]
        # Nothing is left over in any way if nothing is where all of it falls in one zone: no set of
        # zones has more to cool than it has then with all of that in one of its zones.
        if all(self._over(zone, sum(most for _, most in loose), zoned) == 0 for zone in self._zones):
            return False
        everywhere = {zone: self._most.get(zone, 0) for zone in self._zones}
        for zone in self._zones:
            everywhere[zone] += sum(most for _, most in loose)
        if not self._growth(False, everywhere, zoned).growth:
            return False
        return self._too_many_ways(set()) or any(
            self._in_way(False, way, zoned, {}).growth for way in self._ways(set())
        )

    def _over(self, zone: str, loose: Heat, zoned: Mapping[str, int]) -> Heat:
        """Return the most that is left over with the loose heat in `zone`, where new heat falls."""
        heat: Heats = {at: self._most.get(at, 0) + zoned.get(at, 0) for at in self._zones}
        heat[zone] += loose
        numbers = {self._area_of[at] for at, new in zoned.items() if new}
        states = (state for n in numbers for state in self._areas[n].states(heat, self._ticks, False))
        return max((over for state in states for _, over in state.spreads), default=0)

    def _in_way(
        self, favourable: bool, way: Way, zoned: Mapping[str, int], unzoned: Mapping[str, int]
    ) -> Worst:
        """Return the growth with everything of unknown zone put into one."""
        zone_of, roaming = way
        end = 0 if favourable else 1
        heat: Heats = {zone: (self._least, self._most)[end].get(zone, 0) for zone in self._zones}
        added = dict(zoned)
        for rack, zone in zone_of.items():
            heat[zone] += self._unzoned.get(rack, (0, 0))[end]
            added[zone] = added.get(zone, 0) + unzoned.get(rack, 0)
        for ends, zone in zip(self._roaming, roaming, strict=True):
            heat[zone] += ends[end]
        return self._growth(favourable, heat, added)

    def _growth(self, favourable: bool, heat: Mapping[str, Heat], added: Mapping[str, int]) -> Worst:
        """Return the worst growth on `heat` instead of what is known to be there."""
        found = [Worst()]
        for number in {self._area_of[zone] for zone in added}:
            within = self._within(number, added)
            if within:
                found.append(worst(self._areas[number].states(heat, self._ticks, favourable), within))
        return max(found, key=_size)


def _size(found: Worst) -> Heat:
    return found.growth


def _where(items: Collection[Item]) -> str:
    """Name the zones of the items, or the racks where these are not known."""
    racks = [item.rack for item in items if item.rack]
    names = sorted({rack.cooling_zone or f"of rack {rack.name}" for rack in racks})
    return f"{'zone' if len(names) == 1 else 'zones'} {' '.join(names)}"
