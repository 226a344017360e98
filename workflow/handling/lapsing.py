"""Holds that have expired: their places are free again, and their cases say so."""

from __future__ import annotations

from datetime import datetime

from workflow.events import SYSTEM
from workflow.kept import News, Placed
from workflow.plain import canonical
from workflow.ports import UnitOfWork


def lapse(unit: UnitOfWork, room: str, at: datetime) -> tuple[Placed, ...]:
    """Free what has expired in a room by `at`, and tell it in the log of each case; what that was."""
    ended = unit.occupancy.lapse(room, at)
    for placed in ended:
        case = placed.row.case
        stream, name = ("room", room) if case is None else ("case", case)
        body = {"room": room, "hold": placed.row.name, "expired": placed.row.expires}
        unit.log.tell(News(stream, name, None, "HoldLapsed", at, SYSTEM, canonical(body).decode()))
    return ended
