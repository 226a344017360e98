"""Checks of the supply: cords that a single loss takes away together, racks without a pair, uneven legs."""

from __future__ import annotations

from collections.abc import Iterator

from capacity.checks.finding import Finding, some
from capacity.ledger import Ledger
from capacity.policy import PPM
from capacity.room import LEGS

FAINT_W = 115  # half an ampere at 230 V


def cords_that_die_together(ledger: Ledger) -> Iterator[Finding]:
    """Things with two cords or more that one loss switches off, or whose cords are all on one path."""
    grid = ledger.power
    if grid is None:
        return
    dark: dict[frozenset[int], tuple[str, ...]] = {}
    for demand in ledger.demands.servers:
        if len(demand.cords) < 2 or not demand.draws:
            continue
        pdus = frozenset(grid.chain.index[c.pdu] for c in demand.cords)
        if pdus not in dark:
            losses = grid.losses([(p, None) for p in pdus])
            dark[pdus] = tuple(
                grid.chain.nodes[s].name for s in losses if all(p in grid.chain.dead(s) for p in pdus)
            )
        paths = {grid.chain.nodes[p].path for p in pdus}
        path = next(iter(paths)) if len(paths) == 1 else None
        if not dark[pdus] and path is None:
            continue
        where = f"in {grid.chain.nodes[next(iter(pdus))].name}" if len(pdus) == 1 else ""
        where = where or (
            f"on path {path}" if path else f"on {some(grid.chain.nodes[p].name for p in sorted(pdus))}"
        )
        off = f"; the loss of {some(dark[pdus])} switches it off" if dark[pdus] else ""
        yield Finding(
            "cords-die-together",
            "cords",
            f"rack {demand.rack}" if demand.rack is not None else demand.name,
            f"All {len(demand.cords)} cords of {demand.name} are {where}{off}.",
            "Plug one cord into a PDU of the other path, or correct cords.",
            names=(demand.name,),
        )


def racks_without_pair(ledger: Ledger) -> Iterator[Finding]:
    """Active racks that no two-corded server can go to: no PDU of path A, or none of path B."""
    grid = ledger.power
    for rack in ledger.racks if grid is not None else ():
        assert grid is not None
        paths = {grid.chain.nodes[p].path for p in grid.pdus_of.get(rack.name, ())}
        if rack.status == "active" and not {"A", "B"} <= paths:
            absent = some(f"path {p}" for p in "AB" if p not in paths)
            yield Finding(
                "no-pair-of-pdus",
                "",
                f"rack {rack.name}",
                f"It has no PDU of {absent}, so it takes no server with two cords.",
                "Enter its PDUs in power.csv, with rack and path.",
            )


def uneven_legs(ledger: Ledger) -> Iterator[Finding]:
    """Three-phase PDUs whose legs are further from their mean than the policy likes, nothing being lost.

    Half an ampere of deviation is nothing: the alarms of rack PDUs let it pass as well.
    """
    grid = ledger.power
    for at, node in enumerate(grid.chain.nodes) if grid is not None else ():
        assert grid is not None
        if (at, LEGS[0]) not in grid.chain.leg_of:
            continue
        loads = [grid.least.normal[grid.chain.leg_of[at, leg]] for leg in LEGS]
        total, per_watt = sum(loads), grid.unit * grid.scale
        off = max(abs(3 * load - total) for load in loads)
        if off < 3 * FAINT_W * per_watt or off * PPM <= ledger.room.policy.max_imbalance_ppm * total:
            continue
        told = ", ".join(f"{leg} {load // per_watt:,} W" for leg, load in zip(LEGS, loads, strict=True))
        limit = ledger.room.policy.max_imbalance_ppm / (PPM // 100)
        yield Finding(
            "uneven-legs",
            "",
            f"pdu {node.name}",
            f"{told}: {off * 100 // total} % from the mean (policy: {limit:g} %).",
            "Move cords from the fullest leg to the emptiest.",
            names=(node.name,),
        )
