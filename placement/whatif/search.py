"""What takes a solver: placing what scenarios place, and counting what else fits into the rooms they make.

The results are plain values, so that a child process can hand them over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from capacity.room import Room
from capacity.scenario import Change, Stand, applied
from placement.headroom import Headroom, headroom
from placement.occupied import occupied
from placement.plan import Plan, plan
from placement.request import Request
from placement.whatif.prepare import Prepared

SECONDS = 10.0  # for each search: a plan, or the headroom of one reference
Report = Callable[[int, int], None]  # rooms that are done, rooms in all


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every room."""

    today: date
    references: tuple[Request, ...]
    queue: tuple[Request, ...] = ()
    seconds: float = SECONDS

    @property
    def searches(self) -> int:
        """How many searches there are in a room, what a scenario places left out."""
        return len(self.references) + bool(self.queue)


@dataclass(frozen=True, slots=True)
class Found:
    """What the searches in one room found.

    `changes` are those of the scenario, with what was placed in the place of what was to be.
    """

    changes: tuple[Change, ...]
    plans: tuple[Plan, ...]
    headrooms: tuple[Headroom, ...]
    queue: Plan | None


def search(
    room: Room, scenarios: Sequence[Prepared], asked: Asked, report: Report | None = None
) -> tuple[Found, ...]:
    """Search in the room as it is, then in what each scenario makes of it.

    Raises
    ------
    BadInput
        If a placed item takes the name of something that stands there, or nothing bounds a headroom.
    Disagreement
        If the verifier rejects a placement.
    """
    found = []
    for done, each in enumerate(_all(room, scenarios, asked), start=1):
        found.append(each)
        if report is not None:
            report(done, len(scenarios) + 1)
    return tuple(found)


def _all(room: Room, scenarios: Sequence[Prepared], asked: Asked) -> Iterator[Found]:
    base = _look(room, (), (), asked)
    yield base
    for prepared in scenarios:
        changes, plans = _place(room, prepared, asked)
        made = applied(room, changes, prepared.scenario.file).room
        if made is room:
            yield replace(base, changes=changes, plans=plans)
        else:
            yield _look(made, changes, plans, asked)


def _look(room: Room, changes: tuple[Change, ...], plans: tuple[Plan, ...], asked: Asked) -> Found:
    counted = (headroom(room, each, asked.today, seconds=asked.seconds) for each in asked.references)
    queue = plan(room, asked.queue, asked.today, seconds=asked.seconds) if asked.queue else None
    return Found(changes, plans, tuple(counted), queue)


def _place(room: Room, prepared: Prepared, asked: Asked) -> tuple[tuple[Change, ...], tuple[Plan, ...]]:
    """Place what the scenario places, each time into the room as the changes before have left it."""
    changes: list[Change] = list(prepared.scenario.changes)
    plans = []
    for at, requests in sorted(prepared.requests.items()):
        now = applied(room, changes[:at], prepared.scenario.file).room
        planned = plan(now, requests, asked.today, seconds=asked.seconds)
        stands = occupied(replace(now, devices=(), vms=()), requests, planned.placed)
        names = tuple(request.name for request in requests)
        plans.append(planned)
        changes[at] = Stand(stands.devices, stands.vms, names, changes[at].at)
    return tuple(changes), tuple(plans)
