"""Places judged again, from first principles, on the room as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from capacity.errors import BadInput
from capacity.room import Room
from placement import verify
from placement.placed import Placed
from placement.request import Request
from placement.verify import Verifier
from workflow.analysis.assumptions import (
    Assumption,
    assumed_request,
    assumed_room,
    still_asked,
    still_open,
)
from workflow.analysis.places import placed
from workflow.analysis.sentences import reasons
from workflow.facts import Verdict
from workflow.papers import PlaceChoice

#: The one rule of the verifier that is the office's own: see ADR 6.
KEEP_FREE = "keep_free"


def judge(
    room_now: Room,
    request: Request,
    choice: PlaceChoice,
    *,
    today: date,
    assumptions: Sequence[Assumption] = (),
) -> Verdict:
    """The verifier's verdict on a place, without what the case itself holds.

    All items must have their place. A rule that cannot be judged does not hold. An assumption counts only
    while its cell is still empty. Of broken rules, `keep_free` alone may have been overridden, with a reason,
    in the racks that an own place names.

    Parameters
    ----------
    request
        The request under the name of its case.
    """
    room = assumed_room(room_now, still_open(room_now, assumptions))
    asked = assumed_request(request, still_asked(request, assumptions))
    there = {item.item for item in choice.items}
    lacking = [str(item) for item in range(1, asked.quantity + 1) if item not in there]
    if lacking:
        return Verdict(False, (f"there is no place for item {', '.join(lacking)}",))
    try:
        items = placed(choice.items, asked.name)
    except BadInput as bad:
        return refused(bad)
    return verdict_on(room, [asked], items, choice, today=today, releasing=asked.name)


def verdict_on(
    room: Room,
    requests: Sequence[Request],
    items: Sequence[Placed],
    choice: PlaceChoice,
    *,
    today: date,
    releasing: str,
) -> Verdict:
    """The verdict on placed items of `requests` in `room`, with the overrides of `choice`."""
    try:
        said = Verifier(room, today, {releasing}).verify(requests, items)
    except BadInput as bad:
        return refused(bad)
    said = without_overridden(said, choice)
    found = reasons(said)
    return Verdict(not found, found)


def without_overridden(said: verify.Verdict, choice: PlaceChoice) -> verify.Verdict:
    """The verdict without what an own place overrides with a reason."""
    if choice.kind != "own" or not choice.overrides or KEEP_FREE not in choice.rules:
        return said
    racks = {f"rack {item.rack}" for item in choice.items}

    def counts(found: verify.Violation | verify.Unknown) -> bool:
        return found.rule != KEEP_FREE or found.where not in racks

    return replace(
        said,
        violations=tuple(filter(counts, said.violations)),
        unknown=tuple(filter(counts, said.unknown)),
    )


def refused(bad: BadInput) -> Verdict:
    """The verdict on a place that the room does not have."""
    return Verdict(False, tuple(problem.problem.rstrip(".") for problem in bad.problems))
