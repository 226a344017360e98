"""Power: the load of every node and leg in every scenario, and how much more a cord choice can carry.

All figures are exact integers: draws in draw units (see `capacity.demand`), parts of a draw in
1/`scale`. What a draw does to the chain is said once, in `PowerGrid.charge`, for equipment that
stands there and for equipment that asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import lcm

from capacity.demand import Demand, draw_unit
from capacity.limits.carry import Carrier, Carry
from capacity.limits.chain import Chain, Scenario
from capacity.limits.limit import ENDLESS, Limit
from capacity.limits.loads import Loads
from capacity.limits.ranked_losses import RankedLosses
from capacity.policy import PPM, Policy
from capacity.room import LEGS, PowerNode

Plug = tuple[int, str | None]  # index of a PDU in the chain, leg
Charge = dict[int, int]  # limit -> part of one draw unit, in 1/scale


class PowerGrid:
    """The power limits of a room, loaded with what stands there.

    Parameters
    ----------
    demands
        Servers of the room; their cords must name PDUs of `chain`.
    """

    def __init__(self, nodes: Sequence[PowerNode], demands: Sequence[Demand], policy: Policy) -> None:
        self.chain = Chain(nodes, policy)
        self.unit = draw_unit(policy)
        self.pdus_of: dict[str, list[int]] = {}
        for i, node in enumerate(self.chain.nodes):
            if node.kind == "pdu" and node.rack is not None:
                self.pdus_of.setdefault(node.rack, []).append(i)
        for pdus in self.pdus_of.values():
            pdus.sort(key=lambda i: self.chain.nodes[i].name)
        self._policy = policy
        most_cords = max([2, *(len(d.cords) for d in demands)])
        self._split = lcm(*range(1, most_cords + 1))
        self._ups: dict[tuple[tuple[int, ...], str, Scenario], Charge] = {}
        self._up_scale = self._find_up_scale()
        self.scale = self._split * self._up_scale
        self.doubtful: list[
            tuple[Demand, frozenset[int]]
        ] = []  # unknown draw or cords, with the limits touched
        self._load(demands)
        self._caps = [(self.capacity(n, None), self.capacity(n, 0)) for n in range(self.chain.size)]
        ends = [self.least] if self.most is self.least else [self.least, self.most]
        self._ranked = RankedLosses(self.chain, [loads.change for loads in ends])
        self._carrier = Carrier(self.chain, self.charge, self.tightest, self.least, self.most, self._caps)

    # -- what a draw does to the chain -------------------------------------------------

    def charge(self, plugs: Sequence[Plug], scenario: Scenario) -> Charge:
        """Parts of one draw unit on every limit: split equally over the live cords, passed on upwards.

        Empty if every cord is dead.
        """
        dead = self.chain.dead(scenario)
        live = [p for p in plugs if p[0] not in dead]
        charge: Charge = {}
        for pdu, leg in live:
            part = self._split // len(live)
            for limit, up in self._own(pdu, leg).items():
                charge[limit] = charge.get(limit, 0) + part * up
            for limit, up in self._up(pdu, scenario).items():
                charge[limit] = charge.get(limit, 0) + part * up
        return charge

    def losses(self, plugs: Sequence[Plug]) -> list[int]:
        """Scenarios that change what `charge` says of these cords."""
        return sorted({s for pdu, _ in plugs for s in self.chain.losses(pdu)})

    def _own(self, pdu: int, leg: str | None) -> Charge:
        own = {pdu: self._up_scale}
        if (pdu, "L1") in self.chain.leg_of:
            if leg is not None:
                own[self.chain.leg_of[pdu, leg]] = self._up_scale
            else:
                for each in LEGS:
                    own[self.chain.leg_of[pdu, each]] = self._up_scale // 3
        return own

    def _up(self, pdu: int, scenario: Scenario) -> Charge:
        if scenario is not None and scenario not in self.chain.losses(pdu):
            scenario = None
        key = (self.chain.parents[pdu], self.chain.nodes[pdu].feeding, scenario)
        if key not in self._ups:
            path = self.chain.up(pdu, scenario)
            self._ups[key] = {limit: int(part * self._up_scale) for limit, part in path.items()}
        return self._ups[key]

    def _find_up_scale(self) -> int:
        """Least number that makes every part of every upward path whole."""
        scale, seen = 3 if self.chain.legs else 1, set()
        for node, value in enumerate(self.chain.nodes):
            key = (self.chain.parents[node], value.feeding)
            if key in seen or not (value.kind == "pdu" or value.other_w):
                continue
            seen.add(key)
            for scenario in (None, *self.chain.losses(node)):
                if node not in self.chain.dead(scenario):
                    parts: Iterable[Fraction] = self.chain.up(node, scenario).values()
                    scale = lcm(scale, *(p.denominator for p in parts))
        return scale

    # -- what stands there -------------------------------------------------------------

    def _load(self, demands: Sequence[Demand]) -> None:
        known: dict[tuple[Plug, ...], int] = {}
        unsure: list[Demand] = []
        for demand in demands:
            if demand.draw is None or (demand.draws and not demand.cords):
                unsure.append(demand)
            elif demand.cords:
                plugs = tuple(self.chain.cord(c) for c in demand.cords)
                known[plugs] = known.get(plugs, 0) + demand.draw
        self.least = Loads(self.chain.size)
        for plugs, draw in known.items():
            normal, lost = self._charges(plugs)
            self.least.add(normal, lost, draw)
        for node, value in enumerate(self.chain.nodes):
            if value.other_w:
                self._add_other(node, value.other_w * self.unit)
        self.most = self.least
        if unsure:
            self.most = self.least.copy()
            for demand in unsure:
                self._load_unsure(demand)

    def _charges(self, plugs: Sequence[Plug]) -> tuple[Charge, list[tuple[int, Charge]]]:
        return self.charge(plugs, None), [(s, self.charge(plugs, s)) for s in self.losses(plugs)]

    def _add_other(self, node: int, amount: int) -> None:
        def path(scenario: Scenario) -> Charge:
            if node in self.chain.dead(scenario):
                return {}
            charge = {n: part * self._split for n, part in self._own(node, None).items()}
            for limit, part in self._up(node, scenario).items():
                charge[limit] = charge.get(limit, 0) + part * self._split
            return charge

        self.least.add(path(None), [(s, path(s)) for s in self.chain.losses(node)], amount)

    def _load_unsure(self, demand: Demand) -> None:
        """Charge the least and the most that an unknown draw, or unknown cords, may put on each limit."""
        if demand.cords:
            choices = [[self.chain.cord(c) for c in demand.cords]]
        else:
            racks = self.pdus_of if demand.rack is None else [demand.rack]
            pdus = [p for rack in racks for p in self.pdus_of.get(rack, ())]
            choices = [[(p, leg)] for p in pdus for leg in self._legs(p)]
        if not choices:
            return
        losses = sorted({s for plugs in choices for s in self.losses(plugs)})
        bounds = {s: self._bounds([self.charge(p, s) for p in choices]) for s in (None, *losses)}
        least, most = (demand.draw, demand.draw) if demand.draw is not None else (0, ENDLESS)
        touched = frozenset(limit for _, high in bounds.values() for limit in high)
        self.doubtful.append((demand, touched))
        if least and (demand.rack is not None or demand.cords):
            self.least.add(bounds[None][0], [(s, bounds[s][0]) for s in losses], least)
        self.most.add(bounds[None][1], [(s, bounds[s][1]) for s in losses], most)

    @staticmethod
    def _bounds(charges: list[Charge]) -> tuple[Charge, Charge]:
        limits = {limit for charge in charges for limit in charge}
        low = {n: min(c.get(n, 0) for c in charges) for n in limits}
        high = {n: max(c.get(n, 0) for c in charges) for n in limits}
        return {n: part for n, part in low.items() if part}, high

    def _legs(self, pdu: int) -> tuple[str | None, ...]:
        return LEGS if (pdu, "L1") in self.chain.leg_of else (None,)

    # -- what is left ------------------------------------------------------------------

    def capacity(self, limit: int, scenario: Scenario) -> int:
        """What a node or leg may carry, in 1/scale draw units, rounded down (loads are whole)."""
        node = self.chain.nodes[self.chain.holder(limit)]
        ppm = node.usable_ppm if node.usable_ppm is not None else self._policy.usable_ppm
        if scenario is not None and node.failover_ppm is not None:
            ppm = node.failover_ppm
        thirds = 3 if limit >= len(self.chain.nodes) else 1
        return node.rated_w * ppm * self.unit * self.scale // (PPM * thirds)

    def limit(self, limit: int, scenario: Scenario) -> Limit:
        return Limit(
            rule="power",
            name=self.chain.name(limit),
            scenario=self.scenario_name(scenario),
            unit="W",
            scale=self.unit * self.scale,
            capacity=self.capacity(limit, scenario),
            used=self.least.of(limit, scenario),
            most=self.most.of(limit, scenario),
        )

    def scenario_name(self, scenario: Scenario) -> str:
        return "nothing lost" if scenario is None else f"{self.chain.nodes[scenario].name} lost"

    def rows(self, plugs: Sequence[Plug]) -> Iterator[tuple[int, Scenario, int]]:
        """Every (limit, scenario, part of a draw unit in 1/scale) that cords on `plugs` charge.

        Where no loss changes the way of these cords, only the tightest scenarios of a limit are
        given: the others carry the same charge and have more room.
        """
        losses = set(self.losses(plugs))
        for limit, part in self.charge(plugs, None).items():
            yield limit, None, part
            for scenario in self.tightest(limit, losses):
                yield limit, scenario, part
        for scenario in sorted(losses):
            for limit, part in self.charge(plugs, scenario).items():
                yield limit, scenario, part

    def carry(self, plugs: Sequence[Plug]) -> Carry:
        """How much more draw these cords can carry within every limit and scenario."""
        return self._carrier.carry(plugs, self.rows)

    def left(self, limit: int, scenario: Scenario) -> tuple[int, int]:
        """What is left of a limit with unknown draws at their most, and at their least."""
        capacity = self._caps[limit][scenario is not None]
        return capacity - self.most.of(limit, scenario), capacity - self.least.of(limit, scenario)

    def tightest(self, limit: int, losses: set[int]) -> Iterator[Scenario]:
        """Losses outside `losses` that leave least room at `limit`: one per end, and an unchanged one."""
        return self._ranked.tightest(limit, losses)
