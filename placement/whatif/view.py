"""One room looked at: its summary, what is stranded, how many more of each reference fit, and the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from capacity.limits.limit import Limit
from capacity.room import Room
from capacity.summary import Summary, summarise
from placement.headroom import Headroom, headroom
from placement.plan import Plan, plan
from placement.request import Request
from placement.stranded import Stranded, stranded


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


@dataclass(frozen=True, slots=True)
class Eyes:
    """What every room is looked at for, on which day, and how long a search may take."""

    today: date
    reference: Request
    references: tuple[Request, ...]
    queue: tuple[Request, ...]
    seconds: float

    def look(self, room: Room) -> View:
        """Look at a room."""
        summary = summarise(room, self.today)
        return View(
            summary,
            stranded(summary.ledger, self.reference),
            tuple(headroom(room, each, self.today, seconds=self.seconds) for each in self.references),
            self.plan(room, self.queue) if self.queue else None,
        )

    def plan(self, room: Room, requests: Sequence[Request]) -> Plan:
        """Place requests into a room."""
        return plan(room, requests, self.today, seconds=self.seconds)
