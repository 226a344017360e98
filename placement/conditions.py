"""Conditions: what an answer rests on and a letter must print, without stopping the placement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from capacity.ledger import Ledger
from capacity.room import Host
from capacity.unchecked import UNCHECKED
from capacity.units import plain
from placement.applications import HostTable
from placement.candidates import Candidates
from placement.placed import Placed
from placement.rank import BEST, imbalance
from placement.request import Request
from placement.standards import Finding

CHECKED_FOR_SERVERS = ("power.csv", "cooling.csv", "ports.csv")
MOST_NAMES = 8


def of_room(ledger: Ledger, request: Request, standard: Finding) -> list[str]:
    """Conditions of every answer on this room: absent files, values set by policy, lapsed reservations."""
    found = [
        UNCHECKED[file]
        for file in CHECKED_FOR_SERVERS
        if file not in ledger.room.files and request.kind == "server"
    ]
    found += standard.conditions
    found += request.notes
    found += ledger.room.notes
    policy = ledger.room.policy
    for column, what in (
        ("power_w", f"draw taken as {policy.draw_w_per_u} W per U"),
        ("weight_kg", f"weight taken as {plain(policy.weight_g_per_u or 0, 1000)} kg per U"),
    ):
        named = ledger.assumed[column]
        if named and request.kind == "server":
            found.append(f"Unknown {what} by policy for {some(named)}.")
    lapsed = [r.name for r in ledger.demands.lapsed]
    if lapsed:
        found.append(f"Lapsed reservations do not count: {some(lapsed)}.")
    return found


def of_server(
    table: Candidates, rack: int, start: int, choice: int, added: Mapping[int, int] | None = None
) -> list[str]:
    """Conditions of one server at its place; `added` as in `of_placement`."""
    return [*_let_pass(table, rack), *_cords(table, choice, added), *_soft(table, rack, start, choice)]


def added_load(table: Candidates | HostTable, placed: Iterable[Placed]) -> Counter[int]:
    """Draw units that placed items of one request add to every limit of the power chain they hang on."""
    added: Counter[int] = Counter()
    if isinstance(table, HostTable) or table.cords is None or table.ledger.power is None:
        return added
    for each in placed:
        number = int(table.choice_number[_choice(table, each)])
        if number >= 0:
            charge = table.ledger.power.charge(table.cords.plugs[number], None)
            added.update({limit: share * (table.draw or 0) for limit, share in charge.items()})
    return added


def of_placement(
    table: Candidates | HostTable,
    request: Request,
    placed: Sequence[Placed],
    added: Mapping[int, int] | None = None,
) -> list[str]:
    """Conditions of placed items of one request, each once.

    Parameters
    ----------
    added
        Draw units per limit of the power chain that all requests placed together add; None: these items.
    """
    found: dict[str, None] = {}
    if isinstance(table, HostTable):
        used = {each.host for each in placed}
        for host in table.ledger.hosting.hosts:
            found |= dict.fromkeys(of_host(table.ledger, request, host) if host.name in used else [])
        return list(found)
    together = added_load(table, placed) if added is None else added
    for each in placed:
        rack = table.ledger.rack_index[each.rack or ""]
        start = (each.position_hu or 0) - 2 * table.ledger.racks[rack].first_unit
        found |= dict.fromkeys(of_server(table, rack, start, _choice(table, each), together))
    return list(found)


def _choice(table: Candidates, placed: Placed) -> int:
    """The choice of cords of a placed item."""
    rack = table.ledger.rack_index[placed.rack or ""]
    return next(
        c
        for c in np.flatnonzero(table.choice_rack == rack).tolist()
        if table.cords is None or table.cords.cords(int(table.choice_number[c])) == placed.cords
    )


def of_host(ledger: Ledger, request: Request, host: Host) -> list[str]:
    """Conditions of one application on `host`: capacities that are let pass, its own and its cluster's."""
    if not ledger.hosting.lets_pass:
        return []
    charged = {"vcpu": request.vcpu, "memory_mb": request.memory_mb, "disk_gb": request.disk_gb}
    near = [
        h
        for h in ledger.hosting.hosts
        if h.name == host.name
        or (host.cluster is not None and h.cluster == host.cluster and h.status == "active")
    ]
    return [
        f"{column} of host {h.name} is not known and is let pass by policy."
        for h in near
        for column, charge in charged.items()
        if charge != 0 and getattr(h, column) is None and (h.name == host.name or column != "disk_gb")
    ]


def _let_pass(table: Candidates, rack: int) -> Iterator[str]:
    ledger, name = table.ledger, table.ledger.racks[rack].name
    for assumed, column in (
        (ledger.weight.assumed[rack], "max_load_kg"),
        (ledger.heat.assumed[rack], "max_heat_w"),
        (ledger.eligibility.depth_assumed[rack], "usable_depth_mm"),
    ):
        if assumed:
            yield f"{column} of rack {name} is not known and is let pass by policy."


def _cords(table: Candidates, choice: int, added: Mapping[int, int] | None) -> Iterator[str]:
    number = int(table.choice_number[choice])
    if table.cords is None or table.ledger.power is None or number < 0:
        return
    grid, dark = table.ledger.power, table.cords.dark[number]
    if len(table.cords.plugs[number]) == 1:
        lost = some([grid.chain.nodes[s].name for s in dark]) if dark else ""
        yield f"One cord only: the loss of {lost} switches it off." if lost else "One cord only."
    limit = table.ledger.room.policy.max_imbalance_ppm * BEST // 1_000_000
    for pdu, value in imbalance(table.ledger, table.cords.plugs[number], table.draw or 0, added).items():
        if value > limit:
            yield (
                f"Legs of {grid.chain.nodes[pdu].name} are {plain(value, 10)} % out of balance "
                f"(policy: {plain(limit, 10)} %)."
            )


def _soft(table: Candidates, rack: int, start: int, choice: int) -> Iterator[str]:
    del choice
    request, policy = table.request, table.ledger.room.policy
    value = table.ledger.racks[rack]
    if (request.weight_g or 0) < policy.heavy_g or request.height_hu is None:
        return
    below = policy.heavy_below_hu if policy.heavy_below_hu is not None else value.height_u
    if start + request.height_hu > below:
        top = plain(2 * value.first_unit + start + request.height_hu, 2)
        yield (
            f"{plain(request.weight_g or 0, 1000)} kg reach up to unit {top} of rack {value.name}: "
            f"heavy equipment should stay within the lowest {plain(below, 2)} U."
        )


def some(names: list[str]) -> str:
    """Names in order, the first few where there are many."""
    listed = sorted(dict.fromkeys(names))
    more = f" and {len(listed) - MOST_NAMES} more" if len(listed) > MOST_NAMES else ""
    return ", ".join(listed[:MOST_NAMES]) + more
