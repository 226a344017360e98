"""What is not known: the cells that would have to be filled in to decide the undecided places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from capacity.demand import Demand
from capacity.limits.limit import State
from placement.candidates import Candidates
from placement.rules import names


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A cell (or, without row, a key of the request) that is empty, and what it is needed for."""

    file: str
    row: int | None
    column: str
    why: str


def missing(table: Candidates) -> list[Missing]:
    """Every empty cell that keeps an undecided place undecided, in order of file and row."""
    found: dict[Missing, None] = {}
    for rack, rules in _undecided(table):
        for rule in rules:
            for cell in _CELLS[rule](table, rack):
                found[cell] = None
    return sorted(found, key=lambda m: (m.file, m.row or 0, m.column, m.why))


def _undecided(table: Candidates) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Racks with an undecided place, each with the rules that are unknown at some such place."""
    choice_open = table.choice_broken == 0
    unknown_choice = np.zeros(len(table.broken), dtype=np.uint32)
    has_choice = np.zeros(len(table.broken), dtype=bool)
    np.bitwise_or.at(unknown_choice, table.choice_rack[choice_open], table.choice_unknown[choice_open])
    has_choice[table.choice_rack[choice_open]] = True
    unknown_start = np.zeros(len(table.broken), dtype=np.uint32)
    has_start = np.zeros(len(table.broken), dtype=bool)
    for face in table.starts:
        free = face.allowed & (face.broken == 0)
        has_start |= free.any(axis=1)
        unknown_start |= np.bitwise_or.reduce(np.where(free, face.unknown, 0), axis=1).astype(np.uint32)
    open_racks = (table.broken == 0) & has_choice & has_start
    for rack in np.flatnonzero(open_racks).tolist():
        yield rack, names(int(table.unknown[rack] | unknown_choice[rack] | unknown_start[rack]))


def _asked(table: Candidates, column: str, why: str) -> Iterator[Missing]:
    yield Missing(table.request.file, table.request.line, column, why)


def _rack_cell(table: Candidates, rack: int, column: str, why: str) -> Iterator[Missing]:
    value = table.ledger.racks[rack]
    yield Missing("racks.csv", value.line, column, f"{why} of rack {value.name}")


def _of(demand: Demand, column: str, what: str) -> Missing:
    return Missing(demand.file, demand.line, column, f"{what} of {demand.kind} {demand.name}")


def _space(table: Candidates, rack: int) -> Iterator[Missing]:
    request = table.request
    if request.chassis:
        yield from _asked(
            table, "device_type", "a child device type stands in a chassis, which is not modelled yet"
        )
    elif request.height_hu == 0:
        yield from _asked(table, "u_height", "a server of 0U is not modelled yet")
    elif request.height_hu is None:
        yield from _asked(table, "u_height", "height of the request")
    for demand in table.ledger.demands.servers:
        if not demand.mounted or demand.rack not in (None, table.ledger.racks[rack].name):
            continue
        if demand.rack is None:
            yield _of(demand, "rack", "rack")
        if demand.position_hu is None:
            yield _of(demand, "position_u", "position")
        if demand.height_hu is None:
            yield _of(demand, "u_height", "height")


def _zone(table: Candidates, rack: int) -> Iterator[Missing]:
    yield from _rack_cell(table, rack, "security_zone", "security zone")


def _depth(table: Candidates, rack: int) -> Iterator[Missing]:
    if table.request.depth_mm is None:
        yield from _asked(table, "depth_mm", "depth of the request")
    if table.ledger.racks[rack].usable_depth_mm is None:
        yield from _rack_cell(table, rack, "usable_depth_mm", "usable depth")


def _weight(table: Candidates, rack: int) -> Iterator[Missing]:
    if table.request.weight_g is None:
        yield from _asked(table, "weight_kg", "weight of the request")
    if table.ledger.racks[rack].max_load_g is None:
        yield from _rack_cell(table, rack, "max_load_kg", "load limit")
    for demand in _doubtful(table.ledger.weight.doubtful, table.ledger.racks[rack].name):
        yield _of(demand, "rack" if demand.weight_half_g is not None else "weight_kg", "weight in the rack")


def _draw(table: Candidates) -> Iterator[Missing]:
    if table.request.power_w is None:
        yield from _asked(table, "power_w", "draw of the request")


def _heat(table: Candidates, rack: int) -> Iterator[Missing]:
    yield from _draw(table)
    if table.ledger.racks[rack].max_heat_w is None:
        yield from _rack_cell(table, rack, "max_heat_w", "heat limit")
    for demand in _doubtful(table.ledger.heat.doubtful, table.ledger.racks[rack].name):
        yield _of(demand, "rack" if demand.draw is not None else "power_w", "draw")


def _doubtful(by_rack: dict[str | None, list[Demand]], rack: str) -> list[Demand]:
    return by_rack.get(rack, []) + by_rack.get(None, [])


def _power(table: Candidates, rack: int) -> Iterator[Missing]:
    yield from _draw(table)
    grid, cords = table.ledger.power, table.cords
    if grid is None or cords is None or not grid.doubtful:
        return
    own = np.flatnonzero(cords.rack == rack).tolist()
    limits = {limit for choice in own for limit, _, _ in grid.rows(cords.plugs[choice])}
    for demand, touched in grid.doubtful:
        if limits & touched:
            if demand.draw is None:
                yield _of(demand, "power_w", "draw")
            if not demand.cords:
                yield _of(demand, "cords", "cords")


def _cooling(table: Candidates, rack: int) -> Iterator[Missing]:
    yield from _draw(table)
    cooling = table.ledger.cooling
    if table.ledger.racks[rack].cooling_zone is None:
        yield from _rack_cell(table, rack, "cooling_zone", "cooling zone")
    for demand in cooling.doubtful if cooling is not None else []:
        if demand.draw is None:
            yield _of(demand, "power_w", "draw")
        elif demand.rack is None:
            yield _of(demand, "rack", "rack")
        else:
            yield from _rack_cell(table, table.ledger.rack_index[demand.rack], "cooling_zone", "cooling zone")
    for unit in table.ledger.room.cooling:
        if unit.capacity_w is None:
            yield Missing("cooling.csv", unit.line, "capacity_w", f"capacity of cooling unit {unit.name}")
        if unit.zones is None:
            yield Missing("cooling.csv", unit.line, "zones", f"zones of cooling unit {unit.name}")


def _ports(table: Candidates, rack: int) -> Iterator[Missing]:
    ports = table.ledger.ports
    assert ports is not None
    sure = set(ports.reaching(rack))
    for group in ports.reaching(rack, least=State.UNKNOWN):
        if group in sure or not any(p.takes(ports.groups[group]) for p in table.port_parts):
            continue
        for end in (rack, table.ledger.rack_index[ports.groups[group].rack]):
            if table.ledger.racks[end].x_mm is None or table.ledger.racks[end].y_mm is None:
                yield from _rack_cell(
                    table, end, "x_m", f"cable length to switch {ports.groups[group].switch}: place"
                )


def _keep(table: Candidates, rack: int) -> Iterator[Missing]:
    for member in table.group.members:
        if member.rack is None:
            column = "rack" if member.demand.host is None and member.demand.file != "vms.csv" else "host"
            yield _of(member.demand, column, "place")
        elif "apart:cooling" in table.request.keep and table.ledger.racks[member.rack].cooling_zone is None:
            yield from _rack_cell(table, member.rack, "cooling_zone", "cooling zone")
        if "apart:power" in table.request.keep and member.may_die != member.dies:
            yield _of(member.demand, "cords", "cords")
    if "apart:cooling" in table.request.keep and table.ledger.racks[rack].cooling_zone is None:
        yield from _rack_cell(table, rack, "cooling_zone", "cooling zone")


def _standards(table: Candidates, rack: int) -> Iterator[Missing]:
    del rack  # the finding is the request's, the same everywhere
    if table.standard.row is not None:
        yield Missing(
            "standards.csv", table.standard.row.line, "support_ends", f"end of support of {table.request.os}"
        )


_CELLS = {
    "space": _space,
    "keep_free": _space,
    "zone": _zone,
    "depth": _depth,
    "weight": _weight,
    "heat": _heat,
    "power": _power,
    "cooling": _cooling,
    "ports": _ports,
    "keep": _keep,
    "standards": _standards,
}
