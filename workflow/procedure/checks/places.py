"""Publish check: what becomes of the place that a case holds."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.procedure.checks.fault import Fault
from workflow.procedure.values import Procedure
from workflow.procedure.walks import Node, after
from workflow.vocabulary import PLACE_AFTER


def no_place_stays_held(procedure: Procedure) -> Iterator[Fault]:
    """However a case goes: at its end the place is firm if equipment will stand there, and free otherwise.

    Nothing is confirmed that was not held, who withdraws or cancels gives the place free, and a stay can end.
    """
    start: tuple[Node, str] | None = next(
        (((step.no, None), "none") for step in procedure.steps if step.kind == "start"), None
    )
    seen = {start} if start else set()
    queue = [start] if start else []
    faults: dict[Fault, None] = {}
    for node, place in queue:
        for outcome, target in after(procedure, node):
            where = f"steps {node[0]} outcomes {outcome.id}"
            if "confirm_place" in outcome.effects and place == "none":
                faults[Fault(f"{where} effects", "It confirms a place that nothing held.", "Hold it.")] = None
            now = place
            for effect in outcome.effects:
                now = PLACE_AFTER.get(effect, now)
            if target is None:
                path = outcome.sets_path or node[1]
                faults |= dict.fromkeys(_at_the_end(procedure, where, path, now))
            elif (target, now) not in seen:
                seen.add((target, now))
                queue.append((target, now))
    yield from faults
    if _holds(procedure):
        for closing in procedure.closings:
            if "release_place" not in closing.effects:
                yield Fault(
                    f"closings {closing.ends} effects",
                    "The place would stay taken by a case that is over.",
                    "Add release_place.",
                )
    if procedure.handover is not None and procedure.stay is None:
        yield Fault("stay", "Equipment is installed, and no stay can end.", "Say who ends a stay.")


def held_places_have_a_time(procedure: Procedure) -> Iterator[Fault]:
    """A place that is held is free again after a stated time; and no time is stated where nothing is held."""
    if _holds(procedure) and procedure.hold is None:
        yield Fault("hold", "A place is held for no stated time.", "State one, and mark it assumed.")
    if not _holds(procedure) and procedure.hold is not None:
        yield Fault("hold", "Nothing holds a place.", "Remove the time.")


def _holds(procedure: Procedure) -> bool:
    return any("hold_place" in outcome.effects for step in procedure.steps for outcome in step.outcomes)


def _at_the_end(procedure: Procedure, where: str, path: str | None, place: str) -> Iterator[Fault]:
    housed = procedure.handover is not None and path == procedure.handover.path
    if housed and place != "firm":
        yield Fault(where, "The case ends without a firm place to install in.", "Confirm the place before.")
    if not housed and place != "none":
        yield Fault(where, f"The place is still {place} when the case ends.", "Release it before.")
