"""The archive of letters: number, kind, date, case, signer, standing, and the file, as one may see it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.pages.addresses import Address, day_of, page_number, shown
from api.pages.exports import MOST_ROWS, Ending, table_file
from api.pages.office_words import LETTER_COLUMNS, SIGNED, STANDING_TAG
from api.pages.page import MemberPage, Page
from api.pages.troubles import PageRoute
from api.security.access import visible_cases
from workflow.events import LettersSent
from workflow.lists import Found, LetterFound, LetterOrder, LetterStanding, LettersWanted
from workflow.overview import Looking
from workflow.papers import PaperVersion
from workflow.ports import UnitOfWork
from workflow.procedure import Text
from workflow.records import event_from_plain

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN = 25
ORDERS: tuple[LetterOrder, ...] = ("made", "number", "dated", "case", "agency")
Word = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Line:
    """A letter as the archive lists it; `file` is the address of what may be downloaded, "" for nothing."""

    found: LetterFound
    kind: Text
    version: PaperVersion | None
    file: str

    @property
    def signer(self) -> str:
        """Who signed it, in which post; "" before, and where nobody signs such papers."""
        return ", ".join(reversed(self.version.signed_as)) if self.version and self.version.signed else ""

    @property
    def signed(self) -> str:
        """How it was signed; "" where it was not."""
        file = self.version.file if self.version else None
        return file.signature.kind if file and file.signature else ""


def chosen(
    q: Word = "",
    kind: Word = "",
    standing: Word = "",
    agency: Word = "",
    case: Word = "",
    since: Word = "",
    until: Word = "",
    sort: Word = "",
    page: Word = "",
) -> Mapping[str, str]:
    """What is chosen in the address."""
    return {
        "q": q,
        "kind": kind,
        "standing": standing if standing in STANDING_TAG else "",
        "agency": agency,
        "case": case,
        "since": since if day_of(since) else "",
        "until": until if day_of(until) else "",
        "sort": sort if sort.removeprefix("-") in ORDERS else "",
        "page": page,
    }


Chosen = Annotated[Mapping[str, str], Depends(chosen)]


@router.get("/letters")
def letters(page: MemberPage, choice: Chosen) -> Response:
    """A page of the archive."""
    page.require("letter.read")
    number = page_number(choice["page"])
    visible = visible_cases(page.subject)
    with page.read() as unit:
        found = _found(page, unit, choice, (number - 1) * SHOWN, SHOWN)
        look = Looking(unit, page.at)
        lines = [_line(page, look, one) for one in found.items]
        kinds = _kinds(unit)
        posts = unit.office.offices().posts
    agencies = sorted({post.agency for post in posts if post.agency and post.agency in visible})
    return page.render(
        "letters.html",
        lines=lines,
        part=shown(found, number, SHOWN),
        address=Address("/letters", choice),
        choice=choice,
        internal=page.may("case.read_internal"),
        standing_tag=STANDING_TAG,
        ways=SIGNED,
        kinds=[(name, page.language.text(title)) for name, title in kinds.items()],
        agencies=[(one, one) for one in agencies],
        standings=[(name, page.language.text(word)) for name, word in STANDING_TAG.items()],
        filtered=any(choice[name] for name in choice if name not in ("sort", "page")),
    )


@router.get("/letters.{ending}")
def export(ending: Ending, page: MemberPage, choice: Chosen) -> Response:
    """All letters that are filtered, as a file."""
    page.require("letter.read")
    say = page.language.text
    with page.read() as unit:
        look = Looking(unit, page.at)
        lines = [_line(page, look, one) for one in _found(page, unit, choice, 0, MOST_ROWS).items]
    rows = [
        {
            "number": one.found.letter.number,
            "dated": one.found.letter.dated.isoformat(),
            "kind": say(one.kind),
            "case": one.found.letter.case,
            "agency": one.found.case.agency,
            "subject": one.found.case.subject,
            "signer": one.signer,
            "signed": say(SIGNED[one.signed]) if one.signed else "",
            "standing": say(STANDING_TAG[one.found.standing]),
            "sha256": one.found.letter.kept_sha256 or "",
        }
        for one in lines
    ]
    columns = [say(word) for word in LETTER_COLUMNS.values()]
    told = [{say(LETTER_COLUMNS[name]): value for name, value in row.items()} for row in rows]
    return table_file("letters" if page.language.code == "en" else "daftar-surat", ending, columns, told)


def _found(
    page: Page, unit: UnitOfWork, choice: Mapping[str, str], offset: int, limit: int
) -> Found[LetterFound]:
    """The letters that are asked for; outside the office those alone that were sent."""
    visible, agency = visible_cases(page.subject), choice["agency"]
    agencies = None if visible.all else visible.agencies
    if agency:
        agencies = (agency,) if agency in visible else ()
    wanted = LettersWanted(
        agencies=agencies,
        words=tuple(choice["q"].split()),
        case=choice["case"],
        paper=choice["kind"],
        standing=cast(LetterStanding, choice["standing"]) if choice["standing"] else None,
        dated_from=day_of(choice["since"]),
        dated_until=day_of(choice["until"]),
    )
    sort = choice["sort"]
    if sort:
        order = cast(LetterOrder, sort.removeprefix("-"))
        wanted = replace(wanted, order=order, descending=sort.startswith("-"))
    if page.may("case.read_internal"):
        return unit.lists.letters(wanted, offset, limit)
    every = unit.lists.letters(wanted, 0, MOST_ROWS)
    sent = _sent(unit, {one.letter.case for one in every.items})
    mine = tuple(one for one in every.items if (v := _version(one)) and (one.letter.case, v.sha256) in sent)
    return Found(mine[offset : offset + limit], len(mine))


def _sent(unit: UnitOfWork, cases: set[str]) -> set[tuple[str, str]]:
    """The files (case, hash) of the letters that were sent to agencies."""
    refs: set[tuple[str, str, int]] = set()
    for entry in unit.lists.sendings(cases):
        told = event_from_plain(json.loads(entry.news.body), entry.news.name)
        if isinstance(told, LettersSent):
            refs |= {(entry.news.name, ref.paper, ref.revision) for ref in told.papers}
    return {
        (case.name, paper.sha256)
        for case in unit.cases.several(sorted({name for name, _, _ in refs}))
        for paper in case.papers
        if (case.name, paper.paper, paper.revision) in refs
    }


def _version(one: LetterFound) -> PaperVersion | None:
    """The paper as which the letter was handed in; None before."""
    mine = (p for p in one.case.revisions(one.letter.paper) if p.sha256 == one.letter.kept_sha256)
    return next(mine, None)


def _line(page: Page, look: Looking, one: LetterFound) -> Line:
    kind = look.procedure(one.case.procedure).paper(one.letter.paper)
    version = _version(one)
    case, paper = quote(one.letter.case, safe=""), quote(one.letter.paper, safe="")
    file = ""
    if version is not None and version.file is not None:
        file = f"/cases/{case}/papers/{paper}/{version.revision}"
    elif one.letter.made_sha256 and page.may("case.read_internal", one.case.agency):
        file = f"/cases/{case}/letters/{paper}?made=true"
    name = one.letter.paper
    return Line(one, kind.title if kind else Text(name, name), version, file)


def _kinds(unit: UnitOfWork) -> dict[str, Text]:
    """The papers of the procedure for new cases, by name."""
    known = unit.office.procedures()
    papers = unit.office.procedure(known[0]).procedure.papers if known else ()
    return {paper.id: paper.title for paper in papers if not paper.by_agency}
