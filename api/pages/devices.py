"""What stands and is held in a room, as a list: filters, sorting and page in the address; as a file too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.pages.addresses import Address
from api.pages.exports import MOST_ROWS, Ending, table_file
from api.pages.page import MemberPage, Page
from api.pages.room_lists import Keys, cut, natural, ordered
from api.pages.room_parts import Name, room_now
from api.pages.room_words import DEVICE_COLUMNS, FACES, STATES
from api.pages.troubles import PageRoute
from api.web.rooms import RoomNow
from capacity.room import Device, Reservation, Room
from capacity.units import plain

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Word = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Thing:
    """A device, or a place that is held; None is not known."""

    name: str
    state: str
    rack: str | None
    unit: float | None
    face: str
    height_u: int | float | None
    weight_kg: int | float | None
    power_w: int | None
    cords: str
    owner: str | None
    group: str | None
    request: str | None = None
    until: date | None = None


KEYS: Keys = {
    "name": lambda one: natural(one.name),
    "state": lambda one: one.state,
    "rack": lambda one: None if one.rack is None else (natural(one.rack), -(one.unit or 0)),
    "unit": lambda one: one.unit,
    "height": lambda one: one.height_u,
    "weight": lambda one: one.weight_kg,
    "power": lambda one: one.power_w,
    "owner": lambda one: one.owner.casefold() if one.owner else None,
    "group": lambda one: one.group.casefold() if one.group else None,
}


def chosen(
    q: Word = "",
    rack: Word = "",
    owner: Word = "",
    state: Word = "",
    missing: Word = "",
    sort: Word = "",
    page: Word = "",
) -> Mapping[str, str]:
    """What is chosen in the address."""
    return {
        "q": q,
        "rack": rack,
        "owner": owner,
        "state": state if state in STATES else "",
        "missing": "yes" if missing == "yes" else "",
        "sort": sort if sort.removeprefix("-") in KEYS else "",
        "page": page,
    }


Chosen = Annotated[Mapping[str, str], Depends(chosen)]


@router.get("/rooms/{room}/devices")
def devices(room: Name, page: MemberPage, choice: Chosen) -> Response:
    """A page of the list."""
    now = room_now(page, room)
    every = _every(page, now)
    found = _wanted(every, choice)
    say = page.language.text
    owners = {one.owner for one in every if one.owner}
    return page.render(
        "devices.html",
        room=room,
        part=cut(found, choice["page"]),
        address=Address(f"/rooms/{room}/devices", choice),
        choice=choice,
        columns=DEVICE_COLUMNS,
        sortable=KEYS,
        states=STATES,
        faces=FACES,
        rack_options=[(one.name, one.name) for one in sorted(now.room.racks, key=lambda r: natural(r.name))],
        owner_options=[(one, one) for one in sorted(owners, key=str.casefold)],
        state_options=[(name, say(word)) for name, word in STATES.items()],
        filtered=any(choice[name] for name in ("q", "rack", "owner", "state", "missing")),
    )


@router.get("/rooms/{room}/devices.{ending}")
def export(room: Name, ending: Ending, page: MemberPage, choice: Chosen) -> Response:
    """All that is filtered, as a file."""
    found = _wanted(_every(page, room_now(page, room)), choice)[:MOST_ROWS]
    say = page.language.text
    columns = [say(word) for word in DEVICE_COLUMNS.values()]
    return table_file(f"{room}-devices", ending, columns, (_record(page, one) for one in found))


def _every(page: Page, now: RoomNow) -> Sequence[Thing]:
    """All that stands and is held in the room, by name."""
    return page.served.rooms.once(
        now, "things", lambda: sorted(_things(now.room, now.today), key=KEYS["name"])
    )


def _wanted(every: Iterable[Thing], choice: Mapping[str, str]) -> list[Thing]:
    words = choice["q"].casefold().split()
    found = [
        one
        for one in every
        if choice["rack"] in ("", one.rack)
        and choice["owner"] in ("", one.owner)
        and choice["state"] in ("", one.state)
        and (not choice["missing"] or _gaps(one))
        and all(word in _said(one) for word in words)
    ]
    return ordered(found, choice["sort"], KEYS)


def _said(one: Thing) -> str:
    return " ".join(filter(None, (one.name, one.owner, one.group, one.request, one.rack))).casefold()


def _gaps(one: Thing) -> bool:
    """True where something of it is not known that limits are reckoned with."""
    return None in (one.rack, one.height_u, one.weight_kg, one.power_w) or (
        one.unit is None and one.height_u != 0
    )


def _things(room: Room, today: date) -> Iterator[Thing]:
    yield from (_thing(one, one.status) for one in room.devices)
    for held in room.reservations:
        if not held.for_application and not (held.until is not None and held.until < today):
            yield _thing(held, "held")


def _thing(one: Device | Reservation, state: str) -> Thing:
    held = one if isinstance(one, Reservation) else None
    return Thing(
        name=one.name,
        state=state,
        rack=one.rack,
        unit=None if one.position_hu is None else one.position_hu / 2,
        face=one.face,
        height_u=None if one.height_hu is None else plain(one.height_hu, 2),
        weight_kg=None if one.weight_g is None else plain(one.weight_g, 1000),
        power_w=one.power_w,
        cords=" ".join(map(str, one.cords)),
        owner=one.owner,
        group=one.group,
        request=held.request if held else None,
        until=held.until if held else None,
    )


def _record(page: Page, one: Thing) -> dict[str, object]:
    """A line of the file; what is not known is empty there, as in the room's own files."""
    say = page.language.text
    values = (
        one.name,
        say(STATES[one.state]),
        one.rack,
        one.unit,
        say(FACES[one.face]),
        one.height_u,
        one.weight_kg,
        one.power_w,
        one.cords,
        one.owner,
        one.group,
        one.request,
        one.until,
    )
    told = [
        "" if value is None else f"{value:g}" if isinstance(value, float) else str(value) for value in values
    ]
    return dict(zip((say(word) for word in DEVICE_COLUMNS.values()), told, strict=True))
