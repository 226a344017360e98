"""Requests for generated rooms: batches from a seed, and a mix that meets every decision and every rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from benchmarks.catalogue import FAST, SLOW, draw
from benchmarks.racks import AGENCIES
from placement.request import PortNeed, Request

KINDS = ("easy", "tight", "grouped", "all-different", "mixed")
UNTIL = date(2028, 3, 31)
_KEEPS = (
    ("apart:rack",), ("apart:rack", "apart:power"), ("apart:cooling",), ("apart:row",),
    ("together:row",), ("together:rack",),
)  # fmt: skip

USUAL = Request(
    name="usual",
    owner="Diskominfo",
    until=UNTIL,
    os="debian",
    os_version="12",
    network="internal",
    height_hu=2,
    depth_mm=740,
    weight_g=16_500,
    power_w=400,
    ports=(PortNeed(FAST, 2), PortNeed(SLOW, 1, "mgmt")),
    port_sides=2,
)

VIRTUAL = Request("virtual", "application", vcpu=2, memory_mb=8_192, disk_gb=50)


def requests(seed: int, count: int, kind: str = "easy") -> tuple[Request, ...]:
    """Make a batch of `count` requests, all of servers and of one item each but for "mixed".

    Parameters
    ----------
    kind
        "easy": as the catalogue's shares say; "tight": mostly large machines; "grouped": easy, with an
        eighth of them in groups that are kept apart or together; "all-different": as the catalogue, but no
        two of the same draw and weight; "mixed": grouped, a third of several items, a fifth applications.
    """
    if kind not in KINDS:
        raise ValueError(f"a batch is one of {', '.join(KINDS)}")
    rng = Random(f"{seed} {count} {kind}")
    made = [_request(rng, number, kind) for number in range(1, count + 1)]
    if kind == "mixed":
        made = [_mixed(rng, request) for request in made]
    if kind == "all-different":
        made = _told_apart(rng, made)
    return tuple(_grouped(rng, made) if kind in ("grouped", "mixed") else made)


def _request(rng: Random, number: int, kind: str) -> Request:
    model = draw(rng)
    if kind == "tight":
        model = max(model, draw(rng), draw(rng), key=lambda m: (m.height_hu, m.power_w))
    return Request(
        name=f"REQ{number:05d}",
        owner=rng.choice(AGENCIES),
        priority=rng.choice((1, 1, 1, 2, 3)),
        until=UNTIL,
        os="debian",
        os_version="12",
        security_zone=rng.choice((None, "internal", "internal", "dmz")),
        network="internal",
        height_hu=model.height_hu,
        depth=model.depth,
        depth_mm=model.depth_mm,
        weight_g=model.weight_g,
        power_w=model.power_w,
        cords=model.cords,
        ports=(PortNeed(FAST, model.fast_ports), PortNeed(SLOW, 1, "mgmt")),
        port_sides=2 if model.fast_ports > 1 else 1,
        file="requests.csv",
        line=number + 1,
    )


def _told_apart(rng: Random, made: list[Request]) -> list[Request]:
    """Vary draw and weight by up to three tenths until no two requests have the same."""
    taken: set[tuple[int, int]] = set()
    found = []
    for request in made:
        while True:
            power_w = (request.power_w or 0) * rng.randint(700, 1_300) // 1_000
            weight_g = (request.weight_g or 0) * rng.randint(700, 1_300) // 100_000 * 100
            if (power_w, weight_g) not in taken:
                break
        taken.add((power_w, weight_g))
        found.append(replace(request, power_w=power_w, weight_g=weight_g))
    return found


def _mixed(rng: Random, request: Request) -> Request:
    """A third ask for two to six items, a fifth for applications; some servers draw by their nameplate."""
    if rng.random() < 1 / 3:
        request = replace(request, quantity=rng.choice((2, 2, 3, 4, 6)))
    if rng.random() < 0.2:
        return replace(
            VIRTUAL, name=request.name, owner=request.owner, priority=request.priority, until=UNTIL,
            quantity=request.quantity, os=request.os, os_version=request.os_version,
            vcpu=rng.choice((2, 4, 8)), memory_mb=rng.choice((8_192, 16_384, 32_768)),
            disk_gb=rng.choice((50, 100, 500)), file=request.file, line=request.line,
        )  # fmt: skip
    return replace(request, power_basis=rng.choice(("budget", "budget", "nameplate")))


def _grouped(rng: Random, made: list[Request]) -> list[Request]:
    """Put every eighth request into a group of two to four neighbours with the same rules."""
    chosen = sorted(rng.sample(range(len(made)), len(made) // 8))
    number = 0
    while chosen:
        number += 1
        size, keep = rng.randint(2, 4), rng.choice(_KEEPS)
        for i in chosen[:size]:
            made[i] = replace(made[i], group=f"NEW{number:04d}", keep=keep)
        chosen = chosen[size:]
    return made


def mix() -> tuple[Request, ...]:
    """Requests that together meet every decision and every rule in a room of `benchmarks.rooms`."""
    asked = {
        "small": replace(USUAL, power_w=300, weight_g=13_500),
        "two-units": replace(USUAL, height_hu=4, power_w=800, ports=(PortNeed(FAST, 4),)),
        "one-cord": replace(USUAL, cords=1, depth="half", depth_mm=430),
        "no-network": replace(USUAL, ports=(), network=None),
        "gpu": replace(USUAL, height_hu=8, power_w=3_000, weight_g=48_000, depth_mm=880),
        "in-dmz": replace(USUAL, security_zone="dmz"),
        "apart": replace(USUAL, group="G0001", keep=("apart:rack", "apart:power", "apart:row")),
        "nameplate": replace(USUAL, power_basis="nameplate"),
        "virtual": replace(VIRTUAL, os="debian", os_version="12"),
        # Meets status, cords, outlets, dedicated and keep_free in a rack each.
        "lab": replace(USUAL, security_zone="lab", power_w=60, weight_g=3_000),
        "vault": replace(USUAL, security_zone="vault"),
        "tall": replace(USUAL, height_hu=60),
        "deep": replace(USUAL, depth_mm=1_200),
        "heavy": replace(USUAL, weight_g=2_000_000),
        "hot": replace(USUAL, power_w=6_000),
        "hottest": replace(USUAL, power_w=9_000_000),
        "many-ports": replace(USUAL, ports=(PortNeed(FAST, 300),)),
        "other-ports": replace(USUAL, ports=(PortNeed("100gbase-x-qsfp28", 2),)),
        "old-system": replace(USUAL, os="centos", os_version="7"),
        "together": replace(USUAL, group="G0001", keep=("together:rack",)),
        "hopeless": replace(USUAL, height_hu=60, power_w=6_000, weight_g=2_000_000, security_zone="dmz"),
        "too-virtual": replace(VIRTUAL, vcpu=4_096),
        "no-draw": replace(USUAL, power_w=None),
        "no-weight": replace(USUAL, weight_g=None),
        "no-height": replace(USUAL, height_hu=None),
    }  # fmt: skip
    return tuple(replace(request, name=name) for name, request in asked.items())
