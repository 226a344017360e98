"""Cases read: register, case, timeline, request, analysis and papers; and what waits for a person."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Response

from api.routes.case_shapes import (
    CaseLine,
    CaseOut,
    HappeningOut,
    TaskOut,
    case_out,
    happening_out,
    line_out,
    may_see,
    task_out,
)
from api.security.access import Subject, Thing, can, not_there, require, visible_cases
from api.security.headers import CSP_OF_FILES
from api.web.given import Now, Reading, SignedIn, may, tag
from api.web.lists import Cursor, Limit, Page, cursor_after, name_of
from workflow.conflicts import NotStored
from workflow.events import LettersSent
from workflow.overview import Looking, Row, as_agency_sees, held, inbox, row, rows, timeline
from workflow.ports import UnitOfWork
from workflow.records import event_from_plain
from workflow.state import Case
from workflow.uploads import PAPERS

router = APIRouter(tags=["cases"])
Name = Annotated[str, Path(max_length=100)]
Reader = Annotated[Subject, Depends(may("case.read"))]
# JSON: an analysis, which is kept as a file.
_KINDS = (*sorted(PAPERS), "application/json")


@router.get("/cases")
def cases(
    subject: Reader,
    unit: Reading,
    at: Now,
    status: Literal["open", "archived", "withdrawn", "cancelled"] | None = None,
    agency: str | None = None,
    after: Cursor = None,
    limit: Limit = 50,
) -> Page[CaseLine]:
    """The register, by name: all cases, or those of one's own agencies."""
    visible = visible_cases(subject)
    look = Looking(unit, at)
    found: list[Row] = []
    last = name_of(after)
    for one in (
        (None,) if visible.all and agency is None else _agencies(visible.agencies, agency, visible.all)
    ):
        lines = unit.cases.register(agency=one, status=status, after=last, limit=limit + 1)
        found += rows(look, (line.name for line in lines))
    found.sort(key=lambda one: one.name)
    shown = found[:limit]
    more = cursor_after(shown[-1].name) if len(found) > limit else None
    items = [line_out(one, internal=_internal(subject, one.agency)) for one in shown]
    return Page[CaseLine](items=items, next=more)


@router.get("/cases/{case}")
def case(case: Name, subject: SignedIn, unit: Reading, at: Now, response: Response) -> CaseOut:
    """A case: its open step, its papers, its place. Its version is the ETag that commands name."""
    found = _seen(unit, subject, case)
    procedure = unit.office.procedure(found.procedure).procedure
    tag(response, found.version)
    return case_out(
        found,
        row(Looking(unit, at), found),
        held(unit, found, at),
        procedure,
        sent_papers(unit, case),
        internal=_internal(subject, found.agency),
    )


@router.get("/cases/{case}/timeline")
def case_timeline(case: Name, subject: SignedIn, unit: Reading) -> list[HappeningOut]:
    """Everything that happened in a case; an agency sees what concerns it."""
    found = _seen(unit, subject, case)
    told = timeline(unit, case)
    if not _internal(subject, found.agency):
        told = as_agency_sees(told)
    return [happening_out(one) for one in told]


@router.get("/cases/{case}/request")
def request(case: Name, subject: SignedIn, unit: Reading) -> dict[str, Any]:
    """The request as it now stands, as the agency wrote it."""
    found = _seen(unit, subject, case)
    told: dict[str, Any] = json.loads(unit.files.get(found.request_sha256)[1])
    return told


@router.get("/cases/{case}/analysis")
def analysis(case: Name, subject: SignedIn, unit: Reading) -> dict[str, Any]:
    """The frozen analysis: what it was made of, and the whole answer."""
    found = _seen(unit, subject, case, "case.read_internal")
    if found.analysis is None:
        raise NotStored("The request has not been analysed.", case)
    told: dict[str, Any] = json.loads(unit.files.get(found.analysis.sha256)[1])
    return told


@router.get(
    "/cases/{case}/papers/{paper}/{revision}",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in _KINDS}, "description": "The file as handed in."}},
)
def paper(case: Name, paper: Name, revision: int, subject: SignedIn, unit: Reading) -> Response:
    """The file of a revision of a paper."""
    found = _seen(unit, subject, case)
    procedure = unit.office.procedure(found.procedure).procedure
    versions = found.revisions(paper)
    version = next((one for one in versions if one.revision == revision), None)
    internal = _internal(subject, found.agency)
    if version is None or not may_see(version, procedure, sent_papers(unit, case), internal=internal):
        raise not_there(paper)
    if not version.sha256:
        raise NotStored("This paper was made by a decision and has no file.", paper)
    kept, content = unit.files.get(version.sha256)
    name = version.file.name if version.file else f"{paper}.json"
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": CSP_OF_FILES,
        "ETag": f'"{kept.sha256}"',
    }
    return Response(content, media_type=kept.media_type, headers=headers)


@router.get("/tasks")
def tasks(subject: SignedIn, unit: Reading, at: Now) -> list[TaskOut]:
    """What waits for whoever asks, by due time: steps to decide, initials to put, questions to answer."""
    require(subject, "me.read", Thing(person=subject.person))
    return [task_out(one) for one in inbox(unit, subject.person or "", at)]


def _seen(unit: UnitOfWork, subject: Subject, name: str, action: str = "case.read") -> Case:
    """The case, if one may do that with it; one that is not there looks like one that may not be seen."""
    try:
        found = unit.cases.get(name)
    except NotStored:
        raise not_there(name) from None
    require(subject, action, Thing(agency=found.agency), name)
    return found


def _internal(subject: Subject, agency: str) -> bool:
    return can(subject, "case.read_internal", Thing(agency=agency))


def _agencies(own: tuple[str, ...], wanted: str | None, all_: bool) -> tuple[str | None, ...]:
    """The agencies to list: the one asked for, if it may be seen, or all one's own."""
    if wanted is None:
        return own
    return (wanted,) if all_ or wanted in own else ()


def sent_papers(unit: UnitOfWork, case: str) -> set[tuple[str, int]]:
    """The papers (name, revision) that were sent to the agency."""
    found: set[tuple[str, int]] = set()
    for entry in unit.log.of("case", case):
        if entry.news.kind == LettersSent.__name__:
            event = event_from_plain(json.loads(entry.news.body), case)
            if isinstance(event, LettersSent):
                found |= {(ref.paper, ref.revision) for ref in event.papers}
    return found
