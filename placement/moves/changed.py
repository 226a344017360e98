"""The room with some devices taken out and some things put in: every limit, asked one place at a time.

The ledger stays as it is; only what has changed since is kept here, so that a search can try thousands of
rooms that differ in a few places. Every question has the ledger's answer for the changed room, certain: what
is not known counts at its worst. What a change does to a limit comes from `capacity.limits`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from capacity.demand import HALF_G, charged_draw
from capacity.flow import Transport
from capacity.ledger import Ledger
from capacity.limits.chain import Scenario
from capacity.limits.limit import State
from capacity.limits.ports import PortPart
from capacity.limits.power import Charge, Plug
from capacity.room import PortUse
from placement.candidates import port_parts
from placement.request import Request

Plugs = tuple[Plug, ...]
NOTHING: Mapping[Scenario, int] = {}
ROWS = 25  # rows of the power chain that take as long as another question


@dataclass(frozen=True, slots=True)
class Thing:
    """What is taken out or put in: draw in draw units, weight in half grams."""

    name: str
    request: Request
    draw: int
    weight: int
    parts: tuple[PortPart, ...]

    @classmethod
    def of(cls, ledger: Ledger, request: Request) -> Thing:
        """A request of known draw and weight."""
        assert request.power_w is not None
        assert request.weight_g is not None
        draw = charged_draw(request.power_w, request.power_basis, ledger.room.policy)
        parts = port_parts(request) if ledger.ports is not None else ()
        return cls(request.name, request, draw, request.weight_g * HALF_G, parts)


@dataclass(frozen=True, slots=True)
class Short:
    """A limit that does not hold: by how much, and which limit of the concern it is (its key)."""

    rule: str
    amount: int
    key: object


class Changed:
    """Changes to a ledger's room, and what its limits say then."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.grid = ledger.power
        self._asked = self._rows = 0
        self._nearest: dict[int, list[int]] = {}
        self._weight = defaultdict[int, int](int)
        self._heat = defaultdict[int, int](int)
        self._zone = defaultdict[str, int](int)
        self._sockets = Counter[str]()
        self._ports = Counter[int]()
        self._normal = defaultdict[int, int](int)
        self._change: dict[int, dict[int, int]] = defaultdict(dict)
        self._charges: dict[Plugs, tuple[Charge, list[tuple[int, Charge]]]] = {}
        self._reach: dict[int, list[int]] = {}
        self._spares: dict[tuple[object, ...], tuple[int, frozenset[str]]] = {}

    def afresh(self) -> Changed:
        """The ledger's room without changes; what was worked out is shared, and so is the count of work."""
        twin = Changed(self.ledger)
        twin._charges, twin._reach, twin._spares = self._charges, self._reach, self._spares
        twin._nearest = self._nearest
        return twin

    @property
    def work(self) -> int:
        """Questions asked so far; many rows of the power chain are one."""
        return self._asked + self._rows // ROWS

    def add_work(self, questions: int) -> None:
        self._asked += questions

    # -- changes ------------------------------------------------------------------------

    def change(self, thing: Thing, rack: int, plugs: Plugs, ports: Sequence[PortUse], sign: int) -> None:
        """Put a thing in (`sign` 1) or take it out (-1)."""
        self._weight[rack] += sign * thing.weight
        self._heat[rack] += sign * thing.draw
        zone = self.ledger.racks[rack].cooling_zone
        if zone is not None:
            self._zone[zone] += sign * thing.draw
        if self.ledger.ports is not None:
            for use in ports:
                self._ports[self.ledger.ports.by_key[use.switch, use.port_type]] += sign * use.count
        if self.grid is None:
            return
        for pdu, _ in plugs:
            self._sockets[self.grid.chain.nodes[pdu].name] += sign
        normal, lost = self.charges(plugs)
        for limit, part in normal.items():
            self._normal[limit] += sign * part * thing.draw
        for scenario, charge in lost:
            for limit in charge.keys() | normal.keys():
                moved = charge.get(limit, 0) - normal.get(limit, 0)
                if moved:
                    of_limit = self._change[limit]
                    of_limit[scenario] = of_limit.get(scenario, 0) + sign * moved * thing.draw

    def charges(self, plugs: Plugs) -> tuple[Charge, list[tuple[int, Charge]]]:
        """What a draw unit on these cords puts on the limits, with nothing lost and in each of its losses."""
        if plugs not in self._charges:
            assert self.grid is not None
            found = [(s, self.grid.charge(plugs, s)) for s in self.grid.losses(plugs)]
            self._charges[plugs] = self.grid.charge(plugs, None), found
        return self._charges[plugs]

    def part(self, plugs: Plugs, limit: int, scenario: Scenario) -> int:
        """What a draw unit on these cords puts on one limit in one scenario."""
        normal, lost = self.charges(plugs)
        for own, charge in lost:
            if own == scenario:
                return charge.get(limit, 0)
        return normal.get(limit, 0)

    # -- questions ----------------------------------------------------------------------

    def short_in_rack(self, thing: Thing, rack: int) -> Short | None:
        """The first limit of a rack (weight, heat, cooling) that the thing would break there."""
        self._asked += 1
        ledger = self.ledger
        if thing.weight:
            over = thing.weight + self._weight[rack] - int(ledger.weight.sure[rack])
            if over > 0:
                return Short("weight", over, rack)
        if not thing.draw:
            return None
        over = thing.draw + self._heat[rack] - int(ledger.heat.sure[rack])
        if over > 0:
            return Short("heat", over, rack)
        return None if ledger.cooling is None else self._short_of_cooling(thing.draw, rack)

    def _short_of_cooling(self, draw: int, rack: int) -> Short | None:
        cooling = self.ledger.cooling
        assert cooling is not None
        base, zone = int(cooling.rack_sure[rack]), self.ledger.racks[rack].cooling_zone
        if zone is None:
            return None if draw <= base else Short("cooling", draw - base, frozenset[str]())
        changed = {z: self._zone[z] for z in cooling.zones_with(zone) if self._zone[z]}
        if draw <= base - sum(max(0, heat) for heat in changed.values()):
            return None
        key = (zone, *sorted(changed.items()))
        if key not in self._spares:
            self._asked += 20
            self._spares[key] = cooling.spare_with(zone, changed)
        amount, cut = self._spares[key]
        return None if draw <= amount else Short("cooling", draw - amount, cut)

    def short_of_power(self, thing: Thing, plugs: Plugs) -> Short | None:
        """The first socket or limit of the chain that the thing would break on these cords."""
        if self.grid is None or not plugs:
            return None
        self._asked += 1
        names = [self.grid.chain.nodes[pdu].name for pdu, _ in plugs]
        for name in dict.fromkeys(names):
            free = self.ledger.outlets.free(name)
            if free is not None and free - self._sockets[name] <= 0:
                return Short("outlets", 1 - free + self._sockets[name], name)
        if not thing.draw:
            return None
        normal, lost = self.charges(plugs)
        own = {scenario for scenario, _ in lost}
        for limit, part in normal.items():
            changed = self._change.get(limit, NOTHING)
            others = self.grid.tightest(limit, own | {s for s in changed if s is not None})
            asked = (None, *(s for s in changed if s not in own and self._live(limit, s)), *others)
            self._rows += len(asked)
            for scenario in asked:
                if (over := self._over(limit, scenario, part * thing.draw)) > 0:
                    return Short("power", over, (limit, scenario))
        for scenario, charge in lost:
            self._rows += len(charge)
            for limit, part in charge.items():
                if (over := self._over(limit, scenario, part * thing.draw)) > 0:
                    return Short("power", over, (limit, scenario))
        return None

    def _live(self, limit: int, scenario: Scenario) -> bool:
        assert self.grid is not None
        return self.grid.chain.holder(limit) not in self.grid.chain.dead(scenario)

    def _over(self, limit: int, scenario: Scenario, charge: int) -> int:
        assert self.grid is not None
        changed = 0 if scenario is None else self._change.get(limit, NOTHING).get(scenario, 0)
        return charge + self._normal[limit] + changed - self.grid.left(limit, scenario)[0]

    # -- ports --------------------------------------------------------------------------

    def reaching(self, rack: int) -> list[int]:
        """Port groups that serve a rack and reach it for certain."""
        if rack not in self._reach:
            assert self.ledger.ports is not None
            self._reach[rack] = self.ledger.ports.reaching(rack, State.HOLDS)
        return self._reach[rack]

    def _by_cable(self, rack: int) -> list[int]:
        """The groups that reach a rack, the shortest cables first."""
        ports = self.ledger.ports
        assert ports is not None
        if rack not in self._nearest:
            groups = ports.groups
            order = sorted(self.reaching(rack), key=lambda g: (ports.length_mm(g, rack), groups[g].switch))
            self._nearest[rack] = order
        return self._nearest[rack]

    def free_ports(self, group: int) -> int:
        ports = self.ledger.ports
        assert ports is not None
        return max(0, ports.groups[group].ports - ports.used[group] - self._ports[group])

    def has_ports(self, uses: Sequence[PortUse]) -> bool:
        """True where these very ports are free."""
        ports = self.ledger.ports
        return ports is None or all(
            self.free_ports(ports.by_key[use.switch, use.port_type]) >= use.count for use in uses
        )

    def deal_ports(self, wanted: Sequence[tuple[int, Thing]]) -> list[tuple[PortUse, ...]] | int:
        """Ports for each (rack, thing) at once, or how many are missing."""
        ports = self.ledger.ports
        if ports is None or not any(thing.parts for _, thing in wanted):
            return [() for _ in wanted]
        self._asked += 2
        groups = sorted({g for rack, thing in wanted if thing.parts for g in self.reaching(rack)})
        sinks = {group: k for k, group in enumerate(groups)}
        edges, owner = [], []
        for number, (rack, thing) in enumerate(wanted):
            own = self._by_cable(rack) if thing.parts else []
            for part in thing.parts:
                edges.append([sinks[g] for g in own if part.takes(ports.groups[g])])
                owner.append((number, part.count))
        flow = Transport(edges, [self.free_ports(group) for group in groups])
        missing = sum(count - flow.send(k, count) for k, (_, count) in enumerate(owner))
        if missing:
            return missing
        taken: list[Counter[int]] = [Counter() for _ in wanted]
        for (number, _), sent in zip(owner, flow.flow, strict=True):
            for sink, count in sent.items():
                taken[number][groups[sink]] += count
        return [
            tuple(
                PortUse(ports.groups[g].switch, ports.groups[g].port_type, n)
                for g, n in sorted(
                    of.items(), key=lambda c: (ports.groups[c[0]].switch, ports.groups[c[0]].port_type)
                )
                if n
            )
            for of in taken
        ]
