"""The floor plan: each rack at its place, with one figure of a dimension and the band that it falls into."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from capacity.room import Rack, Room
from workflow.procedure import Text

#: What can be looked at. All but the free run are shares of a capacity, in per cent.
DIMENSIONS: Mapping[str, Text] = {
    "space": Text("Ruang terpakai", "Space used"),
    "run": Text("Ruang kosong terpanjang", "Longest free run"),
    "power": Text("Daya PDU, keadaan terketat", "PDU power, tightest case"),
    "heat": Text("Panas", "Heat"),
    "weight": Text("Berat", "Weight"),
    "outlets": Text("Soket PDU", "PDU sockets"),
}
#: Shares in per cent from which a rack falls into the next band; for the free run, units down to which.
BANDS = (50, 70, 85, 95)
RUNS = (10, 6, 3, 1)
SIZE, MARGIN = 54, 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A rack on the plan: where, its figure, and its band from 1 (much is left) to 5; 0: not known."""

    rack: str
    row: str
    x: float
    y: float
    value: float | None
    unit: str
    band: int
    status: str


@dataclass(frozen=True, slots=True)
class Floor:
    """The plan. `placed`: drawn by the racks' coordinates; else row by row."""

    width: float
    height: float
    placed: bool
    spots: tuple[Spot, ...]
    legend: tuple[tuple[int, str], ...]


def floor(room: Room, summary: Mapping[str, Any], shown: str) -> Floor:
    """The plan of a room with one dimension, worked out of the room's summary."""
    tables = {one["rack"]: one for one in summary["per_rack"]}
    shares = _shares(room, summary, shown)
    places, placed = _places(room)
    spots = []
    for rack in room.racks:
        value = _value(tables[rack.name], shares, rack, shown)
        spots.append(
            Spot(
                rack.name,
                rack.row,
                *places[rack.name],
                value,
                "U" if shown == "run" else "%",
                _band(value, shown),
                rack.status,
            )
        )
    return Floor(
        width=max(spot.x for spot in spots) + SIZE + MARGIN,
        height=max(spot.y for spot in spots) + SIZE + MARGIN,
        placed=placed,
        spots=tuple(spots),
        legend=_legend(shown),
    )


def bars_of(room: Room, summary: Mapping[str, Any], rack: str) -> list[Mapping[str, Any]]:
    """The limits of a rack and of its PDUs, tightest first."""
    own = {rack, *(node.name for node in room.power if node.rack == rack)}
    return [one for one in summary["limits"] if _of(one["limit"]) in own]


def _of(limit: str) -> str:
    """What a limit of one thing is of: ``pdu A03-A:L1`` of ``A03-A``."""
    return limit.partition(" ")[2].partition(":")[0]


def _shares(room: Room, summary: Mapping[str, Any], shown: str) -> dict[str, float | None]:
    """Rack -> the largest share of its limits of a dimension; None where a capacity is not known."""
    kinds = {"power": "pdu", "outlets": "outlets", "heat": "heat", "weight": "weight"}
    kind = kinds.get(shown)
    racks = {node.name: node.rack for node in room.power if node.rack} | {r.name: r.name for r in room.racks}
    found: dict[str, float | None] = {}
    for one in summary["limits"] if kind else ():
        rack = racks.get(_of(one["limit"]))
        if one["limit"].partition(" ")[0] != kind or rack is None:
            continue
        share = 100 * float(one["used"]) / float(one["capacity"]) if one["capacity"] else None
        last = found.get(rack, 0.0)
        found[rack] = None if share is None or last is None else max(share, last)
    return found


def _value(
    table: Mapping[str, Any], shares: Mapping[str, float | None], rack: Rack, shown: str
) -> float | None:
    if shown == "run":
        return float(table["longest_run_u"])
    if shown == "space":
        capacity = float(table["space_capacity_u"])
        taken = float(table["space_used_u"]) + float(table["space_held_u"])
        return 100 * taken / capacity if capacity else None
    return shares.get(rack.name)


def _band(value: float | None, shown: str) -> int:
    if value is None:
        return 0
    if shown == "run":
        return 1 + sum(value < limit for limit in RUNS)
    return 1 + sum(value >= limit for limit in BANDS)


def _legend(shown: str) -> tuple[tuple[int, str], ...]:
    if shown == "run":
        told = (
            f"≥ {RUNS[0]} U",
            *(f"{low}-{high - 1} U" for high, low in itertools.pairwise(RUNS)),
            "0 U",
        )
    else:
        told = (
            f"< {BANDS[0]} %",
            *(f"{a}-{b} %" for a, b in itertools.pairwise(BANDS)),
            f"≥ {BANDS[-1]} %",
        )
    return tuple(enumerate(told, start=1))


def _places(room: Room) -> tuple[dict[str, tuple[float, float]], bool]:
    """Where racks are drawn: by their coordinates if all have some that do not collide, else row by row."""
    known = {rack.name: (rack.x_mm, rack.y_mm) for rack in room.racks}
    if all(x is not None and y is not None for x, y in known.values()):
        xs = sorted({x for x, _ in known.values() if x is not None})
        ys = sorted({y for _, y in known.values() if y is not None})
        cells = {(x, y) for x, y in known.values()}
        if len(cells) == len(known):
            at_x = _spread(xs)
            at_y = _spread(ys)
            return {
                name: (at_x[x], at_y[y]) for name, (x, y) in known.items() if x is not None and y is not None
            }, True
    rows: dict[str, int] = {}
    count: dict[str, int] = {}
    found = {}
    for rack in room.racks:
        row = rows.setdefault(rack.row, len(rows))
        count[rack.row] = count.get(rack.row, -1) + 1
        found[rack.name] = (MARGIN + count[rack.row] * (SIZE + 4.0), MARGIN + row * (SIZE + 24.0))
    return found, False


def _spread(values: list[int]) -> dict[int, float]:
    """Distances kept in order and roughly in proportion, so that no two boxes overlap."""
    found: dict[int, float] = {}
    at = float(MARGIN)
    for before, value in zip([None, *values], values, strict=False):
        if before is not None:
            at += max(SIZE + 4.0, min((value - before) * SIZE / 600, 3.0 * SIZE))
        found[value] = at
    return found
