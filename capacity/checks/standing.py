"""Checks of what stands in the racks: overlaps, ends of racks, blocked units, depth, heavy things up high."""

from __future__ import annotations

from collections.abc import Iterator

from capacity.checks.finding import Finding, some
from capacity.demand import HALF_G, Demand
from capacity.ledger import Ledger
from capacity.room import FACES, Rack
from capacity.units import plain


def _mounted(ledger: Ledger) -> Iterator[tuple[Rack, list[Demand]]]:
    """Each rack with the things in it that take known units."""
    by_rack: dict[str, list[Demand]] = {}
    for demand in ledger.demands.servers:
        if demand.mounted and demand.rack is not None and demand.position_hu is not None:
            by_rack.setdefault(demand.rack, []).append(demand)
    for rack in ledger.racks:
        if rack.name in by_rack:
            yield rack, by_rack[rack.name]


def _span(demand: Demand) -> tuple[int, int]:
    """Lowest half unit and the first one above it; of an unknown height one half unit is certain."""
    bottom = demand.position_hu or 0
    return bottom, bottom + (demand.height_hu or 1)


def _units(bottom: int, top: int) -> str:
    low, high = bottom // 2, (top - 1) // 2
    return f"unit {low}" if low == high else f"units {low}-{high}"


def overlaps(ledger: Ledger) -> Iterator[Finding]:
    """Things that want the same units on the same face."""
    for rack, demands in _mounted(ledger):
        told: set[tuple[str, ...]] = set()
        for face in FACES:
            here = [d for d in demands if d.depth == "full" or d.face == face]
            here.sort(key=lambda d: (_span(d), d.name))
            for names, bottom, top in _clusters(here):
                if names not in told:
                    told.add(names)
                    yield Finding(
                        "overlap",
                        "space",
                        f"rack {rack.name}, {_units(bottom, top)}",
                        f"{some(names)} are recorded in the same units.",
                        "Look in the rack, and correct position_u, u_height, face or depth.",
                        names=names,
                    )


def _clusters(here: list[Demand]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Names of things that overlap in a row, with the units that are wanted twice; `here` goes upwards."""
    names: list[str] = []
    reach = low = high = 0
    last = ""
    for demand in here:
        bottom, top = _span(demand)
        if bottom < reach:
            if not names:
                names, low, high = [last], bottom, bottom
            names.append(demand.name)
            high = max(high, min(reach, top))
        elif names:
            yield tuple(names), low, high
            names = []
        if top > reach:
            reach, last = top, demand.name
    if names:
        yield tuple(names), low, high


def out_of_rack(ledger: Ledger) -> Iterator[Finding]:
    """Things below the lowest or above the highest unit of their rack."""
    for rack, demands in _mounted(ledger):
        lowest, highest = 2 * rack.first_unit, 2 * (rack.first_unit + rack.height_u)
        for demand in demands:
            bottom, top = _span(demand)
            if bottom < lowest or top > highest:
                yield Finding(
                    "out-of-rack",
                    "space",
                    f"rack {rack.name}, {_units(bottom, top)}",
                    f"{demand.name} is recorded in {_units(bottom, top)}, but the rack has "
                    f"{_units(lowest, highest)}.",
                    "Correct position_u or u_height, or the rack's u_height or starting_unit.",
                    names=(demand.name,),
                )


def on_blocked_units(ledger: Ledger) -> Iterator[Finding]:
    """Things on units that the rack blocks."""
    for rack, demands in _mounted(ledger):
        for demand in demands if rack.blocked_units else ():
            bottom, top = _span(demand)
            hit = sorted(unit for unit in rack.blocked_units if bottom < 2 * unit + 2 and 2 * unit < top)
            if hit:
                yield Finding(
                    "on-blocked-units",
                    "space",
                    f"rack {rack.name}, unit {some(map(str, hit))}",
                    f"{demand.name} is recorded on blocked units.",
                    "Take the units out of blocked_units, or correct the position.",
                    names=(demand.name,),
                )


def too_deep(ledger: Ledger) -> Iterator[Finding]:
    """Things deeper than their rack, or of half depth and deeper than half of it."""
    index = ledger.rack_index
    for demand in ledger.demands.servers:
        if demand.rack is None or demand.depth_mm is None or not demand.mounted:
            continue
        usable = ledger.racks[index[demand.rack]].usable_depth_mm
        half = demand.depth == "half"
        if usable is not None and demand.depth_mm * (2 if half else 1) > usable:
            yield Finding(
                "too-deep",
                "depth",
                f"rack {demand.rack}",
                f"{demand.name} is {demand.depth_mm:,} mm deep; {'half of ' if half else ''}"
                f"the rack's {usable:,} mm can be used.",
                "Measure again: the rear door or the cables may be in the way.",
                names=(demand.name,),
            )


def few_units_kept_free(ledger: Ledger) -> Iterator[Finding]:
    """Active racks with fewer free units than the policy keeps; they take nothing more."""
    keep = ledger.room.policy.keep_free_hu
    free = ledger.space.free_both.sum(axis=1).tolist() if keep else []
    for rack, left in zip(ledger.racks, free, strict=False):
        if rack.status == "active" and left < keep:
            yield Finding(
                "few-units-kept-free",
                "",
                f"rack {rack.name}",
                f"{plain(left, 2)}U free, and the policy keeps {plain(keep, 2)}U.",
                "Nothing, or clear some units.",
            )


def heavy_high(ledger: Ledger) -> Iterator[Finding]:
    """Heavy things that reach higher than the policy likes."""
    policy = ledger.room.policy
    for rack, demands in _mounted(ledger):
        below = policy.heavy_below_hu if policy.heavy_below_hu is not None else rack.height_u
        for demand in demands:
            weight = demand.weight_half_g or 0
            if weight >= policy.heavy_g * HALF_G and _span(demand)[1] - 2 * rack.first_unit > below:
                yield Finding(
                    "heavy-high",
                    "",
                    f"rack {rack.name}, {_units(*_span(demand))}",
                    f"{demand.name} weighs {plain(weight, HALF_G * 1000)} kg and reaches above the lowest "
                    f"{plain(below, 2)}U.",
                    "Move it down when it is next taken out.",
                    names=(demand.name,),
                )
