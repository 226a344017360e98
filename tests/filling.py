"""Fill in the cells that a "cannot decide" names, each with a harmless value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from capacity.room import Cord, Host, Rack, Room
from placement.missing import Missing
from placement.request import Request

T = TypeVar("T")
Change = tuple[str, Any]

LARGE = {
    "max_load_kg": ("max_load_g", 10**8),
    "max_heat_w": ("max_heat_w", 10**7),
    "usable_depth_mm": ("usable_depth_mm", 10**5),
    "x_m": ("x_mm", 0),
    "y_m": ("y_mm", 0),
}
SMALL: dict[str, Change] = {
    "power_w": ("power_w", 0),
    "weight_kg": ("weight_g", 0),
    "u_height": ("height_hu", 1),
    "vcpu": ("vcpu", 0),
    "memory_mb": ("memory_mb", 0),
    "disk_gb": ("disk_gb", 0),
}
ASKED: dict[str, Change] = {name: (field, 1) for name, (field, _) in SMALL.items()} | {
    "u_height": ("height_hu", 2),
    "depth_mm": ("depth_mm", 1),
}


class Filler:
    """Fills the cells of `missing`; asserts that each of them exists and is empty."""

    def __init__(self, room: Room, request: Request, missing: Iterable[Missing]) -> None:
        self._room, self._request = room, request
        self._columns: dict[tuple[str, int | None], set[str]] = {}
        for cell in missing:
            self._columns.setdefault((cell.file, cell.row), set()).add(cell.column)
        self._zones = sorted({z for u in room.cooling for z in u.zones or ()}) or ["Z1"]
        self._racks = {r.name: r for r in room.racks}

    def filled(self) -> tuple[Room, Request]:
        """The room and the request with every named cell filled in."""
        room = self._room
        new = replace(
            room,
            racks=self._rows("racks.csv", room.racks, self._of_rack),
            devices=self._rows("devices.csv", room.devices, self._of_thing),
            reservations=self._rows("reservations.csv", room.reservations, self._of_thing),
            vms=self._rows("vms.csv", room.vms, self._of_thing),
            hosts=self._rows("hosts.csv", room.hosts, self._of_host),
            cooling=self._rows("cooling.csv", room.cooling, self._of_unit),
            standards=self._rows(
                "standards.csv", room.standards, lambda _, column: (column, date(2999, 1, 1))
            ),
        )
        (asked,) = self._rows(self._request.file, [self._request], lambda _, column: ASKED[column])
        assert not self._columns, f"no such rows: {self._columns}"
        return new, asked

    def _rows(self, file: str, things: Iterable[T], change: Callable[[Any, str], Change]) -> tuple[T, ...]:
        made: list[T] = []
        for thing in things:
            columns = self._columns.pop((file, getattr(thing, "line")), ())  # noqa: B009
            changes = dict(change(thing, column) for column in sorted(columns))
            assert all(not getattr(thing, field) for field in changes), f"{changes} of {thing} are known"
            made.append(replace(thing, **changes))  # type: ignore[type-var]
        return tuple(made)

    def _of_rack(self, rack: Rack, column: str) -> Change:
        del rack
        if column == "cooling_zone":
            return column, self._zones[0]
        return (column, self._request.security_zone) if column == "security_zone" else LARGE[column]

    def _of_thing(self, thing: Any, column: str) -> Change:
        """Cells of devices, reservations and machines: the first rack, pdu or host there is."""
        rack = getattr(thing, "rack", None) or self._room.racks[0].name
        if column == "rack":
            return column, rack
        if column == "position_u":
            return "position_hu", 2 * self._racks[rack].first_unit
        if column == "cords":
            pdus = sorted(
                (n.rack != rack, n.name) for n in self._room.power if n.kind == "pdu" and n.rack is not None
            )
            return column, (Cord(pdus[0][1]),)
        return (column, self._room.hosts[0].name) if column == "host" else SMALL[column]

    def _of_host(self, host: Host, column: str) -> Change:
        del host
        if column == "device":
            return column, next(d.name for d in self._room.devices if d.rack is not None)
        return column, 10**7

    def _of_unit(self, unit: Any, column: str) -> Change:
        del unit
        return (column, tuple(self._zones)) if column == "zones" else (column, 10**7)
