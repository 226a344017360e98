"""From an end state to a plan: units and ports for everything, and an order in which each step holds.

A step takes one device out and puts it in elsewhere; at its new place it must hold for certain, as a new
request would, with everything else where it then stands. What is asked comes last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, permutations, product

from capacity.room import Cord, PortUse
from placement.moves.board import REQUEST, Board, Put
from placement.moves.changed import Thing
from placement.moves.movable import same_place
from placement.moves.units import Spot, masks_of
from placement.placed import Placed

MOST_PACKINGS = 200  # ways to stand the things of one end state that are tried
MOST_IN_RACK = 24


@dataclass(frozen=True, slots=True)
class Step:
    """One move: a mover by its number, and its new place."""

    number: int
    placed: Placed


@dataclass(frozen=True, slots=True)
class Found:
    """Moves in their order, and the place of what was asked."""

    steps: tuple[Step, ...]
    placed: Placed
    cost: int


class Exhausted(Exception):
    """The work allowed is used up: what was not looked at yet may hold something."""


def ordered(board: Board, puts: tuple[Put, ...], limit: int, most: int, below: int) -> Found | None:
    """A plan that ends in an end state and costs less than `below`, or None.

    Where two moves stand in each other's way and `most` allows a third, that is looked for as well.
    """
    asked = next(p for p in puts if p.number == REQUEST)
    moves = [p for p in puts if p.number != REQUEST]
    cost = sum(board.scope.movers[p.number].cost for p in moves)
    for spots in islice(_packings(board, puts), MOST_PACKINGS):
        for order in permutations(moves):
            found = _walk(board, [(p, spots[p.number]) for p in order], (asked, spots[REQUEST]))
            if found is not None:
                return replace(found, cost=cost)
        if len(moves) == 2 and most > 2:
            both = [(p, spots[p.number]) for p in moves]
            if third := _in_three(board, both, (asked, spots[REQUEST]), limit, below):
                return third
    return None


def _packings(board: Board, puts: Sequence[Put]) -> Iterator[dict[int, Spot]]:
    """Ways to give every put its units, all of them at once."""
    by_rack: dict[int, list[Put]] = {}
    for put in puts:
        by_rack.setdefault(put.rack, []).append(put)
    ways = []
    for rack, inside in by_rack.items():
        numbers = {board.things[p.number].name: p for p in inside}

        def allowed(thing: Thing, spot: Spot, numbers: dict[str, Put] = numbers) -> bool:
            return not _stays(board, numbers[thing.name], spot)

        things = [board.things[p.number] for p in inside]
        found = [
            dict(zip([p.number for p in inside], spots, strict=True))
            for spots in board.units.packings(rack, things, board.gone, allowed, MOST_IN_RACK)
        ]
        ways.append(found)
    for some in product(*ways):
        yield {number: spot for way in some for number, spot in way.items()}


def _stays(board: Board, put: Put, spot: Spot) -> bool:
    """True where a put is the very place that the mover has now."""
    if put.number == REQUEST or put.rack != board.home[put.number]:
        return False
    return same_place(placed_at(board, put, spot), board.scope.movers[put.number].place)


def placed_at(board: Board, put: Put, spot: Spot) -> Placed:
    """A put at its units, as a placement without ports."""
    rack, grid = board.ledger.racks[put.rack], board.ledger.power
    names = () if grid is None else tuple(Cord(grid.chain.nodes[p].name, leg) for p, leg in put.plugs)
    return Placed(board.things[put.number].name, 1, rack.name, 2 * rack.first_unit + spot[0], spot[1], names)


def _walk(board: Board, order: Sequence[tuple[Put, Spot]], asked: tuple[Put, Spot]) -> Found | None:
    """Take the steps one by one in the room as it is today; None where one does not hold."""
    walk = Walk(board)
    last = {put.number: put for put, _ in (*order, asked)}
    dealt = board.changed.deal_ports([(p.rack, board.things[p.number]) for p in last.values()])
    ports = dict(zip(last, dealt, strict=True)) if not isinstance(dealt, int) else {}
    steps = []
    for put, spot in order:
        placed = walk.step(put, spot, ports.get(put.number))
        if placed is None:
            return None
        steps.append(Step(put.number, placed))
    final = walk.step(*asked, ports.get(REQUEST))
    return None if final is None else Found(tuple(steps), final, 0)


class Walk:
    """The room while the steps are taken."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._now = board.changed.afresh()
        self._left: set[int] = set()
        self._stands: dict[int, tuple[Put, Spot, tuple[PortUse, ...]]] = {}

    def step(self, put: Put, spot: Spot, ports: tuple[PortUse, ...] | None) -> Placed | None:
        """Put a thing down at a place of its own, from where it stands; None where that does not hold."""
        board, now, thing = self._board, self._now, self._board.things[put.number]
        if put.number in self._stands:
            was, _, its = self._stands.pop(put.number)
            now.change(thing, was.rack, was.plugs, its, -1)
        elif put.number != REQUEST:
            self._left.add(put.number)
            place = board.scope.movers[put.number].place
            now.change(thing, board.home[put.number], board.plugs_of[put.number], place.ports, -1)
        if now.short_in_rack(thing, put.rack) or now.short_of_power(thing, put.plugs):
            return None
        if not self._goes_in(put.rack, thing, spot):
            return None
        if ports is None or not now.has_ports(ports):
            dealt = now.deal_ports([(put.rack, thing)])
            if isinstance(dealt, int):
                return None
            ports = dealt[0]
        now.change(thing, put.rack, put.plugs, ports, 1)
        self._stands[put.number] = put, spot, ports
        return replace(placed_at(board, put, spot), ports=ports)

    def _goes_in(self, rack: int, thing: Thing, spot: Spot) -> bool:
        units, board = self._board.units, self._board
        if units.closed(rack):
            return False
        front, rear = units.taken(rack, self._left)
        for put, where, _ in self._stands.values():
            if put.rack == rack:
                asks = board.things[put.number].request
                more = masks_of(where[0], asks.height_hu or 0, asks.depth, where[1])
                front, rear = front | more[0], rear | more[1]
        own = masks_of(spot[0], thing.request.height_hu or 0, thing.request.depth, spot[1])
        if front & own[0] or rear & own[1]:
            return False
        return units.keeps_free(rack, (front, rear), (front | own[0], rear | own[1]))


