"""titip verify: a placement against the rules, without ledger and solver."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

from api.room_at import room_at
from capacity.units import plain
from placement.reading import read_placements, read_requests
from placement.verify import Verdict, Verifier


def run_verify(
    room_text: str, requests_path: Path, placements_path: Path, today: date, *, as_json: bool
) -> int:
    """Verify and print; 0 holds, 1 violated."""
    room, catalogue = room_at(room_text)
    requests = read_requests(requests_path, catalogue())
    placements = read_placements(placements_path, requests)
    verdict = Verifier(room, today, [r.name for r in requests]).verify(requests, placements)
    if as_json:
        print(json.dumps(verdict_json(verdict), indent=1, ensure_ascii=True))
    else:
        from api.render.verify import print_verdict

        print_verdict(verdict, len(placements))
    return 0 if verdict.holds else 1


def verdict_json(verdict: Verdict) -> dict[str, object]:
    """The verdict as the contract's JSON object, with the rules left open and the conditions."""
    return {
        "holds": verdict.holds,
        "violations": [
            {
                "rule": v.rule,
                "where": v.where,
                "scenario": v.scenario,
                "unit": v.unit,
                "capacity": _number(v.capacity),
                "after": _number(v.after),
                "items": list(v.items),
            }
            for v in verdict.violations
        ],
        "unknown": [
            {
                "rule": u.rule,
                "where": u.where,
                "items": list(u.items),
                "why": u.why,
                "file": u.file,
                "row": u.line,
                "column": u.column,
            }
            for u in verdict.unknown
        ],
        "conditions": list(verdict.conditions),
    }


def _number(value: int | Fraction | None) -> int | float | None:
    return None if value is None else plain(value)
