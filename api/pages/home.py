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
from workflow.occupancy import Kind
from workflow.overview import Looking, rows
from workflow.ports import UnitOfWork
from workflow.procedure import Text
from workflow.state import Case

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN, MOST_READ = 25, 2_000
HOLDS: tuple[Kind, ...] = ("hold",)


@router.get("/")
def home(page: MemberPage, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    """What waits, by due time; under it one's own requests."""
    with page.read() as unit:
        ready = in_force(unit) is not None
        todo = [one for one in waiting(unit, page) if one.kind != "wait"] if ready else []
        paused = [one for one in waiting(unit, page) if one.kind == "wait"] if ready else []
        look = Looking(unit, page.at)
        cases = _own(unit, page) if ready else []
        own = [line_out(one, internal=False) for one in rows(look, (one.name for one in cases))]
        places = _places(unit, page, cases)
        names = {one.id: one.name for one in unit.office.offices().people}
        drafts = lines(unit, page, names)
    own.sort(key=lambda one: (one.status != "open", one.case))
    return page.render(
        "home.html",
        ready=ready,
        todo=todo,
        paused=paused,
        own=own,
        places=places,
        drafts=drafts,
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


def _own(unit: UnitOfWork, page: Page) -> list[Case]:
    """The newest cases of one's agencies."""
    names = [
        line.name
        for agency in sorted(page.subject.agencies)
        for line in unit.cases.register(agency=agency, limit=MOST_READ)[-SHOWN:]
    ]
    return list(unit.cases.several(names))


def _places(unit: UnitOfWork, page: Page, cases: list[Case]) -> list[Place]:
    """The places of cases, what ends first before the rest: each room is asked once, not each case."""
    found = [
        Place(one, "installed", one.choice.room, where(one), None)
        for one in cases
        if one.stay == "installed" and one.choice
    ]
    by_name = {one.name: one for one in cases if one.choice and one.stay != "installed"}
    for room in unit.rooms.names() if by_name else ():
        for one in unit.occupancy.live(room, HOLDS):
            case, until = by_name.get(one.row.case or ""), one.row.expires
            if case is not None and case.choice and (until is None or until > page.at):
                del by_name[case.name]  # of several items the first is told: they are held alike
                found.append(Place(case, "held" if until else "firm", room, where(case), until))
    return sorted(found, key=lambda one: (one.until is None, one.until or page.at, one.case.name))
