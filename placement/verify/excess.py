"""The rule of excess for one limit, on intervals of what is not known.

The contract: "For every limit, scenario and leg: after <= max(capacity, before)", which for a
positive charge means after <= capacity; a charge of zero is never held against a placement. A rule
is unknown only where some value of what is not known would break it (ADR 2, Unknown values).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placement.verify.findings import Cell, Findings, exact
from placement.verify.items import Item


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known: the cell to fill in and a sentence about it."""

    cell: Cell
    why: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and what is used of it without the placed items.

    All amounts are integers, `per_unit` of them in one `unit`. `used` is certain, `most` the upper
    end (None: without end); likewise `least` and `capacity` for what the limit carries. `unsure`
    is the gap in what is used, `unrated` the one in the capacity. `passes` is the condition to name
    where ``[unknown] limits = "condition"`` lets an unknown capacity pass; "" where it may not.
    """

    rule: str
    where: str
    unit: str
    per_unit: int
    used: int
    most: int | None
    least: int
    capacity: int | None
    unsure: Gap | None = None
    unrated: Gap | None = None
    passes: str = ""
    scenario: str = ""


def settle(findings: Findings, limit: Limit, charges: Sequence[tuple[Item, int | None]], column: str) -> None:
    """Judge `limit` with `charges` (amount per item, None = unknown) on top of what is used.

    `column` is the request's column that an unknown charge is missing from.
    """
    total = sum(amount for _, amount in charges if amount)
    names = [item.name for item, amount in charges if amount is None or amount > 0]
    if not names:
        return
    if limit.capacity is None and limit.passes:
        findings.condition(limit.passes)
        return
    if total and limit.capacity is not None and limit.used + total > limit.capacity:
        findings.violated(
            limit.rule,
            limit.where,
            [item.name for item, amount in charges if amount],
            scenario=limit.scenario,
            unit=limit.unit,
            capacity=exact(limit.capacity, limit.per_unit),
            after=exact(limit.used + total, limit.per_unit),
        )
        return
    blank = next((item for item, amount in charges if amount is None), None)
    if blank is not None:
        why = f"{column} of request {blank.request.name} is not known"
        findings.unknown(limit.rule, limit.where, names, why, blank.cell(column))
        return

    def holds(capacity: int | None) -> bool:
        return capacity is None or (limit.most is not None and limit.most + total <= capacity)

    if holds(limit.least):
        return
    if limit.passes and holds(limit.capacity):
        findings.condition(limit.passes)
        return
    gap = limit.unrated if limit.unrated and holds(limit.capacity) else limit.unsure or limit.unrated
    if gap is not None:
        findings.unknown(limit.rule, limit.where, names, gap.why, gap.cell)
