"""Seeded tiny rooms that are nearly full, and a request that seldom fits as they are: rooms to make room in.

Two or three racks of two to four units on a doubled chain, two or three devices that may move among others
that may not, and every limit just above what stands there, or just below.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from capacity.policy import PPM, Policy
from capacity.room import CoolingUnit, Cord, Device, PortGroup, PortUse, PowerNode, Rack, Room
from placement.request import PortNeed, Request
from tests.properties.small_room import SFP, TODAY, node

CONCERNS = ("weight", "heat", "power", "outlets", "cooling", "ports", "keep", "keep_free")


@dataclass(frozen=True, slots=True)
class Tight:
    """A room, a request for it, and the day."""

    seed: int
    room: Room
    request: Request
    today: date = TODAY


def tight_room(seed: int) -> Tight:
    """Return the room of a seed."""
    rng = Random(seed)
    tight = set(rng.sample(CONCERNS, rng.choice((0, 1, 1, 1, 2))))
    racks = tuple(_rack(rng, number) for number in range(rng.choice((2, 2, 3))))
    movable = rng.choice((2, 3, 3)) if len(racks) == 2 else 2
    chain = _chain(rng, racks, legs=movable == 2 and rng.random() < 0.05)
    crowded = rng.random() < 0.35  # what may move stands in the highest rack, and all of it is asked for
    highest = max(racks, key=lambda rack: rack.height_u)
    if crowded:
        racks = tuple(r if r is highest else replace(r, height_u=highest.height_u - 1) for r in racks)
    devices = _devices(rng, (highest,) if crowded else racks, chain, movable)
    request = _request(rng)
    if crowded:
        request = replace(request, height_hu=2 * highest.height_u - rng.choice((0, 2, 2)), depth="full")
    if "ports" in tight:
        devices = tuple(_plugged(rng, d, racks) for d in devices)
        request = replace(request, ports=(PortNeed(SFP, rng.choice((1, 2))),))
    room = Room(
        racks=tuple(_limited(rng, tight, rack, devices, request) for rack in racks),
        power=tuple(_rated(rng, tight, n, devices, request) for n in chain),
        cooling=_cooling(rng, racks, devices, request) if "cooling" in tight else (),
        ports=_ports(rng, racks, devices) if "ports" in tight else (),
        devices=devices,
        policy=Policy(
            version="tight",
            survive=("ups", "pdu") if rng.random() < 0.2 else ("ups",),
            usable_ppm=PPM,
            cooling_spare=rng.choice((0, 1)),
            keep_free_hu=rng.choice((1, 2)) if "keep_free" in tight else 0,
        ),
        files=frozenset({"racks.csv", "power.csv", "devices.csv"})
        | {f"{name}.csv" for name in ("cooling", "ports") if name in tight},
    )
    if "keep" in tight:
        request, room = _grouped(rng, request, room)
    return Tight(seed, room, request)


def _rack(rng: Random, number: int) -> Rack:
    return Rack(
        f"R{number + 1}",
        f"row{number % 2}",
        rng.choice((3, 3, 4)),
        x_mm=0,
        y_mm=0,
        usable_depth_mm=rng.choice((900, 900, 900, 600)),
        cooling_zone=rng.choice(("Z1", "Z1", "Z2")),
        security_zone=rng.choice(("internal",) * 12 + ("dmz", None)),
        dedicated_to="X" if rng.random() < 0.05 else None,
        blocked_units=frozenset({1}) if rng.random() < 0.1 else frozenset(),
        status="planned" if rng.random() < 0.04 else "active",
    )


def _chain(rng: Random, racks: tuple[Rack, ...], *, legs: bool) -> tuple[PowerNode, ...]:
    """A chain doubled from the source down; sometimes three UPSs, or legs on the PDUs of one rack."""
    third = rng.random() < 0.4
    made = [node("U1", "ups"), node("U2", "ups"), *([node("U3", "ups")] if third else [])]
    for number, rack in enumerate(racks):
        pair = rng.sample([n.name for n in made if n.kind == "ups"], 2)
        phases = 3 if number == 0 and legs else 1
        for path, ups in zip("AB", pair, strict=True):
            made.append(node(f"{rack.name}-{path}", "pdu", ups, path=path, rack=rack.name, phases=phases))
    return tuple(made)


def _devices(
    rng: Random, racks: tuple[Rack, ...], chain: tuple[PowerNode, ...], movable: int
) -> tuple[Device, ...]:
    phases = {n.name: n.phases for n in chain}
    made: list[Device] = []
    taken: dict[str, set[int]] = {rack.name: set() for rack in racks}
    for number in range(movable + rng.choice((0, 0, 0, 1))):
        rack, height = rng.choice(racks), rng.choice((2, 2, 2, 2, 2, 2, 4, 1))
        at = 2 * rng.randint(1, rack.height_u)
        if at + height > 2 * rack.height_u + 2 or taken[rack.name] & {*range(at, at + height)}:
            continue
        taken[rack.name] |= {*range(at, at + height)}
        cords = tuple(
            Cord(f"{rack.name}-{s}", rng.choice(("L1", "L2")) if phases[f"{rack.name}-{s}"] == 3 else None)
            for s in rng.choice(("AB", "AB", "AB", "A", "B"))
        )
        half = movable == 2 and rng.random() < 0.25
        made.append(
            Device(
                f"d{number}", rack.name, at, rng.choice(("front", "rear")) if half else "front",
                height, "half" if half else "full", rng.choice((300, 300, 400)),
                rng.choice((5_000, 10_000, 20_000)), rng.choice((0, 100, 200, 300)), cords=cords,
                owner=rng.choice(("X", "Y")), movable=number < movable, move_cost=rng.choice((1, 1, 2, 5)),
            )
        )  # fmt: skip
    return tuple(made)


def _request(rng: Random) -> Request:
    return Request(
        "Q",
        owner="X",
        height_hu=rng.choice((2, 4, 4, 6, 6)),
        depth=rng.choice(("full", "full", "full", "half")),
        depth_mm=rng.choice((300, 300, 450)),
        weight_g=rng.choice((10_000, 20_000)),
        power_w=rng.choice((0, 200, 400)),
        cords=2,
        security_zone=rng.choice((None, "internal", "internal")),
    )


def _near(rng: Random, used: int, asked: int) -> int:
    """A limit above what is used, with just enough for what is asked, with less, or below what is used."""
    often = (9 * asked, 9 * asked, 9 * asked, 2 * asked, asked, asked)
    more = rng.choice((*often, asked - 1, asked // 2, 0, -50))
    return max(1, used + more)


def _limited(rng: Random, tight: set[str], rack: Rack, devices: tuple[Device, ...], request: Request) -> Rack:
    here = [d for d in devices if d.rack == rack.name]
    weight, draw = sum(d.weight_g or 0 for d in here), sum(d.power_w or 0 for d in here)
    return replace(
        rack,
        max_load_g=_near(rng, weight, request.weight_g or 0) if "weight" in tight else 10**6,
        max_heat_w=_near(rng, draw, request.power_w or 0) if "heat" in tight else 10**5,
    )


def _rated(
    rng: Random, tight: set[str], one: PowerNode, devices: tuple[Device, ...], request: Request
) -> PowerNode:
    """A PDU that carries about all of its rack, or a UPS that carries about all of the room."""
    draws = sum(d.power_w or 0 for d in devices if one.kind == "ups" or d.rack == one.rack)
    if one.kind == "pdu" and "outlets" in tight:
        used = sum(c.pdu == one.name for d in devices for c in d.cords)
        one = replace(one, outlets=used + rng.choice((0, 0, 1)))
    if "power" not in tight or rng.random() < 0.4:
        return one
    part = rng.choice((1, 1, 2)) if one.kind == "ups" else 1
    return replace(one, rated_w=_near(rng, draws // part, request.power_w or 0))


def _cooling(
    rng: Random, racks: tuple[Rack, ...], devices: tuple[Device, ...], request: Request
) -> tuple[CoolingUnit, ...]:
    draws = {
        zone: sum(
            d.power_w or 0 for d in devices for r in racks if r.name == d.rack and r.cooling_zone == zone
        )
        for zone in ("Z1", "Z2")
    }
    asked = request.power_w or 0
    units = [CoolingUnit(f"C{zone}", _near(rng, w, asked), (zone,)) for zone, w in draws.items()]
    return (*units, CoolingUnit("C0", _near(rng, sum(draws.values()) // 2, 200), ("Z1", "Z2")))


def _plugged(rng: Random, device: Device, racks: tuple[Rack, ...]) -> Device:
    switch = f"S{next(r.row for r in racks if r.name == device.rack)}"
    count = rng.choice((0, 1, 1, 2))
    return replace(device, ports=(PortUse(switch, SFP, count),) if count else ())


def _ports(rng: Random, racks: tuple[Rack, ...], devices: tuple[Device, ...]) -> tuple[PortGroup, ...]:
    """One switch a row, with hardly a port to spare."""
    found = []
    for row in dict.fromkeys(r.row for r in racks):
        home = next(r.name for r in racks if r.row == row)
        used = sum(u.count for d in devices for u in d.ports if u.switch == f"S{row}")
        found.append(PortGroup(f"S{row}", home, SFP, used + rng.choice((0, 1, 2, 3)), serves="row"))
    return tuple(found)


def _grouped(rng: Random, request: Request, room: Room) -> tuple[Request, Room]:
    """The request and a device or two in one group, kept apart or together."""
    keep = rng.choice(("apart:rack", "apart:row", "apart:cooling", "apart:power", "together:rack"))
    devices = tuple(replace(d, group="G") if rng.random() < 0.4 else d for d in room.devices)
    return replace(request, group="G", keep=(keep,)), replace(room, devices=devices)
