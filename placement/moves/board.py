"""One request and the movable equipment on a board: who has left, who has been given which rack and cords.

A *put* is a thing in a rack on some cords; its units and ports are dealt at the end, together with those of
all others. Every question is answered exactly for the room as it then is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from capacity.ledger import Ledger
from capacity.limits.limit import State
from placement.candidates import Candidates, Starts, candidates, judge_starts
from placement.keep import Group, Member, power_state, rack_states
from placement.moves.changed import Changed, Plugs, Short, Thing
from placement.moves.movable import Mover
from placement.moves.scope import STATIC, Scope
from placement.moves.units import Units
from placement.relax import certain_racks
from placement.request import Request

REQUEST = -1  # stands for what is asked, beside the numbers of the movers


@dataclass(frozen=True, slots=True)
class Put:
    """A thing (number of a mover, or REQUEST) in a rack on the choice of cords `plugs`."""

    number: int
    rack: int
    plugs: Plugs


class Board:
    """The state of a search."""

    def __init__(self, ledger: Ledger, request: Request, scope: Scope) -> None:
        self.ledger, self.request, self.scope = ledger, request, scope
        self.changed = Changed(ledger)
        self.units = Units(ledger, scope.movers)
        self.gone: list[int] = []
        self.puts: list[Put] = []
        asked = Thing.of(ledger, request)
        self.things = {REQUEST: asked} | {n: Thing.of(ledger, m.request) for n, m in enumerate(scope.movers)}
        self.home = {n: ledger.rack_index[m.place.rack or ""] for n, m in enumerate(scope.movers)}
        self.plugs_of = {n: self._plugs(m) for n, m in enumerate(scope.movers)}
        self._group = Group(ledger, request.group)
        self._tables: dict[object, Candidates] = {}
        self._starts: dict[object, tuple[Starts, ...]] = {}
        self._choices: dict[int, dict[int, list[Plugs]]] = {}
        self._none = Group(ledger, None)
        self._least: dict[object, int] = {}

    def _plugs(self, mover: Mover) -> Plugs:
        grid = self.ledger.power
        return () if grid is None else tuple(grid.chain.cord(cord) for cord in mover.place.cords)

    # -- what is on the board -----------------------------------------------------------

    @property
    def work(self) -> int:
        return self.changed.work

    def take(self, number: int) -> None:
        """Take a mover out of its place."""
        self.gone.append(number)
        place = self.scope.movers[number].place
        self.changed.change(self.things[number], self.home[number], self.plugs_of[number], place.ports, -1)

    def put_back(self, number: int) -> None:
        self.gone.remove(number)
        place = self.scope.movers[number].place
        self.changed.change(self.things[number], self.home[number], self.plugs_of[number], place.ports, 1)

    def put(self, put: Put) -> None:
        self.puts.append(put)
        self.changed.change(self.things[put.number], put.rack, put.plugs, (), 1)

    def unput(self, put: Put) -> None:
        self.puts.remove(put)
        self.changed.change(self.things[put.number], put.rack, put.plugs, (), -1)

    # -- where a thing may go at all ----------------------------------------------------

    def table(self, number: int) -> Candidates:
        """Every place of a thing in the room as the ledger has it."""
        request = self.things[number].request
        key = (
            number == REQUEST, request.height_hu, request.depth, request.depth_mm, request.weight_g,
            self.things[number].draw, request.cords, request.ports, request.port_sides,
            request.security_zone, request.owner,
        )  # fmt: skip
        if key not in self._tables:
            self.changed.add_work(10)
            shape = request.height_hu, request.depth
            if shape not in self._starts:
                self._starts[shape] = judge_starts(self.ledger, request)
            group = self._group if number == REQUEST else self._none
            self._tables[key] = candidates(self.ledger, request, group, self._starts[shape])
        return self._tables[key]

    def racks(self, number: int) -> list[int]:
        """Racks of the scope that no move is needed to open for a thing, those that take it now first."""
        table = self.table(number)
        open_ = ((table.broken | table.unknown) & STATIC) == 0
        if number == REQUEST:
            return [rack for rack in self.scope.targets if open_[rack]]
        zone = self.ledger.racks[self.home[number]].security_zone
        now, row = certain_racks(table), self.ledger.racks[self.home[number]].row
        inside = [
            rack
            for rack in self.scope.destinations
            if open_[rack] and self.ledger.racks[rack].security_zone == zone
        ]
        return sorted(inside, key=lambda r: (not now[r], self.ledger.racks[r].row != row, r))

    def choices(self, number: int, rack: int) -> list[Plugs]:
        """Choices of cords in a rack that have a live cord in every loss where two are asked for."""
        cords = self.things[number].request.cords
        found = self.ledger.cord_choices(cords)
        if found is None:
            return [()]
        if cords not in self._choices:
            of_rack: dict[int, list[Plugs]] = {}
            for choice in range(len(found.plugs)):
                if cords != 2 or not found.has_dark[choice]:
                    of_rack.setdefault(int(found.rack[choice]), []).append(found.plugs[choice])
            self._choices[cords] = of_rack
        return self._choices[cords].get(rack, [])

    # -- what stands in the way ---------------------------------------------------------

    def short(self, put: Put) -> Short | None:
        """The first amount or keep rule that a put would break in the room as it is; units left out."""
        thing = self.things[put.number]
        found = self.changed.short_in_rack(thing, put.rack) or self.changed.short_of_power(thing, put.plugs)
        if found is None and thing.parts:
            wanted = [(p.rack, self.things[p.number]) for p in self.puts]
            dealt = self.changed.deal_ports([*wanted, (put.rack, thing)])
            found = Short("ports", dealt, put.rack) if isinstance(dealt, int) else None
        if found is None and put.number == REQUEST and self.request.keep and not self.kept(put):
            found = Short("keep", 1, None)
        return found

    def kept(self, put: Put) -> bool:
        """True where the keep rules of the request hold at a put, its group standing as it now does."""
        self.changed.add_work(2)
        group = self.group_now()
        for states in rack_states(self.ledger, self.request, group):
            if states[put.rack] != State.HOLDS:
                return False
        if "apart:power" not in self.request.keep or self.ledger.power is None or not put.plugs:
            return True
        dark = self.ledger.power.chain.dark(tuple(pdu for pdu, _ in put.plugs))
        return power_state(dark, group) == State.HOLDS

    def group_now(self) -> Group:
        """The group of the request, without members that are on their way, and with those that have moved."""
        moved = {self.things[p.number].name: p for p in self.puts if p.number != REQUEST}
        away = {self.things[n].name for n in self.gone} - moved.keys()
        now = Group(self.ledger, None)
        for member in self._group.members:
            device = member.demand.kind == "device"
            if device and member.name in away:
                continue
            now.members.append(self._moved(member, moved) if device else member)
        return now

    def _moved(self, member: Member, moved: Mapping[str, Put]) -> Member:
        put, grid = moved.get(member.name), self.ledger.power
        if put is None:
            return member
        dies = frozenset[int]()
        if grid is not None and put.plugs:
            dies = frozenset(grid.chain.dark(tuple(pdu for pdu, _ in put.plugs)))
        return Member(member.name, put.rack, dies, dies, member.demand, member.body)

    def relief(self, short: Short, put: Put) -> Iterator[tuple[int, int]]:
        """(amount, mover) of every mover that still stands and takes something off a limit by leaving."""
        rack = short.key if short.rule in ("weight", "heat") else None
        cut = short.key if isinstance(short.key, frozenset) else frozenset()
        members = {m.name for m in self._group.members} if short.rule == "keep" else set()
        needed = (
            {part.port_type for part in self.things[put.number].parts} if short.rule == "ports" else set()
        )
        for number, mover in enumerate(self.scope.movers):
            if number in self.gone:
                continue
            thing = self.things[number]
            if rack is not None:
                amount = (thing.weight if short.rule == "weight" else thing.draw) * (
                    self.home[number] == rack
                )
            elif short.rule == "cooling":
                amount = thing.draw * (self.ledger.racks[self.home[number]].cooling_zone in cut)
            elif short.rule == "outlets":
                amount = sum(cord.pdu == short.key for cord in mover.place.cords)
            elif short.rule == "power":
                amount = self._off_chain(short, number)
            elif short.rule == "ports":
                amount = self._off_ports(mover, needed)
            else:
                amount = int(mover.device.name in members)
            if amount > 0:
                yield amount, number

    def _off_chain(self, short: Short, number: int) -> int:
        """What a mover takes off a limit of the chain, less the least that it puts there wherever it goes."""
        assert isinstance(short.key, tuple)
        plugs, thing = self.plugs_of[number], self.things[number]
        if not plugs or not thing.draw:
            return 0
        limit, scenario = short.key
        off = self.changed.part(plugs, limit, scenario)
        return 0 if off <= 0 else (off - self.least_part(thing.request.cords, limit, scenario)) * thing.draw

    def least_part(self, cords: int, limit: int, scenario: int | None) -> int:
        """The least part of a draw on `cords` cords that comes to a limit, wherever in the scope it is."""
        key = ("least", cords, limit, scenario)
        if key not in self._least:
            found = self.ledger.cord_choices(cords)
            assert found is not None
            inside = set(self.scope.destinations) | set(self.scope.targets)
            self.changed.add_work(len(found.plugs) // 20)
            self._least[key] = min(
                (
                    self.changed.part(plugs, limit, scenario)
                    for plugs, rack in zip(found.plugs, found.rack.tolist(), strict=True)
                    if rack in inside
                ),
                default=0,
            )
        return self._least[key]

    def _off_ports(self, mover: Mover, types: set[str]) -> int:
        return sum(use.count for use in mover.place.ports if use.port_type in types)
