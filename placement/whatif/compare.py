"""Scenarios carried out on copies of a room, each looked at as the room itself is, and compared with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from capacity.checks import Finding
from capacity.reading.catalogue import DeviceType
from capacity.room import Room
from capacity.scenario import Aftermath, Change, Place, Stand, applied
from placement.answer import CANNOT_DECIDE
from placement.occupied import occupied
from placement.plan import Plan, PlannedRequest
from placement.reading import reference_requests
from placement.request import Request
from placement.stranded import reference_server
from placement.whatif.differences import Difference, differences, new_faults
from placement.whatif.prepare import Prepared
from placement.whatif.view import Eyes, View

SECONDS = 10.0  # for each search: a plan, or the headroom of one reference


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
    report: Callable[[int, int], None] | None = None,
) -> WhatIf:
    """Compare scenarios with the room as it is, and with one another.

    The base's reference servers are counted in every room. What a scenario places stands there
    afterwards; the `queue` is placed on top of each room, the base too, and counts in no other figure.
    `report` is told how many of the rooms have been looked at.

    Raises
    ------
    BadInput
        If a placed item takes the name of something that stands there, or nothing bounds a headroom.
    Disagreement
        If the verifier rejects a placement.
    """
    references = reference_requests(room.policy, catalogue)
    eyes = Eyes(today, reference_server(room.policy, catalogue), references, tuple(queue), seconds)
    rooms = len(scenarios) + 1
    base = eyes.look(room)
    outcomes = []
    for number, prepared in enumerate(scenarios, start=1):
        if report is not None:
            report(number, rooms)
        outcomes.append(_outcome(prepared, base, eyes))
    return WhatIf(base, tuple(outcomes), references)


def _outcome(prepared: Prepared, base: View, eyes: Eyes) -> Outcome:
    scenario = prepared.scenario
    changes: list[Change] = list(scenario.changes)
    plans = []
    for at, requests in sorted(prepared.requests.items()):
        # Placed into the room as the changes before have left it.
        now = applied(base.room, changes[:at], scenario.file).room
        plans.append(eyes.plan(now, requests))
        changes[at] = _standing(now, requests, plans[-1], changes[at])
    made = applied(base.room, changes, scenario.file)
    view = base if made.room is base.room else eyes.look(made.room)
    return Outcome(
        prepared, view, made.aftermath, tuple(plans), differences(base, view), new_faults(base, view)
    )


def _standing(room: Room, requests: Sequence[Request], planned: Plan, change: Change) -> Stand:
    """What the plan has put into the room, as a change in the place of `change`."""
    assert isinstance(change, Place), "only places have requests"
    full = occupied(replace(room, devices=(), vms=()), requests, planned.placed)
    return Stand(full.devices, full.vms, tuple(request.name for request in requests), change.at)
