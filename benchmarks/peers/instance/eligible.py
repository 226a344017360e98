"""Yes-or-no rules: status, zone, dedication, depth, and the standard of operating systems."""

from __future__ import annotations

from capacity.room import Rack, Room
from placement.request import Request


def rack_suits(rack: Rack, request: Request) -> bool:
    """Whether status, zone and dedication let the request in for certain."""
    return (
        rack.status == "active"
        and request.security_zone in (None, rack.security_zone)
        and rack.dedicated_to in (None, request.owner)
    )


def depth_suits(rack: Rack, request: Request, unknown_limits: str) -> bool:
    """Whether the server is for certain no deeper than the rack, or half of it."""
    if rack.usable_depth_mm is None:
        return unknown_limits == "condition"
    if request.depth_mm is None:
        return False
    return request.depth_mm * (1 if request.depth == "full" else 2) <= rack.usable_depth_mm


def standard_suits(room: Room, request: Request) -> bool:
    """Whether the operating system may be used for certain until the request ends."""
    if request.os is None or "standards.csv" not in room.files:
        return True
    rows = {row.version: row for row in reversed(room.standards) if row.product == request.os}
    row = rows.get(request.os_version, rows.get(None))
    if row is None:
        return room.policy.unlisted != "refuse"
    if row.rule == "forbidden":
        return False
    if request.until is None or room.policy.expired != "refuse":
        return True
    return row.support_ends is not None and row.support_ends >= request.until
