"""Power and cooling of a generated room, sized after what stands there: margins decide how tight it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from benchmarks.racks import Filled
from capacity.room import LEGS, CoolingUnit, PowerNode

#: How much more than today's worst case PDUs, panels, UPSs and cooling carry, in percent, from and to.
MARGINS = {"easy": (12, 50), "tight": (3, 15)}
USABLE = 80  # percent of a rating, the policy's default
CROSS_FED = 0.2  # part of the B panels that hang on the neighbour's UPS
RACKS_PER_PANEL = 10
PANELS_PER_UPS = 5


class Margin:
    """Draws margins, and ratings in W with such a margin."""

    def __init__(self, rng: Random, margins: str) -> None:
        self._rng, (self._low, self._high) = rng, MARGINS[margins]

    def percent(self) -> int:
        return self._rng.randint(self._low, self._high)

    def rating(self, load: int, per_w: int = 1, usable: int = USABLE) -> int:
        """Tens of watts of which `usable` percent carry a load, in 1/`per_w` W, and a margin."""
        return -(-load * (100 + self.percent()) // (usable * per_w * 10)) * 10 or 10


def power_chain(rng: Random, filled: Sequence[Filled], margins: str, three_phase: bool) -> list[PowerNode]:
    """Utility and generator, a UPS pair per block of rows, a panel pair per row, a PDU pair per rack."""
    margin, ample = Margin(rng, margins), Margin(rng, "easy")  # the sources are never what is short
    panels = -(-len(filled) // RACKS_PER_PANEL)
    blocks = max(2, panels // PANELS_PER_UPS)
    own = [panel * blocks // panels for panel in range(panels)]
    crossed = [(block + 1) % blocks if rng.random() < CROSS_FED else block for block in own]
    loads = [_Load(f) for f in filled]
    of_panel = [i // RACKS_PER_PANEL for i in range(len(filled))]
    nodes = [
        PowerNode("UTIL", "utility", ample.rating(sum(load.both + load.a + load.b for load in loads))),
        PowerNode("GEN", "generator", ample.rating(sum(load.both + load.a + load.b for load in loads))),
    ]
    # Worst case of a UPS, in half watts: with the one UPS of the other path lost that shares most with it.
    shared: dict[tuple[int, int], int] = defaultdict(int)
    alone: dict[tuple[str, int], int] = defaultdict(int)
    for load, panel in zip(loads, of_panel, strict=True):
        shared[own[panel], crossed[panel]] += load.both
        alone["A", own[panel]] += load.both + 2 * load.a
        alone["B", crossed[panel]] += load.both + 2 * load.b
    for block in range(blocks):
        for side in "AB":
            others = [both for (a, b), both in shared.items() if (a if side == "A" else b) == block]
            nodes.append(
                PowerNode(
                    f"UPS{block + 1:03d}-{side}", "ups",
                    margin.rating(alone[side, block] + max(others, default=0), per_w=2),
                    side, ("UTIL", "GEN"), "transfer",
                )
            )  # fmt: skip
    for panel in range(panels):
        here = [load for load, at in zip(loads, of_panel, strict=True) if at == panel]
        for side, block in (("A", own[panel]), ("B", crossed[panel])):
            worst = sum(load.both + load.on(side) for load in here)
            nodes.append(
                PowerNode(
                    f"PN{panel + 1:03d}-{side}", "panel", margin.rating(worst),
                    side, (f"UPS{block + 1:03d}-{side}",),
                )
            )  # fmt: skip
    for f, load, panel in zip(filled, loads, of_panel, strict=True):
        for side in "A" if f.lab == "one feed" else "AB":
            worst = 3 * load.legs[side] if three_phase else load.both + load.on(side)
            spare = 0 if f.lab == "no sockets" else rng.randint(4, 12)
            nodes.append(
                PowerNode(
                    f"{f.rack.name}-{side}", "pdu", margin.rating(worst),
                    side, (f"PN{panel + 1:03d}-{side}",),
                    rack=f.rack.name, outlets=load.cords[side] + spare, phases=3 if three_phase else 1,
                )
            )  # fmt: skip
    return nodes


class _Load:
    """Draw of a rack in W on two cords, or on one of path A or B; per side its heaviest leg and its cords."""

    def __init__(self, filled: Filled) -> None:
        self.both = self.a = self.b = 0
        self.cords = {"A": 0, "B": 0}
        legs = {(side, leg): 0 for side in "AB" for leg in LEGS}
        for device in filled.devices:
            watts = device.power_w or 0
            sides = "".join(cord.pdu[-1] for cord in device.cords)
            self.both += watts if sides == "AB" else 0
            self.a += watts if sides == "A" else 0
            self.b += watts if sides == "B" else 0
            for cord in device.cords:
                self.cords[cord.pdu[-1]] += 1
                if cord.leg is not None:
                    legs[cord.pdu[-1], cord.leg] += watts
        self.legs = {side: max(legs[side, leg] for leg in LEGS) for side in "AB"}

    def on(self, side: str) -> int:
        return self.a if side == "A" else self.b


def cooling_units(
    rng: Random, filled: Sequence[Filled], margins: str, zones_per_hall: int
) -> list[CoolingUnit]:
    """Three units a zone, the third for the next zone of the hall as well; any one may be lost.

    Zones of a hall are a chain, so that the cuts that can be full are its stretches: the units of a
    hall are scaled until the worst stretch has just the margin.
    """
    margin = Margin(rng, margins)
    heat: dict[str, int] = {}
    for f in filled:
        zone = f.rack.cooling_zone or ""
        heat[zone] = heat.get(zone, 0) + sum(device.power_w or 0 for device in f.devices)
    names = sorted(heat)
    units = []
    for start in range(0, len(names), zones_per_hall):
        hall = names[start : start + zones_per_hall]
        third = [heat[zone] // 3 + 1 for zone in hall]
        percent = 100 + margin.percent()
        worst = max(
            sum(heat[z] for z in hall[low:high]) / _left(third, low, high)
            for low in range(len(hall))
            for high in range(low + 1, len(hall) + 1)
        )
        for k, zone in enumerate(hall):
            capacity = round(third[k] * worst * percent / 100) // 10 * 10 + 10
            serves = [(zone,), (zone,), tuple(hall[k : k + 2])]
            units += [
                CoolingUnit(f"AC-{zone}-{number}", capacity, zones)
                for number, zones in enumerate(serves, start=1)
            ]
    return units


def _left(third: Sequence[int], low: int, high: int) -> int:
    """Capacity that a stretch of a hall can use with its largest unit lost."""
    inside = [third[k] for k in range(low, high) for _ in range(3)]
    inside += third[low - 1 : low] if low else []
    return sum(inside) - max(inside)
