"""Scenarios carried out on copies of a room, each looked at as the room itself is, and compared with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from capacity.checks import Finding
from capacity.reading.catalogue import DeviceType
from capacity.room import Room
from capacity.scenario import Aftermath, applied
from capacity.summary import summarise
from placement.answer import CANNOT_DECIDE
from placement.plan import Plan, PlannedRequest
from placement.reading import reference_requests
from placement.request import Request
from placement.stranded import reference_server, stranded
from placement.whatif.differences import Difference, differences, new_faults
from placement.whatif.prepare import Prepared
from placement.whatif.search import SECONDS, Asked, Found, search
from placement.whatif.view import View


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario comes to.

    Attributes
    ----------
    view
        The room that it makes, with what it places standing there.
    aftermath
        What its losses mean for what stands there.
    plans
        What became of the requests that it places, in order.
    differences
        All measures that are others than in the base.
    new_faults
        Broken rules that the base does not have, or not as badly.
    """

    prepared: Prepared
    view: View
    aftermath: Aftermath
    plans: tuple[Plan, ...]
    differences: tuple[Difference, ...]
    new_faults: frozenset[Finding]

    @property
    def name(self) -> str:
        return self.prepared.scenario.name

    @property
    def requests(self) -> tuple[PlannedRequest, ...]:
        """Every request that was to be placed: by the scenario, then of the queue."""
        queue = () if self.view.queue is None else (self.view.queue,)
        return tuple(request for each in (*self.plans, *queue) for request in each.requests)

    @property
    def undecided(self) -> bool:
        """True where data that are missing keep a request, or the headroom of a reference, open."""
        decisions = [each.decision for each in self.requests]
        return CANNOT_DECIDE in decisions + [each.decision for each in self.view.headrooms]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The room as it is, and what each scenario makes of it."""

    base: View
    outcomes: tuple[Outcome, ...]
    references: tuple[Request, ...]


def whatif(
    room: Room,
    scenarios: Sequence[Prepared],
    today: date,
    *,
    catalogue: Mapping[str, DeviceType],
    queue: Sequence[Request] = (),
    seconds: float = SECONDS,
) -> WhatIf:
    """Compare scenarios with the room as it is, and with one another.

    The base's reference servers are counted in every room. What a scenario places stands there
    afterwards; the `queue` is placed on top of each room, the base too, and counts in no other figure.

    Raises
    ------
    BadInput
        If a placed item takes the name of something that stands there, or nothing bounds a headroom.
    Disagreement
        If the verifier rejects a placement.
    """
    asked = Asked(today, reference_requests(room.policy, catalogue), tuple(queue), seconds)
    return compared(room, scenarios, asked, search(room, scenarios, asked), catalogue)


def compared(
    room: Room,
    scenarios: Sequence[Prepared],
    asked: Asked,
    found: Sequence[Found],
    catalogue: Mapping[str, DeviceType],
) -> WhatIf:
    """What the searches found in the base and in each scenario, beside all that needs no search."""
    reference = reference_server(room.policy, catalogue)
    base = _view(room, asked, reference, found[0])
    outcomes = []
    for prepared, each in zip(scenarios, found[1:], strict=True):
        made = applied(room, each.changes, prepared.scenario.file)
        view = base if made.room is room else _view(made.room, asked, reference, each)
        outcomes.append(
            Outcome(
                prepared, view, made.aftermath, each.plans, differences(base, view), new_faults(base, view)
            )
        )
    return WhatIf(base, tuple(outcomes), asked.references)


def _view(room: Room, asked: Asked, reference: Request, found: Found) -> View:
    summary = summarise(room, asked.today)
    return View(summary, stranded(summary.ledger, reference), found.headrooms, found.queue)
