"""Commands to cases: one address each, carried out in one transaction, against the version that was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from api.routes.case_bodies import (
    AnalysisIn,
    AnswerIn,
    AssignmentIn,
    ClosingIn,
    CommentIn,
    Decision,
    ExtensionIn,
    FilingIn,
    HandoverIn,
    InitialIn,
    MoveIn,
    PaperIn,
    QuestionIn,
    Reason,
    ReceiptIn,
    SendingIn,
)
from api.security.access import Subject, Thing, not_there, require
from api.web.given import Key, Meant, Now, Served, SignedIn, may, tag
from api.web.lists import Model
from workflow import commands
from workflow.conflicts import NotStored
from workflow.handling import Done, Filing

router = APIRouter(tags=["cases"])


class CaseNow(Model):
    """What became of a command: the case and its version, which is also the ETag."""

    case: str
    version: int


class Desk:
    """Carries out a command of whoever asks on the case of the address, if he may."""

    def __init__(
        self,
        case: str,
        response: Response,
        served: Served,
        subject: SignedIn,
        at: Now,
        version: Meant,
        key: Key,
    ) -> None:
        self.case = case
        self.served = served
        self.subject = subject
        self.at = at
        self.version = version
        self.key = key
        self._response = response

    def require(self, action: str) -> None:
        """Raise NotStored for a case that one may not know of, NotAllowed for what one may not do."""
        require_on_case(self.served, self.subject, action, self.case)

    def send(self, action: str, kind: Callable[..., commands.Command], **fields: Any) -> CaseNow:
        """Carry out a command of this kind."""
        self.require(action)
        command = kind(by=self.subject.person, at=self.at, version=self.version, **fields)
        return self.told(self.served.desk.send(self.case, command, self.key))

    def told(self, done: Done) -> CaseNow:
        """The answer, with its ETag."""
        tag(self._response, done.version)
        return CaseNow(case=done.case, version=done.version)


OnCase = Annotated[Desk, Depends(Desk)]


def require_on_case(served: Served, subject: Subject, action: str, name: str) -> None:
    """As `require`, for a case by its name; one that is not there looks like one that may not be seen."""
    try:
        with served.store.read() as unit:
            agency = unit.cases.get(name).agency
    except NotStored:
        raise not_there(name) from None
    require(subject, action, Thing(agency=agency), name)


@router.post("/cases", status_code=201)
def file_request(
    body: FilingIn,
    response: Response,
    served: Served,
    subject: Annotated[Subject, Depends(may("case.file"))],
    at: Now,
    key: Key,
) -> CaseNow:
    """File a request; its case begins."""
    require(subject, "case.file", Thing(agency=body.agency), body.agency)
    filing = Filing(
        by=subject.person or "",
        at=at,
        agency=body.agency,
        subject=body.subject,
        request=body.request,
        papers=tuple(paper.made() for paper in body.papers),
        channel=body.channel,
        agenda=body.agenda,
        requester=body.requester,
        complete_since=body.complete_since,
        refers_to=body.refers_to,
    )
    done = served.desk.file(filing, key)
    tag(response, done.version)
    response.headers["Location"] = f"/api/v1/cases/{done.case}"
    return CaseNow(case=done.case, version=done.version)


@router.post("/cases/{case}/decisions")
def decide(body: Decision, on: OnCase) -> CaseNow:
    """Take an outcome of the open step, with the papers that it makes or signs, and the place it takes."""
    papers = tuple(paper.made() for paper in body.papers)
    choice = body.choice and body.choice.made()
    return on.send(
        "case.decide",
        commands.Decide,
        outcome=body.outcome,
        comment=body.comment,
        papers=papers,
        choice=choice,
    )


@router.post("/cases/{case}/papers")
def attach(body: PaperIn, on: OnCase) -> CaseNow:
    """Hand in a paper: one that the open step makes, or one of the agency's."""
    own = on.subject.roles & {"agency", "registrar"}
    return on.send("case.answer" if own else "case.decide", commands.Attach, paper=body.made())


@router.post("/cases/{case}/analyses")
def analyse(body: AnalysisIn, on: OnCase) -> CaseNow:
    """Analyse the request in a stored room, with all that stands and is held in it, and record it."""
    on.require("case.decide")
    done = on.served.desk.analyse(
        on.case,
        by=on.subject.person or "",
        at=on.at,
        version=on.version,
        room=body.room,
        assumptions=tuple(one.made() for one in body.assumptions),
        key=on.key,
    )
    return on.told(done)


