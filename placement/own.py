"""A person's own choice of rack and unit: whether it holds, and what it breaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from capacity.errors import BadInput, Problem
from placement import conditions, touched
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer, Proof
from placement.candidates import Candidates, candidates
from placement.check import Checker, verified
from placement.check_server import answer_unmodelled, as_placed, unmodelled
from placement.explain import blocked, conflicts, reasons
from placement.missing import missing
from placement.proof import SEED
from placement.rank import best_places
from placement.relax import would_fit_if
from placement.request import Request
from placement.rules import BIT


def own_place(checker: Checker, request: Request, rack: str, position_hu: int, face: str) -> Answer:
    """Judge one place of a person's choosing; cords, legs and ports are still the best for it.

    Raises
    ------
    BadInput
        If there is no such rack, or the request is no single server.
    """
    ledger, verifier = checker.compiled(request)
    if rack not in ledger.rack_index:
        raise _bad("--rack", f"There is no rack {rack!r}.", "Name a rack of racks.csv.")
    modelled = not unmodelled(request)
    if request.kind != "server" or request.quantity != 1 or (modelled and request.height_hu is None):
        raise _bad(
            "--rack", "An own choice is for one server of known height.", "Leave out --rack and --position."
        )
    if not modelled:
        return checker.signed(answer_unmodelled(ledger, request), request)
    if face == "rear" and request.depth == "full":
        raise _bad("--face", "Full-depth equipment is entered as front.", "Leave out --face.")
    at = ledger.rack_index[rack]
    table = _only(candidates(ledger, request), at, position_hu - 2 * ledger.racks[at].first_unit, face)
    general = tuple(conditions.of_room(ledger, request, table.standard))
    ranked = best_places(table, 1)
    answer = checker.signed(
        Answer(
            request=request.name,
            decision=FITS,
            conditions=general,
            proof=Proof("enumeration", "judged", 0, 0.0, SEED, True),
        ),
        request,
    )
    if ranked:
        placed = as_placed(table, ranked[0])
        verified(verifier, request, (placed,))
        own = conditions.of_server(table, at, ranked[0].start, ranked[0].choice)
        return replace(
            answer,
            placement=(placed,),
            limits=touched.by_server(table, at, ranked[0].choice, placed.ports),
            conditions=tuple(own) + general,
        )
    found = blocked(table, at)
    undecided = 0 in found.minimal
    return replace(
        answer,
        decision=CANNOT_DECIDE if undecided else DOES_NOT_FIT,
        missing=tuple(missing(table)) if undecided else (),
        reasons=tuple(reasons(table, found)),
        conflicts=() if undecided else tuple(conflicts(found.minimal)),
        would_fit_if=tuple(would_fit_if(table, only_this=True)),
    )


def _only(table: Candidates, rack: int, start: int, face: str) -> Candidates:
    """The table with every other rack taken out, and one start left."""
    own = np.arange(len(table.broken)) == rack
    out = np.where(own, 0, BIT["status"]).astype(np.uint32)
    starts = []
    for each in table.starts:
        allowed = np.zeros_like(each.allowed)
        inside = each.face == face and 0 <= start < allowed.shape[1]
        if inside:
            allowed[rack, start] = each.allowed[rack, start]
        starts.append(replace(each, allowed=allowed))
    return replace(table, broken=table.broken | out, starts=tuple(starts))


def _bad(option: str, problem: str, advice: str) -> BadInput:
    return BadInput([Problem("command line", None, option, problem, advice)])
