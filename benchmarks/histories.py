"""Histories of demand from a seed, by another model than the forecast's: projects of agencies, not a rate.

Every agency has a budget year: projects start between March and November, most in April and August, and
each asks for a batch of like servers, some at once and some weeks later. A project's servers are retired
together after four to six years. An agency's appetite grows along an S-curve; now and then a programme of
the whole city doubles it for a year. Nothing here is a Poisson process or a constant level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import exp
from random import Random

from capacity.reading.spreadsheet import csv_text
from capacity.units import plain
from placement.request import PortNeed, Request

AGENCIES = ("Dinkes", "Bapenda", "Disdukcapil", "Dishub", "RSUD", "Diskominfo", "DLHK", "Disdikpora")
MONTHS = (0, 0, 2, 5, 3, 2, 2, 5, 3, 2, 1, 0)  # weights of the month in which a project starts

_BASE = Request(
    "kind", cords=2, security_zone="internal", network="internal", port_sides=2,
    ports=(PortNeed("10gbase-x-sfpp", 2), PortNeed("1000base-t", 1, "mgmt")),
)  # fmt: skip
_COPPER = (PortNeed("1000base-t", 2), PortNeed("1000base-t", 1, "mgmt"))
#: What projects ask for, with weights.
KINDS: tuple[tuple[Request, int], ...] = (
    (replace(_BASE, height_hu=2, depth_mm=700, weight_g=16_000, power_w=250, ports=_COPPER), 5),
    (replace(_BASE, height_hu=4, depth_mm=750, weight_g=27_000, power_w=500), 6),
    (replace(_BASE, height_hu=4, depth_mm=760, weight_g=30_000, power_w=800), 2),
    (replace(_BASE, height_hu=8, depth_mm=880, weight_g=62_000, power_w=1_600), 1),
)
#: The same for generated rooms, which have no copper but for management.
ON_FIBRE = tuple((replace(kind, ports=_BASE.ports), weight) for kind, weight in KINDS)


def history(
    seed: int,
    first: date,
    last: date,
    *,
    projects: float = 1.0,
    kinds: Sequence[tuple[Request, int]] = KINDS,
) -> tuple[Request, ...]:
    """Requests that come from `first` to `last`, with `start`, and `until` as planned when they came.

    Parameters
    ----------
    projects
        Projects a year that an agency has at the middle of its growth.
    """
    rng = Random(f"history {seed}")
    found: list[tuple[date, Request]] = []
    programme = rng.randint(first.year, last.year + 3)
    for agency in AGENCIES:
        middle = first.year + rng.uniform(-4, (last - first).days / 365 + 4)
        for year in range(first.year, last.year + 1):
            appetite = 2 * projects / (1 + exp(middle - year)) * (2 if year == programme else 1)
            whole = int(appetite) + (rng.random() < appetite % 1)
            for _ in range(whole):
                found += _project(rng, agency, year, kinds)
    asked = sorted((r for r in found if first <= r[0] <= last), key=lambda each: each[0])
    return tuple(
        replace(request, name=f"H{number:04d}", file="history.csv", line=number + 1)
        for number, (_, request) in enumerate(asked, start=1)
    )


def _project(
    rng: Random, agency: str, year: int, kinds: Sequence[tuple[Request, int]]
) -> list[tuple[date, Request]]:
    """The requests of one project: of one kind, a few at a time, all gone on the same day."""
    month = rng.choices(range(1, 13), weights=MONTHS)[0]
    begin = date(year, month, rng.randint(1, 28))
    kind = rng.choices([kind for kind, _ in kinds], weights=[weight for _, weight in kinds])[0]
    gone = begin + timedelta(days=rng.randint(4 * 365, 6 * 365))
    found, at = [], begin
    for _ in range(rng.choice((1, 1, 2, 3))):
        quantity = rng.choice((1, 1, 1, 2, 3))
        found.append((at, replace(kind, owner=agency, quantity=quantity, start=at, until=gone)))
        at += timedelta(days=rng.randint(7, 70))
    return found


COLUMNS = (
    "request", "owner", "quantity", "from", "until", "u_height", "depth_mm", "weight_kg", "power_w", "cords",
    "ports", "port_sides", "security_zone", "network",
)  # fmt: skip
SAMPLE = (1, date(2021, 1, 1), date(2026, 6, 1), 1.5)  # seed, first day, last day, projects


def as_csv(requests: Sequence[Request], last: date) -> str:
    """A history as the text of a table; who will leave after `last` still stands, and has no `until`."""
    return csv_text(COLUMNS, [_row(request, last) for request in requests])


def _row(request: Request, last: date) -> dict[str, str]:
    assert request.start is not None
    left = request.until is not None and request.until <= last
    return {
        "request": request.name,
        "owner": request.owner or "",
        "quantity": str(request.quantity),
        "from": request.start.isoformat(),
        "until": request.until.isoformat() if left and request.until is not None else "",
        "u_height": str(plain(request.height_hu or 0, 2)),
        "depth_mm": str(request.depth_mm),
        "weight_kg": str(plain(request.weight_g or 0, 1000)),
        "power_w": str(request.power_w),
        "cords": str(request.cords),
        "ports": " ".join(map(str, request.ports)),
        "port_sides": str(request.port_sides),
        "security_zone": request.security_zone or "",
        "network": request.network or "",
    }


def sample() -> str:
    """The text of data/histories/hall.csv."""
    seed, first, last, projects = SAMPLE
    return as_csv(history(seed, first, last, projects=projects), last)


if __name__ == "__main__":
    print(sample(), end="")
