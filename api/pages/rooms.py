"""Rooms: the floor plan with a dimension to look at, and each rack, drawn and as a table."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages.floor import DIMENSIONS, bars_of, floor
from api.pages.page import MemberPage
from api.pages.rack_view import rack_view
from api.pages.troubles import PageRoute
from api.web.rooms import RoomNow
from capacity.elevation import elevation
from workflow.conflicts import NotStored

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Name = Annotated[str, Path(max_length=100)]


@router.get("/rooms")
def rooms(page: MemberPage) -> Response:
    """The rooms that are stored."""
    page.require("room.read")
    with page.read() as unit:
        found = [(name, unit.rooms.version(name)) for name in unit.rooms.names()]
    return page.render("rooms.html", rooms=found)


@router.get("/rooms/{room}")
def room(room: Name, page: MemberPage, show: Annotated[str, Query(max_length=20)] = "space") -> Response:
    """The floor plan of a room, what is used and free, what is broken, what is missing."""
    page.require("room.read")
    now = _now(page, room)
    summary: Any = page.served.rooms.summary(now)
    shown = show if show in DIMENSIONS else "space"
    return page.render(
        "room.html",
        room=room,
        summary=summary,
        floor=floor(now.room, summary, shown),
        dimensions=DIMENSIONS,
        shown=shown,
        bars=[one for one in summary["limits"] if one["capacity"]][:12],
    )


@router.get("/rooms/{room}/racks/{rack}")
def rack(room: Name, rack: Name, page: MemberPage) -> Response:
    """A rack: both faces, the same as a table, and its limits."""
    page.require("room.read")
    now = _now(page, room)
    found = next((one for one in now.room.racks if one.name == rack), None)
    if found is None:
        raise NotStored("There is no such rack.", rack)
    summary: Any = page.served.rooms.summary(now)
    view = rack_view((elevation(now.room, found, now.today), ()))
    return page.render("rack.html", room=room, rack=found, view=view, bars=bars_of(now.room, summary, rack))


def _now(page: MemberPage, room: str) -> RoomNow:
    with page.read() as unit:
        return page.served.rooms.now(unit, room, page.today)
