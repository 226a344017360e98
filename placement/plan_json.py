"""Plans and headroom as the contract's JSON, and placements as the rows of PLACEMENTS.csv."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from capacity.units import plain
from placement.answer import missing_json, placed_json, proof_json, reason_json
from placement.batch.blockers import stop_json
from placement.headroom import Headroom
from placement.placed import Placed
from placement.plan import Plan, PlannedRequest
from placement.ways import way_json

COLUMNS = ("request", "item", "rack", "position_u", "face", "cords", "ports", "host")


def plan_json(plan: Plan, seconds: float) -> dict[str, object]:
    """A plan as the contract's JSON object."""
    first = plan.objectives[0]
    return {
        "placed": len(plan.placed),
        "asked": plan.asked,
        "value": first.value,
        "bound": first.bound,
        "gap": first.gap,
        "objectives": [{**asdict(o), "gap": o.gap} for o in plan.objectives],
        "requests": [_request_json(request) for request in plan.requests],
        "shortfalls": [stop_json(stop) for stop in plan.shortfalls.stops],
        "shortfalls_exact": plan.shortfalls.exact,
        "unreachable": list(plan.shortfalls.unreachable),
        "conflicts": [list(rules) for rules in plan.shortfalls.conflicts],
        "greedy_value": plan.start,
        "remedies": [way_json(way) for way in plan.ways.listed],
        "remedies_searched": plan.ways.searched,
        "proof": proof_json(plan.proof),
        "input_sha256": plan.input_sha256,
        "policy_version": plan.policy_version,
        "seconds": round(seconds, 4),
    }


def _request_json(request: PlannedRequest) -> dict[str, object]:
    return {
        "request": request.request,
        "decision": request.decision,
        "asked": request.asked,
        "placed": len(request.placement),
        "placement": [placed_json(p) for p in request.placement],
        "reasons": [reason_json(r) for r in request.reasons],
        "conflicts": [list(rules) for rules in request.conflicts],
        "would_fit_if": [dict(w) for w in request.would_fit_if],
        "missing": [missing_json(m) for m in request.missing],
        "conditions": list(request.conditions),
    }


def headroom_json(found: Headroom, seconds: float) -> dict[str, object]:
    """A headroom as the contract's JSON object."""
    return {
        "request": found.request,
        "headroom": found.headroom,
        "bound": found.bound,
        "gap": found.gap,
        "decision": found.decision,
        "binding": [stop_json(stop) for stop in found.binding],
        "reasons": [reason_json(r) for r in found.reasons],
        "conflicts": [list(rules) for rules in found.conflicts],
        "would_fit_if": [dict(w) for w in found.would_fit_if],
        "placement": [placed_json(p) for p in found.placement],
        "missing": [missing_json(m) for m in found.missing],
        "conditions": list(found.conditions),
        "proof": proof_json(found.proof),
        "input_sha256": found.input_sha256,
        "policy_version": found.policy_version,
        "seconds": round(seconds, 4),
    }


def placement_rows(placed: Iterable[Placed]) -> list[dict[str, str]]:
    """The rows of PLACEMENTS.csv by column; cells that do not apply are left out."""
    return [
        {
            "request": each.request,
            "item": str(each.item),
            "rack": each.rack or "",
            "position_u": "" if each.position_hu is None else str(plain(each.position_hu, 2)),
            "face": each.face or "",
            "cords": " ".join(map(str, each.cords)),
            "ports": " ".join(map(str, each.ports)),
            "host": each.host or "",
        }
        for each in placed
    ]
