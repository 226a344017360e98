"""The page of a case, its papers, and the letters that Titip writes for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.office import letters_of
from api.pages.decided import decided, may_ask_again, where
from api.pages.earlier import compared
from api.pages.page import MemberPage, Page
from api.pages.recommendation import recommendation
from api.pages.seen import find, see
from api.pages.troubles import PageRoute, Trouble
from api.pages.words import DONE, PLACE_STATE, STATUS
from api.routes.case_shapes import may_see
from api.routes.cases import sent_papers
from api.security.access import not_there
from api.security.headers import CSP_OF_FILES
from workflow.issuing.letter_desk import file_name

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Name = Annotated[str, Path(max_length=100)]


@router.get("/cases/{case}")
def case_page(case: Name, page: MemberPage, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    """A case: where it stands, whose turn it is, what one may do, its papers, what happened."""
    return show_case(page, case, done=done)


def show_case(
    page: Page,
    name: str,
    *,
    done: str = "",
    status: int = 200,
    troubles: Sequence[Trouble] = (),
    form: str = "",
    values: Mapping[str, str] | None = None,
) -> Response:
    """The page of a case; after a form that was refused, with what is wrong and what was entered."""
    with page.read() as unit:
        seen = see(unit, page, name)
        advice = recommendation(unit, page, seen)
        told = decided(unit, seen)
        earlier = seen.case.refers_to
        changed = compared(unit, page, earlier, seen.request) if earlier else ()
    return page.render(
        "case.html",
        status,
        recommendation=advice,
        seen=seen,
        case=seen.out,
        states=STATUS,
        place_states=PLACE_STATE,
        done=DONE.get(done),
        filed=done == "filed",
        decided=told,
        compared=changed,
        where=where(seen.case),
        ask_again=may_ask_again(seen),
        troubles=troubles,
        form=form,
        values=values or {},
    )


@router.get("/cases/{case}/papers/{paper}/{revision}")
def paper(case: Name, paper: Name, revision: int, page: MemberPage) -> Response:
    """The file of a revision of a paper."""
    with page.read() as unit:
        found = find(unit, page, case)
        procedure = unit.office.procedure(found.procedure).procedure
        version = next((one for one in found.revisions(paper) if one.revision == revision), None)
        internal = page.may("case.read_internal", found.agency)
        if (
            version is None
            or version.file is None
            or not may_see(version, procedure, sent_papers(unit, case), internal=internal)
        ):
            raise not_there(paper)
        kept, content = unit.files.get(version.sha256)
    return _file(content, kept.media_type, version.file.name)


@router.get("/cases/{case}/letters/{paper}")
def letter(case: Name, paper: Name, page: MemberPage, made: bool = False) -> Response:
    """A letter as PDF: the draft as it would be written now, or the one that was made to be signed."""
    with page.read() as unit:
        find(unit, page, case, "case.read_internal")
    letters = letters_of(page.served.settings, page.served.desk)
    content = letters.made(case, paper)[1] if made else letters.pdf(letters.draft(case, paper, at=page.at))
    return _file(content, "application/pdf", file_name(case, paper))


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": CSP_OF_FILES,
    }
    return Response(content, media_type=media_type, headers=headers)
