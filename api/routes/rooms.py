"""Rooms: what is in them, their racks and devices, what is held; and a new version of a room's files."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, File, Query, Response, UploadFile

from api.elevation_svg import elevation_svg
from api.routes.room_shapes import (
    DeviceOut,
    ElevationOut,
    HoldOut,
    RackOut,
    RoomOut,
    device_out,
    elevation_out,
    hold_out,
    rack_out,
    room_out,
)
from api.security.access import Subject
from api.security.limits import RequestLimits
from api.web.given import Now, Reading, Served, may
from api.web.lists import Cursor, Limit, Page, page_of
from api.web.rooms import RoomNow
from capacity.child import run_in_child
from capacity.elevation import elevation
from capacity.errors import BadInput
from capacity.reading import read_files, room_files
from capacity.room import Rack
from workflow.conflicts import NotStored
from workflow.installing import load_room, problems_of_room_name
from workflow.ports import UnitOfWork

router = APIRouter(tags=["rooms"])
READ_S, READ_BYTES = 20.0, 1 << 30
Reader = Annotated[Subject, Depends(may("room.read"))]


def room_now(room: str, served: Served, unit: Reading, at: Now) -> RoomNow:
    """The room of the address as it stands now. Raises NotStored."""
    zone = ZoneInfo(unit.office.calendar().zone)
    return served.rooms.now(unit, room, at.astimezone(zone).date())


Room = Annotated[RoomNow, Depends(room_now, scope="function")]


@router.get("/rooms")
def rooms(reader: Reader, unit: Reading) -> list[RoomOut]:
    """All stored rooms."""
    return [room_out(unit.rooms.version(name)) for name in unit.rooms.names()]


@router.get("/rooms/{room}")
def summary(reader: Reader, now: Room, served: Served, response: Response) -> dict[str, Any]:
    """What is in a room: used, held, free and stranded, the tightest limits, broken rules, missing data."""
    response.headers["ETag"] = now.etag
    return dict(served.rooms.summary(now))


@router.get("/rooms/{room}/racks")
def racks(reader: Reader, now: Room, after: Cursor = None, limit: Limit = 100) -> Page[RackOut]:
    """The racks, by name."""
    return page_of(now.room.racks, lambda rack: rack.name, rack_out, after, limit)


@router.get("/rooms/{room}/racks/{rack}")
def rack(rack: str, reader: Reader, now: Room) -> RackOut:
    """One rack."""
    return rack_out(_named(now, rack))


@router.get(
    "/rooms/{room}/racks/{rack}/elevation",
    response_model=ElevationOut,
    responses={200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}},
)
def rack_elevation(
    rack: str,
    reader: Reader,
    now: Room,
    render: Annotated[Literal["json", "svg"], Query(description="As data, or as a drawing.")] = "json",
) -> Response | ElevationOut:
    """A rack with everything in it: as JSON, or drawn, front and rear, as SVG."""
    found = elevation(now.room, _named(now, rack), now.today)
    if render == "svg":
        return Response(elevation_svg(found), media_type="image/svg+xml")
    return elevation_out(found)


@router.get("/rooms/{room}/devices")
def devices(
    reader: Reader,
    now: Room,
    rack: str | None = None,
    owner: str | None = None,
    after: Cursor = None,
    limit: Limit = 100,
) -> Page[DeviceOut]:
    """The devices, by name; of one rack or owner."""
    found = [
        device for device in now.room.devices if rack in (None, device.rack) and owner in (None, device.owner)
    ]
    return page_of(found, lambda device: device.name, device_out, after, limit)


@router.get("/rooms/{room}/holds")
def holds(room: str, reader: Reader, now: Room, unit: Reading) -> list[HoldOut]:
    """What is held, with its expiry: holds of cases, and reservations of the room's files."""
    return [hold_out(placed) for placed in unit.occupancy.live(room, ("hold", "reservation"))]


@router.put("/rooms/{room}", status_code=201, max_body_size=RequestLimits().upload_bytes)
def load(
    room: str,
    served: Served,
    at: Now,
    subject: Annotated[Subject, Depends(may("room.keep"))],
    file: Annotated[UploadFile, File(description="A zip of the room's folder.")],
) -> RoomOut:
    """Keep a room's files as its next version; what Titip has placed stays.

    Every problem is told at once, and then nothing is kept.
    """
    # A name that cannot be is told before the file costs anybody time.
    if problems := problems_of_room_name(room):
        raise BadInput(problems)
    files = run_in_child(_unzipped, file.file.read(), seconds=READ_S, memory_bytes=READ_BYTES)

    def work(unit: UnitOfWork) -> RoomOut:
        version = load_room(unit, room, files, at, subject.person or "").version
        unit.commit()
        return room_out(version)

    return served.store.run(work)


def _unzipped(content: bytes) -> dict[str, bytes]:
    """The files of a room's zip, after they were read once. Raises BadInput."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "room.zip"
        path.write_bytes(content)
        files = room_files(path)
    read_files(files)
    return files


def _named(now: RoomNow, name: str) -> Rack:
    found = next((rack for rack in now.room.racks if rack.name == name), None)
    if found is None:
        raise NotStored("There is no such rack.", name)
    return found
