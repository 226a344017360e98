"""Remedies that build: a rating raised, a pair of PDUs, a further cooling unit; for one server of known size.

Only places are looked at where the rule that is built for is all that stands in the way; whether the
change is enough, the trial on a copy says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import count

import numpy as np

from capacity.ledger import Ledger
from capacity.policy import PPM
from capacity.room import CoolingUnit, PowerNode, Rack
from placement.candidates import Candidates
from placement.remedies.prices import Prices
from placement.remedies.trial import Trials
from placement.remedy import Remedy
from placement.request import Request
from placement.rules import BIT

ROUND_W = 100  # ratings are raised to whole hundreds
TRIED = 2  # places tried of each kind
_CHAIN = np.uint32(BIT["power"] | BIT["outlets"] | BIT["cords"])


def by_building(trials: Trials, request: Request, table: Candidates, prices: Prices) -> Iterator[Remedy]:
    """Every remedy that builds and is enough alone, at most one of each kind."""
    if table.draw is None or not table.measured:
        return
    for found in (_by_rating, _by_pdus, _by_cooling):
        remedy = next(found(trials, request, table, prices), None)
        if remedy is not None:
            yield remedy


def _open_starts(table: Candidates) -> np.ndarray:
    """Racks with a start where every rule of the units holds."""
    found = np.zeros(len(table.broken), dtype=bool)
    for face in table.starts:
        found |= (face.allowed & ((face.broken | face.unknown) == 0)).any(axis=1)
    return found


def _by_rating(trials: Trials, request: Request, table: Candidates, prices: Prices) -> Iterator[Remedy]:
    """Raise the ratings above one choice of cords: the fewest nodes, then the least more."""
    ledger = trials.ledger
    if ledger.power is None or table.cords is None:
        return
    fine = ((table.broken | table.unknown) == 0) & _open_starts(table)
    only = (table.choice_broken == BIT["power"]) & ((table.choice_unknown & ~np.uint32(BIT["power"])) == 0)
    choices = np.flatnonzero(only & fine[table.choice_rack] & (table.choice_number >= 0))
    order = sorted(choices.tolist(), key=lambda c: (int(table.short["power"][table.choice_number[c]]), c))
    ways: dict[tuple[tuple[str, int], ...], int] = {}
    for choice in order[:200]:
        needed = _ratings(ledger, table, int(table.choice_number[choice]))
        if needed:
            ways.setdefault(tuple(sorted(needed.items())), len(ways))
    rated = {node.name: node.rated_w for node in ledger.room.power}
    ranked = sorted(ways, key=lambda w: (len(w), sum(new - rated[name] for name, new in w), ways[w]))
    for way in ranked[:TRIED]:
        new = dict(way)
        power = tuple(replace(n, rated_w=new.get(n.name, n.rated_w)) for n in ledger.room.power)
        placement = trials.in_copy(replace(ledger.room, power=power), request)
        if placement is not None:
            said = " and ".join(f"{name} from {rated[name]:,} W to {new_w:,} W" for name, new_w in way)
            hours = prices.rating * len(way)
            changes = tuple({"set": "power", "name": name, "values": {"rated_w": w}} for name, w in way)
            yield Remedy("rating", f"Raise the rating of {said}.", hours, hours, placement, changes=changes)


def _ratings(ledger: Ledger, table: Candidates, choice: int) -> dict[str, int]:
    """Per node that the item would overload on these cords: the rating it needs; empty if none would do."""
    grid = ledger.power
    assert grid is not None
    assert table.cords is not None
    needed: dict[str, int] = {}
    for limit, scenario, part in grid.rows(table.cords.plugs[choice]):
        after = grid.most.of(limit, scenario) + part * (table.draw or 0)
        capacity = grid.capacity(limit, scenario)
        if after <= capacity:
            continue
        node = grid.chain.nodes[grid.chain.holder(limit)]
        if capacity <= 0 or after > 100 * capacity:
            return {}  # a load that is not known, or a node that carries nothing: no rating helps
        usable = node.usable_ppm if node.usable_ppm is not None else ledger.room.policy.usable_ppm
        ppm = node.failover_ppm if scenario is not None and node.failover_ppm is not None else usable
        thirds = 3 if limit >= len(grid.chain.nodes) else 1
        rated = -(-after * PPM * thirds // (ppm * grid.unit * grid.scale))
        needed[node.name] = max(needed.get(node.name, 0), -(-rated // ROUND_W) * ROUND_W)
    return needed


def _by_pdus(trials: Trials, request: Request, table: Candidates, prices: Prices) -> Iterator[Remedy]:
    """Hang a second PDU of each path into a rack, fed as those of the rack, or of its neighbour, are."""
    ledger = trials.ledger
    if ledger.power is None or request.cords == 0:
        return
    fine = ((table.broken | table.unknown) == 0) & _open_starts(table)
    broken = np.full(len(fine), _CHAIN, dtype=np.uint32)
    hopeless = np.ones(len(fine), dtype=bool)
    # A pair fed as the present one is dark in the same losses.
    dark = ((table.choice_broken & BIT["cords"]) > 0) & (table.choice_number >= 0)
    in_chain = ((table.choice_broken & ~_CHAIN) == 0) & ~dark
    hopeless[table.choice_rack[in_chain]] = False
    np.minimum.at(broken, table.choice_rack[in_chain], table.choice_broken[in_chain])
    racks = sorted(np.flatnonzero(fine & ~hopeless).tolist(), key=lambda r: (int(broken[r]), r))
    tried = 0
    for rack in racks:
        pair = _second_pair(ledger, ledger.racks[rack])
        if not pair or tried >= TRIED:
            continue
        tried += 1
        room = ledger.room
        placement = trials.in_copy(replace(room, power=(*room.power, *pair)), request)
        if placement is not None:
            names = " and ".join(f"{pdu.name} (fed by {' '.join(pdu.fed_by)})" for pdu in pair)
            rows = [_row(pdu) for pdu in pair]
            yield Remedy(
                "pdu_pair", f"Add a pair of PDUs to rack {ledger.racks[rack].name}: {names}.",
                prices.pdu_pair, prices.pdu_pair, placement, changes=({"add": "power", "rows": rows},),
            )  # fmt: skip


def _second_pair(ledger: Ledger, rack: Rack) -> tuple[PowerNode, ...]:
    """A PDU of each path like the rack's own, or the nearest one of its row; empty if there is no model."""
    names = {node.name for node in ledger.room.power}
    rows = {other.name: other for other in ledger.racks}
    made = []
    for path in "AB":
        models = [n for n in ledger.room.power if n.kind == "pdu" and n.path == path and n.rack in rows]
        near = [n for n in models if rows[n.rack or ""].row == rack.row]
        near.sort(key=lambda n: (n.rack != rack.name, _apart(rows[n.rack or ""], rack), n.name))
        if not near:
            return ()
        name = _free_name(f"{rack.name}-{path}", names)
        names.add(name)
        made.append(replace(near[0], name=name, rack=rack.name, other_w=0, line=0))
    return tuple(made)


