"""A batch being placed item by item: what is left of every limit, and where the next item still goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from benchmarks.peers.company import Company
from benchmarks.peers.cuts import Cuts
from benchmarks.peers.instance import Instance
from benchmarks.peers.instance.eligible import depth_suits, rack_suits, standard_suits
from benchmarks.peers.instance.hosting import charge
from benchmarks.peers.instance.instance import NO_CORDS, Item
from benchmarks.peers.instance.shelves import Cells, faces_of, starts_in
from benchmarks.peers.instance.switches import needs_of
from benchmarks.peers.plugs import PLENTY, Plugs
from benchmarks.peers.wires import Wires
from capacity.room import FACES
from placement.placed import Placed
from placement.request import Request

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Open:
    """Where one server may go next.

    Attributes
    ----------
    racks
        Racks with a start and a choice of cords.
    starts
        Per face that it may take, shape (racks, half units), one row per entry of `racks`.
    """

    racks: Ints
    starts: dict[str, Cells]


class Standing:
    """The state of a greedy peer; every item that is put keeps every rule for certain.

    Attributes
    ----------
    placed
        The items placed so far.
    free
        Free half units, shape (faces, racks, half units).
    weight, heat, cool
        What each rack still takes: half grams, ticks, and ticks that its cooling zone bears.
    """

    def __init__(self, instance: Instance, port_order: Callable[[int], int]) -> None:
        self.instance = instance
        self.placed: list[Placed] = []
        self.free = instance.shelves.free.copy()
        self.weight, self.heat = _amounts(instance.weight_left), _amounts(instance.heat_left)
        self.company = Company(instance)
        supply, switches, racks = instance.supply, instance.switches, len(instance.racks)
        self._everywhere = np.arange(racks)
        self._wires = None if switches is None else Wires(switches, racks, port_order)
        self._hosting = [row.left for row in instance.host_rows]
        self._cuts = None if instance.cooling is None else Cuts(instance.cooling)
        self._in_zone: dict[str | None, list[int]] = {}
        for i, rack in enumerate(instance.racks):
            self._in_zone.setdefault(rack.cooling_zone, []).append(i)
        self.cool = np.full(racks, PLENTY)
        self._cool(self._in_zone)
        self._suited: dict[Request, Ints] = {}
        self._plugs: dict[int, Plugs] = {}
        if supply is not None:
            self._left = np.array([min(row.left, PLENTY) for row in supply.rows], dtype=np.int64)
            self._sockets = np.array([supply.sockets.get(n, PLENTY) for n in supply.feeds.nodes])
            self._node = {name: k for k, name in enumerate(supply.feeds.nodes)}
            self._plugs = {cords: Plugs(supply, cords) for cords in (1, 2)}
            self._update_plugs()

    # -- servers ---------------------------------------------------------------------------

    def open(self, request: Request, among: Ints | None = None) -> Open:
        """Every place of one more server, in all racks or `among` some; ports are promised one by one."""
        racks = self.suited(request) if among is None else among
        draw, weight = self.instance.draw(request), self.instance.weight(request)
        racks = racks[(weight <= self.weight[racks]) & (draw <= self.heat[racks])]
        if draw:
            racks = racks[draw <= self.cool[racks]]
        if self._wires is not None and request.ports:
            racks = racks[self._wires.room(needs_of(request))[racks]]
        if request.cords in self._plugs:
            racks = racks[draw <= self._plugs[request.cords].best[racks]]
        if self.company.cares(request):
            racks = np.array(
                [r for r in racks.tolist() if self.company.admits(request, r) and self.choices(request, r)],
                dtype=np.int64,
            )
        both, keep = self.free[0, racks] & self.free[1, racks], self.instance.shelves.keep[racks]
        starts = {
            face: starts_in(self.cells(request, face, racks), both, keep, request.height_hu or 0)
            for face in faces_of(request)
        }
        some = np.logical_or.reduce([own.any(axis=1) for own in starts.values()])
        return Open(racks[some], {face: own[some] for face, own in starts.items()})

    def choices(self, request: Request, rack: int) -> list[int]:
        """Choices of cords that an item may take in a rack."""
        if request.cords not in self._plugs:
            return [NO_CORDS]
        found = self._plugs[request.cords].of(rack, self.instance.draw(request))
        if self.company.cares(request) and self.instance.supply is not None:
            own = self.instance.supply.choices
            found = [c for c in found if self.company.survives(request, own[c].deaths)]
        return found

    def room(self, cords: int, rack: int) -> dict[int, int]:
        """Ticks that every choice of that many cords still carries."""
        return self._plugs[cords].rooms(rack) if cords in self._plugs else {}

    def best_room(self, cords: int) -> Ints:
        """The most ticks that a choice of that many cords still carries, per rack."""
        return self._plugs[cords].best if cords in self._plugs else np.full(len(self._everywhere), PLENTY)

    def put(self, item: Item, rack: int, face: str, start: int, choice: int) -> bool:
        """Put a server at an open place; False where its ports do not suffice after all."""
        request, supply, ports = item.request, self.instance.supply, ()
        needs, draw = needs_of(request), self.instance.draw(request)
        if self._wires is not None and needs:
            taken = self._wires.take(rack, needs)
            if taken is None:
                return False
            ports = taken
        cords, deaths = (), frozenset[str]()
        if supply is not None and choice != NO_CORDS:
            cords, deaths = supply.choices[choice].cords, supply.choices[choice].deaths
            for row, part in supply.rows_of[choice]:
                self._left[row] -= part * draw
            for cord in cords:
                self._sockets[self._node[cord.pdu]] -= 1
            self._update_plugs()
        faces = slice(None) if request.depth == "full" else FACES.index(face)
        self.free[faces, rack, start : start + (request.height_hu or 0)] = False
        self.weight[rack] -= self.instance.weight(request)
        self.heat[rack] -= draw
        zone = self.instance.racks[rack].cooling_zone
        if self._cuts is not None and draw and zone is not None:
            self._cuts.take(zone, draw)
            self._cool(self._cuts.near(zone))
        self.company.join(request, rack, deaths)
        self.placed.append(
            Placed(
                request.name, item.number, self.instance.racks[rack].name,
                self.instance.shelves.bottom[rack] + start, face, cords, ports,
            )
        )  # fmt: skip
        return True

    def suited(self, request: Request) -> Ints:
        """Racks that may take the request by status, zone, dedication, depth and what stands there."""
        if request not in self._suited:
            instance, letting = self.instance, self.instance.policy.unknown_limits
            modelled = request.kind == "server" and not request.chassis and bool(request.height_hu)
            found = [
                i
                for i, rack in enumerate(instance.racks if modelled else ())
                if rack_suits(rack, request)
                and depth_suits(rack, request, letting)
                and instance.kept(request, i)
            ]
            allowed = found if standard_suits(instance.room, request) else []
            self._suited[request] = np.array(allowed, dtype=np.int64)
        return self._suited[request]

    def cells(self, request: Request, face: str, racks: Ints) -> Cells:
        """Half units of some racks that are free for an item on a face, shape (racks, half units)."""
        if request.depth == "full":
            return self.free[0, racks] & self.free[1, racks]
        return self.free[FACES.index(face), racks]

    def _cool(self, zones: Sequence[str | None]) -> None:
        for zone in zones if self._cuts is not None else ():
            self.cool[self._in_zone.get(zone, [])] = self._cuts.room(zone)

    def _update_plugs(self) -> None:
        for plugs in self._plugs.values():
            plugs.update(self._left, self._sockets)

    # -- applications ------------------------------------------------------------------------

    def open_hosts(self, request: Request) -> list[int]:
        """Every host that takes one more application."""
        return [host for host in self._hosts_of(request) if self._admits(request, host)]

    def _hosts_of(self, request: Request) -> list[int]:
        if request not in self._suited:
            self._suited[request] = np.array(self.instance.hosts_for(request), dtype=np.int64)
        return self._suited[request].tolist()

    def _admits(self, request: Request, host: int) -> bool:
        own, rows = self.instance.kin.hosts[self.instance.hosts[host].name], self.instance.host_rows
        fits = all(charge(request, rows[k].resource) <= self._hosting[k] for k in self._rows_of_host[host])
        return fits and self.company.admits(request, own.rack) and self.company.survives(request, own.deaths)

    def put_on(self, item: Item, host: int) -> None:
        """Put an application on an open host."""
        name = self.instance.hosts[host].name
        for k in self._rows_of_host[host]:
            self._hosting[k] -= charge(item.request, self.instance.host_rows[k].resource)
        own = self.instance.kin.hosts[name]
        self.company.join(item.request, own.rack, own.deaths)
        self.placed.append(Placed(item.request.name, item.number, host=name))

    def spare(self, host: int) -> int:
        """Memory that a host has left, in MB."""
        rows = self.instance.host_rows
        own = [k for k in self._rows_of_host[host] if rows[k].hosts == (host,)]
        return min((self._hosting[k] for k in own if rows[k].resource == "memory_mb"), default=PLENTY)

    @cached_property
    def _rows_of_host(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.instance.hosts]
        for k, row in enumerate(self.instance.host_rows):
            for host in row.hosts:
                found[host].append(k)
        return found


def _amounts(left: Sequence[int | None]) -> Ints:
    return np.array([PLENTY if amount is None else min(amount, PLENTY) for amount in left], dtype=np.int64)
