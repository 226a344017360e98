"""Around the open step: claim, reassign, extend, comment, withdraw or cancel."""

from __future__ import annotations

from workflow.case import who
from workflow.case.context import Context, not_empty, open_step, reason
from workflow.commands import Claim, Close, Comment, Extend, Reassign, Unclaim
from workflow.errors import BadValue, Conflict, NoSuchChoice, NotAllowed
from workflow.events import (
    CaseClosed,
    CommentAdded,
    DueExtended,
    Event,
    StepClaimed,
    StepReassigned,
    StepUnclaimed,
)
from workflow.state import Case


def claim(case: Case, command: Claim, context: Context) -> list[Event]:
    """Somebody takes the step out of the common inbox; the second one meets a Conflict."""
    waiting, step = open_step(case, context)
    capacity = who.of_step(case, context, step, command.by, command.at)
    return [] if waiting.holder == command.by else [StepClaimed(at=command.at, by=capacity.by)]


def unclaim(case: Case, command: Unclaim, context: Context) -> list[Event]:
    """The holder, or a superior, puts the step back into the common inbox."""
    waiting, step = open_step(case, context)
    if waiting.holder is None:
        raise Conflict(f"Nobody has claimed step {step.no}.", case.name)
    if waiting.holder == command.by:
        by = who.of_step(case, context, step, command.by, command.at).by
    else:
        by = who.superior(case, context, step, command.by, command.at).by
    return [StepUnclaimed(at=command.at, by=by)]


def reassign(case: Case, command: Reassign, context: Context) -> list[Event]:
    """A superior gives the step to another official; where something is signed, only to who may sign."""
    _, step = open_step(case, context)
    by = who.superior(case, context, step, command.by, command.at).by
    reason(command.reason, case)
    if step.kind == "sign":
        who.of_roles(case, context, step.actors, command.to, command.at)
    else:
        who.official(case, context, command.to, command.at)
    return [StepReassigned(at=command.at, by=by, to=command.to, reason=command.reason)]


def extend(case: Case, command: Extend, context: Context) -> list[Event]:
    """A superior gives the step more time, and as much to a place that is held meanwhile."""
    waiting, step = open_step(case, context)
    by = who.superior(case, context, step, command.by, command.at).by
    reason(command.reason, case)
    if waiting.due is None:
        raise NotAllowed(f"No clock runs in step {step.no}.", case.name)
    if command.due <= waiting.due or command.due <= command.at:
        raise BadValue("An extension ends after the due date, and in the future.", case.name)
    held = case.hold_until
    extended = DueExtended(
        at=command.at,
        by=by,
        due=command.due,
        before=waiting.due,
        reason=command.reason,
        hold_until=None if held is None else context.facts.later(held, waiting.due, command.due),
        effects=("extend_hold",) if held is not None else (),
    )
    return [extended]


def comment(case: Case, command: Comment, context: Context) -> list[Event]:
    """Something is said; whoever is on the agency's side says it visibly."""
    by = who.anybody(case, context, command.by, command.at).by
    not_empty(command.text, "The comment", case.name)
    if by.role == "agency" and not command.visible:
        raise NotAllowed("Internal comments are the office's.", case.name)
    return [CommentAdded(at=command.at, by=by, text=command.text, visible=command.visible)]


def close(case: Case, command: Close, context: Context) -> list[Event]:
    """The agency withdraws, or the division cancels, at any step."""
    open_step(case, context)
    closing = context.procedure.closing(command.ends)
    if closing is None:
        raise NoSuchChoice(f"This version of the procedure knows no case that is {command.ends}.", case.name)
    by = who.of_roles(case, context, closing.actors, command.by, command.at).by
    if closing.comment_needed or by.role == "registrar":
        reason(command.reason, case)
    return [
        CaseClosed(at=command.at, by=by, status=command.ends, reason=command.reason, effects=closing.effects)
    ]
