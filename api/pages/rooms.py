"""Rooms: the floor plan with a dimension to look at, and each rack, drawn and as a table."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.floor import DIMENSIONS, HINTS, WHY, floor
from api.pages.floor_figures import Figures, figures
from api.pages.page import MemberPage, Page
from api.pages.rack_bars import all_limits, rack_bars
from api.pages.rack_view import rack_view
from api.pages.room_parts import Name, rack_named, room_now
from api.pages.scenarios import planned_in
from api.pages.troubles import PageRoute
from api.web.rooms import RoomNow
from capacity.elevation import elevation
from capacity.room import Rack

router = APIRouter(include_in_schema=False, route_class=PageRoute)
MOST_LIMITS = 12
#: Racks on one page of drawings.
DRAWN = 20


@router.get("/rooms")
def rooms(page: MemberPage) -> Response:
    """The rooms that are stored."""
    page.require("room.read")
    with page.read() as unit:
        found = [page.served.rooms.now(unit, name, page.today) for name in unit.rooms.names()]
    return page.render("rooms.html", rooms=found)


@router.get("/rooms/{room}")
def room(room: Name, page: MemberPage, show: Annotated[str, Query(max_length=20)] = "space") -> Response:
    """The floor plan of a room, and its tightest limits."""
    now = room_now(page, room)
    known = page.served.rooms
    summary: Any = known.summary(now)
    shown = show if show in DIMENSIONS else "space"
    dimension = DIMENSIONS[shown]
    return page.render(
        "room.html",
        room=room,
        summary=summary,
        floor=floor(now.room, _figures(page, now)[shown], dimension, page.language.number),
        dimensions=DIMENSIONS,
        dimension=dimension,
        shown=shown,
        hint=HINTS[shown],
        whys=WHY,
        reference=known.seen(now).stranded.reference.name,
        bars=[one for one in summary["limits"] if one["capacity"]][:MOST_LIMITS],
        planned=planned_in(page, room),
    )


@router.get("/rooms/{room}/racks")
def racks(
    room: Name,
    page: MemberPage,
    row: Annotated[str, Query(max_length=100)] = "",
    sheet: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """The racks of a row side by side, as they are printed to be taken into the room."""
    now = room_now(page, room)
    rows = list(dict.fromkeys(one.row for one in now.room.racks))
    chosen = row if row in rows else rows[0]
    own = [one for one in now.room.racks if one.row == chosen]
    sheets = -(-len(own) // DRAWN)
    sheet = min(sheet, sheets)
    drawn = own[DRAWN * (sheet - 1) : DRAWN * sheet]
    return page.render(
        "racks.html",
        room=room,
        rows=rows,
        row=chosen,
        sheet=sheet,
        sheets=sheets,
        racks=[_rack_shown(page, now, one) for one in drawn],
        whys=WHY,
    )


@router.get("/rooms/{room}/racks/{rack}")
def rack(room: Name, rack: Name, page: MemberPage) -> Response:
    """A rack: both faces, the same as a table, and its limits."""
    now = room_now(page, room)
    found = rack_named(now, rack)
    own = [one.name for one in now.room.racks if one.row == found.row]
    at = own.index(rack)
    return page.render(
        "rack.html",
        room=room,
        before=own[at - 1] if at else None,
        after=own[at + 1] if at + 1 < len(own) else None,
        limits=all_limits(now.room, page.served.rooms.summary(now), rack),
        whys=WHY,
        **_rack_shown(page, now, found),
    )


def _rack_shown(page: Page, now: RoomNow, rack: Rack) -> dict[str, Any]:
    """A rack as its templates show it."""
    ledger = page.served.rooms.seen(now).summary.ledger
    return {
        "rack": rack,
        "view": rack_view((elevation(now.room, rack, now.today), ())),
        "bars": rack_bars(ledger, _figures(page, now), rack.name),
    }


def _figures(page: Page, now: RoomNow) -> Figures:
    known = page.served.rooms
    return known.once(now, "floor", lambda: figures(known.seen(now)))
