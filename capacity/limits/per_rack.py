"""Weight and heat: one sum per rack against one limit of the rack.

Thresholds say how much more a rack takes: up to `sure` for certain, above `possible` never.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capacity.demand import HALF_G, Demand, draw_unit
from capacity.limits.limit import CLIP, ENDLESS, Limit, clip
from capacity.policy import Policy
from capacity.room import Rack


@dataclass(frozen=True, slots=True)
class PerRack:
    """One rule's sums over the racks, in 1/scale of its unit.

    `assumed` marks racks whose limit is not known and is let pass by the policy; `doubtful` are the
    demands of unknown amount, per rack name (None: any rack). `amount` is what a demand charges, None
    if unknown.
    """

    rule: str
    unit: str
    scale: int
    capacity: list[int | None]
    used: list[int]
    most: list[int]
    sure: npt.NDArray[np.int64]
    possible: npt.NDArray[np.int64]
    assumed: npt.NDArray[np.bool_]
    doubtful: dict[str | None, list[Demand]]
    amount: Callable[[Demand], int | None]

    def limit(self, rack: int, name: str) -> Limit:
        return Limit(
            self.rule, f"{self.rule} {name}", "", self.unit, self.scale,
            self.capacity[rack], self.used[rack], self.most[rack],
        )  # fmt: skip


def weight(racks: Sequence[Rack], demands: Sequence[Demand], policy: Policy) -> PerRack:
    """Equipment weight against max_load_kg, in half grams."""
    caps = [None if r.max_load_g is None else r.max_load_g * HALF_G for r in racks]
    return _sum("weight", "kg", HALF_G * 1000, racks, caps, demands, lambda d: d.weight_half_g, policy)


def heat(racks: Sequence[Rack], demands: Sequence[Demand], policy: Policy) -> PerRack:
    """Draw of what stands in a rack against max_heat_w, in draw units (heat = draw)."""
    unit = draw_unit(policy)
    caps = [None if r.max_heat_w is None else r.max_heat_w * unit for r in racks]
    return _sum("heat", "W", unit, racks, caps, demands, lambda d: d.draw, policy)


def _sum(
    rule: str,
    unit: str,
    scale: int,
    racks: Sequence[Rack],
    capacity: list[int | None],
    demands: Sequence[Demand],
    amount: Callable[[Demand], int | None],
    policy: Policy,
) -> PerRack:
    index = {r.name: i for i, r in enumerate(racks)}
    used, most = [0] * len(racks), [0] * len(racks)
    anywhere = 0  # what may stand in any rack
    doubtful: dict[str | None, list[Demand]] = {}
    for demand in demands:
        value = amount(demand)
        if value is None or (demand.rack is None and value):
            doubtful.setdefault(demand.rack, []).append(demand)
        if demand.rack is None:
            anywhere += ENDLESS if value is None else value
        else:
            used[index[demand.rack]] += value or 0
            most[index[demand.rack]] += ENDLESS if value is None else value
    most = [m + anywhere for m in most]
    assumed = np.array([c is None and policy.unknown_limits == "condition" for c in capacity], dtype=bool)
    sure = [
        CLIP if a else -CLIP if c is None else clip(c - m)
        for a, c, m in zip(assumed, capacity, most, strict=True)
    ]
    possible = [CLIP if c is None else clip(c - u) for c, u in zip(capacity, used, strict=True)]
    return PerRack(
        rule, unit, scale, capacity, used, most,
        np.array(sure, dtype=np.int64), np.array(possible, dtype=np.int64), assumed, doubtful, amount,
    )  # fmt: skip
