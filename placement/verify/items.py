"""The placed items: each placement joined to its request and to the place it names.

Input that cannot be judged at all (a name that is not there, an item twice or out of range) is
refused here, all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from capacity.errors import BadInput, Problem
from capacity.room import FACES, LEGS, Device, Host, PowerNode, Rack, Room
from placement.placed import Placed
from placement.request import Request
from placement.verify.findings import Cell
from placement.verify.standing import charged_draw

FILE = "placements.csv"


@dataclass(frozen=True, slots=True)
class Item:
    """One placed item.

    `rack` is the server's rack, or that of the host's device (None: not known); `draw` is in ticks
    (`standing`), 0 for an application, None = unknown.
    """

    name: str
    request: Request
    placed: Placed
    rack: Rack | None
    host: Host | None
    draw: int | None

    @property
    def is_server(self) -> bool:
        return self.host is None

    def cell(self, column: str) -> Cell:
        """Return the cell of the request that holds `column`."""
        return Cell(self.request.file, self.request.line, column)


class Register:
    """The names of a room that placements may use."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.racks: dict[str, Rack] = {rack.name: rack for rack in room.racks}
        self.hosts: dict[str, Host] = {host.name: host for host in room.hosts}
        self.devices: dict[str, Device] = {device.name: device for device in room.devices}
        self.nodes: dict[str, PowerNode] = {node.name: node for node in room.power}
        self.port_groups = {(group.switch, group.port_type) for group in room.ports}

    def rack_of_host(self, host: Host) -> Rack | None:
        """Return the rack of the host's device; None where it is not known."""
        device = self.devices.get(host.device) if host.device is not None else None
        return self.racks.get(device.rack) if device is not None and device.rack is not None else None

    def items(self, requests: Sequence[Request], placements: Iterable[Placed]) -> list[Item]:
        """Join placements to requests, in the order given.

        Raises
        ------
        BadInput
            With every problem: an unknown request, rack, host, pdu or switch; an item twice or
            outside 1 to quantity; a place that is incomplete; a leg on a single-phase pdu.
        """
        problems = list(_request_problems(requests))
        by_name = {request.name: request for request in requests}
        seen: set[tuple[str, int]] = set()
        items = []
        for placed in placements:
            request = by_name.get(placed.request)
            faults = list(self._faults(placed, request, seen))
            problems += faults
            seen.add((placed.request, placed.item))
            if request is not None and not faults:
                items.append(self._item(placed, request))
        if problems:
            raise BadInput(problems)
        return items

    def _item(self, placed: Placed, request: Request) -> Item:
        name = f"{request.name}/{placed.item}"
        if request.kind == "application":
            host = self.hosts[placed.host or ""]
            return Item(name, request, placed, self.rack_of_host(host), host, 0)
        draw = charged_draw(request.power_w, request.power_basis, self.room.policy)
        return Item(name, request, placed, self.racks[placed.rack or ""], None, draw)

    def _faults(
        self, placed: Placed, request: Request | None, seen: set[tuple[str, int]]
    ) -> Iterator[Problem]:
        def fault(column: str, problem: str, advice: str) -> Problem:
            return Problem(FILE, placed.line or None, column, problem, advice)

        if request is None:
            yield fault("request", f"There is no request {placed.request!r}.", "Name one of the requests.")
            return
        if not 1 <= placed.item <= request.quantity:
            yield fault(
                "item", f"Item {placed.item} is not within 1 to {request.quantity}.", "Count items from 1."
            )
        if (placed.request, placed.item) in seen:
            yield fault("item", f"Item {placed.item} of {placed.request!r} is placed twice.", "Keep one row.")
        if request.kind == "application":
            if placed.host not in self.hosts:
                yield fault("host", f"There is no host {placed.host!r}.", "Name a host of hosts.csv.")
            return
        if placed.rack not in self.racks:
            yield fault("rack", f"There is no rack {placed.rack!r}.", "Name a rack of racks.csv.")
        if placed.position_hu is None and not request.chassis and request.height_hu != 0:
            yield fault("position_u", "The position is missing.", "Give the lowest unit.")
        if placed.face is not None and placed.face not in FACES:
            yield fault("face", f"There is no face {placed.face!r}.", "Say front or rear.")
        if "power.csv" in self.room.files:
            for cord in placed.cords:
                node = self.nodes.get(cord.pdu)
                if node is None or node.kind != "pdu":
                    yield fault("cords", f"There is no pdu {cord.pdu!r}.", "Name a pdu of power.csv.")
                elif cord.leg is not None and node.phases == 1:
                    yield fault("cords", f"{cord.pdu!r} is single-phase: {cord} has a leg.", "Leave it out.")
                elif cord.leg is not None and cord.leg not in LEGS:
                    yield fault("cords", f"There is no leg {cord.leg!r}.", "Say L1, L2 or L3.")
        if "ports.csv" in self.room.files:
            for use in placed.ports:
                if (use.switch, use.port_type) not in self.port_groups:
                    yield fault("ports", f"There are no ports {use}.", "Name a switch/type of ports.csv.")


def _request_problems(requests: Sequence[Request]) -> Iterator[Problem]:
    names: set[str] = set()
    for request in requests:
        if request.name in names:
            yield Problem(
                request.file,
                request.line,
                "request",
                f"{request.name!r} stands there twice.",
                "Give each request its own name.",
            )
        names.add(request.name)
        if request.kind == "server" and request.cords == 0 and request.power_w != 0:
            yield Problem(
                request.file,
                request.line,
                "cords",
                "cords is 0 although power_w is not 0.",
                "Ask for 1 or 2 cords, or set power_w to 0.",
            )
