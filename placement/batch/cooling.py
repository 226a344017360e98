"""Cooling rows: the heat left over per set of lost units may not grow, said as cuts of the flow.

By max-flow min-cut the heat left over is the most, over sets of zones, of their heat less what the live
units that serve any of them carry. So for every set of zones the heat added there is bounded, and of the
bounds of all losses the least counts. Where nothing is left over today, sets that hang together by their
units are enough: the bound of two that do not is the sum of theirs. Where something is, or the sets are too
many, what a solution breaks is added to the rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from capacity.ledger import Ledger
from capacity.limits.cooling import Area, Cooling
from placement.batch.blocks import Block, block
from placement.batch.columns import NOWHERE, Columns

MOST_SETS = 500  # sets of zones of an area that are written down at once

Zones = frozenset[str]


@dataclass(frozen=True, slots=True)
class Cut:
    """A set of zones that takes `left` draw units more, the least of all losses, when `lost` units fail."""

    zones: tuple[str, ...]
    lost: tuple[str, ...]
    left: int


def cooling_block(
    ledger: Ledger,
    cooling: Cooling,
    columns: Columns,
    draws: Sequence[int],
    broken: Collection[Zones] = (),
    *,
    sure: bool,
) -> Block | None:
    """Rows per set of zones, those of `broken` among them; labels are `Cut`s."""
    zones = {zone: i for i, zone in enumerate(cooling.zones)}
    nameless = len(zones)  # possible only: heat in a rack without zone falls where there is most room
    of_rack = [zones.get(r.cooling_zone, nameless) if r.cooling_zone else nameless for r in ledger.racks]
    zone_of = np.array(of_rack or [nameless], dtype=np.int64)  # a room without racks may have hosts
    entity = np.where(columns.host == NOWHERE, zone_of[np.maximum(columns.rack, 0)], NOWHERE)
    rows: list[tuple[object, dict[int, int], int]] = []
    if sure and cooling.too_many_ways:
        cut = Cut(tuple(zones), (), 0)
        rows.append((cut, dict.fromkeys(range(nameless + 1), 1), 0))
    else:
        for area in cooling.areas(sure=sure):
            cuts = _cuts(cooling, area, broken, sure=sure)
            rows += [(cut, {zones[z]: 1 for z in cut.zones}, cut.left) for cut in cuts]
        if not sure:
            best = max(cooling.possible.values(), default=0)
            rows.append((Cut(("any zone",), (), best), {nameless: 1}, best))
    return block("cooling", entity, draws, nameless + 1, rows)


def overheated(cooling: Cooling, added: Mapping[str, int], *, sure: bool) -> list[Zones]:
    """Sets of zones in which the heat `added` per zone (draw units) leaves more over than today."""
    found = set()
    for area in cooling.areas(sure=sure):
        for heat in cooling.heats(sure=sure):
            after = {z: heat[z] + added.get(z, 0) for z in area.zones}
            for lost in area.losses():
                laden = area.load(after, lost)
                if sum(after.values()) - sum(laden.sent) > _left_over(area, heat, lost):
                    full = (z for k, z in enumerate(area.zones) if laden.sent[k] < after[z])
                    sources = {k for z in full for k in laden.flow.reach(area.zones.index(z))[0]}
                    found.add(frozenset(area.zones[k] for k in sources))
    return sorted(found, key=sorted)


def _cuts(cooling: Cooling, area: Area, broken: Collection[Zones], *, sure: bool) -> Iterator[Cut]:
    """Sets of zones with the heat that may be added to them, the smaller sets first."""
    heats = cooling.heats(sure=sure)
    states = [(heat, lost, _left_over(area, heat, lost)) for heat in heats for lost in area.losses()]
    found: dict[Zones, Cut] = {}
    for some in (*_connected(area), *(b for b in broken if b <= set(area.zones))):
        touched = [i for i, zones in enumerate(area.serves) if not some.isdisjoint(zones)]
        served = sum(area.capacity[i] for i in touched)
        left, lost = min(
            (
                served
                - sum(area.capacity[i] for i in lost if i in touched)
                + over
                - sum(heat[z] for z in some),
                sorted(lost),
            )
            for heat, lost, over in states
        )
        found[some] = Cut(tuple(sorted(some)), tuple(area.units[i] for i in lost), left)
    for some, cut in found.items():
        if not any(cut.left >= other.left for zones, other in found.items() if some < zones):
            yield cut


def _left_over(area: Area, heat: Mapping[str, int], lost: frozenset[int]) -> int:
    return sum(heat[z] for z in area.zones) - sum(area.load(heat, lost).sent)


def _connected(area: Area) -> list[Zones]:
    """Sets of zones that hang together by common units; only single ones and the whole if they are many."""
    beside = {z: frozenset(y for zones in area.serves if z in zones for y in zones) for z in area.zones}
    found = {frozenset([z]) for z in area.zones}
    growing = list(found)
    for some in growing:
        for zone in frozenset().union(*(beside[z] for z in some)) - some:
            larger = some | {zone}
            if larger not in found:
                found.add(larger)
                growing.append(larger)
        if len(found) > MOST_SETS:
            return [*(frozenset([z]) for z in area.zones), frozenset(area.zones)]
    return sorted(found, key=lambda s: (len(s), sorted(s)))
