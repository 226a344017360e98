"""What is not known: the cells that would have to be filled in to decide the undecided places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from capacity.demand import Demand
from capacity.ledger import Ledger
from capacity.limits.limit import State
from capacity.limits.per_rack import PerRack
from placement.candidates import Candidates
from placement.keep import Member
from placement.request import Request
from placement.rules import names
from placement.standards import Finding


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A cell (or, without row, a key of the request) that is empty, and what it is needed for."""

    file: str
    row: int | None
    column: str
    why: str


def missing(table: Candidates, *, joint: bool = False) -> list[Missing]:
    """Every empty cell that keeps an undecided place undecided, in order of file and row.

    With `joint`, also every empty cell that a rule shared by several items looks at, in the racks that
    are not out: together they may be undecided where one alone is certain.
    """
    return listed(
        cell
        for rack, rules in _undecided(table)
        for rule in {*rules, *(SHARED if joint else ())}
        for cell in _CELLS[rule](table, rack)
    )


def listed(cells: Iterable[Missing]) -> list[Missing]:
    """Each cell once, in order of file and row."""
    return sorted(set(cells), key=lambda m: (m.file, m.row or 0, m.column, m.why))


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


def rack_cell(ledger: Ledger, rack: int, column: str, why: str) -> Iterator[Missing]:
    """The cell of a rack, if it is empty."""
    value = ledger.racks[rack]
    if getattr(value, _FIELDS.get(column, column)) is None:
        yield Missing("racks.csv", value.line, column, f"{why} of rack {value.name}")


_FIELDS = {"max_load_kg": "max_load_g", "x_m": "x_mm", "y_m": "y_mm"}


def cell_of(demand: Demand, column: str, what: str) -> Missing:
    """A cell of what stands or runs there."""
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
    unplaced = table.ledger.unplaced
    for demand in unplaced.get(table.ledger.racks[rack].name, []) + unplaced.get(None, []):
        if demand.rack is None:
            yield cell_of(demand, "rack", "rack")
        if demand.position_hu is None:
            yield cell_of(demand, "position_u", "position")
        if demand.height_hu is None:
            yield cell_of(demand, "u_height", "height")


def _zone(table: Candidates, rack: int) -> Iterator[Missing]:
    if table.request.security_zone is not None:
        yield from rack_cell(table.ledger, rack, "security_zone", "security zone")


def _depth(table: Candidates, rack: int) -> Iterator[Missing]:
    if table.request.depth_mm is None:
        yield from _asked(table, "depth_mm", "depth of the request")
    if not table.ledger.eligibility.depth_assumed[rack]:
        yield from rack_cell(table.ledger, rack, "usable_depth_mm", "usable depth")


def _weight(table: Candidates, rack: int) -> Iterator[Missing]:
    if table.weight_half_g is None:
        yield from _asked(table, "weight_kg", "weight of the request")
    if table.weight_half_g != 0:
        yield from _per_rack(table, rack, table.ledger.weight, "max_load_kg", "load limit", "weight_kg")


def _draw(table: Candidates) -> Iterator[Missing]:
    if table.draw is None:
        yield from _asked(table, "power_w", "draw of the request")


def _heat(table: Candidates, rack: int) -> Iterator[Missing]:
    yield from _draw(table)
    if table.draw != 0:
        yield from _per_rack(table, rack, table.ledger.heat, "max_heat_w", "heat limit", "power_w")


def _per_rack(
    table: Candidates, rack: int, sums: PerRack, limit: str, what: str, amount: str
) -> Iterator[Missing]:
    """The limit of the rack, and what may stand in it without an amount or without a rack."""
    if sums.assumed[rack]:
        return
    yield from rack_cell(table.ledger, rack, limit, what)
    for demand in sums.doubtful.get(table.ledger.racks[rack].name, []) + sums.doubtful.get(None, []):
        if sums.amount(demand) is None:
            yield cell_of(demand, amount, _WHAT[amount])
        if demand.rack is None:
            yield cell_of(demand, "rack", "rack")


