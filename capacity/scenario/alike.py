"""Racks like one that stands: the changes that add them, with the PDUs that such a rack has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from capacity.errors import BadInput, Problem
from capacity.policy import PPM
from capacity.reading.problems import Suggestions, quoted
from capacity.room import PowerNode, Rack, Room
from capacity.units import plain

Row = Mapping[str, Any]


def racks_like(
    room: Room, like: str, names: Sequence[str], *, row: str = "", pdus: bool = True
) -> tuple[Mapping[str, Any], ...]:
    """Changes in the contract's form that add racks which are as `like` is.

    They stand in its row, or in `row`, and go on at the step of its last two racks, if both have their place
    on the floor; else their place is not known. With `pdus` each gets the PDUs of `like`, fed by the same
    nodes and named as they are, with the rack's own name in the place of the other's.

    Raises
    ------
    BadInput
        If there is no such rack, or no name is given.
    """
    found = next((rack for rack in room.racks if rack.name == like), None)
    problems = []
    if found is None:
        advice = Suggestions([rack.name for rack in room.racks]).advice(like, "Name a rack of the room.")
        problems.append(Problem("scenario", None, "like", f"There is no rack {quoted(like)}.", advice))
    if not names:
        problems.append(Problem("scenario", None, "names", "No name is given.", "Name the new racks."))
    if problems or found is None:
        raise BadInput(problems)
    in_row = row or found.row
    places = _places([rack for rack in room.racks if rack.row == in_row], len(names))
    racks = [
        _filled({"rack": name, "row": in_row, "x_m": x, "y_m": y}, _of_rack(found))
        for name, (x, y) in zip(names, places, strict=True)
    ]
    changes: list[Mapping[str, Any]] = [{"add": "racks", "rows": racks}]
    nodes = [node for node in room.power if node.rack == like] if pdus else []
    if nodes:
        changes.append(
            {"add": "power", "rows": [_node(node, like, name) for name in names for node in nodes]}
        )
    return tuple(changes)


def _places(row: Sequence[Rack], many: int) -> Iterable[tuple[float | None, float | None]]:
    """Where the next racks of a row stand, in metres."""
    known = [(rack.x_mm, rack.y_mm) for rack in row if rack.x_mm is not None and rack.y_mm is not None]
    if len(known) < 2 or len(known) < len(row):
        return [(None, None)] * many
    (x, y), (last_x, last_y) = known[-2], known[-1]
    step = (last_x - x, last_y - y)
    return [
        (plain(last_x + n * step[0], 1000), plain(last_y + n * step[1], 1000)) for n in range(1, many + 1)
    ]


def _of_rack(rack: Rack) -> Row:
    return {
        "u_height": rack.height_u,
        "starting_unit": rack.first_unit if rack.first_unit != 1 else None,
        "usable_depth_mm": rack.usable_depth_mm,
        "max_load_kg": None if rack.max_load_g is None else plain(rack.max_load_g, 1000),
        "max_heat_w": rack.max_heat_w,
        "cooling_zone": rack.cooling_zone,
        "security_zone": rack.security_zone,
        "dedicated_to": rack.dedicated_to,
        "blocked_units": " ".join(map(str, sorted(rack.blocked_units))) or None,
    }


def _node(node: PowerNode, like: str, name: str) -> Row:
    renamed = node.name.replace(like, name) if like in node.name else f"{name}-{node.name}"
    return _filled(
        {"node": renamed, "kind": node.kind, "path": node.path, "rack": name, "rated_w": node.rated_w},
        {
            "fed_by": " ".join(node.fed_by) or None,
            "feeding": node.feeding if node.feeding != "share" else None,
            "outlets": node.outlets,
            "usable_fraction": None if node.usable_ppm is None else plain(node.usable_ppm, PPM),
            "failover_fraction": None if node.failover_ppm is None else plain(node.failover_ppm, PPM),
            "phases": node.phases if node.phases != 1 else None,
        },
    )


def _filled(*rows: Row) -> Row:
    """The cells that hold something."""
    return {key: value for row in rows for key, value in row.items() if value is not None}
