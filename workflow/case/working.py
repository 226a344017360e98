"""Work at an open step that decides nothing yet: papers, analysis, initials, questions, sending."""

from __future__ import annotations

from workflow.case import handing_in, who
from workflow.case.context import (
    Context,
    after_events,
    no_question,
    not_empty,
    open_step,
    reason,
    with_effects,
)
from workflow.commands import (
    Answer,
    Ask,
    Attach,
    ConfirmReceipt,
    DropQuestion,
    PutInitials,
    RecordAnalysis,
    Send,
)
from workflow.errors import Conflict, MissingPaper, NotAllowed, NotYet
from workflow.events import (
    AgencyAsked,
    AnalysisRecorded,
    By,
    ClockResumed,
    Event,
    LettersSent,
    PaperAdded,
    PaperInitialled,
    ReceiptConfirmed,
    RequestChanged,
)
from workflow.guards import Situation
from workflow.papers import Initial, PaperVersion
from workflow.state import Case


def attach(case: Case, command: Attach, context: Context) -> list[Event]:
    """A paper is handed in without deciding: by whoever decides the step, or from the agency's side."""
    _, step = open_step(case, context)
    kind = context.procedure.paper(command.paper.paper)
    if kind is not None and kind.by_agency:
        by = who.for_agency(case.agency, context, command.by, command.at, case.name).by
        version = handing_in.of_agency(case, context, command.paper, command.by)
        return [PaperAdded(at=command.at, by=by, version=version)]
    capacity = who.of_step(case, context, step, command.by, command.at)
    versions = handing_in.of_step(case, context, step, (command.paper,), capacity, command.at, case.path)
    return [PaperAdded(at=command.at, by=capacity.by, version=version) for version in versions]


def record_analysis(case: Case, command: RecordAnalysis, context: Context) -> list[Event]:
    """An analysis of the request as it stands is kept; a place held for the case is released first."""
    _, step = open_step(case, context)
    capacity = who.of_step(case, context, step, command.by, command.at)
    no_question(case)
    if "analyse" not in step.acts:
        raise NotAllowed(f"Nothing is analysed at step {step.no}.", case.name)
    analysis = command.analysis
    if analysis.request_sha256 != case.request_sha256:
        raise Conflict("The request was changed after the analysis; run it again.", case.name)
    recorded: Event = AnalysisRecorded(at=command.at, by=capacity.by, analysis=analysis)
    if case.place != "none":
        recorded = with_effects(recorded, "release_place")
    events = [recorded]
    for name in step.all_outputs:
        kind = context.procedure.paper(name)
        if kind is not None and kind.made == "analysis":
            number = len(case.revisions(name)) + 1
            version = PaperVersion(name, number, case.visits, command.by, analysis.sha256)
            events.append(PaperAdded(at=command.at, by=capacity.by, version=version))
    return events


def put_initials(case: Case, command: PutInitials, context: Context) -> list[Event]:
    """Paraf on the newest drafts, once for each role and revision."""
    _, step = open_step(case, context)
    no_question(case)
    asked = step.initials
    if asked is None or command.role not in asked.by:
        raise NotAllowed(f"No initials of '{command.role}' are asked for at step {step.no}.", case.name)
    capacity = who.of_roles(case, context, (command.role,), command.by, command.at)
    situation = Situation(case, context.procedure, context.facts, command.by, step, case.path)
    papers = situation.existing(asked.papers)
    drafts = [draft for paper in papers if (draft := case.latest_draft(paper)) is not None]
    if len(drafts) < len(papers):
        missing = [paper for paper in papers if case.latest_draft(paper) is None]
        raise MissingPaper(f"Papers are missing: {situation.titles(tuple(missing))}.", missing, case.name)
    refs = tuple(draft.ref for draft in drafts)
    if any(old.role == command.role and set(refs) <= set(old.papers) for old in case.initials):
        raise Conflict(f"The initials of '{command.role}' are there already.", case.name)
    initial = Initial(command.role, command.by, refs)
    return [PaperInitialled(at=command.at, by=capacity.by, initial=initial)]


def ask(case: Case, command: Ask, context: Context) -> list[Event]:
    """The agency is asked for something; from now on the clock stands still."""
    _, step = open_step(case, context)
    no_question(case)
    capacity = who.of_step(case, context, step, command.by, command.at)
    if "question_to_agency" not in context.procedure.clock.paused_while:
        raise NotAllowed("This version of the procedure knows no questions to the agency.", case.name)
    question = not_empty(command.question, "The question", case.name)
    return [AgencyAsked(at=command.at, by=capacity.by, question=question)]


