"""Dot-product greedy of vector bin packing: rack after rack, the item that matches best what is left there.

Panigrahy, Talwar, Uyeda, Wieder: Heuristics for Vector Bin Packing (2011). Amounts are divided by what an
average rack has left, and every dimension is weighted by the average demand for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from benchmarks.peers.greedy import InTime, outcome, put_tightest
from benchmarks.peers.instance.instance import Item
from benchmarks.peers.outcome import Outcome
from benchmarks.peers.standing import Standing
from capacity.room import Room
from placement.request import Request

Floats = npt.NDArray[np.float64]
TINY = 1e-9  # of an average rack; whether an item fits is decided exactly afterwards
DIMENSIONS = 5  # units, weight, heat of the rack, heat of the zone, power


def dot_product(room: Room, requests: Sequence[Request], today: date, seconds: float) -> Outcome:
    """Place a batch, the higher priorities before the lower ones."""
    return outcome("dot product", room, requests, today, seconds, _place, narrow_ports_first=True)


def _place(standing: Standing, in_time: InTime) -> None:
    items = standing.instance.items
    for priority in sorted({item.request.priority for item in items}, reverse=True):
        own = [item for item in items if item.request.priority == priority]
        _place_servers(standing, [item for item in own if item.request.kind == "server"], in_time)
        for item in (item for item in own if item.request.kind == "application" and in_time()):
            if found := standing.open_hosts(item.request):
                standing.put_on(item, max(found, key=standing.spare))


def _place_servers(standing: Standing, items: Sequence[Item], in_time: InTime) -> None:
    racks = standing.instance.racks
    demand = np.array([_demand(standing, item) for item in items]).reshape(-1, DIMENSIONS)
    most = demand.sum(axis=0)  # more than all of them ask is not scarce
    scale = np.maximum(1, np.minimum(most, _residual(standing, 2)).mean(axis=0))
    demand /= scale
    weighted = demand * demand.mean(axis=0) if items else demand
    requests = {item.request.name: item.request for item in items}
    may_go = {name: set(standing.open(request).racks.tolist()) for name, request in requests.items()}
    waiting = list(range(len(items)))
    for rack in sorted(range(len(racks)), key=lambda i: racks[i].name):
        here = [i for i in waiting if rack in may_go[items[i].request.name]]
        while here and in_time():
            left = {c: np.minimum(most, _residual(standing, c)[rack]) / scale for c in (0, 1, 2)}
            bounds = {i: left[items[i].request.cords] for i in here}
            here = [i for i in here if (demand[i, 1:] <= bounds[i][1:] + TINY).all()]
            here.sort(key=lambda i: -float(weighted[i] @ bounds[i]))
            put = next((i for i in here if put_tightest(standing, items[i], np.array([rack]))), None)
            if put is None:
                break
            waiting.remove(put)
            here.remove(put)


def _demand(standing: Standing, item: Item) -> tuple[float, ...]:
    draw = float(standing.instance.draw(item.request))
    return float(item.request.height_hu or 0), float(standing.instance.weight(item.request)), draw, draw, draw


def _residual(standing: Standing, cords: int) -> Floats:
    """What is left of every rack, shape (racks, dimensions)."""
    units = standing.free.sum(axis=(0, 2)) / 2
    amounts = (units, standing.weight, standing.heat, standing.cool, standing.best_room(cords))
    return np.stack(amounts, axis=1).astype(np.float64)
