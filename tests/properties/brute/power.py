"""The chain of power, walked in full for nothing lost and for every loss that must be survived."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import inf

from capacity.policy import PPM
from capacity.room import LEGS, Cord, PowerNode
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.states import (
    BROKEN,
    HOLDS,
    Interval,
    Number,
    State,
    judged_sum,
    plus,
    times,
    worst,
)
from tests.properties.brute.world import Standing, World

Lost = str | None
Spot = tuple[str, str | None]
"""A node, or one leg of a three-phase pdu."""


PARTS = 2**8 * 3**5 * PPM
"""Parts of a watt in which shares and legs come out whole, mostly: integers add up faster than fractions."""


def in_parts(watts: Number) -> Number:
    """Return watts in parts of a watt: an integer where it is one."""
    parts = watts * PARTS
    return int(parts) if parts < inf and parts == int(parts) else parts


class Chain:
    """The nodes of a room, which of them live in a scenario, and what each carries."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.nodes = {node.name: node for node in world.room.power}
        survive = world.policy.survive
        self.scenarios: list[Lost] = [None, *(n.name for n in world.room.power if n.kind in survive)]
        self._live: dict[Lost, dict[str, bool]] = {}
        self._unit: dict[tuple[Lost, tuple[Cord, ...]], dict[Spot, Number]] = {}
        self._existing: dict[Lost, dict[Spot, Interval]] = {}
        self.allowed: dict[tuple[str, str], set[tuple[str, ...]]] = {}
        """The choices of cords that a request allows in a rack and that always live, once asked for."""
        self._charge: dict[tuple[Number, tuple[Cord, ...]], dict[tuple[Lost, Spot], Number]] = {}
        self._limit: dict[tuple[Lost, Spot], tuple[Interval, Interval]] = {}

    @cached_property
    def upwards(self) -> list[str]:
        """The names of the nodes, every node after all that hang below it."""
        order: list[str] = []

        def visit(name: str) -> None:
            if name not in order:
                for parent in self.nodes[name].fed_by:
                    visit(parent)
                order.append(name)

        for name in self.nodes:
            visit(name)
        return order[::-1]

    def live(self, lost: Lost) -> dict[str, bool]:
        """Return which nodes live: not lost, and a source or below a node that lives."""
        if lost not in self._live:
            found: dict[str, bool] = {}
            for name in reversed(self.upwards):
                above = self.nodes[name].fed_by
                found[name] = name != lost and (not above or any(found[parent] for parent in above))
            self._live[lost] = found
        return self._live[lost]

    def pdus_of(self, rack: str) -> list[PowerNode]:
        return [n for n in self.nodes.values() if n.kind == "pdu" and n.rack == rack]

    def carried(self, lost: Lost, plugged: Mapping[Spot, Number]) -> dict[Spot, Number]:
        """Return what every node and every leg carries if that is plugged in at its nodes or legs.

        What comes without a leg (a cord that names none, a node below, other_w) loads the three
        legs of a three-phase pdu equally.
        """
        live = self.live(lost)
        below: dict[str, Number] = defaultdict(Fraction)
        for (name, _), watts in plugged.items():
            below[name] += watts
        found: dict[Spot, Number] = {}
        for name in self.upwards:
            if not live[name] or not below[name]:
                continue
            node, total = self.nodes[name], below[name]
            found[name, None] = total
            if node.kind == "pdu" and node.phases == 3:
                on_legs = {leg: plugged.get((name, leg), Fraction(0)) for leg in LEGS}
                for leg in LEGS:
                    found[name, leg] = on_legs[leg] + (total - sum(on_legs.values())) / 3
            parents = [parent for parent in node.fed_by if live[parent]]
            if node.feeding == "transfer":
                parents = parents[:1]
            for parent in parents:
                below[parent] += total / len(parents)
        return found

    def unit(self, lost: Lost, cords: tuple[Cord, ...]) -> dict[Spot, Number]:
        """Return what one watt of a device with these cords puts on every node and leg."""
        if (lost, cords) not in self._unit:
            alive = [cord for cord in cords if self.live(lost)[cord.pdu]]
            plugged: dict[Spot, Number] = defaultdict(Fraction)
            for cord in alive:
                plugged[cord.pdu, cord.leg] += Fraction(1, len(alive))
            self._unit[lost, cords] = self.carried(lost, plugged)
        return self._unit[lost, cords]

    def existing(self, lost: Lost) -> dict[Spot, Interval]:
        """Return the least and the most that every node and leg carries today."""
        if lost not in self._existing:
            other: dict[Spot, Number] = {
                (n.name, None): Fraction(n.other_w) for n in self.nodes.values() if n.other_w
            }
            found: dict[Spot, Interval] = defaultdict(lambda: (0, 0))
            found.update({spot: (watts, watts) for spot, watts in self.carried(lost, other).items()})
            for one in self.world.standing:
                for spot, interval in self._puts(lost, one).items():
                    found[spot] = plus(found[spot], interval)
            self._existing[lost] = found
        return self._existing[lost]

    def _puts(self, lost: Lost, one: Standing) -> dict[Spot, Interval]:
        if one.cords:
            return {spot: times(one.draw, part) for spot, part in self.unit(lost, one.cords).items()}
        if one.draw[1] == 0:
            return {}
        racks = self.world.racks if one.rack is None else [one.rack]
        may_be = [pdu for rack in racks for pdu in self.pdus_of(rack)]
        parts = [self.unit(lost, (Cord(pdu.name),)) for pdu in may_be]
        found: dict[Spot, Interval] = {}
        for spot in {spot for part in parts for spot in part}:
            name, leg = spot
            most = max(part.get(spot, 0) for part in parts)
            least = min(part.get(spot, 0) for part in parts)
            if leg is not None and any(pdu.name == name for pdu in may_be):
                most = Fraction(1)
            if leg is not None or one.rack is None:
                least = 0
            found[spot] = (times(one.draw, least)[0], times(one.draw, most)[1])
        return found

    def charge(self, draw: Number, cords: tuple[Cord, ...]) -> dict[tuple[Lost, Spot], Number]:
        """Return what a device puts on every node and leg in every scenario, in parts of a watt."""
        if (draw, cords) not in self._charge:
            self._charge[draw, cords] = {
                (lost, spot): in_parts(draw * part)
                for lost in self.scenarios
                for spot, part in self.unit(lost, cords).items()
            }
        return self._charge[draw, cords]

    def limit(self, lost: Lost, spot: Spot) -> tuple[Interval, Interval]:
        """Return what a node or leg carries today and what it may carry, in parts of a watt."""
        if (lost, spot) not in self._limit:
            low, high = self.existing(lost)[spot]
            capacity = in_parts(self.capacity(spot, lost))
            self._limit[lost, spot] = (in_parts(low), in_parts(high)), (capacity, capacity)
        return self._limit[lost, spot]

    def capacity(self, spot: Spot, lost: Lost) -> Number:
        """Return what the node or leg may carry, derated for nothing lost or for something lost."""
        node = self.nodes[spot[0]]
        ppm = self.world.policy.usable_ppm if node.usable_ppm is None else node.usable_ppm
        if lost is not None and node.failover_ppm is not None:
            ppm = node.failover_ppm
        return Fraction(node.rated_w * ppm, PPM * (1 if spot[1] is None else 3))


