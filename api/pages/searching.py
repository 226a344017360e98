"""The search over everything that one may see: cases, letters, racks, devices, the power chain."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.page import MemberPage
from api.pages.troubles import PageRoute
from api.security.access import visible_cases
from capacity.room import Device, Reservation
from workflow.lists import CasesWanted, LetterFound, LettersWanted
from workflow.state import Case

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN = 25


@router.get("/search")
def search(page: MemberPage, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """What bears a name or holds words; the most of each kind that fit on a page."""
    cases: list[Case] = []
    letters: list[LetterFound] = []
    racks, devices, power = [], [], []
    words = tuple(q.split())
    if words:
        with page.read() as unit:
            if page.may("case.read"):
                visible = visible_cases(page.subject)
                agencies = None if visible.all else visible.agencies
                cases += unit.lists.cases(CasesWanted(agencies, words), 0, SHOWN).items
            if page.may("case.read_internal"):
                letters += unit.lists.letters(LettersWanted(words=words), 0, SHOWN).items
            for room in unit.rooms.names() if page.may("room.read") else ():
                now = page.served.rooms.now(unit, room, page.today).room
                racks += [(room, one.name) for one in now.racks if _holds(one.name, q)]
                things: list[Device | Reservation] = [*now.devices, *now.reservations]
                devices += [(room, one) for one in things if _holds(f"{one.name} {one.owner or ''}", q)]
                power += [(room, one) for one in now.power if _holds(one.name, q)]
    return page.render(
        "search.html",
        q=q,
        cases=cases,
        letters=letters,
        racks=racks[:SHOWN],
        devices=devices[:SHOWN],
        power=power[:SHOWN],
        nothing=bool(words) and not any((cases, letters, racks, devices, power)),
    )


def _holds(text: str, word: str) -> bool:
    return word.strip().casefold() in text.casefold()
