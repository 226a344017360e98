"""Rules `weight` and `heat`: what a rack carries, summed over all that stands in it.

The contract: max_load_kg is the equipment weight that rack and floor carry (0U equipment included),
"per rack: the sum of draws <= max_heat_w".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from capacity.policy import Policy
from capacity.room import Rack, Room
from placement.verify.excess import Gap, Limit, settle
from placement.verify.findings import Cell, Findings
from placement.verify.items import Item
from placement.verify.standing import Standing, ticks_per_watt


class RackLoad:
    """One summed quantity per rack, with what is not known of it.

    Parameters
    ----------
    amount
        A standing thing's part, as an integer; None = unknown.
    """

    def __init__(
        self, standing: Iterable[Standing], amount: Callable[[Standing], int | None], column: str
    ) -> None:
        self.column = column
        self._used: dict[str, int] = defaultdict(int)
        self._gaps: dict[str, Gap] = {}  # racks with equipment of unknown amount
        # Equipment of unknown rack may stand in any: between 0 and its value in each (ADR 2).
        self._roaming = 0
        self._roaming_unbounded = False
        self._roaming_gap: Gap | None = None
        for thing in standing:
            value = amount(thing)
            if thing.rack is None:
                if value != 0:
                    self._roaming += value or 0
                    self._roaming_unbounded |= value is None
                    missing = column if value is None else "rack"
                    gap = Gap(thing.cell(missing), f"{missing} of {thing.name} is not known")
                    self._roaming_gap = self._roaming_gap or gap
            elif value is None:
                gap = Gap(thing.cell(column), f"{column} of {thing.name} is not known")
                self._gaps.setdefault(thing.rack, gap)
            else:
                self._used[thing.rack] += value

    def limit(
        self,
        rule: str,
        rack: Rack,
        unit: str,
        per_unit: int,
        capacity: int | None,
        capacity_column: str,
        passes: bool,
    ) -> Limit:
        """Return the limit of `rack`; `capacity` in the same integers as the amounts."""
        used = self._used.get(rack.name, 0)
        open_ended = rack.name in self._gaps or self._roaming_unbounded
        unrated, named = None, ""
        if capacity is None:
            why = f"{capacity_column} of rack {rack.name} is not known"
            unrated = Gap(Cell("racks.csv", rack.line, capacity_column), why)
            named = f"{why} and was let pass." if passes else ""
        return Limit(
            rule,
            f"rack {rack.name}",
            unit,
            per_unit,
            used,
            None if open_ended else used + self._roaming,
            capacity or 0,
            capacity,
            self._gaps.get(rack.name, self._roaming_gap),
            unrated,
            named,
        )


class Load:
    """Both rules for the racks that items are placed in."""

    def __init__(self, room: Room, standing: Sequence[Standing]) -> None:
        self._weight = RackLoad(standing, lambda thing: thing.weight, "weight_kg")
        self._heat = RackLoad(standing, lambda thing: thing.draw, "power_w")
        self._ticks = ticks_per_watt(room.policy)
        self._passes = room.policy.unknown_limits == "condition"
        self._assumed_weight, self._assumed_draw = _assumptions(standing, room.policy)

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        racks: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            if item.is_server and item.rack is not None:
                racks[item.rack.name].append(item)
        for placed in racks.values():
            rack = placed[0].rack
            assert rack is not None
            grams = [(item, item.request.weight_g) for item in placed]
            weights = [(item, None if weight is None else 2 * weight) for item, weight in grams]
            load = None if rack.max_load_g is None else 2 * rack.max_load_g
            limit = self._weight.limit("weight", rack, "kg", 2000, load, "max_load_kg", self._passes)
            settle(findings, limit, weights, "weight_kg")
            heat = None if rack.max_heat_w is None else self._ticks * rack.max_heat_w
            limit = self._heat.limit("heat", rack, "W", self._ticks, heat, "max_heat_w", self._passes)
            settle(findings, limit, [(item, item.draw) for item in placed], "power_w")
        self._name_assumptions(racks, findings)

    def _name_assumptions(self, racks: dict[str, list[Item]], findings: Findings) -> None:
        """Name each use of ``[unknown]`` that an item touches.

        An assumed weight counts in its own rack. An assumed draw counts in its rack, its cooling
        area and all that feeds it, which as a rule is the whole room: it is named to every item
        that draws.
        """
        for name, placed in racks.items():
            if name in self._assumed_weight and any(item.request.weight_g != 0 for item in placed):
                findings.condition(self._assumed_weight[name])
        if self._assumed_draw and any(item.draw != 0 for placed in racks.values() for item in placed):
            findings.condition(self._assumed_draw)


def _assumptions(standing: Iterable[Standing], policy: Policy) -> tuple[dict[str, str], str]:
    """Sentences about assumed weights, one per rack, and the one about assumed draws ("" for none)."""
    weighed: dict[str, list[str]] = defaultdict(list)
    drawing = []
    for thing in standing:
        if "weight" in thing.assumed and thing.rack is not None:
            weighed[thing.rack].append(thing.name)
        if "draw" in thing.assumed:
            drawing.append(thing.name)
    per_u = Fraction(policy.weight_g_per_u or 0, 1000)
    weights = {
        rack: f"The weight of {', '.join(names)} is not known; {float(per_u):g} kg per U was assumed."
        for rack, names in weighed.items()
    }
    draws = f"The draw of {', '.join(drawing)} is not known; {policy.draw_w_per_u} W per U was assumed."
    return weights, draws if drawing else ""
