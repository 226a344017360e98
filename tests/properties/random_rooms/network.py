"""Switches, their ports, and the trays between the racks."""

from __future__ import annotations

from dataclasses import replace

from capacity.room import PortGroup, PortUse, Rack, Tray
from tests.properties.random_rooms.draft import Draft
from tests.properties.random_rooms.wishes import COPPER, SFP

TYPES = (SFP, COPPER)


def wire(draft: Draft) -> None:
    """Give every rack switches within reach; `tighten_ports` leaves some of them too few."""
    if draft.chance(0.08) and not any("ports" in plan.short for plan in draft.plans.values()):
        return
    draft.files.add("ports.csv")
    far = any("cable" in plan.unsure for plan in draft.plans.values())
    serves = draft.rng.choice(("row", "room")) if far or draft.chance(0.4) else "rack"
    homes = draft.racks if serves == "rack" else _first_of_each(draft, serves)
    for rack in homes:
        for side in "AB":
            for port_type in TYPES:
                if port_type == SFP or draft.chance(0.9):
                    _group(draft, f"S{side}-{rack.name}", rack.name, serves, side, port_type)
    if draft.chance(0.3):
        rack = draft.rng.choice(draft.racks)
        _group(draft, "X", rack.name, draft.rng.choice(("row", "room")), draft.rng.choice("AB"), SFP)
    _trays(draft)
    _used(draft)


def _first_of_each(draft: Draft, serves: str) -> list[Rack]:
    seen: dict[str, Rack] = {}
    for rack in draft.racks:
        seen.setdefault(rack.row if serves == "row" else "room", rack)
    return list(seen.values())


def _group(draft: Draft, switch: str, rack: str, serves: str, side: str, port_type: str) -> None:
    mgmt = 1.5 if port_type == COPPER else 0.3
    network = draft.pick(((None, 8), (draft.request.network, 4), ("internal", 0.3), ("mgmt", mgmt)))
    draft.ports.append(
        PortGroup(
            switch=switch,
            rack=rack,
            port_type=port_type,
            ports=draft.rng.choice((4, 8, 16)),
            used=draft.rng.choice((0, 0, 1)),
            serves=serves,
            side=side,
            network=network,
            max_cable_mm=draft.pick(((None, 6), (9_000, 2), (5_000, 1), (2_000, 0.3))),
        )
    )


def _trays(draft: Draft) -> None:
    """Lay some trays, by way of a free node or from rack to rack."""
    names = [rack.name for rack in draft.racks]
    if len(names) < 2 or not draft.chance(0.35):
        return
    draft.files.add("trays.csv")
    for name in names[: draft.rng.randint(1, len(names))]:
        draft.trays.append(Tray((name, "T"), draft.rng.randint(1, 40) * 100))
    if draft.chance(0.3):
        a, b = draft.rng.sample(names, 2)
        draft.trays.append(Tray((a, b), draft.rng.randint(1, 60) * 100))


def _used(draft: Draft) -> None:
    """Let some devices and reservations use ports."""

    def uses() -> tuple[PortUse, ...]:
        if not draft.chance(0.25):
            return ()
        group = draft.rng.choice(draft.ports)
        return (PortUse(group.switch, group.port_type, draft.rng.choice((1, 1, 2))),)

    draft.devices[:] = [replace(one, ports=uses()) for one in draft.devices]
    draft.reservations[:] = [
        one if one.for_application else replace(one, ports=uses()) for one in draft.reservations
    ]
