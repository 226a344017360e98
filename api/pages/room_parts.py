"""What the pages of a room share: the room as it stands, its racks, and the way between the pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from api.pages.page import Page
from api.web.rooms import RoomNow
from capacity.room import Rack
from workflow.conflicts import NotStored

Name = Annotated[str, Path(max_length=100)]


def room_now(page: Page, room: str) -> RoomNow:
    """The room as it stands, for whoever may see rooms. Raises NotAllowed, NotStored."""
    page.require("room.read")
    with page.read() as unit:
        return page.served.rooms.now(unit, room, page.today)


def rack_named(now: RoomNow, name: str) -> Rack:
    """A rack of the room. Raises NotStored."""
    found = next((one for one in now.room.racks if one.name == name), None)
    if found is None:
        raise NotStored("There is no such rack.", name)
    return found
