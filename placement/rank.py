"""Ranking: which of the places that fit is the better one, by visible terms.

Every term is between 0 (bad) and 1000 (good), an integer, so that the order is the same on every
machine. The score is the weighted mean of the terms; the policy's ``[ranking]`` holds the weights. Ties
are broken by rack name, position, face and cords.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capacity.ledger import Ledger
from capacity.limits.cords import CordChoices
from capacity.limits.limit import CLIP
from capacity.limits.power import Plug
from capacity.room import LEGS
from placement.candidates import Candidates

BEST = 1000
FAR_MM = 50_000  # a cable this long scores 0

Terms = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place that fits: rack (position), start (half units from the bottom), face, cords, score, terms."""

    rack: int
    start: int
    face: str
    choice: int
    score: int
    terms: Mapping[str, int]


def best_places(table: Candidates, most: int | None, *, one_per_rack: bool = False) -> list[Ranked]:
    """The `most` best certain places (None: all), best first; each with the best cords for it.

    `one_per_rack` gives only the best place of each rack.
    """
    in_rack = (table.broken | table.unknown) == 0
    if not in_rack.any():
        return []
    weights = table.ledger.room.policy.ranking
    total = max(1, sum(weights.values()))
    choice, choice_terms = _best_choices(table, weights)
    rack_terms = _rack_terms(table)
    by_rack = {**rack_terms, **choice_terms}
    base = sum((weights[n] * t for n, t in by_rack.items()), np.zeros(len(table.broken), dtype=np.int64))
    racks = np.flatnonzero(in_rack & (choice >= 0))
    name_rank = table.ledger.name_rank[racks]
    found: list[tuple[npt.NDArray[np.int64], ...]] = []
    for number, face in enumerate(table.starts):
        certain = face.allowed[racks] & ((face.broken[racks] | face.unknown[racks]) == 0)
        at_rack, at = np.nonzero(certain)
        if not len(at):
            continue
        terms = _start_terms(table, face.mode, racks[at_rack], at)
        worth = base[racks[at_rack]]
        for name, term in terms.items():
            worth = worth + weights[name] * term
        found.append((worth, name_rank[at_rack], at, np.full(len(at), number), racks[at_rack]))
    if not found:
        return []
    score, rank, start, face_number, rack = (np.concatenate(column) for column in zip(*found, strict=True))
    order = _first(score, rank, start, face_number, None if one_per_rack else most)
    if one_per_rack:
        _, firsts = np.unique(rank[order], return_index=True)
        order = order[np.sort(firsts)][:most]
    listed = []
    for k in order.tolist():
        i, lowest, on = int(rack[k]), int(start[k]), table.starts[int(face_number[k])]
        terms = _start_terms(table, on.mode, rack[k : k + 1], start[k : k + 1])
        values = {n: int(t[i]) for n, t in by_rack.items()}
        values |= {n: int(t[0]) for n, t in terms.items()}
        ordered = {name: values[name] for name in weights if weights[name]}
        listed.append(Ranked(i, lowest, on.face, int(choice[i]), int(score[k]) // total, ordered))
    return listed


def _first(score: Terms, rank: Terms, start: Terms, face: Terms, most: int | None) -> npt.NDArray[np.int64]:
    """Indices of the best, sorted; only candidates at or above the cut are sorted."""
    chosen = np.arange(len(score))
    if most is not None and most < len(score):
        cut = np.partition(score, len(score) - most)[len(score) - most]
        chosen = np.flatnonzero(score >= cut)
    order = np.lexsort((face[chosen], start[chosen], rank[chosen], -score[chosen]))
    result: npt.NDArray[np.int64] = chosen[order][:most]
    return result


def _best_choices(table: Candidates, weights: Mapping[str, int]) -> tuple[Terms, dict[str, Terms]]:
    """Per rack: the best certain choice of cords (-1 none), and its terms."""
    racks = len(table.broken)
    best = np.full(racks, -1, dtype=np.int64)
    holds = np.flatnonzero((table.choice_broken | table.choice_unknown) == 0)
    whole = np.full(racks, BEST, dtype=np.int64)
    if table.cords is None:
        best[table.choice_rack[holds]] = holds
        return best, {"failover_budget": whole, "fewer_losses": whole, "leg_balance": whole}
    holds = holds[table.choice_number[holds] >= 0]
    if not len(holds):
        return best, {"failover_budget": whole, "fewer_losses": whole, "leg_balance": whole}
    draw = table.draw or 0
    left = np.clip(table.cords.sure[holds] - draw, 0, CLIP)
    budget = (
        left * BEST // max(1, int(left.max()))
        if int(left.max()) < CLIP // BEST
        else left // (int(left.max()) // BEST)
    )
    balance = _leg_balance(table.cords, holds, draw)
    dark = table.cords.dark_count[holds]
    values = {"failover_budget": budget, "fewer_losses": BEST // (1 + dark), "leg_balance": balance}
    score = sum(
        (weights[name] * value for name, value in values.items()), np.zeros(len(holds), dtype=np.int64)
    )
    order = np.lexsort((holds, -score))[::-1]  # the best of a rack comes last and stays
    rack = table.choice_rack[holds[order]]
    best[rack] = holds[order]
    terms = {name: np.zeros(racks, dtype=np.int64) for name in values}
    for name, value in values.items():
        terms[name][rack] = value[order]
    return best, terms


def _leg_balance(cords: CordChoices, choices: npt.NDArray[np.int64], draw: int) -> Terms:
    """`BEST` without the largest `imbalance` among the PDUs of each choice."""
    balance = np.full(len(choices), BEST, dtype=np.int64)
    legged = np.flatnonzero(cords.has_leg[choices])
    if len(legged):
        before, added = (loads[choices[legged]] for loads in cords.leg_loads)
        after = before + added * draw
        total = after.sum(axis=2)
        off = abs(3 * after - total[:, :, None]).max(axis=2) * BEST // np.maximum(1, total)
        balance[legged] = np.maximum(0, BEST - off.max(axis=1))
    return balance


def imbalance(
    ledger: Ledger, plugs: tuple[Plug, ...], draw: int, added: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Largest deviation of a leg from the mean of three, in thousandths, per PDU of `plugs`, after the draw.

    With `added` (draw units per limit) it is what that adds that counts, not the draw of one item.
    """
    grid = ledger.power
    assert grid is not None
    after: dict[int, int] = {}
    if added is None:
        added = {limit: share * draw for limit, share in grid.charge(plugs, None).items()}
    for pdu, leg in plugs:
        if leg is None:
            continue
        legs = [grid.chain.leg_of[pdu, name] for name in LEGS]
        loads = [grid.least.normal[limit] + added.get(limit, 0) for limit in legs]
        total = sum(loads)
        after[pdu] = max(abs(3 * load - total) for load in loads) * BEST // total if total else 0
    return after


def _rack_terms(table: Candidates) -> dict[str, Terms]:
    ledger = table.ledger
    racks = len(ledger.racks)
    whole = np.full(racks, BEST, dtype=np.int64)
    terms = {
        "keep_empty_racks": np.where(ledger.space.occupied, BEST, 0),
        "cable_length": whole,
        "cooling_margin": whole,
    }
    if ledger.cooling is not None and ledger.cooling.sure:
        left = np.maximum(0, ledger.cooling.rack_sure - (table.draw or 0))
        most = max(1, int(left.max()))
        terms["cooling_margin"] = left // max(1, most // BEST) if most > CLIP // BEST else left * BEST // most
    if ledger.ports is not None and table.port_parts:
        terms["cable_length"] = np.clip(
            BEST - ledger.ports.nearest_mm(table.port_parts) * BEST // FAR_MM, 0, BEST
        )
    return terms


def _start_terms(
    table: Candidates, mode: int, rack: npt.NDArray[np.int64], start: npt.NDArray[np.int64]
) -> dict[str, Terms]:
    """Terms of starts: what stays of the longest run, whether the rest of its own stays whole; heavy low."""
    height = table.request.height_hu or 0
    runs = table.ledger.space.run_table(mode)
    longest, others = runs.longest[rack], runs.longest_other[rack]
    run, below = runs.length[rack, start], runs.below[rack, start]
    rest = np.maximum(below, run - below - height)
    after = np.maximum(np.where(run == longest, others, longest), rest)
    kept = after.astype(np.int64) * BEST // np.maximum(1, longest.astype(np.int64))
    left = (run - height).astype(np.int64)
    whole = np.where(left > 0, rest.astype(np.int64) * BEST // np.maximum(1, left), BEST)
    terms = {"keep_long_runs": (kept + whole) // 2}
    heavy = (table.request.weight_g or 0) >= table.ledger.room.policy.heavy_g
    total = np.maximum(1, table.ledger.space.height[rack].astype(np.int64))
    terms["heavy_low"] = (
        BEST - start.astype(np.int64) * BEST // total if heavy else np.full(len(start), BEST, dtype=np.int64)
    )
    return terms
