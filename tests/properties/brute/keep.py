"""The keep rules: among the items of a request and with everything else of their group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from capacity.room import Cord, Rack
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.power import Chain, Lost, dead
from tests.properties.brute.states import BROKEN, HOLDS, UNKNOWN, State, worst
from tests.properties.brute.world import Standing, World, is_application

Death = Callable[[Lost], tuple[bool, bool]]
"""Whether a loss kills a member for certain, and whether it may."""


@dataclass(frozen=True, slots=True)
class Member:
    rack: Rack | None
    dies: Death


def never(lost: Lost) -> tuple[bool, bool]:
    return False, False


def perhaps(lost: Lost) -> tuple[bool, bool]:
    return False, True


def _by_cords(chain: Chain, cords: Sequence[Cord]) -> Death:
    def dies(lost: Lost) -> tuple[bool, bool]:
        gone = dead(chain, cords, lost)
        return gone, gone

    return dies


def _of_standing(world: World, chain: Chain, one: Standing | None) -> Death:
    """Return when what stands there dies; without cords it may hang on any pdu of its rack."""
    if one is None:
        return perhaps
    if one.cords:
        return _by_cords(chain, one.cords)
    if one.draw[1] == 0:
        return never
    racks = world.racks if one.rack is None else [one.rack]
    may_be = [[Cord(pdu.name) for pdu in chain.pdus_of(rack)] for rack in racks]
    known = one.rack is not None

    def dies(lost: Lost) -> tuple[bool, bool]:
        gone = [dead(chain, [cord], lost) for cords in may_be for cord in cords]
        return known and bool(gone) and all(gone), any(gone)

    return dies


def _of_host(world: World, chain: Chain, name: str | None) -> Member:
    host = world.hosts.get(name or "")
    device = None if host is None else world.device.get(host.device or "")
    return Member(world.rack_of_host(host), _of_standing(world, chain, device))


def standing(world: World, chain: Chain, group: str | None) -> list[Member]:
    """Return the devices, VMs and reservations of a group."""
    if group is None:
        return []
    found = [
        Member(world.racks.get(one.rack or ""), _of_standing(world, chain, one))
        for one in world.standing
        if one.group == group
    ]
    return found + [_of_host(world, chain, load.host) for load in world.loads if load.group == group]


def _item(world: World, chain: Chain, item: Placed) -> Member:
    if is_application(world.asked(item)):
        return _of_host(world, chain, item.host)
    return Member(world.rack_of(item), _by_cords(chain, item.cords) if item.cords else never)


def _pair(rule: str, a: Rack | None, b: Rack | None) -> State:
    kind, what = rule.split(":")
    if a is None or b is None:
        return UNKNOWN
    if what == "cooling":
        mine, other = a.cooling_zone, b.cooling_zone
    elif what == "row":
        mine, other = a.row, b.row
    else:
        mine, other = a.name, b.name
    if mine is None or other is None:
        return UNKNOWN
    return HOLDS if (mine == other) == (kind == "together") else BROKEN


def _asking(
    world: World, items: Sequence[Placed]
) -> Iterator[tuple[Request, Sequence[Placed], Sequence[Placed]]]:
    """Yield every request that keeps rules with its items, and with the other items of its group."""
    for request in world.requests.values():
        mine = [item for item in items if item.request == request.name]
        if mine and request.keep:
            rest = [item for item in items if item.request != request.name]
            yield request, mine, [i for i in rest if request.group and world.asked(i).group == request.group]


def places(world: World, chain: Chain, items: Sequence[Placed]) -> State:
    """Judge all keep rules but apart:power, pair by pair: an item of the request and any other member."""
    states: list[State] = []
    for request, own, rest in _asking(world, items):
        rules = [rule for rule in request.keep if rule != "apart:power"]
        mine = [_item(world, chain, item).rack for item in own]
        members = [*standing(world, chain, request.group), *(_item(world, chain, item) for item in rest)]
        theirs = [member.rack for member in members]
        if mine == [None] and theirs:
            states += [_somewhere(world, rule, theirs) for rule in rules]
        else:
            pairs = [*combinations(mine, 2), *((a, b) for a in mine for b in theirs)]
            states += [_pair(rule, a, b) for rule in rules for a, b in pairs]
    return worst(states)


def _somewhere(world: World, rule: str, theirs: Sequence[Rack | None]) -> State:
    """Judge a host of unknown rack: it stands in one of the racks, and breaks what it breaks in all."""
    every = {worst(_pair(rule, rack, b) for b in theirs) for rack in world.room.racks}
    return every.pop() if len(every) == 1 else UNKNOWN


def power(world: World, chain: Chain, items: Sequence[Placed]) -> State:
    """Judge apart:power: no single loss leaves all members dead at once."""
    if not world.checks("power.csv"):
        return HOLDS
    states: list[State] = []
    for request, own, rest in _asking(world, items):
        members = [*standing(world, chain, request.group), *(_item(world, chain, i) for i in (*own, *rest))]
        if "apart:power" in request.keep and len(members) > 1:
            losses = [lost for lost in chain.scenarios if lost]
            states += [_all_dead(member.dies(lost) for member in members) for lost in losses]
    return worst(states)


def _all_dead(deaths: Iterable[tuple[bool, bool]]) -> State:
    sure, may_be = zip(*deaths, strict=True)
    return BROKEN if all(sure) else UNKNOWN if all(may_be) else HOLDS
