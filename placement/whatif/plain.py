"""What-if as the contract's JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from fractions import Fraction

from capacity.summary import summary_json
from capacity.units import plain
from placement.answer import missing_json, placed_json, reason_json
from placement.batch.blockers import stop_json
from placement.headroom import Headroom
from placement.plan import Plan, PlannedRequest
from placement.whatif.compare import Outcome, WhatIf
from placement.whatif.differences import Difference
from placement.whatif.view import View


def whatif_json(found: WhatIf, seconds: float) -> dict[str, object]:
    """The comparison as the contract's JSON object, with some keys more."""
    return {
        "base": _summary(found.base) | _queue(found.base.queue),
        "scenarios": [_outcome_json(outcome, found.base) for outcome in found.outcomes],
        "policy_version": found.base.room.policy.version,
        "input_sha256": found.base.room.sha256,
        "seconds": round(seconds, 4),
    }


def _summary(view: View) -> dict[str, object]:
    return summary_json(view.summary, view.stranded.totals)


def _queue(queue: Plan | None) -> dict[str, object]:
    """What became of the queue in the room as it is; nothing where there is none."""
    if queue is None:
        return {}
    return {"placed": _placed(queue.requests), "not_placed": _not_placed(queue.requests)}


def _outcome_json(outcome: Outcome, base: View) -> dict[str, object]:
    scenario, aftermath = outcome.prepared.scenario, outcome.aftermath
    summary = _summary(outcome.view)
    broken = [f for f in outcome.view.summary.findings if f.broken]
    listed = summary["broken"]
    assert isinstance(listed, list), "a summary lists what is broken"
    pairs = zip(base.headrooms, outcome.view.headrooms, strict=True)
    return {
        "name": scenario.name,
        "owner": scenario.owner,
        "version": scenario.version,
        "note": scenario.note,
        "changes": len(scenario.changes),
        "summary": summary,
        "broken": [
            told | {"new": finding in outcome.new_faults}
            for told, finding in zip(listed, broken, strict=True)
        ],
        "dead": list(aftermath.dead),
        "aftermath": {name: list(names) for name, names in asdict(aftermath).items()},
        "placed": _placed(outcome.requests),
        "not_placed": _not_placed(outcome.requests),
        "headroom": [_headroom(*pair) for pair in pairs],
        "differences": [_difference(each) for each in outcome.differences],
    }


def _placed(requests: Iterable[PlannedRequest]) -> list[dict[str, object]]:
    return [{"request": r.request} | placed_json(each) for r in requests for each in r.placement]


def _not_placed(requests: Iterable[PlannedRequest]) -> list[dict[str, object]]:
    """Requests of which items are left over, with why."""
    return [
        {
            "request": request.request,
            "decision": request.decision,
            "asked": request.asked,
            "placed": len(request.placement),
            "reasons": [reason_json(reason) for reason in request.reasons],
            "conflicts": [list(rules) for rules in request.conflicts],
            "would_fit_if": [dict(change) for change in request.would_fit_if],
            "missing": [missing_json(cell) for cell in request.missing],
            "conditions": list(request.conditions),
        }
        for request in requests
        if len(request.placement) < request.asked
    ]


def _headroom(base: Headroom, scenario: Headroom) -> dict[str, object]:
    return {
        "request": base.request,
        "base": base.headroom,
        "scenario": scenario.headroom,
        "base_bound": base.bound,
        "scenario_bound": scenario.bound,
        "decision": scenario.decision,
        "binding": [stop_json(stop) for stop in scenario.binding],
        "reasons": [reason_json(reason) for reason in scenario.reasons],
    }


def _difference(difference: Difference) -> dict[str, object]:
    return {
        "dimension": difference.dimension,
        "unit": difference.unit,
        "measure": difference.measure,
        "base": _number(difference.base),
        "scenario": _number(difference.scenario),
        "change": _number(difference.change),
    }


def _number(value: int | Fraction | None) -> int | float | None:
    return None if value is None else plain(value)
