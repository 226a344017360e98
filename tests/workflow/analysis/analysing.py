"""What the tests of the analysis share: a small room, a request for it, and its analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from capacity.room import Reservation, Room
from placement.request import Request
from tests.builders import CHAIN, chain, group, pdu, rack, room
from workflow.analysis import Assumption, Frozen, analyse, canonical_request, holds
from workflow.kept import RoomVersion
from workflow.papers import PlaceChoice

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CASE = "PS-1"

SERVER: Mapping[str, object] = {
    "request": "web-1",
    "kind": "server",
    "owner": "Disdikpora",
    "u_height": 2,
    "depth_mm": 700,
    "weight_kg": 20,
    "power_w": 500,
    "security_zone": "internal",
}
APPLICATION: Mapping[str, object] = {
    "request": "app",
    "kind": "application",
    "vcpu": 4,
    "memory_mb": 8192,
    "disk_gb": 100,
}


def two_racks(**more: Any) -> Room:
    """Two empty racks of ten units, R1 and R2, on the doubled chain."""
    return room(**{"racks": (rack("R1"), rack("R2")), "power": chain("R1", "R2")} | more)


def version(of: Room, number: int = 1, revision: int = 7) -> RoomVersion:
    return RoomVersion("hall", number, revision, "f" * 64, of.policy.version, AT, "admin")


def text(table: Mapping[str, object] = SERVER, **more: object) -> bytes:
    return canonical_request({**table, **more}, {})


def analysed(
    where: Room,
    table: Mapping[str, object] = SERVER,
    *assumptions: Assumption,
    case: str = CASE,
    places: int = 50,
    **more: object,
) -> Frozen:
    """The analysis of a request (keys of `table` changed by `more`) in a room."""
    return analyse(
        where,
        version(where),
        text(table, **more),
        case,
        today=TODAY,
        at=AT,
        by="kasi",
        catalogue={},
        assumptions=assumptions,
        places=places,
    )


def holding(where: Room, request: Request, choice: PlaceChoice) -> Room:
    """The room with the place held."""
    rows: tuple[Reservation, ...] = holds(request, choice, where.policy)
    return replace(where, reservations=(*where.reservations, *rows))


__all__ = [
    "APPLICATION",
    "AT",
    "CASE",
    "CHAIN",
    "SERVER",
    "TODAY",
    "analysed",
    "group",
    "holding",
    "pdu",
    "rack",
    "room",
    "text",
    "two_racks",
    "version",
]
