"""Home: what waits for whoever looks; for agencies their requests, with who has them and since when."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.pages.page import MemberPage, waiting
from api.pages.troubles import PageRoute
from api.pages.words import STATUS
from api.routes.case_shapes import line_out
from workflow.installing import in_force
from workflow.overview import Looking, row

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN = 25


@router.get("/")
def home(page: MemberPage, request: Request) -> Response:
    """What waits, by due time; under it one's own requests."""
    with page.read() as unit:
        ready = in_force(unit) is not None
        todo = [one for one in waiting(unit, page) if one.kind != "wait"] if ready else []
        paused = [one for one in waiting(unit, page) if one.kind == "wait"] if ready else []
        look = Looking(unit, page.at)
        own = []
        for agency in sorted(page.subject.agencies) if ready else ():
            lines = unit.cases.register(agency=agency, limit=200)
            own += [line_out(row(look, unit.cases.get(line.name)), internal=False) for line in lines[-SHOWN:]]
    own.sort(key=lambda one: (one.status != "open", one.case))
    return page.render("home.html", ready=ready, todo=todo, paused=paused, own=own, states=STATUS)
