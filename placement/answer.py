"""The answer to a check: the decision, the places, and everything that explains them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from capacity.limits.limit import Limit
from capacity.units import plain
from placement.explain import Reason
from placement.missing import Missing
from placement.moves import Move
from placement.placed import Placed
from placement.remedy import Remedy

FITS, DOES_NOT_FIT, CANNOT_DECIDE = "fits", "does not fit", "cannot decide"


@dataclass(frozen=True, slots=True)
class Touched:
    """A limit that a placement charges: its use before and after, in the limit's own scale."""

    limit: Limit
    after: int

    @property
    def left(self) -> float:
        """Part of the capacity that is left afterwards; the tightest limit has the least."""
        if not self.limit.capacity:
            return 0.0 if self.limit.capacity == 0 else 1.0
        return (self.limit.capacity - self.after) / self.limit.capacity


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way to place all items, with its score and terms (0 to 1 each)."""

    placement: tuple[Placed, ...]
    score: float
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the decision rests on.

    `method` is "enumeration" (the filter over the ledger), "cp-sat" or "both"; `status` says what was
    proved; `bound` and `gap` belong to the number of items placed.
    """

    method: str
    status: str
    bound: int
    gap: float
    seed: int
    reproducible: bool
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked request. `placement` is the best place, `alternatives` the next ones, best first.

    `remedies` are what would make a refused request fit, the cheapest first, where they were asked for;
    `moves_searched` says what is known where no moves do.
    """

    request: str
    decision: str
    placement: tuple[Placed, ...] = ()
    score: float | None = None
    terms: Mapping[str, float] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()
    limits: tuple[Touched, ...] = ()
    conditions: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    reasons: tuple[Reason, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    would_fit_if: tuple[Mapping[str, int | float], ...] = ()
    remedies: tuple[Remedy, ...] = ()
    moves_searched: str = ""
    places: Mapping[str, int] = field(default_factory=dict)
    proof: Proof | None = None
    policy_version: str | None = None
    input_sha256: str = ""


def answer_json(answer: Answer, seconds: float) -> dict[str, object]:
    """The answer as the contract's JSON object."""
    proof = answer.proof
    return {
        "request": answer.request,
        "decision": answer.decision,
        "placement": [placed_json(p) for p in answer.placement],
        "score": answer.score,
        "terms": dict(answer.terms),
        "alternatives": [
            {"placement": [placed_json(p) for p in a.placement], "score": a.score, "terms": dict(a.terms)}
            for a in answer.alternatives
        ],
        "limits": [touched_json(t) for t in answer.limits],
        "conditions": list(answer.conditions),
        "missing": [missing_json(m) for m in answer.missing],
        "reasons": [reason_json(r) for r in answer.reasons],
        "conflicts": [list(c) for c in answer.conflicts],
        "would_fit_if": [dict(w) for w in answer.would_fit_if],
        "remedies": [remedy_json(r) for r in answer.remedies],
        "moves_searched": answer.moves_searched,
        "places": dict(answer.places),
        "proof": None if proof is None else proof_json(proof),
        "input_sha256": answer.input_sha256,
        "policy_version": answer.policy_version,
        "seconds": round(seconds, 4),
    }


def proof_json(proof: Proof) -> dict[str, object]:
    """What an answer rests on."""
    return {
        "method": proof.method,
        "status": proof.status,
        "bound": proof.bound,
        "gap": proof.gap,
        "seed": proof.seed,
        "reproducible": proof.reproducible,
        "versions": dict(proof.versions),
    }


def remedy_json(remedy: Remedy) -> dict[str, object]:
    """What would make the request fit; the keys of moves only where something is moved."""
    moved: dict[str, object] = {}
    if remedy.moves:
        moved = {
            "moves": [_move_json(move) for move in remedy.moves],
            "proved_minimal": remedy.proved_minimal,
            "proved_fewest": remedy.proved_fewest,
            "scope": remedy.scope,
        }
    return {
        "kind": remedy.kind,
        **moved,
        "cost": remedy.cost,
        "hours": remedy.hours,
        "sentence": remedy.sentence,
        "changes": [dict(change) for change in remedy.changes],
        "placement": [placed_json(placed) for placed in remedy.placement],
        "conditions": list(remedy.conditions),
    }


def _move_json(move: Move) -> dict[str, object]:
    def place(placed: Placed) -> dict[str, object]:
        return {name: value for name, value in placed_json(placed).items() if name != "item"}

    return {
        "device": move.device,
        "from": place(move.before),
        "to": place(move.after),
        "move_cost": move.cost,
    }


def missing_json(missing: Missing) -> dict[str, object]:
    """An empty cell that keeps something undecided."""
    return {"file": missing.file, "row": missing.row, "column": missing.column, "why": missing.why}


def reason_json(reason: Reason) -> dict[str, object]:
    """A rule that excludes racks."""
    return {
        "rule": reason.rule,
        "racks": reason.racks,
        "only_blocker": reason.only_blocker,
        "least_short": None if reason.least_short is None else plain(reason.least_short),
        "unit": reason.unit,
        "nearest": reason.nearest,
    }


def placed_json(placed: Placed) -> dict[str, object]:
    """One item's place: servers with rack, position, face, cords and ports; applications with host."""
    if placed.host is not None:
        return {"item": placed.item, "host": placed.host}
    return {
        "item": placed.item,
        "rack": placed.rack,
        "position_u": None if placed.position_hu is None else plain(placed.position_hu, 2),
        "face": placed.face,
        "cords": [str(c) for c in placed.cords],
        "ports": [str(p) for p in placed.ports],
    }


def touched_json(touched: Touched) -> dict[str, object]:
    """One limit with its use before and after, in its unit."""
    limit = touched.limit
    return {
        "limit": limit.name,
        "scenario": limit.scenario,
        "unit": limit.unit,
        "capacity": None if limit.capacity is None else plain(limit.capacity, limit.scale),
        "before": plain(limit.used, limit.scale),
        "after": plain(touched.after, limit.scale),
    }
