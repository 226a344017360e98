"""The textbook CP-SAT model: one Boolean and one optional interval per server and rack, one item at a time.

Units of a rack are a NoOverlap of intervals per face; cords, ports and hosts are variables of every item;
limits are linear rows over items, cooling a flow for every loss.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from math import floor

from ortools.sat.python import cp_model

from benchmarks.peers.instance import Instance
from benchmarks.peers.instance.hosting import charge
from benchmarks.peers.instance.instance import NO_CORDS
from benchmarks.peers.instance.kin import BY_PLACE, spot
from benchmarks.peers.instance.switches import needs_of
from benchmarks.peers.outcome import Outcome
from capacity.room import FACES, Cord, PortUse, Room
from placement.placed import Placed
from placement.request import Request

Var = cp_model.IntVar
STATUS = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.UNKNOWN: "unknown"}


def textbook_cpsat(room: Room, requests: Sequence[Request], today: date, seconds: float) -> Outcome:
    """Place a batch for the most priority; the solver stops after `seconds`, building comes on top."""
    started = time.perf_counter()
    model = _Model(Instance(room, requests, today))
    built = time.perf_counter() - started
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    # As for Titip's own models: several times faster here, so that models are compared and not settings.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_presolve_iterations = 1
    status = STATUS[solver.solve(model.model)]
    found = status != "unknown"
    placed = model.placed(solver) if found else ()
    priority = {request.name: request.priority for request in requests}
    return Outcome(
        "textbook CP-SAT",
        placed,
        sum(priority[each.request] for each in placed),
        floor(solver.best_objective_bound + 1e-6) if found else None,
        status,
        time.perf_counter() - started,
        built,
    )


class _Model:
    """The model of an instance; rows are written as sums over items."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        count = len(instance.items)
        self._placed = [self.model.new_bool_var(f"placed {i}") for i in range(count)]
        self._here: list[dict[int, Var]] = [{} for _ in range(count)]  # item -> rack -> is there
        self._faces: list[dict[tuple[int, str], tuple[Var, Var]]] = [{} for _ in range(count)]
        self._plugs: list[dict[int, Var]] = [{} for _ in range(count)]  # item -> choice of cords
        self._hosts: list[dict[int, Var]] = [{} for _ in range(count)]
        self._ports: list[dict[tuple[int, int], Var]] = [{} for _ in range(count)]  # item -> (need, group)
        self._intervals: dict[tuple[int, str], list[cp_model.IntervalVar]] = {}
        self._items()
        self._space()
        self._weight_and_heat()
        self._power()
        self._cooling()
        self._ports_of_items()
        self._hosting()
        self._keep()
        self._order()
        worth = [item.request.priority for item in instance.items]
        self.model.maximize(cp_model.LinearExpr.weighted_sum(self._placed, worth))

    # -- items ---------------------------------------------------------------------------

    def _items(self) -> None:
        """Every item is at one of its places, or not placed."""
        places = {r.name: self.instance.places(r) for r in self.instance.requests}
        hosts = {r.name: self.instance.hosts_for(r) for r in self.instance.requests}
        for i, item in enumerate(self.instance.items):
            for place in places[item.request.name]:
                here = self._here[i][place.rack] = self.model.new_bool_var(f"{i} in {place.rack}")
                faces = [self._interval(i, place.rack, face, at) for face, at in place.starts.items()]
                self.model.add(sum(faces) == here)
                plugs = {c: self.model.new_bool_var("") for c in place.choices if c != NO_CORDS}
                self._plugs[i] |= plugs
                if plugs:
                    self.model.add(sum(plugs.values()) == here)
            for number in hosts[item.request.name]:
                self._hosts[i][number] = self.model.new_bool_var(f"{i} on {number}")
            self.model.add(sum([*self._here[i].values(), *self._hosts[i].values()]) == self._placed[i])

    def _interval(self, i: int, rack: int, face: str, starts: Sequence[int]) -> Var:
        """An optional interval on a face (full depth: on both) that starts where the item fits alone."""
        request = self.instance.items[i].request
        present = self.model.new_bool_var("")
        start = self.model.new_int_var_from_domain(cp_model.Domain.from_values(starts), "")
        interval = self.model.new_optional_fixed_size_interval_var(start, request.height_hu or 0, present, "")
        for each in FACES if request.depth == "full" else (face,):
            self._intervals.setdefault((rack, each), []).append(interval)
        self._faces[i][rack, face] = (present, start)
        return present

    def _order(self) -> None:
        """Items of a request are alike: the first are placed first."""
        items = self.instance.items
        for i in range(1, len(items)):
            if items[i].request is items[i - 1].request:
                self.model.add_implication(self._placed[i], self._placed[i - 1])

    # -- racks -----------------------------------------------------------------------------

    def _space(self) -> None:
        """No two intervals on a face overlap; what must stay free is stood for by half units of full depth.

        Where more must stay free than is, starts that take such units are none already.
        """
        shelves, policy = self.instance.shelves, self.instance.policy
        for rack in sorted({rack for rack, _ in self._intervals}):
            free = shelves.both[rack].nonzero()[0].tolist()
            kept: list[cp_model.IntervalVar] = []
            if len(free) >= policy.keep_free_hu:
                at = [
                    self.model.new_int_var_from_domain(cp_model.Domain.from_values(free), "")
                    for _ in range(policy.keep_free_hu)
                ]
                kept = [self.model.new_fixed_size_interval_var(start, 1, "") for start in at]
            for face in FACES:
                own = self._intervals.get((rack, face), [])
                if len(own) + len(kept) > 1:
                    self.model.add_no_overlap([*own, *kept])

    def _weight_and_heat(self) -> None:
        of_rack: dict[int, list[int]] = {}
        for i, here in enumerate(self._here):
            for rack in here:
                of_rack.setdefault(rack, []).append(i)
        for lefts, amount in (
            (self.instance.weight_left, self.instance.weight),
            (self.instance.heat_left, self.instance.draw),
        ):
            for rack, some in of_rack.items():
                left = lefts[rack]
                if left is not None:
                    charges = [amount(self.instance.items[i].request) for i in some]
                    self._at_most([self._here[i][rack] for i in some], charges, left)

    def _at_most(self, variables: Sequence[Var], charges: Sequence[int], left: int) -> None:
        if sum(charges) > left:
            self.model.add(cp_model.LinearExpr.weighted_sum(variables, charges) <= left)

    # -- power, cooling --------------------------------------------------------------------

    def _power(self) -> None:
        supply = self.instance.supply
        if supply is None:
            return
        rows: dict[int, tuple[list[Var], list[int]]] = {}
        sockets: dict[str, list[Var]] = {}
        for i, plugs in enumerate(self._plugs):
            draw = self.instance.draw(self.instance.items[i].request)
            for choice, variable in plugs.items():
                for cord in supply.choices[choice].cords:
                    sockets.setdefault(cord.pdu, []).append(variable)
                for row, part in supply.rows_of[choice] if draw else ():
                    variables, charges = rows.setdefault(row, ([], []))
                    variables.append(variable)
                    charges.append(part * draw)
        for row, (variables, charges) in rows.items():
            self._at_most(variables, charges, supply.rows[row].left)
        for pdu, variables in sockets.items():
            if pdu in supply.sockets:
                self._at_most(variables, [1] * len(variables), supply.sockets[pdu])

    def _cooling(self) -> None:
        """After every loss heat flows from zones to live units; what is left over does not grow."""
        new: dict[str, list[tuple[Var, int]]] = {}
        for i, here in enumerate(self._here):
            draw = self.instance.draw(self.instance.items[i].request)
            for rack, variable in here.items() if draw else ():
                new.setdefault(self.instance.racks[rack].cooling_zone or "", []).append((variable, draw))
        added = {}
        for zone, coming in new.items():
            added[zone] = self.model.new_int_var(0, sum(draw for _, draw in coming), f"heat added in {zone}")
            self.model.add(
                cp_model.LinearExpr.weighted_sum([v for v, _ in coming], [draw for _, draw in coming])
                == added[zone]
            )
        for loss in self.instance.cooling or ():
            if not new.keys() & loss.heat.keys():
                continue
            into: list[list[Var]] = [[] for _ in loss.units]
            over = []
            for zone, heat in loss.heat.items():
                most = heat + sum(draw for _, draw in new.get(zone, ()))
                leaves = [self.model.new_int_var(0, most, "")]  # left over
                over.append(leaves[0])
                for number, (zones, capacity) in enumerate(loss.units):
                    if zone in zones:
                        leaves.append(self.model.new_int_var(0, min(most, capacity), ""))
                        into[number].append(leaves[-1])
                self.model.add(sum(leaves) == heat + added.get(zone, 0))
            for flows, (_, capacity) in zip(into, loss.units, strict=True):
                if flows:
                    self.model.add(sum(flows) <= capacity)
            self.model.add(sum(over) <= loss.left_over)

    # -- ports, hosts ------------------------------------------------------------------------

    def _ports_of_items(self) -> None:
        """Every item takes its ports from groups that serve the rack it is in."""
        switches = self.instance.switches
        if switches is None:
            return
        taken: dict[int, list[Var]] = {}
        for i, here in enumerate(self._here):
            for n, need in enumerate(needs_of(self.instance.items[i].request) if here else ()):
                sides: dict[str, list[Var]] = {"A": [], "B": []}
                for group in switches.giving(need.port_type, need.network):
                    near = [here[rack] for rack in switches.serving[group] if rack in here]
                    most = min(need.count, switches.free[group])
                    if near:
                        flow = self._ports[i][n, group] = self.model.new_int_var(0, most, "")
                        self.model.add(flow <= most * sum(near))
                        sides[switches.groups[group].side].append(flow)
                        taken.setdefault(group, []).append(flow)
                self.model.add(sum(sides["A"] + sides["B"]) == need.count * self._placed[i])
                for flows in sides.values() if need.half else ():
                    self.model.add(sum(flows) >= need.half * self._placed[i])
        for group, flows in taken.items():
            if len(flows) > 1:
                self.model.add(sum(flows) <= switches.free[group])

    def _hosting(self) -> None:
        for row in self.instance.host_rows:
            put = [
                (variable, charge(self.instance.items[i].request, row.resource))
                for i, hosts in enumerate(self._hosts)
                for number, variable in hosts.items()
                if number in row.hosts
            ]
            self._at_most([v for v, _ in put], [c for _, c in put], row.left)

    # -- keep --------------------------------------------------------------------------------

    def _keep(self) -> None:
        items = self.instance.items
        for i, item in enumerate(items):
            request = item.request
            others = [
                j
                for j, other in enumerate(items)
                if j != i
                and (other.request is request or (request.group and request.group == other.request.group))
            ]
            for keep in request.keep:
                verb, _, what = keep.partition(":")
                if what in BY_PLACE:
                    for j in others:
                        self._keep_by_place(verb, what, i, j)
                else:
                    self._keep_power(i, others)

    def _keep_by_place(self, verb: str, what: str, i: int, j: int) -> None:
        """Two placed items are apart or together; where a place is not known they are neither."""
        mine, theirs = self._spots(i, what), self._spots(j, what)
        for variables, other in ((mine.pop(None, []), j), (theirs.pop(None, []), i)):
            for variable in variables:
                self.model.add_bool_or(variable.negated(), self._placed[other].negated())
        for name, own in mine.items():
            if verb == "apart":
                self.model.add(sum(own) + sum(theirs.get(name, [])) <= 1)
            else:
                self.model.add(sum(own) + self._placed[j] <= 1 + sum(theirs.get(name, [])))

    def _spots(self, i: int, what: str) -> dict[str | None, list[Var]]:
        found: dict[str | None, list[Var]] = {}
        for rack, variable in self._here[i].items():
            found.setdefault(spot(self.instance.racks, rack, what), []).append(variable)
        for number, variable in self._hosts[i].items():
            rack_of = self.instance.kin.hosts[self.instance.hosts[number].name].rack
            found.setdefault(spot(self.instance.racks, rack_of, what), []).append(variable)
        return found

    def _keep_power(self, i: int, others: Sequence[int]) -> None:
        """Where the item dies by a loss, some other member lives; binding from two members on."""
        members = self.instance.kin.groups.get(self.instance.items[i].request.group or "", [])
        deaths = {k: self._deaths(k) for k in (i, *others)}
        for loss in sorted({s for _, dies in deaths[i] for s in dies}):
            if any(loss not in member.deaths for member in members):
                continue
            dead = [v for v, dies in deaths[i] if loss in dies]
            alive = [v for k in deaths for v, dies in deaths[k] if loss not in dies]
            if members:
                self.model.add(sum(dead) <= sum(alive))
            for j in others:
                self.model.add(sum(dead) + self._placed[j] <= 1 + sum(alive))

    def _deaths(self, i: int) -> list[tuple[Var, frozenset[str]]]:
        """Every way to place an item with the losses that may leave it dead there."""
        supply, kin = self.instance.supply, self.instance.kin
        if self._plugs[i] and supply is not None:
            return [(v, supply.choices[c].deaths) for c, v in self._plugs[i].items()]
        found = [(v, kin.hosts[self.instance.hosts[n].name].deaths) for n, v in self._hosts[i].items()]
        return found + [(v, frozenset()) for v in self._here[i].values()]

    # -- the answer ----------------------------------------------------------------------------

    def placed(self, solver: cp_model.CpSolver) -> tuple[Placed, ...]:
        """The placed items of a solution."""
        found = []
        for i, item in enumerate(self.instance.items):
            for number, variable in self._hosts[i].items():
                if solver.value(variable):
                    found.append(
                        Placed(item.request.name, item.number, host=self.instance.hosts[number].name)
                    )
            for (rack, face), (present, start) in self._faces[i].items():
                if solver.value(present):
                    position = self.instance.shelves.bottom[rack] + solver.value(start)
                    found.append(
                        Placed(
                            item.request.name, item.number, self.instance.racks[rack].name, position, face,
                            self._cords(solver, i), self._uses(solver, i),
                        )
                    )  # fmt: skip
        return tuple(found)

    def _cords(self, solver: cp_model.CpSolver, i: int) -> tuple[Cord, ...]:
        supply = self.instance.supply
        chosen = [c for c, variable in self._plugs[i].items() if solver.value(variable)]
        return supply.choices[chosen[0]].cords if supply is not None and chosen else ()

    def _uses(self, solver: cp_model.CpSolver, i: int) -> tuple[PortUse, ...]:
        switches, taken = self.instance.switches, dict[int, int]()
        for (_, group), flow in self._ports[i].items():
            if count := solver.value(flow):
                taken[group] = taken.get(group, 0) + count
        groups = switches.groups if switches is not None else ()
        return tuple(PortUse(groups[g].switch, groups[g].port_type, n) for g, n in sorted(taken.items()))
