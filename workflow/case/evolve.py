"""From events to the state of a case: what each event changes, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from workflow.events import (
    AgencyAsked,
    AnalysisRecorded,
    CaseClosed,
    CaseFiled,
    ClockResumed,
    DueExtended,
    Event,
    HandedOver,
    LettersSent,
    PaperAdded,
    PaperInitialled,
    ProcedureMoved,
    ReceiptConfirmed,
    RequestChanged,
    StayEnded,
    StepClaimed,
    StepDecided,
    StepOpened,
    StepReassigned,
    StepUnclaimed,
)
from workflow.state import Case, OpenStep, Pause, Question
from workflow.vocabulary import PLACE_AFTER


def evolve(case: Case | None, event: Event) -> Case:
    """The case after one more event."""
    if isinstance(event, CaseFiled):
        case = _filed(event)
    if case is None:
        raise ValueError(f"the first event of a case is CaseFiled, not {type(event).__name__}")
    changes: dict[str, Any] = {"version": case.version + 1} | _changes(case, event)
    for effect in event.effects:
        if effect in PLACE_AFTER:
            changes["place"] = PLACE_AFTER[effect]
            if PLACE_AFTER[effect] != "held":
                changes["hold_until"] = None
            if PLACE_AFTER[effect] == "none":
                changes["choice"] = None
    return replace(case, **changes)


def replay(events: Iterable[Event], case: Case | None = None) -> Case:
    """The case that a row (None: nothing) and the events after it make. ValueError without any."""
    for event in events:
        case = evolve(case, event)
    if case is None:
        raise ValueError("a case has at least one event")
    return case


def _filed(event: CaseFiled) -> Case:
    return Case(
        name=event.case,
        version=0,
        procedure=event.procedure,
        agency=event.agency,
        requesters=(event.requester,),
        subject=event.subject,
        request_sha256=event.request_sha256,
        complete_since=event.complete_since,
        filed_at=event.at,
        filed_by=event.by.person,
        channel=event.channel,
        agenda=event.agenda,
        refers_to=event.refers_to,
    )


def _changes(case: Case, event: Event) -> dict[str, Any]:
    step = case.step
    match event:
        case PaperAdded():
            return {"papers": (*case.papers, event.version)} | _asking(case, event)
        case RequestChanged():
            return {"request_sha256": event.request_sha256, "request_revision": event.revision}
        case AnalysisRecorded():
            return {"analysis": event.analysis, "analysis_visit": step.visit if step else 0}
        case StepDecided():
            held = {} if event.hold_until is None else {"hold_until": event.hold_until}
            return {"path": event.path, "choice": event.choice or case.choice} | held
        case StepOpened():
            opened = OpenStep(event.step, event.visit, event.since, event.due, event.due)
            return {"step": opened, "visits": event.visit}
        case CaseClosed():
            ended = {"status": event.status, "closed_at": event.at, "stay": event.stay}
            return ended | {"step": None, "question": None}
        case PaperInitialled():
            return {"initials": (*case.initials, event.initial)}
        case AgencyAsked():
            return {"question": Question(event.question, event.by.person, event.at)}
        case LettersSent():
            return {"sent_visit": event.visit}
        case ReceiptConfirmed():
            return {"received_at": event.at}
        case HandedOver():
            return {"stay": "installed", "installed": event.installed}
        case StayEnded():
            return {"stay": "ended"}
        case _ if step is not None:
            return _of_step(case, step, event)
    return {}


def _of_step(case: Case, step: OpenStep, event: Event) -> dict[str, Any]:
    match event:
        case ClockResumed() if case.question is not None:
            pause = Pause(case.question.at, max(event.at, case.question.at))
            moved = replace(
                step, due=event.due, original_due=event.original_due, pauses=(*step.pauses, pause)
            )
            return {"step": moved, "question": None, "hold_until": event.hold_until} | _asking(case, event)
        case StepClaimed():
            return {"step": replace(step, holder=event.by.person, assigned=False)}
        case StepUnclaimed():
            return {"step": replace(step, holder=None, assigned=False)}
        case StepReassigned():
            return {"step": replace(step, holder=event.to, assigned=True)}
        case DueExtended():
            return {"step": replace(step, due=event.due), "hold_until": event.hold_until}
        case ProcedureMoved():
            moved = replace(step, no=event.step, due=event.due, holder=None, assigned=False)
            return {"step": moved, "procedure": event.procedure}
    return {}


def _asking(case: Case, event: Event) -> dict[str, Any]:
    """Whoever answers or hands in papers for the agency is one of those who ask."""
    if event.by.role != "agency" or event.by.person in case.requesters:
        return {}
    return {"requesters": (*case.requesters, event.by.person)}
