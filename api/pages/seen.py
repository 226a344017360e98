"""A case as somebody may see it: the same decisions as the JSON API's, gathered for a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.fields import shown
from api.pages.page import Page
from api.routes.case_shapes import CaseOut, HappeningOut, case_out, happening_out
from api.routes.cases import sent_papers
from api.security.access import Thing, not_there, require
from workflow.conflicts import NotStored
from workflow.issued import IssuedLetter
from workflow.issuing.kinds import DRAFTS, LETTERS
from workflow.overview import Looking, as_agency_sees, held, initials_wanted, row, timeline
from workflow.ports import UnitOfWork
from workflow.procedure import Outcome, Procedure, Step, Text
from workflow.procedure.walks import exists_on
from workflow.roles import ROLES
from workflow.state import Case


@dataclass(frozen=True, slots=True)
class PaperField:
    """A paper that an outcome asks for, or takes.

    `needed`: it must come with the decision. `signed`: it comes signed. `written`: Titip can write it.
    `letter` is the one that was made to be signed, if it was.
    """

    paper: str
    title: Text
    needed: bool
    signed: bool
    written: bool
    letter: IssuedLetter | None


@dataclass(frozen=True, slots=True)
class OutcomeForm:
    """An outcome of the open step, with what its form asks for."""

    outcome: Outcome
    papers: tuple[PaperField, ...]

    @property
    def takes_place(self) -> bool:
        """True where a place of the analysis is chosen with it."""
        return "fits" in self.outcome.guards


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows of a case, and what its visitor may do there now."""

    case: Case
    out: CaseOut
    procedure: Procedure
    step: Step | None
    request: Mapping[str, str]
    happenings: tuple[HappeningOut, ...]
    internal: bool
    my_turn: bool
    initials: tuple[str, ...]
    forms: tuple[OutcomeForm, ...]
    may_answer: bool
    may_withdraw: bool
    may_cancel: bool
    may_confirm: bool
    may_comment: bool
    may_direct: bool
    may_end_stay: bool
    officials: tuple[tuple[str, str], ...]

    @property
    def asked(self) -> tuple[tuple[Text, Text], ...]:
        """What the request says, as it is read: each label with its value."""
        return shown(self.request)

    @property
    def acts(self) -> tuple[str, ...]:
        """What else is done at the open step."""
        return self.step.acts if self.step else ()

    @property
    def sent(self) -> bool:
        """True once the letters of this visit were sent."""
        return self.case.sent_visit is not None and self.case.sent_visit == self.case.visits


def find(unit: UnitOfWork, page: Page, name: str, action: str = "case.read") -> Case:
    """The case, if one may do that with it; one that is not there looks like one that may not be seen."""
    try:
        found = unit.cases.get(name)
    except NotStored:
        raise not_there(name) from None
    require(page.subject, action, Thing(agency=found.agency), name)
    return found


def see(unit: UnitOfWork, page: Page, name: str, action: str = "case.read") -> Seen:
    """Everything that the page of a case shows. Raises NotStored, NotAllowed."""
    case = find(unit, page, name, action)
    look = Looking(unit, page.at)
    procedure = look.procedure(case.procedure)
    internal = page.may("case.read_internal", case.agency)
    told = timeline(unit, name)
    shown = told if internal else as_agency_sees(told)
    step = procedure.step(case.step.no if case.step else None)
    mine = page.may("case.decide", case.agency) and page.person in {
        acting.person.id for acting in look.turn(case)
    }
    outside = {role for role, agency in look.outside(page.person) if agency in (None, case.agency)}
    ready = mine and case.question is None
    cancels = procedure.closing("cancelled")
    return Seen(
        case=case,
        out=case_out(
            case,
            row(look, case),
            held(unit, case, page.at),
            procedure,
            sent_papers(unit, name),
            internal=internal,
        ),
        procedure=procedure,
        step=step,
        request=_request(unit, case),
        happenings=tuple(happening_out(one) for one in shown),
        internal=internal,
        my_turn=mine,
        initials=initials_wanted(look, case, page.person) if page.may("case.decide", case.agency) else (),
        forms=tuple(_forms(unit, case, procedure, step)) if ready and step else (),
        may_answer=case.question is not None and bool(outside) and page.may("case.answer", case.agency),
        may_withdraw=case.status == "open" and bool(outside) and page.may("case.withdraw", case.agency),
        may_cancel=case.status == "open"
        and cancels is not None
        and bool(set(cancels.actors) & page.subject.roles)
        and page.may("case.direct", case.agency),
        may_confirm=case.sent_visit is not None and case.received_at is None and bool(outside),
        may_comment=page.may("case.comment", case.agency),
        may_direct=_directs(page, case, procedure, step),
        may_end_stay=case.stay in ("awaited", "installed")
        and procedure.stay is not None
        and bool(set(procedure.stay.actors) & page.subject.roles)
        and page.may("case.decide", case.agency),
        officials=_officials(look, case) if _directs(page, case, procedure, step) else (),
    )


def _directs(page: Page, case: Case, procedure: Procedure, step: Step | None) -> bool:
    """Whether the visitor stands above whoever decides the open step; nobody stands above the head."""
    if step is None or not page.may("case.direct", case.agency):
        return False
    above = {up for role in step.actors for up in procedure.superiors(role)} - set(step.actors)
    return bool((above or set(step.actors)) & page.subject.roles)


def _officials(look: Looking, case: Case) -> tuple[tuple[str, str], ...]:
    """The officials of the day but for those who ask, by id and name: to whom a step may be given."""
    found = {
        acting.person.id: acting.person.name
        for name, role in ROLES.items()
        if role.official
        for acting in look.offices.acting(name, look.day)
    }
    return tuple((id_, name) for id_, name in found.items() if id_ not in case.requesters)


def _request(unit: UnitOfWork, case: Case) -> Mapping[str, str]:
    told: dict[str, Any] = json.loads(unit.files.get(case.request_sha256)[1])
    return told


def _forms(unit: UnitOfWork, case: Case, procedure: Procedure, step: Step) -> list[OutcomeForm]:
    letters = {one.paper: one for one in unit.letters.of_case(case.name) if one.open and one.made_sha256}
    return [
        OutcomeForm(one, tuple(_papers(case, procedure, step, one, letters)))
        for one in step.outcomes
        if not one.automatic
    ]


def _papers(
    case: Case, procedure: Procedure, step: Step, outcome: Outcome, letters: Mapping[str, IssuedLetter]
) -> list[PaperField]:
    """The papers that an outcome which goes on asks for: what the step makes, and what is signed there."""
    if "papers_complete" not in outcome.guards:
        return []
    path = outcome.sets_path or case.path
    found = []
    for name in dict.fromkeys((*step.all_outputs, *outcome.signs, *step.revises)):
        kind = procedure.paper(name)
        if kind is None or kind.made != "attached" or not exists_on(kind, path):
            continue
        signed = name in outcome.signs
        there = case.latest(name)
        handed_in = there is not None and there.visit == case.visits
        needed = signed or (name in step.all_outputs and not handed_in)
        written = name in LETTERS or name in DRAFTS
        found.append(PaperField(name, kind.title, needed, signed, written, letters.get(name)))
    return found
