"""A naive search for moves: every room that can be reached by one move after another, each judged anew.

A state says where each movable device is. From every state each device is tried at every place that the
brute force of the contract calls certain for it, the device itself taken out first; a state in which
the request has a certain place is an end. Nothing is pruned, so it is for tiny rooms only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from capacity.ledger import Ledger
from capacity.room import Device, Room
from placement.moves.movable import Mover, movers, stand
from placement.placed import Placed
from tests.properties.brute import Rules
from tests.properties.brute.states import HOLDS
from tests.properties.tight_rooms import Tight

State = tuple[Placed, ...]
Steps = tuple[tuple[str, Placed], ...]


@dataclass(frozen=True, slots=True)
class Best:
    """The fewest, then cheapest moves: how many, what they cost; the steps of one such plan."""

    moves: int
    cost: int
    steps: Steps


class BruteMoves:
    """Breadth first over the states of one room."""

    def __init__(self, case: Tight) -> None:
        self._case = case
        self._movers: tuple[Mover, ...] = movers(Ledger(case.room, case.today))[0]
        self._places: dict[tuple[int, State], list[Placed]] = {}
        self._fits: dict[State, bool] = {}

    def best(self, most: int) -> Best | None:
        """Return the fewest, then cheapest moves of up to `most`; None if there are none."""
        start: State = tuple(mover.place for mover in self._movers)
        reached: dict[State, Best] = {start: Best(0, 0, ())}
        seen = {start}
        for count in range(most + 1):
            ends = [best for state, best in reached.items() if self._fits_in(state)]
            if ends:
                return min(ends, key=lambda b: b.cost)
            if count < most:
                reached = self._further(reached, seen)
                seen |= reached.keys()
        return None

    def _further(self, reached: dict[State, Best], seen: set[State]) -> dict[State, Best]:
        """Return every new state one move on, with the cheapest way there."""
        further: dict[State, Best] = {}
        for state, so_far in reached.items():
            for number, mover in enumerate(self._movers):
                for place in self._certain(number, state):
                    after = (*state[:number], place, *state[number + 1 :])
                    cost = so_far.cost + mover.device.move_cost
                    if after not in seen and (after not in further or cost < further[after].cost):
                        steps = (*so_far.steps, (mover.device.name, place))
                        further[after] = Best(so_far.moves + 1, cost, steps)
        return further

    def _room(self, state: State, without: int | None = None) -> Room:
        at = {m.device.name: p for m, p in zip(self._movers, state, strict=True)}
        gone = None if without is None else self._movers[without].device.name

        def moved(device: Device) -> Device:
            return stand(device, at[device.name]) if device.name in at else device

        devices = tuple(moved(d) for d in self._case.room.devices if d.name != gone)
        return replace(self._case.room, devices=devices)

    def _certain(self, number: int, state: State) -> list[Placed]:
        """Return the certain places of a device where all others stand as `state` says."""
        others = (*state[:number], *state[number + 1 :])
        if (number, others) not in self._places:
            mover, room = self._movers[number], self._room(state, number)
            zones = {rack.name: rack.security_zone for rack in room.racks}
            own = zones[mover.place.rack or ""]
            rules = Rules(room, mover.request, self._case.today)
            self._places[number, others] = [p for p in _places(rules) if zones[p.rack or ""] == own]
        return self._places[number, others]

    def _fits_in(self, state: State) -> bool:
        if state not in self._fits:
            rules = Rules(self._room(state), self._case.request, self._case.today)
            self._fits[state] = next(_places(rules), None) is not None
        return self._fits[state]


def _places(rules: Rules) -> Iterator[Placed]:
    """Yield every certain place of one item, with every choice of cords."""
    for rack in rules.world.room.racks:
        item = rules.item(rack.name)
        spots = [s for s in rules.spots(rack) if _holds(rules.by_position(rack, [rules.item(rack.name, *s)]))]
        if not spots or not _holds(rules.by_rack([item])) or not _holds(rules.by_ports([item])):
            continue
        for cords in rules.cords(rack):
            if _holds(rules.by_cords([rules.item(rack.name, cords=cords)])):
                for spot in spots:
                    yield from rules.with_ports((rules.item(rack.name, *spot, cords=cords),))


def _holds(judged: Mapping[str, str]) -> bool:
    return set(judged.values()) <= {HOLDS}