def _in_three(
    board: Board, moves: Sequence[tuple[Put, Spot]], asked: tuple[Put, Spot], limit: int, most: int
) -> Found | None:
    """Two moves that stand in each other's way, and a third one that lets them pass.

    The third is a first stop of one of the two, or another device that goes elsewhere.
    """
    best: Found | None = None
    prices = [mover.cost for mover in board.scope.movers]
    base = sum(prices[put.number] for put, _ in moves)
    own = {put.number for put, _ in moves}
    for number in sorted(board.things.keys() - {REQUEST}, key=lambda n: (prices[n], n)):
        cost = base + prices[number]
        if cost >= most or (best is not None and cost >= best.cost):
            continue
        for stop in _stops(board, number):
            if board.work > limit:
                raise Exhausted
            for way in permutations(moves):
                ways = [(stop, *way)] if number in own else [(stop, *way), (way[0], stop, way[1])]
                if number in own and way[0][0].number == number:
                    continue  # from its first stop straight to its place: that is one move
                for order in ways:
                    found = _walk(board, order, asked)
                    if found is not None and (best is None or cost < best.cost):
                        best = replace(found, cost=cost)
            if best is not None and best.cost == cost:
                break
    return best


def _stops(board: Board, number: int) -> Iterator[tuple[Put, Spot]]:
    """Every place for a mover."""
    thing = board.things[number]
    for rack in board.racks(number):
        for plugs in board.choices(number, rack):
            put = Put(number, rack, plugs)
            for spot, _ in board.units.starts(rack, thing):
                board.changed.add_work(1)
                if not _stays(board, put, spot):
                    yield put, spot
