"""A room in figures: the one value that `titip room` prints and that two rooms are compared by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from capacity.checks import Finding, run_checks
from capacity.checks.amounts import idle_nodes
from capacity.ledger import Ledger
from capacity.limits.limit import ENDLESS, Limit
from capacity.measures import Dimension, Measures
from capacity.missing import MissingCell, missing_cells
from capacity.room import Room
from capacity.tight import open_end, room_limits
from capacity.unchecked import UNCHECKED
from capacity.units import plain


@dataclass(frozen=True, slots=True)
class Summary:
    """What is in a room, how much of it is used, held and free, what is broken, what is not known.

    Attributes
    ----------
    limits
        Every limit, the tightest first.
    findings
        What the checks find, broken rules first.
    unloaded
        Nodes of the power chain that carry nothing in any scenario.
    unchecked
        Files that are absent, so that their rules are not checked.
    """

    ledger: Ledger
    measures: Measures
    limits: tuple[Limit, ...]
    findings: tuple[Finding, ...]
    missing: tuple[MissingCell, ...]
    unloaded: tuple[str, ...]
    unchecked: tuple[str, ...]

    @property
    def room(self) -> Room:
        return self.ledger.room


def summarise(room: Room, today: date) -> Summary:
    """The summary of a room with the reservations that count on `today`."""
    ledger = Ledger(room, today)
    missing = tuple(missing_cells(ledger))
    return Summary(
        ledger,
        Measures(ledger, missing),
        tuple(room_limits(ledger)),
        tuple(run_checks(ledger)),
        missing,
        idle_nodes(ledger),
        tuple(file for file in UNCHECKED if file not in room.files),
    )


def summary_json(summary: Summary, stranded: Mapping[str, int | Fraction | None]) -> dict[str, object]:
    """The summary as the contract's JSON object, with some keys more.

    `stranded` is the amount per dimension that the reference server cannot use, None where it is not known;
    to find it is to place a server, so it comes from the layer above.
    """
    room, measures = summary.room, summary.measures
    budget = measures.failover_budget
    return {
        "racks": len(room.racks),
        "devices": len(room.devices),
        "reservations": len(room.reservations),
        "hosts": len(room.hosts),
        "vms": len(room.vms),
        "dimensions": [_dimension(d, stranded.get(d.name)) for d in measures.dimensions],
        "failover_budget": _budget(budget[0]) if budget else None,
        "failover_by_kind": [_budget(limit) for limit in budget[1:]],
        "limits": [_limit(limit) for limit in summary.limits],
        "broken": [_finding(f) for f in summary.findings if f.broken],
        "warnings": [_finding(f) for f in summary.findings if not f.broken],
        "missing": [
            {"file": m.file, "row": m.row, "column": m.column, "why": m.why, "assumed": m.assumed}
            for m in summary.missing
        ],
        "unloaded": list(summary.unloaded),
        "unchecked": list(summary.unchecked),
        "notes": list(room.notes),
        "per_row": measures.rows.records(),
        "per_rack": measures.racks.records(),
        "policy_version": room.policy.version,
        "input_sha256": room.sha256,
    }


def _dimension(dimension: Dimension, stranded: int | Fraction | None) -> dict[str, object]:
    return {
        "dimension": dimension.name,
        "unit": dimension.unit,
        "capacity": _number(dimension.capacity),
        "used": _number(dimension.used),
        "held": _number(dimension.held),
        "free": _number(dimension.free),
        "stranded": _number(stranded),
        "unknown": dimension.unknown,
        "unknown_capacity": dimension.unknown_capacity,
    }


def _limit(limit: Limit) -> dict[str, object]:
    return {
        "limit": limit.name,
        "scenario": limit.scenario,
        "unit": limit.unit,
        "capacity": None if _boundless(limit.capacity) else plain(limit.capacity or 0, limit.scale),
        "used": plain(limit.used, limit.scale),
        "most": None if open_end(limit) else plain(limit.most, limit.scale),
    }


def _boundless(capacity: int | None) -> bool:
    return capacity is None or capacity >= ENDLESS


def _budget(limit: Limit) -> dict[str, object]:
    """Capacity less load; `at_least` counts unknown loads at their most, None where that has no end."""
    capacity = limit.capacity or 0
    return {
        "amount": plain(capacity - limit.used, limit.scale),
        "at_least": None if open_end(limit) else plain(capacity - limit.most, limit.scale),
        **_limit(limit),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "rule": finding.rule or None,
        "where": finding.where,
        "scenario": finding.scenario,
        "unit": finding.unit,
        "capacity": _number(finding.capacity),
        "used": _number(finding.used),
        "names": list(finding.names),
        "what": finding.what,
        "advice": finding.advice,
    }


def _number(value: int | Fraction | None) -> int | float | None:
    return None if value is None else plain(value)