def _free_name(stem: str, taken: Collection[str]) -> str:
    """The stem with the first number from 2 on that is not taken."""
    return next(name for k in count(2) if (name := f"{stem}{k}") not in taken)


def _apart(one: Rack, other: Rack) -> int:
    """Distance along the floor in mm; far where it is not known."""
    if one.x_mm is None or other.x_mm is None or one.y_mm is None or other.y_mm is None:
        return 10**9
    return abs(one.x_mm - other.x_mm) + abs(one.y_mm - other.y_mm)


def _row(pdu: PowerNode) -> dict[str, object]:
    """The PDU as a row of power.csv."""
    row: dict[str, object] = {
        "node": pdu.name, "kind": pdu.kind, "path": pdu.path, "fed_by": " ".join(pdu.fed_by),
        "feeding": pdu.feeding, "rack": pdu.rack, "rated_w": pdu.rated_w, "phases": pdu.phases,
    }  # fmt: skip
    if pdu.outlets is not None:
        row["outlets"] = pdu.outlets
    for name, ppm in (("usable_fraction", pdu.usable_ppm), ("failover_fraction", pdu.failover_ppm)):
        if ppm is not None:
            row[name] = ppm / PPM
    return row


def _by_cooling(trials: Trials, request: Request, table: Candidates, prices: Prices) -> Iterator[Remedy]:
    """Set up a further unit like the largest of a zone, where cooling is all that is short."""
    ledger, room = trials.ledger, trials.ledger.room
    if ledger.cooling is None:
        return
    fine = ((table.broken | table.unknown) & ~np.uint32(BIT["cooling"])) == 0
    open_choice = np.zeros(len(fine), dtype=bool)
    open_choice[table.choice_rack[(table.choice_broken | table.choice_unknown) == 0]] = True
    fine &= _open_starts(table) & open_choice
    zones = dict.fromkeys(ledger.racks[rack].cooling_zone for rack in np.flatnonzero(fine).tolist())
    for zone in [zone for zone in zones if zone is not None][:TRIED]:
        own = [u for u in room.cooling if u.status == "active" and zone in (u.zones or ()) and u.capacity_w]
        if not own:
            continue
        model = max(own, key=lambda u: (u.capacity_w or 0, u.name))
        name = _free_name(f"{model.name}-", {unit.name for unit in room.cooling})
        unit = CoolingUnit(name, model.capacity_w, model.zones)
        placement = trials.in_copy(replace(room, cooling=(*room.cooling, unit)), request)
        if placement is not None:
            served = " ".join(unit.zones or ())
            row = {"unit": name, "capacity_w": unit.capacity_w, "zones": served}
            yield Remedy(
                "cooling", f"Set up a cooling unit of {unit.capacity_w:,} W like {model.name}, for {served}.",
                prices.cooling, prices.cooling, placement, changes=({"add": "cooling", "rows": [row]},),
            )  # fmt: skip
