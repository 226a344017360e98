"""The textbook HiGHS MIP: a Boolean per server, rack, face and start; limits as rows over the items.

A unit of a face is taken once, cooling is a flow for every loss, ports are flows from groups to items.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date

from benchmarks.peers.instance import Instance
from benchmarks.peers.instance.hosting import charge
from benchmarks.peers.instance.instance import NO_CORDS
from benchmarks.peers.instance.kin import BY_PLACE, spot
from benchmarks.peers.instance.switches import needs_of
from benchmarks.peers.outcome import Outcome
from benchmarks.peers.program import Ints, Program, Term
from capacity.room import FACES, PortUse, Room
from placement.placed import Placed
from placement.request import Request


def textbook_mip(room: Room, requests: Sequence[Request], today: date, seconds: float) -> Outcome:
    """Place a batch for the most priority; the solver stops after `seconds`, building comes on top."""
    started = time.perf_counter()
    model = _Model(Instance(room, requests, today))
    built = time.perf_counter() - started
    worth = [item.request.priority for item in model.instance.items]
    solved = model.program.maximise(list(zip(model.is_placed, worth, strict=True)), seconds)
    placed = () if solved.values is None else model.placed(solved.values)
    priority = {request.name: request.priority for request in requests}
    status = "unknown" if solved.values is None else "optimal" if solved.optimal else "feasible"
    return Outcome(
        "textbook MIP",
        placed,
        sum(priority[each.request] for each in placed),
        solved.bound,
        status,
        time.perf_counter() - started,
        built,
    )


class _Model:
    """The program of an instance.

    Attributes
    ----------
    is_placed
        Per item the column that says whether it is at any of its places.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.program = Program()
        count = len(instance.items)
        self._racks: list[dict[int, int]] = [{} for _ in range(count)]  # item -> rack -> column
        self._starts: list[dict[tuple[int, str, int], int]] = [{} for _ in range(count)]
        self._plugs: list[dict[int, int]] = [{} for _ in range(count)]  # item -> choice of cords -> column
        self._hosts: list[dict[int, int]] = [{} for _ in range(count)]
        self._ports: list[dict[tuple[int, int], int]] = [{} for _ in range(count)]
        self.is_placed = [self.program.column() for _ in range(count)]
        self._items()
        self._space()
        self._sums()
        self._cooling()
        self._wires()
        self._keep()

    def _items(self) -> None:
        """An item is at one place at most; a place is one start and one choice of cords."""
        places = {r.name: self.instance.places(r) for r in self.instance.requests}
        hosts = {r.name: self.instance.hosts_for(r) for r in self.instance.requests}
        for i, item in enumerate(self.instance.items):
            for place in places[item.request.name]:
                here = self._racks[i][place.rack] = self.program.column()
                starts = [(place.rack, face, at) for face, own in place.starts.items() for at in own]
                columns = {key: self.program.column() for key in starts}
                self._starts[i] |= columns
                self._one_of(columns.values(), here)
                choices = [choice for choice in place.choices if choice != NO_CORDS]
                plugs = {choice: self.program.column() for choice in choices} if len(choices) > 1 else {}
                if plugs:
                    self._one_of(plugs.values(), here)
                self._plugs[i] |= plugs or dict.fromkeys(choices, here)
            self._hosts[i] = {number: self.program.column() for number in hosts[item.request.name]}
            self._one_of([*self._racks[i].values(), *self._hosts[i].values()], self.is_placed[i])
            if i and self.instance.items[i - 1].request is item.request:  # alike: the first come first
                self.program.row([(self.is_placed[i - 1], 1), (self.is_placed[i], -1)], 0, None)

    def _one_of(self, columns: Iterable[int], whole: int) -> None:
        self.program.row([*((column, 1) for column in columns), (whole, -1)], 0, 0)

    # -- racks -----------------------------------------------------------------------------

    def _space(self) -> None:
        """Every half unit of a face is taken once at most; enough of those free on both faces stay free."""
        cells: dict[tuple[int, int, str], list[int]] = {}
        halves: set[int] = set()
        heights: dict[int, list[Term]] = {}
        for i, starts in enumerate(self._starts):
            request = self.instance.items[i].request
            height = request.height_hu or 0
            halves |= {rack for rack in self._racks[i] if request.depth == "half"}
            for rack, column in self._racks[i].items():
                heights.setdefault(rack, []).append((column, height))
            for (rack, face, at), column in starts.items():
                for own in FACES if request.depth == "full" else (face,):
                    for cell in range(at, at + height):
                        cells.setdefault((rack, cell, own), []).append(column)
        for columns in cells.values():
            if len(columns) > 1:
                self.program.row([(column, 1) for column in columns], None, 1)
        taken: dict[int, dict[int, int]] = {}
        for (rack, cell, _), columns in cells.items():
            if (
                rack in halves
                and self.instance.policy.keep_free_hu
                and self.instance.shelves.both[rack, cell]
            ):
                own_cells = taken.setdefault(rack, {})
                if cell not in own_cells:
                    own_cells[cell] = self.program.column(whole=False)
                self.program.row([*((column, 1) for column in columns), (own_cells[cell], -1)], None, 0)
        for rack, terms in heights.items() if self.instance.policy.keep_free_hu else ():
            left = int(self.instance.shelves.both[rack].sum()) - int(self.instance.shelves.keep[rack])
            if rack in halves:
                terms = [(column, 1) for column in taken.get(rack, {}).values()]
            self.program.row(terms, None, left)

    def _sums(self) -> None:
        """Weight, heat, power, sockets and hosts: sums of charges within what is left."""
        instance, supply = self.instance, self.instance.supply
        weights: dict[int, list[Term]] = {}
        heats: dict[int, list[Term]] = {}
        power: dict[int, list[Term]] = {}
        sockets: dict[str, list[Term]] = {}
        hosts: dict[int, list[Term]] = {}
        for i, item in enumerate(instance.items):
            draw, weight = instance.draw(item.request), instance.weight(item.request)
            for rack, column in self._racks[i].items():
                weights.setdefault(rack, []).append((column, weight))
                heats.setdefault(rack, []).append((column, draw))
            for choice, column in self._plugs[i].items() if supply is not None else ():
                for cord in supply.choices[choice].cords:
                    sockets.setdefault(cord.pdu, []).append((column, 1))
                for row, part in supply.rows_of[choice]:
                    power.setdefault(row, []).append((column, part * draw))
            for number, column in self._hosts[i].items():
                hosts.setdefault(number, []).append((column, i))
        for rack in weights:
            self._at_most(weights[rack], instance.weight_left[rack])
            self._at_most(heats[rack], instance.heat_left[rack])
        for row, terms in power.items() if supply is not None else ():
            self._at_most(terms, supply.rows[row].left)
        for pdu, terms in sockets.items() if supply is not None else ():
            self._at_most(terms, supply.sockets.get(pdu))
        for limit in instance.host_rows:
            own = [term for number in limit.hosts for term in hosts.get(number, ())]
            charges = [(column, charge(instance.items[i].request, limit.resource)) for column, i in own]
            self._at_most(charges, limit.left)

    def _at_most(self, terms: Sequence[Term], left: int | None) -> None:
        if left is not None and sum(value for _, value in terms) > left:
            self.program.row(terms, None, left)

    def _cooling(self) -> None:
        """After every loss heat flows from zones to live units; what is left over does not grow."""
        new: dict[str | None, list[Term]] = {}
        for i, racks in enumerate(self._racks):
            draw = self.instance.draw(self.instance.items[i].request)
            for rack, column in racks.items() if draw else ():
                new.setdefault(self.instance.racks[rack].cooling_zone, []).append((column, draw))
        added = {}
        for zone, coming in new.items():
            added[zone] = self.program.column(sum(value for _, value in coming), whole=False)
            self.program.row([*coming, (added[zone], -1)], 0, 0)
        for loss in self.instance.cooling or ():
            if not new.keys() & loss.heat.keys():
                continue
            into: list[list[Term]] = [[] for _ in loss.units]
            over = []
            for zone, heat in loss.heat.items():
                most = heat + sum(value for _, value in new.get(zone, ()))
                over.append((self.program.column(most, whole=False), 1))
                leaves = [over[-1]]
                for number, (zones, capacity) in enumerate(loss.units):
                    if zone in zones:
                        leaves.append((self.program.column(min(most, capacity), whole=False), 1))
                        into[number].append(leaves[-1])
                coming = [(added[zone], -1)] if zone in added else []
                self.program.row([*leaves, *coming], heat, heat)
            for flows, (_, capacity) in zip(into, loss.units, strict=True):
                if flows:
                    self.program.row(flows, None, capacity)
            self.program.row(over, None, loss.left_over)

    def _wires(self) -> None:
        """Every item takes its ports from groups that serve the rack it is in."""
        switches = self.instance.switches
        if switches is None:
            return
        taken: dict[int, list[Term]] = {}
        for i, racks in enumerate(self._racks):
            for n, need in enumerate(needs_of(self.instance.items[i].request) if racks else ()):
                sides: dict[str, list[Term]] = {"A": [], "B": []}
                for group in switches.giving(need.port_type, need.network):
                    near = [racks[rack] for rack in switches.serving[group] if rack in racks]
                    most = min(need.count, switches.free[group])
                    if near:
                        flow = self._ports[i][n, group] = self.program.column(most)
                        self.program.row([(flow, 1), *((column, -most) for column in near)], None, 0)
                        sides[switches.groups[group].side].append((flow, 1))
                        taken.setdefault(group, []).append((flow, 1))
                self.program.row([*sides["A"], *sides["B"], (self.is_placed[i], -need.count)], 0, 0)
                for flows in sides.values() if need.half else ():
                    self.program.row([*flows, (self.is_placed[i], -need.half)], 0, None)
        for group, flows in taken.items():
            if len(flows) > 1:
                self.program.row(flows, None, switches.free[group])

    # -- keep --------------------------------------------------------------------------------

    def _keep(self) -> None:
        items = self.instance.items
        for i, item in enumerate(items):
            if not item.request.keep:
                continue
            group = item.request.group
            others = [
                j
                for j, other in enumerate(items)
                if j != i and (other.request is item.request or (group and other.request.group == group))
            ]
            for keep in item.request.keep:
                verb, _, what = keep.partition(":")
                if what not in BY_PLACE:
                    self._keep_power(i, others)
                for j in others if what in BY_PLACE else ():
                    self._keep_by_place(verb, what, i, j)

    def _keep_by_place(self, verb: str, what: str, i: int, j: int) -> None:
        """Two placed items are apart or together; where a place is not known they are neither."""
        mine, theirs = self._spots(i, what), self._spots(j, what)
        for terms, other in ((mine.pop(None, []), j), (theirs.pop(None, []), i)):
            if terms:
                self.program.row([*terms, (self.is_placed[other], 1)], None, 1)
        for name, own in mine.items():
            there = theirs.get(name, [])
            if verb == "apart":
                self.program.row([*own, *there], None, 1)
            else:
                self.program.row(
                    [*own, (self.is_placed[j], 1), *((column, -1) for column, _ in there)], None, 1
                )

    def _spots(self, i: int, what: str) -> dict[str | None, list[Term]]:
        found: dict[str | None, list[Term]] = {}
        for rack, column in self._racks[i].items():
            found.setdefault(spot(self.instance.racks, rack, what), []).append((column, 1))
        for number, column in self._hosts[i].items():
            rack_of = self.instance.kin.hosts[self.instance.hosts[number].name].rack
            found.setdefault(spot(self.instance.racks, rack_of, what), []).append((column, 1))
        return found

    def _keep_power(self, i: int, others: Sequence[int]) -> None:
        """Where the item dies by a loss, some other member lives; binding from two members on."""
        there = self.instance.kin.groups.get(self.instance.items[i].request.group or "", [])
        deaths = {k: self._deaths(k) for k in (i, *others)}
        for loss in sorted({s for _, dies in deaths[i] for s in dies}):
            if any(loss not in member.deaths for member in there):
                continue
            terms = [(column, 1) for column, dies in deaths[i] if loss in dies]
            terms += [(column, -1) for own in deaths.values() for column, dies in own if loss not in dies]
            if there:
                self.program.row(terms, None, 0)
            for j in others:
                self.program.row([*terms, (self.is_placed[j], 1)], None, 1)

    def _deaths(self, i: int) -> list[tuple[int, frozenset[str]]]:
        """Every way to place an item with the losses that may leave it dead there."""
        supply, kin = self.instance.supply, self.instance.kin
        if self._plugs[i] and supply is not None:
            return [(column, supply.choices[c].deaths) for c, column in self._plugs[i].items()]
        found = [(c, kin.hosts[self.instance.hosts[n].name].deaths) for n, c in self._hosts[i].items()]
        return found + [(column, frozenset()) for column in self._racks[i].values()]

    # -- the answer ----------------------------------------------------------------------------

    def placed(self, values: Ints) -> tuple[Placed, ...]:
        """The placed items of a solution."""
        instance, supply, switches = self.instance, self.instance.supply, self.instance.switches
        found = []
        for i, item in enumerate(instance.items):
            for number, column in self._hosts[i].items():
                if values[column]:
                    found.append(Placed(item.request.name, item.number, host=instance.hosts[number].name))
            for (rack, face, at), column in self._starts[i].items():
                if not values[column]:
                    continue
                chosen = [choice for choice, own in self._plugs[i].items() if values[own]]
                uses: dict[int, int] = {}
                for (_, group), own in self._ports[i].items():
                    if values[own]:
                        uses[group] = uses.get(group, 0) + int(values[own])
                groups = switches.groups if switches is not None else ()
                cords = supply.choices[chosen[0]].cords if supply is not None and chosen else ()
                ports = [PortUse(groups[g].switch, groups[g].port_type, n) for g, n in sorted(uses.items())]
                position = instance.shelves.bottom[rack] + at
                name = instance.racks[rack].name
                found.append(
                    Placed(item.request.name, item.number, name, position, face, cords, tuple(ports))
                )
        return tuple(found)
