"""Home: what waits for whoever looks; for agencies their requests, with who has them, and their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages import draft_words
from api.pages.decided import where
from api.pages.draft_pages import lines
from api.pages.page import MemberPage, Page, waiting
from api.pages.troubles import PageRoute
from api.pages.words import PLACE_STATE, STATUS
from api.routes.case_shapes import line_out
from workflow.installing import in_force
from workflow.lists import CasesWanted
from workflow.occupancy import Kind
from workflow.overview import Looking, rows
from workflow.ports import UnitOfWork
from workflow.procedure import Text
from workflow.state import Case

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN, SHOWN_CLOSED, MOST_READ = 25, 5, 2_000
HOLDS: tuple[Kind, ...] = ("hold",)


@router.get("/")
def home(page: MemberPage, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    """What waits, by due time; under it one's own requests."""
    with page.read() as unit:
        ready = in_force(unit) is not None
        waits = list(waiting(unit, page)) if ready else []
        todo = [one for one in waits if one.kind != "wait"]
        paused = [one for one in waits if one.kind == "wait"]
        look = Looking(unit, page.at)
        cases, more = _own(unit, page) if ready else ([], False)
        own = [line_out(one, internal=False) for one in rows(look, (one.name for one in cases))]
        places = _places(unit, page) if ready else []
        names = {one.id: one.name for one in unit.office.offices().people}
        drafts = lines(unit, page, names)
    own.sort(key=lambda one: (one.status != "open", one.asked is None, one.due is None, one.due))
    return page.render(
        "home.html",
        ready=ready,
        todo=todo,
        paused=paused,
        own=own,
        places=places,
        drafts=drafts,
        more=more,
        states=STATUS,
        place_states=PLACE_STATE,
        done=draft_words.DONE.get(done),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """What a case of one's own has of a room now; `until` where that ends by itself."""

    case: Case
    state: Literal["held", "firm", "installed"]
    room: str
    where: Text
    until: datetime | None


def _own(unit: UnitOfWork, page: Page) -> tuple[list[Case], bool]:
    """The open cases of one's agencies and the last that were closed; and whether there are more."""
    agencies = tuple(sorted(page.subject.agencies))
    if not agencies:
        return [], False
    running = unit.lists.cases(CasesWanted(agencies, status="open", order="due"), limit=SHOWN)
    newest = unit.lists.cases(CasesWanted(agencies, order="filed", descending=True), limit=SHOWN)
    over = [one for one in newest.items if one.status != "open"][:SHOWN_CLOSED]
    return [*running.items, *over], len(running.items) + len(over) < newest.total


def _places(unit: UnitOfWork, page: Page) -> list[Place]:
    """The places of one's agencies, what ends first before the rest; each room is asked once."""
    lines = [
        line
        for agency in sorted(page.subject.agencies)
        for line in unit.cases.register(agency=agency, limit=MOST_READ)
    ]
    names = {line.name for line in lines}
    held = {
        one.row.case: one
        for room in (unit.rooms.names() if names else ())
        for one in unit.occupancy.live(room, HOLDS)
        if one.row.case in names and (one.row.expires is None or one.row.expires > page.at)
    }
    granted = [line.name for line in lines if line.status == "archived"][-SHOWN:]
    found = []
    for case in unit.cases.several(dict.fromkeys([*filter(None, held), *granted])):
        if case.choice is None:
            continue
        if case.stay == "installed":
            found.append(Place(case, "installed", case.choice.room, where(case), None))
        elif one := held.get(case.name):
            until = one.row.expires
            found.append(Place(case, "held" if until else "firm", one.room, where(case), until))
    return sorted(found, key=lambda one: (one.until is None, one.until or page.at, one.case.name))
