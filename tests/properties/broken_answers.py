"""Right answers broken on purpose, each in a way that surely breaks a rule that can be named.

Every mutation is known to break something by its construction; the brute force then says which
rules are broken, so a verifier may name those and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from capacity.room import LEGS, Cord, PortUse, Room
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute import RULES, Place, PlaceVerdict, Rules
from tests.properties.brute.states import BROKEN
from tests.properties.brute.verdicts import places

Answer = tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """An answer that is wrong: `kind` says what was done, `rules` which rules it breaks.

    `meant` are the rules of which at least one has to be named; they are among `rules`.
    A leg on a single-phase pdu ("a leg too many") is bad input where placements are read; here it
    counts as broken `cords`.
    """

    kind: str
    meant: frozenset[str]
    rules: frozenset[str]
    placed: Answer


@dataclass(frozen=True, slots=True)
class Bench:
    """What a mutation works on: rules, places, a right answer, the item it is to spoil, and the dice."""

    rules: Rules
    places: dict[Place, PlaceVerdict]
    answer: Answer
    index: int
    rng: Random

    @property
    def item(self) -> Placed:
        return self.answer[self.index]

    @property
    def request(self) -> Request:
        return self.rules.request

    def with_item(self, **values: object) -> Answer:
        changed = replace(self.item, **values)  # type: ignore[arg-type]
        return (*self.answer[: self.index], changed, *self.answer[self.index + 1 :])


Mutation = Callable[[Bench], Answer | None]


def broken(room: Room, request: Request, placed: Sequence[Placed], today: date, rng: Random) -> Broken | None:
    """Break a right answer in one of the ways that are possible for it; None if there is none."""
    return next(all_broken(room, request, placed, today, rng), None)


def all_broken(
    room: Room, request: Request, placed: Sequence[Placed], today: date, rng: Random
) -> Iterator[Broken]:
    """Yield the answer broken in every way that is possible for it, in random order."""
    rules = Rules(room, request, today)
    known = places(rules)
    kinds = list(MUTATIONS)
    rng.shuffle(kinds)
    for kind in kinds:
        meant, mutate = MUTATIONS[kind]
        bench = Bench(rules, known, tuple(placed), rng.randrange(len(placed)), rng)
        answer = mutate(bench)
        if answer is None:
            continue
        found = frozenset(rule for rule, state in rules.answer(answer).items() if state == BROKEN)
        if found & meant:
            yield Broken(kind, found & meant, found, answer)


def _server(mutate: Mutation) -> Mutation:
    """Apply to servers at a known position only."""

    def guarded(bench: Bench) -> Answer | None:
        return None if bench.item.position_hu is None else mutate(bench)

    return guarded


@_server
def onto_something(bench: Bench) -> Answer | None:
    """Move it, within its rack, onto something else or onto a blocked unit."""
    rack = bench.rules.world.racks[bench.item.rack or ""]
    spots = [
        spot
        for spot in bench.rules.spots(rack)
        if bench.rules.by_position(rack, [bench.rules.item(rack.name, *spot)])["space"] == BROKEN
    ]
    if not spots:
        return None
    position, face = bench.rng.choice(spots)
    return bench.with_item(position_hu=position, face=face)


@_server
def off_the_rack(bench: Bench) -> Answer | None:
    """Let it stick out at the top or at the bottom."""
    rack = bench.rules.world.racks[bench.item.rack or ""]
    height = bench.request.height_hu or 0
    step = 1 if height % 2 else 2
    above = 2 * (rack.first_unit + rack.height_u) - height
    above += step - (above - 2 * rack.first_unit) % step
    return bench.with_item(position_hu=bench.rng.choice((above, 2 * rack.first_unit - step)))


@_server
def full_depth_from_behind(bench: Bench) -> Answer | None:
    return bench.with_item(face="rear") if bench.request.depth == "full" else None


@_server
def half_a_unit_higher(bench: Bench) -> Answer | None:
    if (bench.request.height_hu or 1) % 2:
        return None
    return bench.with_item(position_hu=(bench.item.position_hu or 0) + bench.rng.choice((1, -1)))


@_server
def one_on_the_other(bench: Bench) -> Answer | None:
    """Put two items on the same units of one rack."""
    if len(bench.answer) < 2:
        return None
    other = bench.answer[bench.index - 1]
    return bench.with_item(rack=other.rack, position_hu=other.position_hu, face=other.face, cords=other.cords)


def a_cord_less(bench: Bench) -> Answer | None:
    return bench.with_item(cords=bench.item.cords[1:]) if bench.item.cords else None


def a_cord_more(bench: Bench) -> Answer | None:
    return bench.with_item(cords=(*bench.item.cords, bench.item.cords[0])) if bench.item.cords else None


def both_on_one_path(bench: Bench) -> Answer | None:
    """Plug both cords into pdus of the same path: the same pdu, or its twin where there is one."""
    if len(bench.item.cords) != 2:
        return None
    kept = bench.rng.choice(bench.item.cords)
    nodes = bench.rules.chain.nodes
    twins = [
        pdu for pdu in bench.rules.chain.pdus_of(bench.item.rack or "") if pdu.path == nodes[kept.pdu].path
    ]
    pdu = bench.rng.choice(twins)
    return bench.with_item(cords=(kept, Cord(pdu.name, kept.leg or LEGS[0] if pdu.phases == 3 else None)))


def pdu_of_another_rack(bench: Bench) -> Answer | None:
    """Plug one cord into a pdu of the same path in another rack."""
    if not bench.item.cords:
        return None
    nodes = bench.rules.chain.nodes
    kept, moved = bench.item.cords[1:], bench.item.cords[0]
    others = [
        node
        for node in nodes.values()
        if node.kind == "pdu"
        and node.rack != bench.item.rack
        and node.phases == nodes[moved.pdu].phases
        and node.path == nodes[moved.pdu].path
    ]
    if not others:
        return None
    return bench.with_item(cords=(Cord(bench.rng.choice(others).name, moved.leg), *kept))


def a_leg_less(bench: Bench) -> Answer | None:
    named = [cord for cord in bench.item.cords if cord.leg]
    if not named:
        return None
    gone = bench.rng.choice(named)
    cords = tuple(Cord(cord.pdu) if cord == gone else cord for cord in bench.item.cords)
    return bench.with_item(cords=cords)


def a_leg_too_many(bench: Bench) -> Answer | None:
    """Name a leg of a single-phase pdu."""
    single = [cord for cord in bench.item.cords if cord.leg is None]
    if not single:
        return None
    spoiled = bench.rng.choice(single)
    leg = bench.rng.choice(LEGS)
    cords = tuple(Cord(cord.pdu, leg) if cord == spoiled else cord for cord in bench.item.cords)
    return bench.with_item(cords=cords)


def no_ports(bench: Bench) -> Answer | None:
    return bench.with_item(ports=()) if bench.item.ports else None


def a_port_less(bench: Bench) -> Answer | None:
    if not bench.item.ports:
        return None
    first, *others = bench.item.ports
    fewer = [replace(first, count=first.count - 1)] if first.count > 1 else []
    return bench.with_item(ports=(*fewer, *others))


def all_ports_of_one_group(bench: Bench) -> Answer | None:
    """Take all ports of a type from one group that has too few, or that is of one side only."""
    if not bench.item.ports:
        return None
    port_type = bench.rng.choice(bench.item.ports).port_type
    count = sum(use.count for use in bench.item.ports if use.port_type == port_type)
    others = tuple(use for use in bench.item.ports if use.port_type != port_type)
    two_sides = bench.request.port_sides == 2 and count > 1
    groups = [
        key
        for key, free in bench.rules.ports.free.items()
        if key[1] == port_type and (two_sides or free < count)
    ]
    if not groups:
        return None
    return bench.with_item(ports=(*others, PortUse(*bench.rng.choice(groups), count)))


def ports_of_a_wrong_group(bench: Bench) -> Answer | None:
    """Take ports from a group of another type, of another network, or out of reach."""
    if not bench.item.ports:
        return None
    rules = bench.rules
    rack = rules.world.racks[bench.item.rack or ""]
    right = {key for want in rules.ports.wants(bench.request, rack, ("yes", "maybe")) for key in want.keys}
    wrong = [key for key in rules.ports.groups if key not in right]
    if not wrong:
        return None
    first, *others = bench.item.ports
    return bench.with_item(ports=(PortUse(*bench.rng.choice(wrong), first.count), *others))


def out_by(rule: str) -> Mutation:
    """Return a mutation that moves an item to a place, and to cords there, that break this rule."""

    def mutate(bench: Bench) -> Answer | None:
        options = [
            (place, choice)
            for place, verdict in bench.places.items()
            for choice in verdict.choices
            if rule in choice.broken
        ]
        if not options:
            return None
        fewest = min(len(choice.broken) for _, choice in options)
        place, choice = bench.rng.choice([(p, c) for p, c in options if len(c.broken) == fewest])
        if isinstance(place, str):
            return bench.with_item(host=place)
        rack, position, face = place
        moved = bench.with_item(rack=rack, position_hu=position, face=face, cords=choice.cords)
        item = moved[bench.index]
        if bench.rules.by_ports([item])["ports"] == BROKEN:
            return moved
        (own,) = bench.rules.with_ports([item])
        return (*moved[: bench.index], replace(item, ports=own.ports), *moved[bench.index + 1 :])

    return mutate


def together_where_apart(bench: Bench) -> Answer | None:
    """Put an item right beside another one although the request keeps them apart."""
    if len(bench.answer) < 2 or not any(rule.startswith("apart") for rule in bench.request.keep):
        return None
    other = bench.answer[bench.index - 1]
    if other.host is not None:
        return bench.with_item(host=other.host)
    rack = bench.rules.world.racks[other.rack or ""]
    spots = [spot for spot in bench.rules.spots(rack) if spot != (other.position_hu, other.face)]
    if not spots:
        return None
    position, face = bench.rng.choice(spots)
    return bench.with_item(
        rack=other.rack, position_hu=position, face=face, cords=other.cords, ports=other.ports
    )


SPACE = frozenset({"space"})
CORDS = frozenset({"cords"})
PORTS = frozenset({"ports"})

MUTATIONS: dict[str, tuple[frozenset[str], Mutation]] = {
    "onto something": (SPACE, onto_something),
    "off the rack": (SPACE, off_the_rack),
    "full depth from behind": (SPACE, full_depth_from_behind),
    "half a unit higher": (SPACE, half_a_unit_higher),
    "one on the other": (SPACE, one_on_the_other),
    "a cord less": (CORDS, a_cord_less),
    "a cord more": (CORDS, a_cord_more),
    "both on one path": (CORDS, both_on_one_path),
    "pdu of another rack": (CORDS, pdu_of_another_rack),
    "a leg less": (CORDS, a_leg_less),
    "a leg too many": (CORDS, a_leg_too_many),
    "no ports": (PORTS, no_ports),
    "a port less": (PORTS, a_port_less),
    "all ports of one group": (PORTS, all_ports_of_one_group),
    "ports of a wrong group": (PORTS, ports_of_a_wrong_group),
    "together where apart": (frozenset({"keep"}), together_where_apart),
    **{f"out by {rule}": (frozenset({rule}), out_by(rule)) for rule in RULES},
}
"""What can be done to an answer, and the rules of which it breaks at least one."""
