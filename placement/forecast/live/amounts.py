"""Weight and heat per rack, and outlets, as things come and go."""

from __future__ import annotations

from dataclasses import replace

from capacity.limits.limit import CLIP, clip
from capacity.limits.outlets import Outlets
from capacity.limits.per_rack import PerRack


def copied(base: PerRack) -> PerRack:
    """The same sums, to be added to apart."""
    return replace(
        base,
        used=base.used.copy(),
        most=base.most.copy(),
        sure=base.sure.copy(),
        possible=base.possible.copy(),
    )


def add(sums: PerRack, rack: int, amount: int) -> None:
    """Add an amount (below 0: take it away), in 1/scale of the unit."""
    sums.used[rack] += amount
    sums.most[rack] += amount
    capacity = sums.capacity[rack]
    if capacity is None:
        sums.sure[rack] = CLIP if sums.assumed[rack] else -CLIP
    else:
        sums.sure[rack] = clip(capacity - sums.most[rack])
        sums.possible[rack] = clip(capacity - sums.used[rack])


class LiveOutlets(Outlets):
    """`Outlets` that cords are plugged into and pulled from; `plugged` names the PDUs in turn."""

    def __init__(self, base: Outlets) -> None:
        self._total, self._used, self.base = base._total, dict(base._used), base
        self.plugged: list[str] = []

    def reset(self) -> None:
        """Back to what was plugged in at first."""
        self._used, self.plugged = dict(self.base._used), []

    def plug(self, pdu: str, sign: int) -> None:
        """Take an outlet (`sign` 1), or give it back (-1)."""
        if pdu in self._used:
            self._used[pdu] += sign
            self.plugged.append(pdu)
