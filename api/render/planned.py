"""The requests of a plan: what they asked for, how much of it is placed, and where."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.text import Text

from api.render.spots import in_lines, racks_and_units
from api.render.text import Screen, amount, clean, columns, count, number
from capacity.room import Room
from placement.plan import Plan, PlannedRequest
from placement.request import Request

MOST_REQUESTS = 40
MOST_ROWS = 30
# A screen of 80 columns leaves about 20 for the places; of a wider one half of the rest is theirs.
LEAST_SCREEN, LEAST_WHERE = 80, 20

Planned = tuple[Request, PlannedRequest]


def print_requests(screen: Screen, room: Room, requests: Sequence[Request], found: Plan) -> None:
    """A row per request; of many, those in full are told row by row of the room."""
    planned = list(zip(requests, found.requests, strict=True))
    if len(planned) <= MOST_REQUESTS:
        screen.head("Requests")
        _print_table(screen, planned)
        return
    whole = [(request, each) for request, each in planned if len(each.placement) == each.asked]
    part = [(request, each) for request, each in planned if 0 < len(each.placement) < each.asked]
    if whole:
        screen.head(f"Placed in full: {count(len(whole), 'request')}")
        _print_rows(screen, room, whole)
    if part:
        screen.head(f"Placed in part: {count(len(part), 'request')}")
        _print_table(screen, part[:MOST_REQUESTS])
        if len(part) > MOST_REQUESTS:
            rest = count(len(part) - MOST_REQUESTS, "more request")
            screen.line((f"{rest}; --json lists all.", "dim"), indent=3)


def _print_table(screen: Screen, planned: Sequence[Planned]) -> None:
    table = columns(("request", "<"), ("asks for", "<"), ("priority", ">"), ("placed", ">"), ("where", "<"))
    table.columns[0].no_wrap = table.columns[3].no_wrap = True
    width = (screen.width - LEAST_SCREEN) // 2 + LEAST_WHERE
    for request, each in planned:
        placed = len(each.placement)
        style = "green" if placed == each.asked else "red" if not placed else "yellow"
        table.add_row(
            Text(clean(request.name), style="bold"),
            asked_short(request),
            number(request.priority),
            Text(f"{number(placed)} of {number(each.asked)}", style=style),
            in_lines(racks_and_units(each.placement, request.height_hu, screen.glyphs.times), width)
            or screen.glyphs.dash,
        )
    screen.put(table)


def asked_short(request: Request) -> str:
    """What one item is, in few words: ``Dinkes: 2U, 430 W``, ``Bappeda: 16 vCPU, 96 GB``."""
    if request.kind == "application":
        said = [_known(request.vcpu, "vCPU"), _known(request.memory_mb, "MB")]
    else:
        height = None if request.height_hu is None else Fraction(request.height_hu, 2)
        said = [_known(height, "U"), _known(request.power_w, "W")]
        said += ["half depth"] if request.depth == "half" else []
        said += ["1 cord"] if request.cords == 1 else []
    said += [f"zone {clean(request.security_zone)}"] if request.security_zone else []
    owner = f"{clean(request.owner, 30)}: " if request.owner else ""
    return owner + ", ".join(said)


def _known(value: int | Fraction | None, unit: str) -> str:
    return f"? {unit}" if value is None else amount(value, unit)


def _print_rows(screen: Screen, room: Room, whole: Sequence[Planned]) -> None:
    """How many items of the requests placed in full each row of racks, or cluster of hosts, takes."""
    row_of = {rack.name: rack.row or "no row" for rack in room.racks}
    cluster_of = {host.name: f"cluster {host.cluster}" if host.cluster else "hosts" for host in room.hosts}
    items: dict[str, int] = {}
    used: dict[str, set[str]] = {}
    height_hu: dict[str, int] = {}
    asked: dict[str, set[str]] = {}
    for request, each in whole:
        for placed in each.placement:
            name = placed.host or placed.rack or ""
            where = cluster_of[name] if placed.host is not None else row_of[name]
            items[where] = items.get(where, 0) + 1
            used.setdefault(where, set()).add(name)
            asked.setdefault(where, set()).add(request.name)
            height_hu[where] = height_hu.get(where, 0) + (request.height_hu or 0)
    order = dict.fromkeys([*row_of.values(), *cluster_of.values()])
    heads = ("requests", "items", "racks or hosts" if room.hosts else "racks", "units")
    table = columns(("row", "<"), *((head, ">") for head in heads))
    shown = [where for where in order if where in items]
    for where in shown[:MOST_ROWS]:
        units = amount(Fraction(height_hu[where], 2), "U") if height_hu[where] else screen.glyphs.dash
        table.add_row(
            Text(clean(where), style="bold"), number(len(asked[where])), number(items[where]),
            number(len(used[where])), units,
        )  # fmt: skip
    screen.put(table)
    if len(shown) > MOST_ROWS:
        screen.line(
            (f"{count(len(shown) - MOST_ROWS, 'more row')}; --out lists every place.", "dim"), indent=3
        )
