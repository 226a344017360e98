"""Publish checks: reasons, times, initials and dates."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.procedure.checks.fault import Fault
from workflow.procedure.checks.names import outcomes_of
from workflow.procedure.values import Procedure
from workflow.procedure.walks import is_back


def returns_and_refusals_say_why(procedure: Procedure) -> Iterator[Fault]:
    """An outcome that leads back, or onto a path that skips steps, needs a comment."""
    for where, step, outcome in outcomes_of(procedure):
        path = procedure.path(outcome.sets_path)
        back = is_back(procedure, step, outcome)
        if (back or (path is not None and path.skips)) and not outcome.comment_needed:
            what = "leads back" if back else "refuses"
            yield Fault(where, f"It {what} without a comment.", "Set comment_needed: true.")
    for closing in procedure.closings:
        if closing.ends == "cancelled" and not closing.comment_needed:
            yield Fault("closings cancelled", "It cancels without a reason.", "Set comment_needed: true.")


def steps_have_times(procedure: Procedure) -> Iterator[Fault]:
    """Every step of an official has a time; no clock runs on the agency."""
    for step in procedure.steps:
        actors = [actor for role in step.actors if (actor := procedure.actor(role)) is not None]
        outside = any(actor.outside for actor in actors)
        if outside and step.time is not None:
            yield Fault(f"steps {step.no} time", "No clock runs on the agency.", "Remove the time.")
        if not outside and actors and step.time is None:
            yield Fault(f"steps {step.no} time", "The step has no time.", "State one, and mark it assumed.")


def signers_do_not_initial(procedure: Procedure) -> Iterator[Fault]:
    """Initials are those of others than the one who signs."""
    for step in procedure.steps:
        for role in step.initials.by if step.initials else ():
            if role in step.actors:
                yield Fault(
                    f"steps {step.no} initials by", f"'{role}' signs, and cannot initial.", "Remove it there."
                )


def dates_are_in_order(procedure: Procedure) -> Iterator[Fault]:
    """A procedure is made before it takes effect or is revised; versions are numbered from 1."""
    head = procedure.head
    if head.effective < head.made:
        yield Fault("head effective", "It takes effect before it is made.", "Correct one of the dates.")
    if head.revised is not None and head.revised < head.made:
        yield Fault("head revised", "It is revised before it is made.", "Correct one of the dates.")
    if procedure.version < 1:
        yield Fault("version", f"{procedure.version} is no version number.", "Number versions from 1.")
