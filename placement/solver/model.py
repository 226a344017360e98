"""The CP-SAT model of one request: like items are counted, rows are the limits of the ledger.

Two variants are built: in the *sure* one every limit is as tight as the unknown data may make it, in
the *possible* one as loose. A request fits if the sure one has a solution, cannot be decided if only the
possible one has, and does not fit otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from capacity.ledger import Ledger
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.applications import host_table
from placement.candidates import candidates
from placement.placed import Placed
from placement.request import Request
from placement.solver.host_model import HostModel
from placement.solver.server_model import ServerModel


@dataclass(frozen=True, slots=True)
class Decided:
    """What CP-SAT says: the decision, a placement if one is certain, whether a rerun says the same."""

    decision: str
    placement: tuple[Placed, ...] = ()
    objective: int | None = None
    bound: int | None = None
    reproducible: bool = True
    status: str = "infeasible"


def decide(
    ledger: Ledger,
    request: Request,
    seed: int,
    scores: Mapping[tuple[int, int], int] | None = None,
    *,
    place: bool = True,
) -> Decided:
    """Decide `request`, all items at once.

    Parameters
    ----------
    scores
        Per (rack, choice): what an item there is worth; the best sure placement is sought. None: any.
    place
        False: the decision is enough, no placement is wanted.
    """
    build = _host if request.kind == "application" else _server
    open_end = False
    for sure in (True, False):
        model = build(ledger, request, sure, frozenset())
        solution = model.solve(seed, scores if sure else None)
        if solution.status in ("optimal", "feasible"):
            placement = model.placement(solution) if sure and place else ()
            return Decided(
                FITS if sure else CANNOT_DECIDE, placement, solution.objective, solution.bound,
                not open_end, solution.status,
            )  # fmt: skip
        open_end |= solution.status == "unknown"
    return Decided(CANNOT_DECIDE if open_end else DOES_NOT_FIT, reproducible=not open_end)


def excluded(ledger: Ledger, request: Request, seed: int, dropped: frozenset[str]) -> bool:
    """True if the items do not fit without the rules in `dropped`, whatever the unknown data are."""
    build = _host if request.kind == "application" else _server
    return build(ledger, request, False, dropped).solve(seed).status == "infeasible"


def _server(ledger: Ledger, request: Request, sure: bool, dropped: frozenset[str]) -> ServerModel:
    return ServerModel(candidates(ledger, request), sure=sure, dropped=dropped)


def _host(ledger: Ledger, request: Request, sure: bool, dropped: frozenset[str]) -> HostModel:
    return HostModel(host_table(ledger, request), sure=sure, dropped=dropped)
