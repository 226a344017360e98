"""Cooling limits as rows over counts of like items: thresholds per zone, flows across zones."""

from __future__ import annotations

from collections.abc import Mapping

from capacity.flow import Transport
from capacity.ledger import Ledger
from capacity.limits.cooling import Area, Cooling
from capacity.limits.limit import ENDLESS
from placement.solver.counts import Counts


def cooling_rows(counts: Counts, ledger: Ledger, cooling: Cooling, draw: int | None) -> None:
    """Keep the heat left over per set of lost units from growing."""
    if draw == 0:
        return
    zones: dict[str | None, list[int]] = {}
    for rack, variables in counts.of_rack.items():
        zones.setdefault(ledger.racks[rack].cooling_zone, []).extend(variables)
    best = max(cooling.possible.values(), default=0)
    for zone, variables in zones.items():
        if counts.sure:
            counts.at_most(variables, 0 if zone is None else counts.most(draw, cooling.sure[zone]))
        else:
            counts.at_most(variables, counts.most(draw, best if zone is None else cooling.possible[zone]))
    if counts.quantity == 1 or draw is None:
        return
    if counts.sure and cooling.too_many_ways:
        counts.at_most([v for variables in zones.values() for v in variables], 0)
        return
    for area in cooling.areas(sure=counts.sure):
        inside = {z: zones[z] for z in area.zones if z in zones}
        if len(inside) < 2:
            continue
        for heat in cooling.heats(sure=counts.sure):
            for lost in area.losses():
                _flow(counts, area, inside, heat, lost, draw)


def _flow(
    counts: Counts,
    area: Area,
    inside: Mapping[str, list[int]],
    heat: Mapping[str, int],
    lost: frozenset[int],
    draw: int,
) -> None:
    """All heat that is carried today, and all new heat, finds a live unit.

    Heat that is left over today may stay so; what counts is that the carried sum grows by the new heat.
    Amounts are in items' draws times `draw`; a bound of all capacity stands for endless heat.
    """
    model = counts.model
    live = [i for i in range(len(area.units)) if i not in lost]
    known = sum(h for z in area.zones if (h := heat[z]) < ENDLESS) + draw * counts.quantity
    whole = known + sum(area.capacity[i] for i in live if area.capacity[i] < ENDLESS)
    room = [min(area.capacity[i], whole) for i in live]
    now = {z: min(heat[z], whole) for z in area.zones}
    edges = [[k for k, i in enumerate(live) if z in area.serves[i]] for z in area.zones]
    flow = Transport(edges, room)
    carried = sum(flow.send(k, now[z]) for k, z in enumerate(area.zones))
    into: dict[int, dict[int, int]] = {k: {} for k in range(len(live))}
    total: dict[int, int] = {}
    for number, zone in enumerate(area.zones):
        row: dict[int, int] = {}
        for k in edges[number]:
            variable = model.variable(0, room[k])
            row[variable] = into[k][variable] = total[variable] = 1
        row |= dict.fromkeys(inside.get(zone, ()), -draw)
        if row:
            model.linear(row, None, now[zone])
    for k, most in enumerate(room):
        if into[k]:
            model.linear(into[k], None, most)
    new = {v: -draw for variables in inside.values() for v in variables}
    model.linear({**total, **new}, carried, None)
