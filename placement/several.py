"""check for several like items: all of them at once, or none.

CP-SAT decides, because the items share limits. What stops one item alone is explained by the filter;
where each would fit alone, by how many fit and by which rules, dropped alone, would let all in.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import numpy as np

from capacity.ledger import Ledger
from placement import conditions
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer, Proof
from placement.applications import host_missing, host_reasons, host_table
from placement.candidates import Candidates, candidates
from placement.explain import Reason, blocked, conflicts, reasons
from placement.missing import missing
from placement.model import Decided, decide
from placement.placed import Placed
from placement.proof import SEED, STATUS
from placement.request import Request
from placement.rules import RULES

MOST_ITEMS = 10_000


def check_several(ledger: Ledger, request: Request) -> Answer:
    """Decide a request of more than one item."""
    single = replace(request, quantity=1)
    table = candidates(ledger, single) if request.kind == "server" else None
    standard = table.standard if table is not None else host_table(ledger, single).standard
    general = tuple(conditions.of_room(ledger, request, standard))
    most = _ceiling(ledger, table)
    said = Decided(DOES_NOT_FIT) if most < request.quantity else decide(ledger, request, SEED)
    answer = Answer(
        request=request.name,
        decision=said.decision,
        placement=said.placement,
        conditions=general,
        proof=_proof(said, request.quantity),
    )
    if said.decision == FITS:
        return replace(answer, conditions=general + _own_conditions(table, said.placement))
    if said.decision == CANNOT_DECIDE:
        found = missing(table) if table is not None else host_missing(host_table(ledger, single))
        return replace(answer, missing=tuple(found))
    return _explain(ledger, request, table, answer, most)


def _ceiling(ledger: Ledger, table: Candidates | None) -> int:
    """More items than this can never be placed: one per start, and a cap on the size of the question."""
    if table is None:
        return MOST_ITEMS
    if not table.measured:
        return MOST_ITEMS
    return min(MOST_ITEMS, sum(int((face.allowed & (face.broken == 0)).sum()) for face in table.starts))


def _proof(said: Decided, quantity: int) -> Proof:
    placed = len(said.placement)
    bound = placed if placed else quantity - 1
    return Proof(
        "cp-sat", STATUS[said.decision], bound, 0.0, SEED, said.reproducible, {"ortools": version("ortools")}
    )


def _own_conditions(table: Candidates | None, placement: tuple[Placed, ...]) -> tuple[str, ...]:
    """Conditions of every placed server, each once."""
    found: dict[str, None] = {}
    if table is not None:
        for placed in placement:
            rack = table.ledger.rack_index[placed.rack or ""]
            choice = next(
                c
                for c in np.flatnonzero(table.choice_rack == rack).tolist()
                if table.cords is None or table.cords.cords(int(table.choice_number[c])) == placed.cords
            )
            start = (placed.position_hu or 0) - 2 * table.ledger.racks[rack].first_unit
            found |= dict.fromkeys(conditions.of_server(table, rack, start, choice))
    return tuple(found)


def _explain(ledger: Ledger, request: Request, table: Candidates | None, answer: Answer, most: int) -> Answer:
    one = decide(ledger, replace(request, quantity=1), SEED)
    if one.decision == DOES_NOT_FIT:
        if table is None:
            return replace(
                answer, reasons=tuple(host_reasons(host_table(ledger, replace(request, quantity=1))))
            )
        found = blocked(table)
        return replace(
            answer, reasons=tuple(reasons(table, found)), conflicts=tuple(conflicts(found.minimal))
        )
    best = _most_that_fit(ledger, request, min(most, request.quantity - 1))
    sets = _conflicts(ledger, request) if request.quantity <= MOST_ITEMS else [("space",)]
    named = [rule for rule in RULES if any(rule in together for together in sets)]
    listed = [Reason(rule, 0, 0, request.quantity - best, "items", None) for rule in named]
    would = ({"quantity": best},) if best else ()
    return replace(answer, reasons=tuple(listed), conflicts=tuple(sets), would_fit_if=would)


def _conflicts(ledger: Ledger, request: Request) -> list[tuple[str, ...]]:
    """Minimal sets of rules that keep the items out: every rule that does so alone, else one larger."""

    def stopped(dropped: frozenset[str]) -> bool:
        return decide(ledger, request, SEED, dropped=dropped).decision == DOES_NOT_FIT

    every = frozenset(RULES)
    alone: list[tuple[str, ...]] = [(rule,) for rule in RULES if stopped(every - {rule})]
    if alone:
        return alone
    dropped: frozenset[str] = frozenset()
    for rule in RULES:
        if stopped(dropped | {rule}):
            dropped |= {rule}
    return [tuple(rule for rule in RULES if rule not in dropped)]


def _most_that_fit(ledger: Ledger, request: Request, upper: int) -> int:
    """Largest quantity that fits for certain, by bisection (fewer items always fit where more do)."""
    low, high = 0, upper
    while low < high:
        middle = (low + high + 1) // 2
        if decide(ledger, replace(request, quantity=middle), SEED).decision == FITS:
            low = middle
        else:
            high = middle - 1
    return low
