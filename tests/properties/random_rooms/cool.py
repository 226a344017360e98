"""Cooling units over zones that may overlap, generous at first."""

from __future__ import annotations

from capacity.room import CoolingUnit
from tests.properties.random_rooms.draft import Draft

PLENTY = 20_000


def cool(draft: Draft) -> None:
    """Put up cooling units: enough for every zone with the spare ones lost, mostly."""
    wanted = any({"cooling"} & (plan.short | plan.unsure) for plan in draft.plans.values())
    if draft.chance(0.15) and not wanted:
        return
    draft.files.add("cooling.csv")
    zones = sorted({rack.cooling_zone for rack in draft.racks if rack.cooling_zone} | {"Z1"})
    if draft.chance(0.3):
        zones.append("Z3")
    spare = draft.policy.cooling_spare
    if draft.chance(0.5):
        each: list[tuple[str, ...]] = [(zone,) for zone in zones for _ in range(spare + 1)]
    else:
        each = [tuple(zones)] * (spare + 1)
    if draft.chance(0.5):
        each.append(tuple(draft.rng.sample(zones, draft.rng.randint(1, len(zones)))))
    for index, some in enumerate(each[:5] if len(draft.racks) < 10 else each):
        draft.cooling.append(CoolingUnit(f"C{index + 1}", PLENTY, some))
    if draft.chance(0.1):
        draft.cooling.append(CoolingUnit("C0", PLENTY, tuple(zones), "retired"))
    if any("cooling" in plan.unsure for plan in draft.plans.values()):
        index = draft.rng.randrange(len(draft.cooling))
        unit = draft.cooling[index]
        capacity, served = draft.rng.choice(((None, unit.zones), (unit.capacity_w, None), (PLENTY, ("Z1",))))
        draft.cooling[index] = CoolingUnit(unit.name, capacity, served, unit.status)
        named = {zone for one in draft.cooling for zone in one.zones or ()}
        missing = [rack for rack in draft.racks if rack.cooling_zone not in {None, *named}]
        if missing:
            draft.cooling[index] = unit
