"""The versions of the procedure, with drawing and checks; a new one is tried, then published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages.forms import Sent
from api.pages.office_words import DONE_HERE, NO_FILE
from api.pages.page import MemberPage, Page, go
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.web.problems import status_of
from capacity.errors import BadInput, Problem, TitipError
from workflow.drawing import draw
from workflow.installing import publish_procedure
from workflow.ports import UnitOfWork
from workflow.procedure import Difference, Published, differences, problems_of, publish, read_procedure

router = APIRouter(include_in_schema=False, route_class=PageRoute)
#: A procedure file travels in a field of the form that publishes it.
LARGEST_FILE = 60 * 1024


@router.get("/procedures")
def procedures(page: MemberPage, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    """The published versions, newest first."""
    page.require("procedure.read")
    return _list(page, done=done)


@router.post("/procedures/check")
def check(page: MemberPage, form: Sent) -> Response:
    """What the checks say of a file, and what it would change; nothing is kept."""
    page.require("procedure.keep")
    sent = form.file("file")
    if sent is None:
        return _list(page, 422, (Trouble("file", page.language.text(NO_FILE)),))
    content = sent.file.read(LARGEST_FILE + 1)
    try:
        if len(content) > LARGEST_FILE:
            told = f"It is larger than {LARGEST_FILE >> 10} KiB."
            raise BadInput(
                [Problem(sent.filename or "file", None, "", told, "Check that it is the right file.")]
            )
        published = publish(
            read_procedure(content, sent.filename or "procedure"), sent.filename or "procedure"
        )
        return _tried(page, published, content.decode())
    except TitipError as error:
        if status_of(error) >= 500:
            raise
        return _list(page, status_of(error), troubles_of(error, page))


@router.post("/procedures")
def publish_version(page: MemberPage, form: Sent) -> Response:
    """Publish the version: new cases follow it, those that run stay on theirs."""
    page.require("procedure.keep")
    try:
        read = read_procedure(form.text("text").encode(), "procedure")
        published = publish(read, "procedure")

        def work(unit: UnitOfWork) -> None:
            publish_procedure(unit, published, page.at, page.person)
            unit.commit()

        page.served.store.run(work)
    except TitipError as error:
        if status_of(error) >= 500:
            raise
        return _list(page, status_of(error), troubles_of(error, page))
    return go("/procedures?done=published")


@router.get("/procedures/{sha256}")
def procedure(sha256: Annotated[str, Path(max_length=64)], page: MemberPage) -> Response:
    """One version: its head, its drawing, what today's checks say of it, what it changed."""
    page.require("procedure.read")
    with page.read() as unit:
        found = unit.office.procedure(sha256)
        known = unit.office.procedures()
        place = known.index(sha256)
        before = unit.office.procedure(known[place + 1]) if place + 1 < len(known) else None
    return page.render(
        "procedure.html",
        published=found,
        current=place == 0,
        drawing=_drawn(page, found),
        problems=problems_of(found.procedure),
        changed=_changed(before, found),
        before=before,
    )


def _list(page: Page, status: int = 200, troubles: Sequence[Trouble] = (), done: str = "") -> Response:
    with page.read() as unit:
        versions = [unit.office.procedure(one) for one in unit.office.procedures()]
    return page.render(
        "procedures.html",
        status,
        versions=[(one, len(problems_of(one.procedure))) for one in versions],
        keeps=page.may("procedure.keep"),
        troubles=tuple(troubles),
        done=DONE_HERE.get(done),
    )


def _tried(page: Page, published: Published, text: str) -> Response:
    with page.read() as unit:
        known = unit.office.procedures()
        before = unit.office.procedure(known[0]) if known else None
    return page.render(
        "procedure_tried.html",
        published=published,
        new=published.sha256 not in known,
        drawing=_drawn(page, published),
        changed=_changed(before, published),
        before=before,
        file_text=text,
    )


def _changed(before: Published | None, after: Published) -> Sequence[Difference]:
    return differences(before.procedure, after.procedure) if before else ()


def _drawn(page: Page, one: Published) -> Sequence[str]:
    return draw(one.procedure, language="en" if page.language.code == "en" else "id", standalone=False)
