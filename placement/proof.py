"""What a decision rests on: the filter alone, or the filter and CP-SAT, which must agree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version

from capacity.ledger import Ledger
from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer, Proof
from placement.errors import Disagreement
from placement.request import Request

SEED = 1
STATUS = {FITS: "optimal", DOES_NOT_FIT: "infeasible", CANNOT_DECIDE: "undecided"}


def versions() -> dict[str, str]:
    """Versions of the solvers that an answer may rest on."""
    return {name: version(name) for name in ("ortools", "highspy")}


def digest(room: Room, requests: Sequence[Request]) -> str:
    """SHA-256 of what an answer was computed from: the room's files and the requests as interpreted."""
    said = json.dumps([asdict(request) for request in requests], default=str, sort_keys=True)
    return hashlib.sha256(f"{room.sha256}\n{said}".encode()).hexdigest()


def enumerated(decision: str, placed: int) -> Proof:
    """The filter has looked at every place."""
    return Proof("enumeration", STATUS[decision], placed, 0.0, SEED, True)


def by_both(ledger: Ledger, request: Request, answer: Answer) -> Proof:
    """Let CP-SAT decide as well; the decisions must be the same."""
    from placement.solver.model import decide  # the solver is loaded only where it speaks

    said = decide(ledger, request, SEED)
    if said.decision != answer.decision:
        raise Disagreement(
            f"request {request.name}: the filter says {answer.decision!r} "
            f"({json.dumps(dict(answer.places))}, first place {answer.placement}), "
            f"CP-SAT says {said.decision!r} ({said.placement})"
        )
    return Proof(
        "both",
        STATUS[answer.decision],
        len(answer.placement),
        0.0,
        SEED,
        said.reproducible,
        versions(),
    )