def choices(world: World, chain: Chain, request: Request, rack: str) -> Iterator[tuple[Cord, ...]]:
    """Yield every choice of cords and legs that a request allows in this rack."""
    if not world.checks("power.csv") or request.cords == 0:
        yield ()
        return
    pdus = chain.pdus_of(rack)
    if request.cords == 1:
        pairs: list[tuple[PowerNode, ...]] = [(pdu,) for pdu in pdus]
    else:
        paths = ([pdu for pdu in pdus if pdu.path == path] for path in ("A", "B"))
        pairs = list(product(*paths))
    for pair in pairs:
        legs = (LEGS if pdu.phases == 3 else (None,) for pdu in pair)
        for chosen in product(*legs):
            yield tuple(Cord(pdu.name, leg) for pdu, leg in zip(pair, chosen, strict=True))


def cords(world: World, chain: Chain, items: Sequence[Placed]) -> State:
    """Judge that the cords are a choice the request allows and, if two, that one always lives."""
    if not world.checks("power.csv"):
        return worst(BROKEN for item in items if item.cords)

    def judge(item: Placed) -> State:
        key = (item.request, item.rack or "")
        if key not in chain.allowed:
            every = choices(world, chain, world.asked(item), item.rack or "")
            chain.allowed[key] = {
                tuple(sorted(map(str, choice)))
                for choice in every
                if len(choice) < 2 or not any(dead(chain, choice, lost) for lost in chain.scenarios)
            }
        return HOLDS if tuple(sorted(map(str, item.cords))) in chain.allowed[key] else BROKEN

    return worst(judge(item) for item in items)


def dead(chain: Chain, cords: Sequence[Cord], lost: Lost) -> bool:
    """Return True where none of the cords lives."""
    return not any(chain.live(lost)[cord.pdu] for cord in cords)


def power(world: World, chain: Chain, items: Sequence[Placed]) -> State:
    """Judge every live node and every leg in every scenario, all items together."""
    if not world.checks("power.csv"):
        return HOLDS
    known: dict[tuple[Lost, Spot], Number] = defaultdict(int)
    unknown: set[tuple[Lost, Spot]] = set()
    for item in items:
        draw = world.draw_of(world.asked(item))
        for at, parts in chain.charge(1 if draw is None else draw, item.cords).items():
            known[at] += 0 if draw is None else parts
            unknown |= {at} if draw is None else set()
    return worst(
        judged_sum((charge, None) if at in unknown else (charge,), *chain.limit(*at))
        for at, charge in known.items()
    )


def power_at_least(
    world: World, chain: Chain, items: Sequence[Placed], choices: Sequence[Sequence[tuple[Cord, ...]]]
) -> State:
    """Judge the least that the items put on every node and leg, whichever of their choices each takes.

    The limits are at least as far from it as from any choice: where this is out, all choices are.
    """
    least: dict[tuple[Lost, Spot], Number] = defaultdict(int)
    for item, every in zip(items, choices, strict=True):
        draw = world.draw_of(world.asked(item))
        charges = [chain.charge(draw, cords) for cords in every] if draw else []
        for at in charges[0] if charges else ():
            least[at] += min(charge.get(at, 0) for charge in charges)
    return worst(judged_sum((charge,), *chain.limit(*at)) for at, charge in least.items())


def outlets(world: World, chain: Chain, items: Sequence[Placed]) -> State:
    """Judge the sockets of every pdu that the items plug into: each cord takes one."""
    if not world.checks("power.csv"):
        return HOLDS
    used = Counter(cord.pdu for one in world.standing for cord in one.cords)
    wanted = Counter(cord.pdu for item in items for cord in item.cords)
    for name, count in wanted.items():
        there = chain.nodes[name].outlets
        if there is not None and used[name] + count > there:
            return BROKEN
    return HOLDS