def answer(case: Case, command: Answer, context: Context) -> list[Event]:
    """The agency answers, with papers and perhaps a changed request; the clock runs again."""
    by = who.for_agency(case.agency, context, command.by, command.at, case.name).by
    if case.question is None:
        raise Conflict("Nothing is asked of the agency.", case.name)
    not_empty(command.answer, "The answer", case.name)
    events: list[Event] = []
    for paper in command.papers:
        version = handing_in.of_agency(after_events(case, events), context, paper, command.by)
        events.append(PaperAdded(at=command.at, by=by, version=version))
    if command.request_sha256 not in (None, case.request_sha256):
        _still_open_to_change(case, context)
        changed = RequestChanged(
            at=command.at,
            by=by,
            revision=case.request_revision + 1,
            request_sha256=str(command.request_sha256),
        )
        events.append(changed)
    return [*events, _resumed(case, context, command, by, command.answer, answered=True)]


def _still_open_to_change(case: Case, context: Context) -> None:
    """Raise Conflict once the letters about the request are signed: nothing judges it again after that."""
    _, step = open_step(case, context)
    if case.place == "firm" or "send" in step.acts:
        raise Conflict("The letters are signed; what is asked for now is a new request.", case.name)


def drop_question(case: Case, command: DropQuestion, context: Context) -> list[Event]:
    """Whoever decides the step goes on without the answer."""
    _, step = open_step(case, context)
    if case.question is None:
        raise Conflict("Nothing is asked of the agency.", case.name)
    by = who.of_step(case, context, step, command.by, command.at).by
    text = reason(command.reason, case)
    return [_resumed(case, context, command, by, text, answered=False)]


def _resumed(
    case: Case, context: Context, command: Answer | DropQuestion, by: By, text: str, *, answered: bool
) -> ClockResumed:
    waiting, question, later = case.step, case.question, context.facts.later
    assert waiting is not None
    assert question is not None
    due, original, held = waiting.due, waiting.original_due, case.hold_until
    until = max(command.at, question.at)  # the clocks of two machines differ
    return ClockResumed(
        at=command.at,
        by=by,
        answered=answered,
        text=text,
        due=None if due is None else later(due, question.at, until),
        original_due=None if original is None else later(original, question.at, until),
        hold_until=None if held is None else later(held, question.at, until),
        effects=context.procedure.clock.on_resume if case.place != "none" else (),
    )


def send(case: Case, command: Send, context: Context) -> list[Event]:
    """The letters went to the agency."""
    waiting, step = open_step(case, context)
    no_question(case)
    capacity = who.of_step(case, context, step, command.by, command.at)
    if "send" not in step.acts:
        raise NotAllowed(f"Nothing is sent at step {step.no}.", case.name)
    if case.sent_visit == waiting.visit:
        raise Conflict("The letters were sent already.", case.name)
    situation = Situation(case, context.procedure, context.facts, command.by, step, case.path)
    papers = situation.existing(step.all_needs)
    if missing := case.lacks(papers):
        raise MissingPaper(f"Papers are missing: {situation.titles(missing)}.", missing, case.name)
    sent = LettersSent(
        at=command.at,
        by=capacity.by,
        visit=waiting.visit,
        channel=not_empty(command.channel, "The way of sending", case.name),
        papers=tuple(version.ref for paper in papers if (version := case.latest(paper)) is not None),
        note=command.note,
    )
    return [sent]


def confirm_receipt(case: Case, command: ConfirmReceipt, context: Context) -> list[Event]:
    """The agency has the letters; also after the archive."""
    by = who.for_agency(case.agency, context, command.by, command.at, case.name).by
    if case.sent_visit is None:
        raise NotYet("The letters have not been sent.", "letters_sent", case.name)
    if case.received_at is not None:
        raise Conflict("The receipt is confirmed already.", case.name)
    events: list[Event] = []
    if command.receipt is not None:
        version = handing_in.of_agency(case, context, command.receipt, command.by)
        events.append(PaperAdded(at=command.at, by=by, version=version))
    return [*events, ReceiptConfirmed(at=command.at, by=by, note=command.note)]