@router.post("/cases/{case}/initials")
def initial(body: InitialIn, on: OnCase) -> CaseNow:
    """Put initials (paraf) on the papers of the open step."""
    return on.send("case.decide", commands.PutInitials, role=body.role)


@router.post("/cases/{case}/questions")
def ask(body: QuestionIn, on: OnCase) -> CaseNow:
    """Ask the agency for something; the clock stands still until it answers."""
    return on.send("case.decide", commands.Ask, question=body.question)


@router.post("/cases/{case}/answers")
def answer(body: AnswerIn, on: OnCase) -> CaseNow:
    """The agency answers; the clock runs again."""
    on.require("case.answer")
    command = commands.Answer(
        by=on.subject.person or "",
        at=on.at,
        version=on.version,
        answer=body.answer,
        papers=tuple(paper.made() for paper in body.papers),
    )
    return on.told(on.served.desk.answer(on.case, command, body.request, on.key))


@router.post("/cases/{case}/dropped-questions")
def drop_question(body: Reason, on: OnCase) -> CaseNow:
    """Go on without the answer."""
    return on.send("case.decide", commands.DropQuestion, reason=body.reason)


@router.post("/cases/{case}/claims")
def claim(on: OnCase) -> CaseNow:
    """Take the open step out of the common inbox."""
    return on.send("case.decide", commands.Claim)


@router.delete("/cases/{case}/claims")
def unclaim(on: OnCase) -> CaseNow:
    """Put the open step back into the common inbox."""
    return on.send("case.decide", commands.Unclaim)


@router.post("/cases/{case}/assignments")
def reassign(body: AssignmentIn, on: OnCase) -> CaseNow:
    """As a superior, give the open step to somebody."""
    return on.send("case.direct", commands.Reassign, to=body.to, reason=body.reason)


@router.post("/cases/{case}/extensions")
def extend(body: ExtensionIn, on: OnCase) -> CaseNow:
    """As a superior, give the open step more time; the original date is kept."""
    return on.send("case.direct", commands.Extend, due=body.due, reason=body.reason)


@router.post("/cases/{case}/comments")
def comment(body: CommentIn, on: OnCase) -> CaseNow:
    """Say something, visible to the agency or internal."""
    return on.send("case.comment", commands.Comment, text=body.text, visible=body.visible)


@router.post("/cases/{case}/sendings")
def send(body: SendingIn, on: OnCase) -> CaseNow:
    """Record that the letters went to the agency, and how."""
    return on.send("case.decide", commands.Send, channel=body.channel, note=body.note)


@router.post("/cases/{case}/receipts")
def receive(body: ReceiptIn, on: OnCase) -> CaseNow:
    """Record that the agency has received the letters."""
    receipt = body.receipt and body.receipt.made()
    return on.send("case.answer", commands.ConfirmReceipt, note=body.note, receipt=receipt)


@router.post("/cases/{case}/closings")
def close(body: ClosingIn, on: OnCase) -> CaseNow:
    """End the case: the agency withdraws, the division cancels."""
    action = "case.withdraw" if body.ends == "withdrawn" else "case.direct"
    return on.send(action, commands.Close, ends=body.ends, reason=body.reason)


@router.post("/cases/{case}/handovers")
def hand_over(body: HandoverIn, on: OnCase) -> CaseNow:
    """Record that the equipment was installed (BAST), with its actual values; they are verified again."""
    installed = tuple(one.made() for one in body.installed)
    return on.send("case.decide", commands.HandOver, installed=installed, paper=body.paper.made())


@router.post("/cases/{case}/stay-ends")
def end_stay(body: Reason, on: OnCase) -> CaseNow:
    """The equipment leaves, or will not come; its place is free again."""
    return on.send("case.decide", commands.EndStay, reason=body.reason)


@router.post("/cases/{case}/moves")
def move(body: MoveIn, on: OnCase) -> CaseNow:
    """Put a running case on another published version of its procedure."""
    return on.send(
        "case.pin", commands.MoveToVersion, procedure=body.procedure, step=body.step, reason=body.reason
    )
