"""Rules `status`, `zone` and `dedicated`: which racks (and hosts) take equipment of this owner.

The contract, racks.csv: only active racks take equipment; a dedicated rack is for its agency alone
(owner none: never); a request without security zone goes anywhere. An application's zone and
dedication come from the rack of its host (ADR 2).
"""

from __future__ import annotations

from collections.abc import Sequence

from capacity.room import Rack, Room
from placement.verify.findings import Cell, Findings
from placement.verify.items import Item


class Eligibility:
    """The three yes/no rules."""

    def __init__(self, room: Room) -> None:
        # What is the same for all racks of a kind is judged once, where a host's rack is not known.
        kinds = {
            (rack.status == "active", rack.security_zone, rack.dedicated_to): rack for rack in room.racks
        }
        self._kinds = list(kinds.values())

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        for item in items:
            if item.host is not None and item.host.status != "active":
                findings.violated("status", f"host {item.host.name}", [item.name])
            if item.rack is not None:
                self._judge_rack(item, item.rack, findings)
            elif item.host is not None:
                self._judge_any(item, findings)

    def _judge_rack(self, item: Item, rack: Rack, findings: Findings) -> None:
        where = f"rack {rack.name}"
        for rule, holds in _rules(item, rack).items():
            if holds is None:
                cell = Cell("racks.csv", rack.line, "security_zone")
                why = f"security_zone of rack {rack.name} is not known"
                findings.unknown(rule, where, [item.name], why, cell)
            elif not holds:
                findings.violated(rule, where, [item.name])

    def _judge_any(self, item: Item, findings: Findings) -> None:
        """The host's rack is not known: broken if every rack breaks the rule, unknown if some does."""
        host = item.host
        assert host is not None
        judged = [_rules(item, rack) for rack in self._kinds]
        for rule in ("status", "zone", "dedicated"):
            found = [rules[rule] for rules in judged]
            if all(holds is True for holds in found):
                continue
            if all(holds is False for holds in found):
                findings.violated(rule, f"host {host.name}", [item.name])
            else:
                why = f"the rack of host {host.name} is not known"
                cell = Cell("hosts.csv", host.line, "device")
                findings.unknown(rule, f"host {host.name}", [item.name], why, cell)


def _rules(item: Item, rack: Rack) -> dict[str, bool | None]:
    """Return per rule whether it holds for the item in `rack`; None = not known."""
    zone: bool | None = True
    if item.request.security_zone is not None:
        zone = None if rack.security_zone is None else rack.security_zone == item.request.security_zone
    return {
        "status": rack.status == "active",
        "zone": zone,
        "dedicated": rack.dedicated_to is None or rack.dedicated_to == item.request.owner,
    }