_WHAT = {"weight_kg": "weight", "power_w": "draw"}


def _power(table: Candidates, rack: int) -> Iterator[Missing]:
    yield from _draw(table)
    grid, cords = table.ledger.power, table.cords
    if grid is None or cords is None or not grid.doubtful or table.draw == 0:
        return
    own = np.flatnonzero(cords.rack == rack).tolist()
    limits = {limit for choice in own for limit, _, _ in grid.rows(cords.plugs[choice])}
    for demand, touched in grid.doubtful:
        if limits & touched:
            if demand.draw is None:
                yield cell_of(demand, "power_w", "draw")
            if not demand.cords:
                yield cell_of(demand, "cords", "cords")


def _cooling(table: Candidates, rack: int) -> Iterator[Missing]:
    ledger, cooling = table.ledger, table.ledger.cooling
    if cooling is None or table.draw == 0:
        return
    yield from _draw(table)
    yield from rack_cell(ledger, rack, "cooling_zone", "cooling zone")
    for demand in cooling.doubtful:
        if demand.draw is None:
            yield cell_of(demand, "power_w", "draw")
        if demand.rack is None:
            yield cell_of(demand, "rack", "rack")
        else:
            yield from rack_cell(ledger, ledger.rack_index[demand.rack], "cooling_zone", "cooling zone")
    for unit in cooling.vague:
        if unit.capacity_w is None:
            yield Missing("cooling.csv", unit.line, "capacity_w", f"capacity of cooling unit {unit.name}")
        if unit.zones is None:
            yield Missing("cooling.csv", unit.line, "zones", f"zones of cooling unit {unit.name}")


def _ports(table: Candidates, rack: int) -> Iterator[Missing]:
    ledger, ports = table.ledger, table.ledger.ports
    if ports is None:
        return
    sure = set(ports.reaching(rack))
    for number in ports.reaching(rack, least=State.UNKNOWN):
        group = ports.groups[number]
        if number in sure or not any(part.takes(group) for part in table.port_parts):
            continue
        for end in (rack, ledger.rack_index[group.rack]):
            for column in ("x_m", "y_m"):
                why = f"cable length to switch {group.switch}: place"
                yield from rack_cell(ledger, end, column, why)


def _keep(table: Candidates, rack: int) -> Iterator[Missing]:
    for keep in table.request.keep:
        for member in table.group.members:
            yield from member_cells(table.ledger, member, keep)
        if keep == "apart:cooling":
            yield from rack_cell(table.ledger, rack, "cooling_zone", "cooling zone")


def member_cells(ledger: Ledger, member: Member, keep: str) -> Iterator[Missing]:
    """The cells that a rule of `keep` lacks of a member of the group."""
    demand, body = member.demand, member.body
    if body is None:
        host = next((h for h in ledger.room.hosts if h.name == demand.host), None)
        if host is None:
            yield cell_of(demand, "host", "host")
        else:
            yield Missing("hosts.csv", host.line, "device", f"device of host {host.name}")
    elif keep == "apart:power":
        if member.may_die != member.dies:
            yield cell_of(body, "cords", "cords")
    elif body.rack is None:
        yield cell_of(body, "rack", "rack")
    elif keep == "apart:cooling":
        yield from rack_cell(ledger, ledger.rack_index[body.rack], "cooling_zone", "cooling zone")


def _standards(table: Candidates, rack: int) -> Iterator[Missing]:
    del rack  # the finding is the request's, the same everywhere
    yield from support_cell(table.standard, table.request)


def support_cell(finding: Finding, request: Request) -> Iterator[Missing]:
    """The end of support that leaves the standard open."""
    if finding.state is State.UNKNOWN and finding.row is not None:
        yield Missing("standards.csv", finding.row.line, "support_ends", f"end of support of {request.os}")


SHARED = ("space", "keep_free", "weight", "heat", "power", "cooling", "ports", "keep")

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
