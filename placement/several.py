"""check for several like items: all of them at once, or none.

CP-SAT decides, because the items share limits. What stops one item alone is explained by the filter;
where each would fit alone, by how many fit and by the sets of rules that together keep all from fitting.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import numpy as np

from capacity.errors import BadInput, Problem
from capacity.ledger import Ledger
from placement import conditions
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer, Proof
from placement.applications import host_reasons, host_table
from placement.batch.batch import Batch
from placement.batch.solve import solve
from placement.candidates import Candidates, candidates
from placement.explain import Reason, blocked, conflicts, minimal, reasons
from placement.host_missing import host_missing
from placement.joint import joint_conflicts
from placement.missing import Missing, missing
from placement.proof import SEED, STATUS
from placement.request import Request
from placement.rules import RULES, names
from placement.solver.model import Decided, decide, excluded

MOST_LISTED = 10_000
SECONDS = 20.0  # for the largest quantity that fits


def check_several(ledger: Ledger, request: Request) -> Answer:
    """Decide a request of more than one item."""
    single = replace(request, quantity=1)
    table = candidates(ledger, single) if request.kind == "server" else None
    standard = table.standard if table is not None else host_table(ledger, single).standard
    general = tuple(conditions.of_room(ledger, request, standard))
    most = _ceiling(table)
    listed = table is not None or request.quantity <= MOST_LISTED
    if most is not None and most < request.quantity:
        said = Decided(DOES_NOT_FIT)
    else:
        said = decide(ledger, request, SEED, place=listed)
    if said.decision == FITS and not listed:
        raise _too_many(request)
    answer = Answer(
        request=request.name,
        decision=said.decision,
        placement=said.placement,
        conditions=general,
        proof=_proof(said, request.quantity),
    )
    if said.decision == FITS:
        own = conditions.of_placement(table or host_table(ledger, single), request, said.placement)
        return replace(answer, conditions=general + tuple(own))
    if said.decision == CANNOT_DECIDE:
        return replace(answer, missing=_missing(ledger, single, table))
    return _explain(ledger, request, table, answer, most)


def _missing(ledger: Ledger, single: Request, table: Candidates | None) -> tuple[Missing, ...]:
    """Everything not known that the items may need; together they may need more than one alone."""
    if table is not None:
        return tuple(missing(table, joint=True))
    return tuple(host_missing(host_table(ledger, single), joint=True))


def _ceiling(table: Candidates | None) -> int | None:
    """More servers than starts can never be placed; None where no start can be named."""
    if table is None or not table.measured:
        return None
    return sum(int((face.allowed & (face.broken == 0)).sum()) for face in table.starts)


def _too_many(request: Request) -> BadInput:
    problem = f"All {request.quantity} applications fit, more than can be listed ({MOST_LISTED})."
    return BadInput([Problem(request.file, request.line, "quantity", problem, "Split the request.")])


def _proof(said: Decided, quantity: int) -> Proof:
    bound = quantity - 1 if said.decision == DOES_NOT_FIT else quantity
    return Proof(
        "cp-sat", STATUS[said.decision], bound, 0.0, SEED, said.reproducible, {"ortools": version("ortools")}
    )


def _explain(
    ledger: Ledger, request: Request, table: Candidates | None, answer: Answer, most: int | None
) -> Answer:
    one = decide(ledger, replace(request, quantity=1), SEED)
    if one.decision == DOES_NOT_FIT:
        if table is None:
            hosts = host_table(ledger, replace(request, quantity=1))
            masks = minimal(p.broken for p in hosts.places)
            return replace(
                answer,
                reasons=tuple(host_reasons(hosts)),
                conflicts=tuple(conflicts(masks)) if hosts.places else (),
            )
        found = blocked(table)
        return replace(
            answer, reasons=tuple(reasons(table, found)), conflicts=tuple(conflicts(found.minimal))
        )
    upper = request.quantity - 1
    best = _most_that_fit(ledger, request, upper if most is None else min(most, upper))
    every = frozenset(RULES)
    sets = joint_conflicts(
        _binding(ledger, request, table),
        lambda rules: excluded(ledger, request, SEED, every - rules),
        most=max(20, min(100, 15_000 // len(ledger.racks))),  # a question takes longer in a large room
    )
    named = [rule for rule in RULES if any(rule in together for together in sets)]
    listed = [Reason(rule, 0, 0, request.quantity - best, "items", None) for rule in named]
    would = ({"quantity": best},) if best else ()
    return replace(answer, reasons=tuple(listed), conflicts=tuple(sets), would_fit_if=would)


def _binding(ledger: Ledger, request: Request, table: Candidates | None) -> list[str]:
    """Rules that may have a part in keeping the items out; to leave out another one changes nothing."""
    bound = set[str](("keep",) if request.keep else ())
    if table is None:
        bound.add("hosting")
        masks = [p.broken for p in host_table(ledger, replace(request, quantity=1)).places]
    else:
        bound |= {"space", "weight", "heat"}
        bound |= {"power", "outlets"} if table.cords is not None else set()
        bound |= {"cooling"} if ledger.cooling is not None else set()
        bound |= {"ports"} if table.port_parts else set()
        bound |= {"keep_free"} if ledger.room.policy.keep_free_hu else set()
        masks = [int(mask) for mask in (*np.unique(table.broken), *np.unique(table.choice_broken))]
    for mask in masks:
        bound.update(names(mask))
    return [rule for rule in RULES if rule in bound]


def _most_that_fit(ledger: Ledger, request: Request, upper: int) -> int:
    """Largest quantity up to `upper` that fits for certain."""
    batch = Batch.of(ledger, [replace(request, quantity=upper, priority=1)])
    return solve(batch, seconds=SECONDS, seed=SEED).standing.value
