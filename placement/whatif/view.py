"""One room looked at: its summary, what is stranded, how many more of each reference fit, and the queue."""

from __future__ import annotations

from dataclasses import dataclass

from capacity.limits.limit import Limit
from capacity.room import Room
from capacity.summary import Summary
from placement.headroom import Headroom
from placement.plan import Plan
from placement.stranded import Stranded


@dataclass(frozen=True, slots=True)
class View:
    """What there is to see of a room.

    `headrooms` are in the order of the references; `queue` is None where nobody asks.
    """

    summary: Summary
    stranded: Stranded
    headrooms: tuple[Headroom, ...]
    queue: Plan | None

    @property
    def room(self) -> Room:
        return self.summary.room

    @property
    def failover(self) -> Limit | None:
        """The node of the power chain with the least left in any loss."""
        budget = self.summary.measures.failover_budget
        return budget[0] if budget else None
