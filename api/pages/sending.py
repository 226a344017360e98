"""A draft is looked at once more, sent, and confirmed."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.pages import draft_words as words
from api.pages.answers import Difference, card
from api.pages.draft_content import titles
from api.pages.draft_pages import Opened, Wrong, judged, look, missing, seen_draft
from api.pages.earlier import compared
from api.pages.fields import in_words
from api.pages.filing import PAPER, filing_of
from api.pages.forms import Sent
from api.pages.page import MemberPage, Page, go
from api.pages.problem_words import told
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.security.access import Thing, require
from api.web.problems import status_of
from capacity.errors import TitipError
from workflow.analysis import canonical_request
from workflow.drafts import DraftChanged
from workflow.handling import Filing, file_draft

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Id = Annotated[str, Path(max_length=40)]


@router.get("/requests/drafts/{id}/check")
def check(id: Id, page: MemberPage) -> Response:
    """What will be sent, and what still stands in the way."""
    with page.read() as unit:
        if seen_draft(page, unit, id).cases:
            return go(f"/requests/drafts/{id}/sent")
    return _check_page(page, look(page, id))


@router.post("/requests/drafts/{id}/send")
def send(id: Id, page: MemberPage, form: Sent) -> Response:
    """File what the draft asks for: a case for each item, all of them or none."""
    with page.read() as unit:
        if seen_draft(page, unit, id).cases:
            return go(f"/requests/drafts/{id}/sent")
    found = look(page, id)
    if obstacles(page, found, judged(found, page.served.desk.catalogue)):
        return _check_page(page, found, status=422)
    require(page.subject, "case.file", Thing(agency=found.agency), found.agency)
    try:
        file_draft(page.served.desk, id, form.whole("seen"), _filings(page, found))
    except DraftChanged:
        return _check_page(
            page, look(page, id), [Trouble("", page.language.text(words.CHANGED_SINCE_CHECKED))], 409
        )
    except TitipError as error:
        if status_of(error) >= 500:
            raise
        return _check_page(page, found, troubles_of(error, page), status_of(error))
    return go(f"/requests/drafts/{id}/sent")


@router.get("/requests/drafts/{id}/sent")
def sent(id: Id, page: MemberPage) -> Response:
    """The cases that came of a draft, and what happens next."""
    with page.read() as unit:
        draft = seen_draft(page, unit, id)
        cases = unit.cases.several(draft.cases)
    if not cases:
        return go(f"/requests/drafts/{id}")
    return page.render("draft_sent.html", cases=cases)


def obstacles(page: Page, found: Opened, wrong: Wrong) -> list[tuple[str, str]]:
    """Why the draft cannot be sent yet: sentences, each with the page where that is mended."""
    say = page.language.text
    told_of = [(say(words.NEEDED[one.field]), one.to) for one in missing(found)]
    if not found.content.items:
        told_of.append((say(words.NOTHING_ASKED), found.address))
    for item, title in titles(found.content):
        for one in wrong.get(item.number, ()):
            parts = [*item.parts, *(found.part(name) for name in ("time", "together"))]
            own = item.values.get(one.column)
            part = next((each for each in item.parts if one.column in each.fields), None)
            place = next((p for p in parts if p is not None and one.column in p.fields), item.parts[0])
            field = words.DRAFT_FIELDS.get(one.column)
            label = f"{say(field.label) if field else one.column}: "
            before = f"{title}, " if title and (own or part) else ""
            told_of.append(
                (
                    f"{before}{label}{told(one, page.language.code)}",
                    found.page_of(place, item if part else None),
                )
            )
    return list(dict.fromkeys(told_of))


def _filings(page: Page, found: Opened) -> list[Filing]:
    values = {**found.content.values}
    subject = values.get("subject", "")
    return [
        filing_of(
            page, values, found.agency, f"{subject} · {title}" if title else subject, found.request(item)
        )
        for item, title in titles(found.content)
    ]


def _check_page(
    page: Page, found: Opened, troubles: list[Trouble] | tuple[Trouble, ...] = (), status: int = 200
) -> Response:
    catalogue = page.served.desk.catalogue
    wrong = judged(found, catalogue)
    cards = [card(found, item, title, catalogue, wrong) for item, title in titles(found.content)]
    return page.render(
        "draft_check.html",
        status,
        found=found,
        obstacles=obstacles(page, found, wrong),
        cards=cards,
        names=lambda labels: ", ".join(page.language.text(one) for one in labels),
        kept=in_words("keep", kept) if (kept := found.content.values.get("keep", "")) else None,
        shown_day=page.language.written_day,
        shown_moment=page.language.written_moment,
        values=found.content.values,
        fields=words.DRAFT_FIELDS,
        paper_field=f"paper-{PAPER}",
        compared=_compared(page, found, wrong),
        troubles=tuple(troubles),
    )


def _compared(page: Page, found: Opened, wrong: Wrong) -> tuple[Difference, ...]:
    """The first item beside the request that the draft refers to, if one may see that."""
    name = found.content.values.get("refers_to", "")
    if not name or not found.content.items or found.content.items[0].number in wrong:
        return ()
    new = json.loads(canonical_request(found.request(found.content.items[0]), page.served.desk.catalogue))
    with page.read() as unit:
        return compared(unit, page, name, new)
