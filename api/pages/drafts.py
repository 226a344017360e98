"""Requests that are written bit by bit: begun, taken up again, filled in part by part, deleted."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages import draft_words
from api.pages.draft_content import MOST_ITEMS, STATUS_WORDS, Content, content_of_request
from api.pages.draft_pages import begin, change, item_of, judged, lines, look, opened, seen_draft, tasks
from api.pages.filing import agencies_of
from api.pages.forms import Sent
from api.pages.page import MemberPage, Page, go
from api.pages.seen import find
from api.pages.troubles import PageRoute, Trouble
from workflow.errors import BadValue
from workflow.ports import UnitOfWork
from workflow.state import Case

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Id = Annotated[str, Path(max_length=40)]
Word = Annotated[str, Query(max_length=40)]


@router.get("/requests/new")
def start(page: MemberPage) -> Response:
    """Where a request begins: of what kind, in which way; and the drafts that wait."""
    return _start_page(page)


def _start_page(page: Page, troubles: tuple[Trouble, ...] = (), kind: str = "server") -> Response:
    page.require("case.file")
    with page.read() as unit:
        offices = unit.office.offices()
        names = {one.id: one.name for one in offices.people}
        waiting = lines(unit, page, names)
    agencies = agencies_of(page, offices)
    return page.render(
        "start_request.html",
        422 if troubles else 200,
        drafts=waiting,
        agencies=agencies,
        agency_options=[(one, one) for one in agencies],
        kind=kind,
        troubles=troubles,
        wrong={one.field: one.message for one in troubles},
    )


@router.post("/requests/drafts")
def begin_draft(page: MemberPage, form: Sent) -> Response:
    """Begin one: empty, for a spreadsheet, or with what an earlier request asked for."""
    if case := form.text("case"):
        return _again(page, case, refers=form.text("refers") == "yes")
    kind, agency = form.text("kind"), form.text("agency")
    if agency not in page.subject.agencies and "registrar" not in page.subject.roles:
        page.require("case.file")
        told = page.language.text(draft_words.NEEDED["agency"])
        return _start_page(page, (Trouble("agency", told),), kind)
    content = Content()
    if kind in ("server", "application"):
        content = content.plus({"kind": kind, "quantity": "1"})
    id = begin(page, content, agency)
    return go(f"/requests/drafts/{id}" + ("/spreadsheet" if kind == "spreadsheet" else ""))


def _again(page: Page, name: str, *, refers: bool) -> Response:
    """A draft with what an earlier case asked for, which it may refer to."""
    with page.read() as unit:
        case = find(unit, page, name)
        request: dict[str, str] = json.loads(unit.files.get(case.request_sha256)[1])
    content = content_of_request(request)
    values = {**content.values, "subject": case.subject} | _who_asked(case)
    if refers:
        values["refers_to"] = case.name
    id = begin(page, replace(content, values=values, done=(*content.done, "about")), case.agency)
    return go(f"/requests/drafts/{id}?done=again")


def _who_asked(case: Case) -> dict[str, str]:
    return {"requester": case.requesters[0]} if case.channel != "online" and case.requesters else {}


@router.get("/requests/drafts/{id}")
def draft_page(id: Id, page: MemberPage, done: Word = "") -> Response:
    """The task list of a draft."""
    with page.read() as unit:
        if seen_draft(page, unit, id).cases:
            return go(f"/requests/drafts/{quote(id)}/sent")
    found = look(page, id)
    wrong = judged(found, page.served.desk.catalogue)
    return page.render(
        "draft.html",
        found=found,
        tasks=tasks(found, wrong),
        status_words=STATUS_WORDS,
        models=page.served.desk.catalogue,
        done=draft_words.DONE.get(done),
        full=len(found.content.items) >= MOST_ITEMS,
    )


@router.post("/requests/drafts/{id}/delete")
def delete(id: Id, page: MemberPage) -> Response:
    """Forget a draft."""

    def work(unit: UnitOfWork) -> None:
        unit.drafts.drop(opened(page, unit, id).draft.id)
        unit.commit()

    page.served.store.run(work)
    return go("/?done=deleted")


@router.post("/requests/drafts/{id}/items")
def add(id: Id, page: MemberPage, form: Sent) -> Response:
    """One more server or application."""
    kind = "application" if form.text("kind") == "application" else "server"
    found = change(page, id, lambda content: _with_room(content).plus({"kind": kind, "quantity": "1"}))
    return go(f"{found.address}/items/{found.content.items[-1].number}/size")


@router.post("/requests/drafts/{id}/items/{number}/copy")
def copy(id: Id, number: int, page: MemberPage) -> Response:
    """The same once more, to be changed."""

    def copied(content: Content) -> Content:
        item = item_of(content, number, id)
        return _with_room(content).plus(item.values, done=item.done)

    return go(f"{change(page, id, copied).address}?done=copied")


@router.post("/requests/drafts/{id}/items/{number}/remove")
def remove(id: Id, number: int, page: MemberPage) -> Response:
    """Take one out of the request."""
    found = change(page, id, lambda content: content.without(item_of(content, number, id).number))
    return go(f"{found.address}?done=removed")


def _with_room(content: Content) -> Content:
    if len(content.items) >= MOST_ITEMS:
        raise BadValue(draft_words.TOO_MANY.en, "items")
    return content
