"""Cooling as heat comes and goes: by the cuts of each area instead of by flows.

The heat of the zones that the units left can bear is the least, over all sets Z of zones, of the capacity
that serves Z and the heat outside Z (max-flow min-cut). What one more zone takes is what that figure
grows by when its heat is without end, under the loss that leaves least.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from capacity.demand import Demand
from capacity.limits.cooling import Area, Cooling
from capacity.limits.limit import CLIP, clip
from capacity.room import Rack

MOST_ZONES = 12  # of an area; it has 2**zones cuts
MOST_CUTS = 1_000_000  # cuts times losses
SAFE = 2**50

Ints = npt.NDArray[np.int64]


class LiveCooling(Cooling):
    """`Cooling` that heat is added to; `again` compiles it for heat that cuts cannot tell.

    That is so where a draw, a zone or a unit is not known, or an area has too many zones.
    """

    def __init__(self, base: Cooling, racks: Sequence[Rack], again: Callable[[], Cooling]) -> None:
        self.__dict__.update(base.__dict__)
        self._base, self._again = base, again
        self._zone_of = [rack.cooling_zone for rack in racks]
        served = {zone for area in base.areas(sure=True) for zone in area.zones}
        plain = not (base.vague or base.doubtful) and served == set(base.zones)
        self._cuts = [_Cuts(area) for area in base.areas(sure=True)] if plain and _few(base) else None
        self._position = {zone: [i for i, z in enumerate(self._zone_of) if z == zone] for zone in base.zones}
        self.reset()

    def reset(self) -> None:
        """Back to the heat at first."""
        base = self._base
        self.heat = self._known = dict(base.heat)
        self.sure, self.possible = dict(base.sure), dict(base.possible)
        self.rack_sure, self.rack_possible = base.rack_sure.copy(), base.rack_possible.copy()

    def add(self, demand: Demand, rack: int, sign: int) -> None:
        """Add the heat of a thing of known draw (`sign` 1), or take it away (-1)."""
        zone, heat = self._zone_of[rack], (demand.draw or 0) * sign
        if not heat:
            return
        if self._cuts is None or zone is None or zone not in self.heat:
            self._take_over(self._again())
            return
        self.heat[zone] += heat
        cuts = next(c for c in self._cuts if zone in c.zones)
        for each, spare in zip(cuts.zones, cuts.spares(self.heat), strict=True):
            self.sure[each] = self.possible[each] = clip(spare)
            self.rack_sure[self._position[each]] = self.rack_possible[self._position[each]] = clip(spare)
        if None in self._zone_of:
            best = max(self.possible.values(), default=0)
            self.rack_possible[[z is None for z in self._zone_of]] = best

    def _take_over(self, new: Cooling) -> None:
        self.heat = self._known = new.heat
        self.sure, self.possible = new.sure, new.possible
        self.rack_sure, self.rack_possible = new.rack_sure, new.rack_possible


def _few(base: Cooling) -> bool:
    areas = base.areas(sure=True)
    small = all(len(area.zones) <= MOST_ZONES for area in areas)
    return small and all(
        area.count_losses() << len(area.zones) <= MOST_CUTS and sum(area.capacity) < SAFE for area in areas
    )


class _Cuts:
    """All sets of zones of an area, with the capacity that serves each under each loss."""

    def __init__(self, area: Area) -> None:
        self.zones = area.zones
        place = {zone: k for k, zone in enumerate(area.zones)}
        sets = np.arange(1 << len(area.zones))
        self._inside = (sets[:, None] >> np.arange(len(area.zones))) & 1  # (sets, zones)
        serves = [sum(1 << place[z] for z in set(zones)) for zones in area.serves]
        losses = list(area.losses())
        self._capacity: Ints = np.zeros((len(losses), len(sets)), dtype=np.int64)
        for row, lost in zip(self._capacity, losses, strict=True):
            for unit, mask in enumerate(serves):
                if unit not in lost:
                    row += np.where(sets & mask, area.capacity[unit], 0)
        self._least: Ints = self._capacity.min(axis=0)
        self._with = [np.flatnonzero(self._inside[:, k]) for k in range(len(area.zones))]

    def spares(self, heat: dict[str, int]) -> list[int]:
        """Heat that each zone takes in addition."""
        inside = self._inside @ np.array([heat[zone] for zone in self.zones], dtype=np.int64)
        left = self._least - inside
        if int(left.min()) >= 0:  # all of it is borne, whatever is lost
            return [min(CLIP, int(left[sets].min())) for sets in self._with]
        borne = self._capacity - inside  # and the heat of all zones, which is the same everywhere
        now = borne.min(axis=1)
        return [int((borne[:, sets].min(axis=1) - now).min()) for sets in self._with]
