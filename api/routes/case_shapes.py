"""Cases, tasks, timelines and papers as the API tells them; what agencies see of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from api.render.case_json import (
    plain_happening,
    plain_held,
    plain_line,
    plain_paper,
    plain_show,
    plain_waiting,
)
from api.web.lists import Model
from workflow.overview import Happening, Held, Row, Waiting
from workflow.papers import PaperVersion
from workflow.procedure import Procedure
from workflow.state import Case


class TextOut(Model):
    """A text in Bahasa Indonesia and in English."""

    id: str
    en: str


class PersonInPost(Model):
    """Somebody who may act, and in which post; an agency is told the post alone."""

    person: str | None
    name: str | None
    role: str
    title: str
    kind: Literal["definitive", "plt", "plh"]


class PlaceOut(Model):
    """What a case has of its place now."""

    state: Literal["held", "firm", "installed", "lapsed", "released"]
    room: str
    where: str
    until: datetime | None


class CaseLine(Model):
    """A case as the register shows it. `version` is its ETag; `in_time` null where no clock runs."""

    case: str
    version: int
    agency: str
    subject: str
    status: Literal["open", "archived", "withdrawn", "cancelled"]
    path: str | None
    filed_at: datetime
    closed_at: datetime | None
    step: str | None
    activity: TextOut | None
    turn: list[PersonInPost]
    holder: str | None
    since: datetime | None
    due: datetime | None
    asked: datetime | None
    in_time: bool | None
    stay: Literal["awaited", "installed", "ended"] | None


class OutcomeOut(Model):
    """What may be decided at the open step."""

    outcome: str
    label: TextOut
    comment_needed: bool
    signs: list[str]


class PaperOut(Model):
    """A revision of a paper; without a file where a decision made it."""

    paper: str
    title: TextOut | None
    revision: int
    maker: str | None
    sha256: str | None
    file: str | None
    media_type: str | None
    size_bytes: int | None
    number: str | None
    dated: date | None
    signed: Literal["wet", "electronic"] | None
    signed_as: list[str]


class CaseOut(CaseLine):
    """A case with its papers and its place; what is the office's own is null for agencies."""

    place: PlaceOut | None
    procedure: str
    filed_by: str | None
    channel: Literal["online", "paper", "srikandi"]
    agenda: str | None
    refers_to: str | None
    complete_since: datetime
    requesters: list[str]
    request: dict[str, Any]
    original_due: datetime | None
    question: str | None
    outcomes: list[OutcomeOut]
    papers: list[PaperOut]
    initials: list[dict[str, str]]
    analysis: str | None


class TaskOut(Model):
    """Something that waits for a person in a case."""

    kind: Literal["decide", "initial", "answer", "wait"]
    case: str
    agency: str
    subject: str
    step: str
    activity: TextOut
    role: str
    instead_of: str | None
    since: datetime
    due: datetime | None
    overdue: bool
    holder: str | None
    todo: TextOut


class HappeningOut(Model):
    """An entry of a timeline; person and name are null where they are not told."""

    version: int | None
    at: datetime
    kind: str
    person: str | None
    name: str | None
    role: str
    title: str
    acting: str
    decree: str | None
    instead_of: str | None
    text: TextOut
    visible: bool


def line_out(row: Row, *, internal: bool) -> CaseLine:
    """A row of the register."""
    return CaseLine.model_validate(_line(row, internal))


def case_out(
    case: Case,
    row: Row,
    place: Held | None,
    procedure: Procedure,
    sent: set[tuple[str, int]],
    *,
    internal: bool,
) -> CaseOut:
    """A case; `sent` are the papers that went to the agency, which with its own are all that it sees."""
    told = _line(row, internal) | plain_show(case, procedure)
    told["place"] = None if place is None else plain_held(place)
    if not internal:
        own = {paper.id for paper in procedure.papers if paper.by_agency}
        shown = [p for p in case.papers if p.paper in own or (p.paper, p.revision) in sent]
        papers = [plain_paper(paper, procedure) | {"maker": None} for paper in shown]
        told |= {"papers": papers, "outcomes": [], "initials": [], "analysis": None, "filed_by": None}
        told |= {"original_due": None}
    return CaseOut.model_validate(told)


def task_out(one: Waiting) -> TaskOut:
    """A line of an inbox."""
    return TaskOut.model_validate(plain_waiting(one))


def happening_out(one: Happening) -> HappeningOut:
    """An entry of a timeline."""
    return HappeningOut.model_validate(plain_happening(one))


def may_see(paper: PaperVersion, procedure: Procedure, sent: set[tuple[str, int]], *, internal: bool) -> bool:
    """True if the paper is shown to whoever asks."""
    kind = procedure.paper(paper.paper)
    own = kind is not None and kind.by_agency
    return internal or own or (paper.paper, paper.revision) in sent


def _line(row: Row, internal: bool) -> dict[str, Any]:
    told: dict[str, Any] = dict(plain_line(row))
    if not internal:
        told["holder"] = None
        told["turn"] = [one | {"person": None, "name": None} for one in told["turn"]]
    return told
