"""All items of one request, or of several, at once: by nested enumeration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from capacity.room import FACES, Cord, Rack
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.power import power_at_least
from tests.properties.brute.rules import Rules, Spot, merged
from tests.properties.brute.space import cells
from tests.properties.brute.states import BROKEN, HOLDS, UNKNOWN, State, worst
from tests.properties.brute.world import in_rack, is_application, modelled

Decision = Literal["fits", "cannot decide", "does not fit"]
Items = tuple[Placed, ...]
Packing = tuple[State, tuple[Spot, ...]]


class Joint:
    """Tries every choice of racks (or hosts) for all items, and of cords and positions there.

    What is out for the first items stays out with more of them, except under apart:power, which
    is judged last. Items of a request are alike, so only one order of them is tried; positions touch
    nothing but their own rack, so each rack is packed by itself. What was judged is remembered.

    Where only what is `certain` counts, what is undecided is out as well.
    """

    def __init__(self, rules: Rules, *, certain: bool = False) -> None:
        self.rules = rules
        self._out = (UNKNOWN, BROKEN) if certain else (BROKEN,)
        self._known: dict[tuple[object, ...], State] = {}
        self._cordable: dict[tuple[object, ...], bool] = {}
        self._packings: dict[tuple[str, tuple[str, ...]], Packing] = {}
        self._places = {request.name: self._places_of(request) for request in rules.requests}
        self._cords = {
            (item.request, item.rack): self._cords_at(item)
            for items in self._places.values()
            for item in items
        }

    def solve(
        self, wanted: Mapping[str, int] | None = None, *, apart_power: bool = True
    ) -> tuple[Decision, Items]:
        """Decide for so many items of each request; return an answer as well, a certain one if there is any.

        `wanted` None takes the quantities that are asked for. Without `apart_power` that rule is left out.
        """
        if wanted is None:
            wanted = {request.name: request.quantity for request in self.rules.requests}
        todo = [request for request in self.rules.requests for _ in range(wanted.get(request.name, 0))]
        if not all(map(modelled, todo)):
            return "cannot decide", ()
        undecided: Items = ()
        for state, answer in self._answers((), todo, 0, apart_power):
            if state == HOLDS:
                return "fits", self.rules.with_ports(answer)
            undecided = undecided or answer
        return ("cannot decide", self.rules.with_ports(undecided)) if undecided else ("does not fit", ())

    def _places_of(self, request: Request) -> Items:
        """Return the racks (or hosts) that are not out for one item by itself."""
        rules, room = self.rules, self.rules.world.room
        if is_application(request):
            items = [rules.item(host=host.name, request=request) for host in room.hosts]
        else:
            items = [rules.item(rack.name, request=request) for rack in room.racks]
        return tuple(item for item in items if self._by_place((item,)) not in self._out)

    def _cords_at(self, item: Placed) -> list[tuple[Cord, ...]]:
        """Return the choices of cords in the item's rack that are not out for it by itself."""
        if item.rack is None:
            return [()]
        every = self.rules.cords(self.rules.world.racks[item.rack], self.rules.world.asked(item))
        return [cords for cords in every if self._by_cords((replace(item, cords=cords),)) not in self._out]

    def _by_place(self, items: Items) -> State:
        """Judge what depends on racks and hosts only, and the choice of ports."""
        key = ("place", *((item.request, item.rack, item.host) for item in items))
        if key not in self._known:
            judged = merged(self.rules.by_rack(items), self.rules.by_ports(items))
            self._known[key] = worst(judged.values())
        return self._known[key]

    def _by_cords(self, items: Items) -> State:
        """Judge what depends on cords; apart:power is left out, for more items may mend it."""
        key = ("cords", *((item.request, item.cords) for item in items))
        if key not in self._known:
            self._known[key] = worst((self.rules.by_cords(items) | {"keep": HOLDS}).values())
        return self._known[key]

    def _answers(
        self, items: Items, todo: Sequence[Request], first: int, apart_power: bool
    ) -> Iterator[tuple[State, Items]]:
        """Yield the answers that are not out and begin with items at these places.

        `first` is the place from which on the next item is tried.
        """
        if todo:
            request, *rest = todo
            places = self._places[request.name]
            for index in range(first, len(places)):
                more = (*items, places[index])
                if self._possible(more):
                    yield from self._answers(more, rest, index if request in rest[:1] else 0, apart_power)
            return
        for corded in self._corded(items, ()):
            packed, answer = self._positioned(corded)
            dies_apart = self.rules.by_cords(corded)["keep"] if apart_power else HOLDS
            state = worst([self._by_place(items), self._by_cords(corded), packed, dies_apart])
            if state not in self._out:
                yield state, answer

    def _possible(self, items: Items) -> bool:
        """Tell whether items at these places are not out, with some choice of cords."""
        if self._by_place(items) in self._out or self._positioned(items)[0] in self._out:
            return False
        key = tuple((item.request, item.rack) for item in items)
        if key not in self._cordable:
            choices = [self._cords[each] for each in key]
            least = power_at_least(self.rules.world, self.rules.chain, items, choices)
            self._cordable[key] = least not in self._out and any(True for _ in self._corded(items, ()))
        return self._cordable[key]

    def _corded(self, items: Items, corded: Items) -> Iterator[Items]:
        """Yield the items with every choice of cords that is not out and begins with these."""
        if len(corded) == len(items):
            yield corded
            return
        item, choices = items[len(corded)], self._cords[items[len(corded)].request, items[len(corded)].rack]
        first = 0
        if corded and (corded[-1].request, corded[-1].rack) == (item.request, item.rack):
            first = choices.index(corded[-1].cords)
        for cords in choices[first:]:
            more = (*corded, replace(item, cords=cords))
            if self._by_cords(more) not in self._out:
                yield from self._corded(items, more)

    def _positioned(self, items: Items) -> tuple[State, Items]:
        """Give every item the best position of its rack."""
        world = self.rules.world
        states: list[State] = []
        answer = [item for item in items if is_application(world.asked(item))]
        servers = [item for item in items if not is_application(world.asked(item))]
        for name, inside in in_rack(world, servers).items():
            key = (name, tuple(item.request for item in inside))
            if key not in self._packings:
                self._packings[key] = self._pack(world.racks[name], [world.asked(item) for item in inside])
            state, spots = self._packings[key]
            states.append(state)
            answer += [
                replace(item, position_hu=position, face=face)
                for item, (position, face) in zip(inside, spots, strict=False)
            ]
        return worst(states), tuple(answer)

    def _pack(self, rack: Rack, requests: Sequence[Request]) -> Packing:
        """Return the best positions of these items in one rack, by trying them all."""
        options = {request: self._spots(rack, request) for request in requests}
        undecided: tuple[Spot, ...] = ()
        for spots in _apart([options[request] for request in requests], (), 0, 0, set()):
            state = self._at(rack, requests, spots)
            if state == HOLDS:
                return HOLDS, spots
            if state == UNKNOWN:
                undecided = undecided or spots
        return (UNKNOWN, undecided) if undecided else (BROKEN, ())

    def _spots(self, rack: Rack, request: Request) -> list[tuple[Spot, int]]:
        """Return the positions that are not out for one item, each with the cells it takes as bits."""
        found = []
        for position, face in self.rules.spots(rack, request):
            if self._at(rack, [request], [(position, face)]) not in self._out:
                taken = () if position is None else cells(request, position, face)
                bits = (1 << 2 * (hu - 2 * rack.first_unit) + FACES.index(f) for hu, f in taken)
                found.append(((position, face), sum(bits)))
        return found

    def _at(self, rack: Rack, requests: Sequence[Request], spots: Sequence[Spot]) -> State:
        items = [
            self.rules.item(rack.name, position, face, request=request)
            for request, (position, face) in zip(requests, spots, strict=True)
        ]
        return worst(self.rules.by_position(rack, items).values())


def _apart(
    options: Sequence[list[tuple[Spot, int]]],
    chosen: tuple[Spot, ...],
    first: int,
    taken: int,
    seen: set[tuple[int, int, int]],
) -> Iterator[tuple[Spot, ...]]:
    """Yield the choices of one spot each that share no cell; of those that take the same cells, one only.

    `options` are those of the items left; like items, whose options are the same list, stand in one
    order. `seen` holds what was tried: how many are left, from which spot on, and what is taken.
    """
    if not options:
        yield chosen
        return
    for index in range(first, len(options[0])):
        spot, bits = options[0][index]
        after = (len(options), index, taken | bits)
        if bits & taken or after in seen:
            continue
        seen.add(after)
        again = options[1:] and options[1] is options[0]
        yield from _apart(options[1:], (*chosen, spot), index if again else 0, taken | bits, seen)
