"""Outlets: sockets of a PDU; each cord takes one. A PDU without a figure is not checked."""

from __future__ import annotations

from collections.abc import Sequence

from capacity.demand import Demand
from capacity.limits.limit import Limit
from capacity.room import PowerNode


class Outlets:
    """Sockets used per PDU name."""

    def __init__(self, nodes: Sequence[PowerNode], demands: Sequence[Demand]) -> None:
        self._total = {n.name: n.outlets for n in nodes if n.kind == "pdu"}
        self._used = dict.fromkeys(self._total, 0)
        for demand in demands:
            for cord in demand.cords:
                if cord.pdu in self._used:
                    self._used[cord.pdu] += 1

    def free(self, pdu: str) -> int | None:
        """Sockets left, below 0 where more cords are listed than there are; None if not checked."""
        total = self._total[pdu]
        return None if total is None else total - self._used[pdu]

    def limit(self, pdu: str) -> Limit | None:
        total, used = self._total[pdu], self._used[pdu]
        return (
            None if total is None else Limit("outlets", f"outlets {pdu}", "", "outlets", 1, total, used, used)
        )
