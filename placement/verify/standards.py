"""Rule `standards`: the operating system is allowed, and supported for long enough.

The contract, standards.csv: forbidden refuses, tolerated is a condition, an unlisted product follows
``policy.standards.unlisted``; support must last until the request's `until`, else
``policy.standards.expired``. The row of the very version comes before one without version (ADR 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from capacity.room import Room, Standard
from capacity.unchecked import UNCHECKED
from placement.request import Request
from placement.verify.findings import Cell, Findings
from placement.verify.items import Item


class Standards:
    """The rule, once per request."""

    def __init__(self, room: Room) -> None:
        self._checked = "standards.csv" in room.files
        self._policy = room.policy
        self._rows: Mapping[tuple[str, str | None], Standard] = {
            (row.product, row.version): row for row in room.standards
        }

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        placed: dict[str, list[Item]] = {}
        for item in items:
            placed.setdefault(item.request.name, []).append(item)
        for found in placed.values():
            request = found[0].request
            if request.os is None:
                continue
            if not self._checked:
                findings.condition(UNCHECKED["standards.csv"])
                continue
            self._judge_request(request, [item.name for item in found], findings)

    def _judge_request(self, request: Request, names: Sequence[str], findings: Findings) -> None:
        product = f"{request.os} {request.os_version}" if request.os_version else f"{request.os}"
        row = self._rows.get((request.os or "", request.os_version)) or self._rows.get(
            (request.os or "", None)
        )
        if row is None:
            if self._policy.unlisted == "refuse":
                findings.violated("standards", product, names)
            elif self._policy.unlisted == "condition":
                findings.condition(f"{product} is not in the standard.")
            return
        if row.rule == "forbidden":
            findings.violated("standards", product, names)
            return
        if row.rule == "tolerated":
            findings.condition(f"{product} is tolerated by the standard, not allowed.")
        if request.until is None:
            return
        if row.support_ends is None:
            if self._policy.expired == "refuse":
                why = f"support_ends of {product} is not known"
                cell = Cell("standards.csv", row.line, "support_ends")
                findings.unknown("standards", product, names, why, cell)
            else:
                findings.condition(f"Support of {product} may end before {request.until}.")
        elif row.support_ends < request.until:
            if self._policy.expired == "refuse":
                findings.violated("standards", product, names)
            else:
                findings.condition(
                    f"Support of {product} ends on {row.support_ends}, before {request.until}."
                )
