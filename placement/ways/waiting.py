"""Wait: until holds have lapsed, or until equipment that is leaving has gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from capacity.room import Room
from placement.remedies.prices import Prices
from placement.ways.changes import RoomChange, changed_room, listed
from placement.ways.way import Part, Way
from placement.ways.whole import Whole, needed

DAYS_A_WEEK = 7
MOST_LEAVING = 24


def by_waiting(whole: Whole, prices: Prices) -> Iterator[Way]:
    """The first day on which enough holds have lapsed for everything; a day earlier does not do."""
    held = [
        r
        for r in whole.room.reservations
        if r.until is not None and r.until >= whole.today and r.request not in whole.released
    ]
    days = sorted({(r.until - whole.today).days + 1 for r in held if r.until is not None})
    last = whole.places(later=days[-1]) if days else None
    if not isinstance(last, tuple):
        return
    low, high, placement, proved = 0, len(days) - 1, last, True
    while low < high:
        middle = (low + high) // 2
        found = whole.places(later=days[middle])
        if isinstance(found, tuple):
            high, placement = middle, found
        else:
            low = middle + 1
            proved = proved and found is False
    wait = days[high]
    until = whole.today + timedelta(days=wait - 1)
    names = [r.name for r in held if r.until is not None and (r.until - whole.today).days < wait]
    said = f"Wait until after {until.isoformat()}: then {listed(names)} will have lapsed."
    part = Part(
        said, {"today": until.isoformat(), "lapsed": names}, prices.wait_week * -(-wait // DAYS_A_WEEK)
    )
    first_day = high == 0 and whole.base is not False
    yield Way("wait", "Wait for holds to lapse.", (part,), proved and not first_day, placement)


def by_leaving(whole: Whole, prices: Prices) -> Iterator[Way]:
    """Devices of status leaving have gone: those without which it does not do."""
    room = whole.room
    carries = {host.device for host in room.hosts} | {group.switch for group in room.ports}
    going = [d.name for d in room.devices if d.status == "leaving" and d.name not in carries]
    changes = [_gone(name, prices) for name in going[:MOST_LEAVING]]
    first = whole.places(changed_room(room, changes)) if changes else None
    if isinstance(first, tuple):
        kept, placement, proved = needed(
            changes, first, lambda some: whole.places(changed_room(room, some)), whole.base
        )
        parts = tuple(change.part for change in kept)
        yield Way("leaving", "Wait for equipment that is leaving.", parts, proved, placement)


def _gone(name: str, prices: Prices) -> RoomChange:
    def apply(room: Room) -> Room:
        return replace(room, devices=tuple(d for d in room.devices if d.name != name))

    part = Part(
        f"Wait until {name}, which is leaving, has gone.",
        {"remove": "devices", "names": [name]},
        prices.leaving,
    )
    return RoomChange(part, apply)
