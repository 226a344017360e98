"""A room and a batch of requests as plain data: items, places of each, and what is left of every limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from benchmarks.peers.instance.cooling import losses
from benchmarks.peers.instance.eligible import depth_suits, rack_suits, standard_suits
from benchmarks.peers.instance.hosting import charge, host_rows, suits
from benchmarks.peers.instance.kin import BY_PLACE, Kin, spot
from benchmarks.peers.instance.shelves import Shelves, faces_of
from benchmarks.peers.instance.supply import Supply
from benchmarks.peers.instance.switches import Need, Switches, needs_of
from benchmarks.peers.instance.things import ENDLESS, guests, things, ticks, ticks_per_watt
from capacity.room import Room
from placement.request import Request

NO_CORDS = -1
"""The choice of an item that takes no cords, or of any in a room without power.csv."""


@dataclass(frozen=True, slots=True)
class Item:
    """Item `number` (from 1) of a request."""

    request: Request
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """A rack that one server alone fits in for certain: its starts per face, and its choices of cords."""

    rack: int
    starts: dict[str, list[int]]
    choices: list[int]


class Instance:
    """Everything that a peer looks at.

    Attributes
    ----------
    items
        All items of the batch, request by request.
    weight_left, heat_left
        Per rack in half grams and ticks; None where nothing limits it.
    supply, cooling, switches
        None where the room has no such file: the rule is not checked.
    """

    def __init__(self, room: Room, requests: Sequence[Request], today: date) -> None:
        names = [request.name for request in requests]
        stand, there = things(room, today, names), guests(room, today, names)
        self.room, self.racks, self.hosts, self.policy = room, room.racks, room.hosts, room.policy
        self.requests = tuple(requests)
        self.items = [Item(r, number) for r in requests for number in range(1, r.quantity + 1)]
        self.shelves = Shelves(room.racks, stand, room.policy.keep_free_hu)
        tick = ticks_per_watt(room.policy)
        loads = [None if r.max_load_g is None else 2 * r.max_load_g for r in room.racks]
        heats = [None if r.max_heat_w is None else tick * r.max_heat_w for r in room.racks]
        self.weight_left = self._left(loads, [(t.rack, t.weight) for t in stand])
        self.heat_left = self._left(heats, [(t.rack, t.draw) for t in stand])
        files = room.files
        self.supply = Supply(room.power, room.racks, stand, room.policy) if "power.csv" in files else None
        self.cooling = (
            losses(room.cooling, room.racks, stand, room.policy) if "cooling.csv" in files else None
        )
        self.switches = (
            Switches(room.ports, room.racks, room.trays, stand, room.policy) if "ports.csv" in files else None
        )
        feeds = None if self.supply is None else self.supply.feeds
        self.kin = Kin(room.racks, room.hosts, stand, there, feeds)
        self.host_rows = host_rows(room.hosts, there, room.policy)

    def _left(
        self, capacity: Sequence[int | None], used: Sequence[tuple[str | None, int | None]]
    ) -> list[int | None]:
        of_rack: dict[str | None, int] = {}
        for rack, amount in used:
            of_rack[rack] = of_rack.get(rack, 0) + (ENDLESS if amount is None else amount)
        anywhere = of_rack.get(None, 0)
        found: list[int | None] = []
        for rack, most in zip(self.racks, capacity, strict=True):
            if most is None:
                found.append(None if self.policy.unknown_limits == "condition" else 0)
            else:
                found.append(max(0, most - of_rack.get(rack.name, 0) - anywhere))
        return found

    # -- what a request asks -----------------------------------------------------------------

    def draw(self, request: Request) -> int:
        """Ticks that a server draws; endless where it is not known."""
        draw = ticks(request.power_w, request.power_basis, self.policy)
        return ENDLESS if draw is None else draw

    def weight(self, request: Request) -> int:
        """Half grams that a server weighs; endless where it is not known."""
        return ENDLESS if request.weight_g is None else 2 * request.weight_g

    # -- where it may go, alone ----------------------------------------------------------------

    def places(self, request: Request) -> list[Place]:
        """Every rack where one server of the request fits by itself, in the order of the file."""
        if request.kind != "server" or request.chassis or not request.height_hu:
            return []
        if not standard_suits(self.room, request):
            return []
        draw, weight, needs = self.draw(request), self.weight(request), needs_of(request)
        found = []
        starts = {
            face: self.shelves.starts(request.height_hu, request.depth, face) for face in faces_of(request)
        }
        for i in np.flatnonzero(np.logical_or.reduce([own.any(axis=1) for own in starts.values()])).tolist():
            rack = self.racks[i]
            fits = rack_suits(rack, request) and depth_suits(rack, request, self.policy.unknown_limits)
            fits = fits and _within(weight, self.weight_left[i]) and _within(draw, self.heat_left[i])
            if draw and self.cooling is not None:
                fits = fits and rack.cooling_zone in self.cooled
            if not fits or not self.kept(request, i) or not self._wired(needs, i):
                continue
            choices = [c for c in self._choices(request, i) if self._powered(request, c, draw)]
            here = {face: np.flatnonzero(own[i]).tolist() for face, own in starts.items()}
            if choices:
                found.append(Place(i, {face: at for face, at in here.items() if at}, choices))
        return found

    def hosts_for(self, request: Request) -> list[int]:
        """Every host that one application of the request fits on by itself."""
        if request.kind != "application" or not standard_suits(self.room, request):
            return []
        found = []
        for number, host in enumerate(self.hosts):
            rack = self.kin.hosts[host.name].rack
            around = self.racks if rack is None else [self.racks[rack]]
            fits = suits(host, request) and all(rack_suits(r, request) for r in around)
            if fits and self.kept(request, rack) and self._carried(request, number):
                found.append(number)
        return found

    @cached_property
    def cooled(self) -> frozenset[str]:
        """The zones that cooling units name."""
        return frozenset(zone for loss in self.cooling or () for zone in loss.heat)

    def kept(self, request: Request, rack: int | None) -> bool:
        """Whether the keep rules by place hold for certain towards the members that stand there."""
        members = self.kin.groups.get(request.group or "", [])
        for verb, what in (keep.split(":") for keep in request.keep if members):
            if what not in BY_PLACE:
                continue
            own = spot(self.racks, rack, what)
            theirs = {spot(self.racks, member.rack, what) for member in members}
            if own is None or None in theirs:
                return False
            if (own in theirs) if verb == "apart" else (theirs != {own}):
                return False
        return True

    def _wired(self, needs: Sequence[Need], rack: int) -> bool:
        """Whether every need by itself finds ports; whether all do at once is for the peers to see."""
        if self.switches is None:
            return True
        return all(
            min(free := self.switches.around(need.port_type, need.network)[rack]) >= need.half
            and sum(free) >= need.count
            for need in needs
        )

    def _choices(self, request: Request, rack: int) -> Iterator[int]:
        if self.supply is None or request.cords == 0:
            yield NO_CORDS
        elif request.cords == 1:
            yield from self.supply.one[rack]
        else:
            yield from (c for c in self.supply.two[rack] if not self.supply.choices[c].deaths)

    def _powered(self, request: Request, choice: int, draw: int) -> bool:
        if self.supply is None or choice == NO_CORDS:
            return True
        sockets, cords = self.supply.sockets, self.supply.choices[choice].cords
        if any(sockets.get(cord.pdu, 1) < 1 for cord in cords):
            return False
        return draw <= self.supply.room[choice]

    def _carried(self, request: Request, host: int) -> bool:
        rows = (row for row in self.host_rows if host in row.hosts)
        return all(charge(request, row.resource) <= row.left for row in rows)


def _within(amount: int, left: int | None) -> bool:
    return left is None or amount <= left
