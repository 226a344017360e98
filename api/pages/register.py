"""The register: every case that one may see, with filters that stand in the address; and the search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.page import MemberPage, Page
from api.pages.troubles import PageRoute
from api.pages.words import STATUS
from api.routes.case_shapes import line_out
from api.security.access import visible_cases
from api.web.lists import cursor_after, name_of
from capacity.room import Device, Reservation
from workflow.kept import CaseLine
from workflow.overview import Looking, rows
from workflow.ports import UnitOfWork

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN, BATCH, MOST_READ = 25, 200, 4_000
STATES = ("open", "archived", "withdrawn", "cancelled")
Word = Annotated[str, Query(max_length=200)]


@router.get("/cases")
def register(
    page: MemberPage, q: Word = "", status: Word = "", agency: Word = "", after: Word = ""
) -> Response:
    """The register, by name; a page of it at a time."""
    page.require("case.read")
    wanted = status if status in STATES else None
    with page.read() as unit:
        found = []
        for line in _lines(unit, page, agency or None, wanted, name_of(after or None)):
            if _says(line, q):
                found.append(line)
            if len(found) > SHOWN:
                break
        look = Looking(unit, page.at)
        shown = [
            line_out(one, internal=page.may("case.read_internal", one.agency))
            for one in rows(look, (line.name for line in found[:SHOWN]))
        ]
    more = ""
    if len(found) > SHOWN:
        kept = {"q": q, "status": status, "agency": agency, "after": cursor_after(found[SHOWN - 1].name)}
        more = "/cases?" + urlencode({name: value for name, value in kept.items() if value})
    return page.render(
        "register.html",
        rows=shown,
        q=q,
        status=status,
        agency=agency,
        more=more,
        begun=not after,
        states=STATUS,
        filters=[(state, page.language.text(STATUS[state])) for state in STATES],
    )


@router.get("/search")
def search(page: MemberPage, q: Word = "") -> Response:
    """What bears a name or holds a word: cases, racks, devices."""
    cases, racks, devices = [], [], []
    if q.strip():
        with page.read() as unit:
            if page.may("case.read"):
                lines = (line for line in _lines(unit, page, None, None, None) if _says(line, q))
                cases = [line for line, _ in zip(lines, range(SHOWN), strict=False)]
            for room in unit.rooms.names() if page.may("room.read") else ():
                now = page.served.rooms.now(unit, room, page.today).room
                racks += [(room, one.name) for one in now.racks if _holds(one.name, q)]
                things: list[Device | Reservation] = [*now.devices, *now.reservations]
                devices += [(room, one) for one in things if _holds(f"{one.name} {one.owner or ''}", q)]
    return page.render("search.html", q=q, cases=cases, racks=racks[:SHOWN], devices=devices[:SHOWN])


def _lines(
    unit: UnitOfWork, page: Page, agency: str | None, status: str | None, after: str | None
) -> Iterator[CaseLine]:
    """The cases that whoever looks may see, by name; of one agency, if that is asked for."""
    visible = visible_cases(page.subject)
    if agency is not None:
        asked: tuple[str | None, ...] = (agency,) if agency in visible else ()
    else:
        asked = (None,) if visible.all else visible.agencies
    for one in asked:
        last, read = after, 0
        while read < MOST_READ:
            lines = unit.cases.register(agency=one, status=status, after=last, limit=BATCH)
            yield from lines
            if len(lines) < BATCH:
                break
            last, read = lines[-1].name, read + len(lines)


def _says(line: CaseLine, words: str) -> bool:
    return all(_holds(f"{line.name} {line.agency} {line.subject}", word) for word in words.split())


def _holds(text: str, word: str) -> bool:
    return word.strip().casefold() in text.casefold()
