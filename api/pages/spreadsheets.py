"""Many servers from one file: read without keeping anything, shown with all faults, then taken over."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.pages import draft_words as words
from api.pages.draft_content import MOST_ITEMS, PARTS, Content
from api.pages.draft_pages import Opened, change, look
from api.pages.fields import LABELS, shown
from api.pages.forms import LARGEST_FORM, Sent
from api.pages.page import MemberPage, Page, go
from api.pages.problem_words import told
from api.pages.sheet import LARGEST_BYTES, Sheet, read_sheet, template
from api.pages.troubles import PageRoute, Trouble
from capacity.errors import Problem
from workflow.errors import BadValue
from workflow.procedure import Text

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Id = Annotated[str, Path(max_length=40)]
_TOLD_APART = ("label", "kind", "quantity")
_CHOOSE = Text("Pilih berkas lembar kerja.", "Choose the file of the spreadsheet.")


@router.get("/requests/spreadsheet.csv")
def empty_sheet(page: MemberPage) -> Response:
    """A file to begin with: headings, and a row for example."""
    page.require("case.file")
    headers = {"Content-Disposition": 'attachment; filename="titip-permohonan.csv"'}
    return Response(template(page.language.code), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/requests/drafts/{id}/spreadsheet")
def sheet_page(id: Id, page: MemberPage) -> Response:
    """Choose a file; or, after one was read, look at what it holds."""
    return _page(page, look(page, id))


@router.post("/requests/drafts/{id}/spreadsheet", max_body_size=LARGEST_FORM)
def upload(id: Id, page: MemberPage, form: Sent) -> Response:
    """Read a file: nothing is taken over yet, and nothing at all where something is wrong."""
    found = look(page, id)
    sent = form.file("sheet")
    if sent is None:
        return _page(page, found, troubles=(Trouble("sheet", page.language.text(_CHOOSE)),), status=422)
    content = sent.file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        sheet = Sheet((), (Problem("file", None, "", "The file is larger than 1 MiB.", "Split it."),))
    else:
        sheet = read_sheet(sent.filename or "file", content, found.agency, page.served.desk.catalogue)
    if sheet.problems:
        return _page(page, found, sheet=sheet, status=422)
    rows = tuple(values for _, values in sheet.rows)
    change(page, id, lambda now: replace(now, pending=rows))
    return go(f"{found.address}/spreadsheet")


@router.post("/requests/drafts/{id}/spreadsheet/take")
def take(id: Id, page: MemberPage, form: Sent) -> Response:
    """Take the rows over as items of the draft, or leave them."""
    wanted = form.text("take") == "yes"

    def taken(content: Content) -> Content:
        if not wanted:
            return replace(content, pending=())
        if len(content.items) + len(content.pending) > MOST_ITEMS:
            raise BadValue(words.TOO_MANY.en, "items")
        done = tuple(part.name for part in PARTS["server"])
        return replace(content.plus(*content.pending, done=done), pending=())

    found = change(page, id, taken)
    return go(f"{found.address}?done=taken" if wanted else f"{found.address}/spreadsheet")


def _page(
    page: Page,
    found: Opened,
    *,
    sheet: Sheet | None = None,
    troubles: tuple[Trouble, ...] = (),
    status: int = 200,
) -> Response:
    say, code = page.language.text, page.language.code
    pending = found.content.pending if sheet is None else tuple(values for _, values in sheet.rows)
    faults = [
        (one.row, say(LABELS[one.column]) if one.column in LABELS else one.column, told(one, code))
        for one in (sheet.problems if sheet else ())
    ]
    return page.render(
        "draft_sheet.html",
        status,
        found=found,
        pending=pending,
        faults=faults,
        labels=LABELS,
        shown=lambda values: shown(
            {name: value for name, value in values.items() if name not in _TOLD_APART}
        ),
        most=MOST_ITEMS,
        troubles=troubles,
    )
