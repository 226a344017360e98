"""A step is decided: guards, papers, signatures; then the next step opens or the case ends."""

from __future__ import annotations

from datetime import datetime

from workflow.case import handing_in
from workflow.case.context import Context, after_events, due_of, no_question, open_step, reason
from workflow.case.who import Capacity, of_step
from workflow.commands import Decide
from workflow.errors import CaseError, NoSuchChoice, NotAllowed, NotYet
from workflow.events import CaseClosed, Event, PaperAdded, StepDecided, StepOpened
from workflow.guards import REGISTRY, Situation
from workflow.procedure import Outcome, Step
from workflow.procedure.walks import lands_on
from workflow.state import Case


def decide(case: Case, command: Decide, context: Context) -> list[Event]:
    """What happens when somebody takes an outcome of the open step.

    Raises Conflict, NotAllowed, OwnRequest, NoSuchChoice, CommentNeeded, MissingPaper, NotYet, BadValue.
    """
    waiting, step = open_step(case, context)
    no_question(case)
    outcome = step.outcome(command.outcome)
    if outcome is None:
        known = ", ".join(other.id for other in step.outcomes if not other.automatic)
        raise NoSuchChoice(f"Step {step.no} has no outcome '{command.outcome}', but: {known}.", case.name)
    if outcome.automatic:
        raise NotAllowed(f"'{outcome.id}' is not chosen; it follows by itself.", case.name)
    who = of_step(case, context, step, command.by, command.at)
    if outcome.comment_needed:
        reason(command.comment, case)
    if command.choice is not None and "fits" not in outcome.guards:
        raise NotAllowed(f"No place is taken by '{outcome.id}' at step {step.no}.", case.name)
    if outcome.signs and "place_verified" not in outcome.guards:
        _analysed_as_asked(case)
    path = outcome.sets_path or case.path
    versions = handing_in.of_step(case, context, step, command.papers, who, command.at, path, outcome)
    events: list[Event] = [PaperAdded(at=command.at, by=who.by, version=version) for version in versions]
    handed_in = after_events(case, events)
    for guard in outcome.guards:
        situation = Situation(
            handed_in, context.procedure, context.facts, command.by, step, path, command.choice
        )
        error = REGISTRY[guard](situation)
        if error is None:
            continue
        if instead := _fallback(step, outcome, guard):
            return _stopped(case, command, context, who, step, instead, guard, error)
        raise error
    if "papers_complete" in outcome.guards:
        made = handing_in.by_deciding(handed_in, context, step, command.by, path)
        events += [PaperAdded(at=command.at, by=who.by, version=version) for version in made]
    decided = StepDecided(
        at=command.at,
        by=who.by,
        step=step.no,
        visit=waiting.visit,
        outcome=outcome.id,
        comment=command.comment,
        path=path,
        choice=command.choice,
        effects=outcome.effects,
        hold_until=context.facts.hold_until if "hold_place" in outcome.effects else None,
    )
    return [*events, decided, *_onward(case, context, who, outcome, path, command.at)]


def _analysed_as_asked(case: Case) -> None:
    """Raise NotYet where a letter would be signed on an analysis of an earlier request.

    A signature that verifies the place has a way of its own: the case goes back by itself.
    """
    analysis = case.analysis
    if analysis is not None and analysis.request_sha256 != case.request_sha256:
        sentence = "The request was changed after the analysis: send it back, to be analysed again."
        raise NotYet(sentence, "analysis_exists", case.name)


def _fallback(step: Step, outcome: Outcome, guard: str) -> Outcome | None:
    name = next((fallback.outcome for fallback in outcome.fallbacks if fallback.guard == guard), None)
    return step.outcome(name) if name else None


def _stopped(
    case: Case,
    command: Decide,
    context: Context,
    who: Capacity,
    step: Step,
    instead: Outcome,
    guard: str,
    error: CaseError,
) -> list[Event]:
    """The automatic outcome, with the guard's sentence as its reason; what was handed in is not kept."""
    path = instead.sets_path or case.path
    decided = StepDecided(
        at=command.at,
        by=who.by,
        step=step.no,
        visit=case.visits,
        outcome=instead.id,
        comment=error.sentence,
        path=path,
        guard=guard,
        wanted=command.outcome,
        effects=instead.effects,
    )
    return [decided, *_onward(case, context, who, instead, path, command.at)]


def _onward(
    case: Case, context: Context, who: Capacity, outcome: Outcome, path: str | None, at: datetime
) -> list[Event]:
    target = context.procedure.step(lands_on(context.procedure, outcome, path))
    if target is not None:
        due = due_of(target, at, context.facts)
        visit = case.visits + 1
        return [StepOpened(at=at, by=who.by, step=target.no, visit=visit, since=at, due=due)]
    handover = context.procedure.handover
    housed = handover is not None and handover.path == path
    return [CaseClosed(at=at, by=who.by, status="archived", stay="awaited" if housed else None)]
