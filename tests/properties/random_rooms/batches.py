"""Random batches: several requests that compete for one tiny room."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from capacity.room import Room
from placement.request import Request
from tests.properties.random_rooms.build import build
from tests.properties.random_rooms.draft import Draft, Size
from tests.properties.random_rooms.text import files_of, listed, request_json
from tests.properties.random_rooms.tighten import tighten
from tests.properties.random_rooms.wishes import GROUP, KEEPS, TODAY, random_request

LOW = Size(racks=(1, 3), height_u=(3, 8))
HIGH = Size(racks=(1, 2), height_u=(10, 12))
"""For batches with something of 10U."""

HEIGHTS = ((2, 42), (4, 22), (6, 14), (1, 8), (3, 5), (5, 2), (20, 5), (None, 1), (0, 1))


@dataclass(frozen=True, slots=True)
class Batch:
    """A room and a table of requests as text, and as the values that a reader must make of them.

    `room` and `wanted` carry no line numbers, notes or digest, for they come from no file.
    """

    seed: int
    files: dict[str, str]
    requests: str
    today: date
    room: Room
    wanted: tuple[Request, ...]


def random_batch(seed: int) -> Batch:
    """Return a tiny room, made for the first of two to four requests, and all of them."""
    rng = Random(f"batch {seed}")
    lead, *others = _requests(rng)
    high = any((request.height_hu or 0) > 2 * LOW.height_u[0] for request in (lead, *others))
    draft = Draft(rng, HIGH if high else LOW, lead, others=others)
    build(draft)
    _tell_others(draft)
    _set_hosts(draft)
    room = draft.room()
    wanted = tuple(sorted(draft.requests, key=lambda request: request.name))
    return Batch(seed, files_of(room, rng), requests_csv(wanted, rng), TODAY, room, wanted)


def _requests(rng: Random) -> list[Request]:
    """Return the requests, the one that the room is made for first: a server if there is one."""
    grouped = 0.9 if rng.random() < 0.7 else 0.1
    found = [_one(rng, f"Q{number}", grouped) for number in range(1, rng.choice((2, 3, 3, 4)) + 1)]
    rng.shuffle(found)
    return sorted(found, key=lambda request: request.kind == "application")


def _one(rng: Random, name: str, grouped: float) -> Request:
    group = GROUP if rng.random() < grouped else None
    quantity = rng.choices((1, 2, 3), (45, 35, 20))[0]
    names, weights = zip(*KEEPS, strict=True)
    keep = rng.choices(names, weights, k=rng.choice((0, 0, 1, 1, 2) if group or quantity > 1 else (0,)))
    request = replace(
        random_request(rng),
        name=name,
        quantity=quantity,
        priority=rng.randint(1, 4),
        group=group,
        keep=tuple(sorted(set(keep))),
    )
    if request.kind == "application":
        return replace(request, vcpu=rng.randint(2, 12), memory_mb=rng.randint(2, 8) * 1024)
    heights, weights = zip(*HEIGHTS, strict=True)
    height = rng.choices(heights, weights)[0]
    if not request.cords or (not request.power_w and rng.random() < 0.3):
        return replace(request, height_hu=height)
    return replace(request, height_hu=height, power_w=rng.randint(250 if height == 1 else 150, 450))


def _tell_others(draft: Draft) -> None:
    """Let the other requests be fit for the room, mostly, and hold some of its reservations."""
    draft.others[:] = [_fit_for(draft, one) if draft.chance(0.85) else one for one in draft.others]
    names = [request.name for request in draft.requests]
    draft.reservations[:] = [
        replace(one, request=draft.rng.choice(names)) if draft.chance(0.2) else one
        for one in draft.reservations
    ]


def _fit_for(draft: Draft, one: Request) -> Request:
    """Return the request with what the room was made for: zone, owner, network, and no more depth."""
    lead = draft.request
    fit = replace(one, security_zone=lead.security_zone, owner=lead.owner, network=lead.network)
    if one.depth_mm is None or lead.depth_mm is None:
        return fit
    share = {"half": 2, "full": 1}
    deepest = lead.depth_mm * share[lead.depth] // share[one.depth]
    return replace(fit, depth_mm=min(one.depth_mm, deepest))


def _set_hosts(draft: Draft) -> None:
    """Set the limits of the hosts where it was servers that the room was made for."""
    lead = draft.request
    if lead.kind == "application":
        return
    for application in [one for one in draft.others if one.kind == "application"][:1]:
        draft.request = application
        tighten(draft)
        draft.request = lead


def requests_csv(requests: Sequence[Request], rng: Random) -> str:
    """Return the requests as requests.csv; what is empty is left empty, columns in any order."""
    rows = [request_json(request) | {"priority": request.priority} for request in requests]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if rng.random() < 0.3:
        rng.shuffle(columns)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: listed(v) if isinstance(v, list) else v for k, v in row.items()})
    return out.getvalue()
