"""What is asked for: a random request."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from placement.request import PortNeed, Request

TODAY = date(2026, 11, 24)
SFP = "10gbase-x-sfpp"
COPPER = "1000base-t"
GROUP = "web"

HEIGHTS = ((2, 50), (4, 22), (3, 10), (1, 8), (6, 5), (5, 2), (None, 2), (0, 1))
KEEPS = (
    ("apart:rack", 4),
    ("apart:row", 2),
    ("apart:power", 4),
    ("apart:cooling", 2),
    ("together:rack", 2),
    ("together:row", 2),
)


def random_request(rng: Random) -> Request:
    """Return a request in which everything that may be asked is asked now and then."""
    common = Request(
        name="Q1",
        owner=rng.choice((None, "bps", "bps", "dkis")),
        quantity=rng.choices((1, 2, 3), (72, 20, 8))[0],
        until=TODAY + timedelta(days=rng.randint(-30, 700)) if rng.random() < 0.5 else None,
        security_zone="internal" if rng.random() < 0.55 else None,
        network="internal" if rng.random() < 0.5 else None,
    )
    if rng.random() < 0.35:
        product = rng.choice(("ubuntu", "centos", "windows", "debian"))
        common = replace(common, os=product, os_version=rng.choice((None, "20.04", "7")))
    if rng.random() < 0.5:
        common = replace(common, group=GROUP)
    if common.group or common.quantity > 1:
        names, weights = zip(*KEEPS, strict=True)
        often = (0, 1, 1, 1, 2) if common.quantity == 1 else (0, 0, 0, 1, 1)
        kept = rng.choices(names, weights, k=rng.choice(often))
        common = replace(common, keep=tuple(sorted(set(kept))))
    if rng.random() < 0.2:
        return _application(rng, common)
    return _server(rng, common)


def _application(rng: Random, common: Request) -> Request:
    def some(low: int, high: int) -> int | None:
        return None if rng.random() < 0.02 else rng.randint(low, high)

    disk = 0 if rng.random() < 0.1 else some(1, 200)
    return replace(common, kind="application", vcpu=some(1, 10), memory_mb=some(512, 5120), disk_gb=disk)


def _server(rng: Random, common: Request) -> Request:
    height = rng.choices([h for h, _ in HEIGHTS], [w for _, w in HEIGHTS])[0]
    half = rng.random() < 0.25
    power = rng.choices((0, rng.randint(80, 900), None), (6, 90, 4))[0]
    weight = rng.randint(3_000, 30_000)
    if rng.random() < 0.7:
        weight = weight // 100 * 100
    cords = rng.choices((2, 1), (65, 35))[0]
    if power == 0 and rng.random() < 0.5:
        cords = 0
    depth_mm = rng.randint(250, 400) if half else rng.randint(500, 800)
    return replace(
        common,
        height_hu=height,
        depth="half" if half else "full",
        depth_mm=None if rng.random() < 0.03 else depth_mm,
        weight_g=None if rng.random() < 0.03 else weight,
        power_w=power,
        power_basis=rng.choices(("budget", "nameplate", "measured"), (70, 20, 10))[0],
        cords=cords,
        ports=_ports(rng, common.network),
        port_sides=rng.choice((1, 2)),
    )


def _ports(rng: Random, network: str | None) -> tuple[PortNeed, ...]:
    """Return needs of several types, some of them in the management network."""
    found = []
    if rng.random() < 0.7:
        found.append(PortNeed(SFP, rng.choice((1, 2, 2, 2, 3, 4))))
    if rng.random() < 0.3:
        found.append(PortNeed(COPPER, rng.choice((1, 1, 2)), rng.choice((None, "mgmt", "mgmt"))))
    if found and rng.random() < 0.06:
        found.append(PortNeed(SFP, 1, "mgmt"))
    return tuple(found)
