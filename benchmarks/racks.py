"""One rack of a generated room: which servers stand in it, where, on which PDUs and switches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random

from benchmarks.catalogue import FAST, SLOW, Model, draw
from capacity.room import LEGS, Cord, Device, PortGroup, PortUse, Rack

AGENCIES = ("Bappeda", "Diskominfo", "Dishub", "Dinkes", "Dukcapil", "Setda")
SWITCH_W = 150
#: Part of a rack's units that is taken, from and to.
FILL = {"easy": (0.6, 0.8), "tight": (0.7, 0.8)}
_SMALLEST = Model(2, 300, 13_500, "full", 700, 2, 2, 0)


@dataclass(slots=True)
class Filled:
    """A rack with its equipment and the ports of its switches; `lab` names the rule that it is to break."""

    rack: Rack
    lab: str = ""
    devices: list[Device] = field(default_factory=list)
    groups: list[PortGroup] = field(default_factory=list)


def fill(rng: Random, rack: Rack, lab: str, three_phase: bool, margins: str) -> Filled:
    """Stand servers in a rack up to its share of units, with gaps of any size between them."""
    filled = Filled(rack, lab)
    top = 2 * (rack.height_u - len(rack.blocked_units))  # half units below what is blocked, at the top
    aim = top - 2 if lab == "nearly full" else round(2 * rack.height_u * rng.uniform(*FILL[margins]))
    models, taken = [], 4  # the two switches
    while taken < aim:
        model = draw(rng)
        if taken + model.height_hu > aim:
            model = _SMALLEST
        models.append(model)
        taken += model.height_hu
    legs: Counter[str] = Counter()
    for number, side in enumerate("AB", start=1):
        _stand_switch(filled, side, top + 2 - 2 * number, legs if three_phase else None)
    gaps = _gaps(rng, len(models), top - taken)
    at = 2  # position of unit 1
    for number, (model, gap) in enumerate(zip(models, gaps, strict=True), start=1):
        at += gap
        _stand_server(rng, filled, model, number, at, legs if three_phase else None)
        at += model.height_hu
    _count_ports(rng, filled)
    return filled


def _gaps(rng: Random, servers: int, free: int) -> list[int]:
    """Free half units below each server, all of `free` or less: a few gaps of whole units."""
    gaps = [0] * servers
    for _ in range(rng.randint(2, 6)):
        part = 2 * rng.randint(0, max(0, free) // 2)
        gaps[rng.randrange(servers)] += part
        free -= part
    return gaps


def _cords(rack: Rack, sides: str, power_w: int, legs: Counter[str] | None) -> tuple[Cord, ...]:
    """A cord per side; where PDUs have legs, on the one that carries least."""
    leg = None if legs is None else min(LEGS, key=lambda name: (legs[name], name))
    if legs is not None and leg is not None:
        legs[leg] += power_w
    return tuple(Cord(f"{rack.name}-{side}", leg) for side in sides)


def _stand_switch(filled: Filled, side: str, position_hu: int, legs: Counter[str] | None) -> None:
    rack = filled.rack
    name = f"{rack.name}-SW-{side}"
    sides = "A" if filled.lab == "one feed" else "AB"
    filled.devices.append(
        Device(
            name, rack.name, position_hu, "front", 2, "full", 450, 8_000, SWITCH_W,
            cords=_cords(rack, sides, SWITCH_W, legs), owner="Diskominfo",
        )
    )  # fmt: skip


def _stand_server(
    rng: Random, filled: Filled, model: Model, number: int, position_hu: int, legs: Counter[str] | None
) -> None:
    rack = filled.rack
    sides = "AB" if model.cords == 2 else rng.choice("AB")
    if filled.lab == "one feed":
        sides = "A"
    half = model.fast_ports // 2
    ports = [(side, half) for side in "AB"] if half else [(rng.choice("AB"), 1)]
    filled.devices.append(
        Device(
            name=f"{rack.name}-{number:02d}",
            rack=rack.name,
            position_hu=position_hu,
            height_hu=model.height_hu,
            depth=model.depth,
            depth_mm=model.depth_mm,
            weight_g=model.weight_g,
            power_w=model.power_w * rng.randint(80, 100) // 100,
            power_basis=rng.choices(("budget", "measured", "nameplate"), (6, 3, 1))[0],
            cords=_cords(rack, sides, model.power_w, legs),
            ports=(
                *(PortUse(f"{rack.name}-SW-{side}", FAST, count) for side, count in ports),
                PortUse(f"{rack.name}-SW-A", SLOW, 1),
            ),
            owner=rack.dedicated_to or rng.choice(AGENCIES),
            movable=rng.random() < 0.3,
            move_cost=rng.randint(1, 5),
        )
    )


def _count_ports(rng: Random, filled: Filled) -> None:
    """Give the rack's switches the next usual number of ports above what is used, sometimes one further."""
    used: Counter[tuple[str, str]] = Counter()
    for device in filled.devices:
        for use in device.ports:
            used[use.switch, use.port_type] += use.count
    rack = filled.rack
    for side, port_type, network in (("A", FAST, "internal"), ("A", SLOW, "mgmt"), ("B", FAST, "internal")):
        name = f"{rack.name}-SW-{side}"
        sizes = [size for size in (16, 24, 32, 48, 64) if size >= used[name, port_type]]
        size = sizes[0] if rng.random() < 0.7 else sizes[min(1, len(sizes) - 1)]
        filled.groups.append(PortGroup(name, rack.name, port_type, size, side=side, network=network))


def join_groups(rng: Random, filled: list[Filled]) -> None:
    """Put about one server in ten into a group of two to four, of any racks."""
    servers = [(f, i) for f in filled for i, device in enumerate(f.devices) if device.ports]
    chosen = rng.sample(servers, len(servers) // 10)
    number = 0
    while len(chosen) > 1:
        number += 1
        for _ in range(min(len(chosen), rng.randint(2, 4))):
            f, i = chosen.pop()
            f.devices[i] = replace(f.devices[i], group=f"G{number:04d}")
