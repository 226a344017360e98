"""What became of a room: who loaded which version, and what was held and placed in it, when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.addresses import Address, page_number, shown
from api.pages.page import MemberPage
from api.pages.room_parts import Name
from api.pages.troubles import PageRoute
from api.pages.words import PLACE_STATE
from workflow.kept import Placed

router = APIRouter(include_in_schema=False, route_class=PageRoute)
VERSIONS, PLACES = 50, 25


@router.get("/rooms/{room}/history")
def history(
    room: Name, page: MemberPage, number: Annotated[str, Query(max_length=20, alias="page")] = ""
) -> Response:
    """The versions of a room, and a page of what Titip held and placed in it."""
    page.require("room.read")
    at = page_number(number)
    with page.read() as unit:
        unit.rooms.version(room)  # one that is not there is not found
        versions = unit.lists.versions(room, 0, VERSIONS)
        placed = unit.lists.placed(room, (at - 1) * PLACES, PLACES)
        names = {one.id: one.name for one in unit.office.offices().people}
    return page.render(
        "history.html",
        room=room,
        versions=versions,
        part=shown(placed, at, PLACES),
        address=Address(f"/rooms/{room}/history", {"page": number}),
        names=names,
        standing=standing,
        place_states=PLACE_STATE,
        cases_seen=page.may("case.read_internal"),
    )


def standing(one: Placed) -> str:
    """How a place stands: a key of `words.PLACE_STATE`."""
    if one.status != "live":
        return one.status
    if one.row.kind in ("device", "vm"):
        return "installed"
    return "firm" if one.row.expires is None else "held"
