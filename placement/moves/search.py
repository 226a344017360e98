"""The search: for every place of what is asked, which equipment has to leave, and where that goes.

What stands in the way of a put is a limit that is short, or units that are taken. One of the movers that
relieve it has to leave, whichever it is: the search tries each. What has left is put down in turn, where
perhaps something else has to leave. So every end state of up to so many moves is reached, unless
the sum of what the movers could relieve, or the cost, shows beforehand that it leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from placement.moves.board import REQUEST, Board, Put
from placement.moves.changed import Thing
from placement.moves.order import Exhausted, Found, ordered
from placement.moves.scope import MOST_MOVES


@dataclass(slots=True)
class Result:
    """The best plan found; `fewest` and `cheapest` say what is proved of it within the scope.

    Without a plan `fewest` True means that no plan of up to `tried` moves exists.
    """

    plan: Found | None = None
    fewest: bool = True
    cheapest: bool = True
    tried: int = 0


@dataclass(slots=True)
class _Search:
    board: Board
    most: int
    limit: int
    best: Found | None = None
    cost: int = 10**18

    # -- end states ---------------------------------------------------------------------

    def put_down(self, pending: tuple[int, ...]) -> None:
        """Put down the first of `pending` wherever it may go, and go on with the others."""
        board = self.board
        if not pending:
            self.finish()
            return
        number = pending[0]
        for rack in board.racks(number):
            things = [board.things[p.number] for p in board.puts if p.rack == rack]
            if board.units.closed(rack):
                continue
            for plugs in board.choices(number, rack):
                put = Put(number, rack, plugs)
                before = len(board.gone)
                for _ in self.open(put, [*things, board.things[number]], set()):
                    added = tuple(board.gone[before:])
                    board.put(put)
                    self.put_down(pending[1:] + added)
                    board.unput(put)

    def open(self, put: Put, things: list[Thing], seen: set[frozenset[int]]) -> Iterator[None]:
        """Take out what has to leave for a put; the board is as it was before when this ends."""
        board = self.board
        if board.work > self.limit:
            raise Exhausted
        key = frozenset(board.gone)
        if key in seen:
            return
        seen.add(key)
        left = self.most - len(board.gone)
        if board.units.packable(put.rack, things, board.gone):
            yield from self.relieve(put, things, seen, left)
        elif left > 0:
            if len(things) == 1:
                sets = board.units.windows(put.rack, things[0], board.gone, left)
            else:
                sets = [frozenset({n}) for n in board.units.in_rack.get(put.rack, ()) if n not in board.gone]
            if frozenset() in sets:  # a free window, but fewer units would stay free than have to
                sets = [frozenset({n}) for n in board.units.in_rack.get(put.rack, ()) if n not in board.gone]
            for some in sorted(sets, key=lambda s: (self.price(s), sorted(s))):
                yield from self.without(sorted(some), put, things, seen)

    def relieve(self, put: Put, things: list[Thing], seen: set[frozenset[int]], left: int) -> Iterator[None]:
        """Go on where no limit is short, else with each mover out that relieves the first one that is."""
        short = self.board.short(put)
        if short is None:
            yield
            return
        if left <= 0:
            return
        relief = sorted(self.board.relief(short, put), reverse=True)
        if sum(amount for amount, _ in relief[:left]) < short.amount:
            return
        for _, number in sorted(relief, key=lambda r: (self.price([r[1]]), -r[0], r[1])):
            yield from self.without([number], put, things, seen)

    def without(
        self, some: list[int], put: Put, things: list[Thing], seen: set[frozenset[int]]
    ) -> Iterator[None]:
        """Go on with some movers taken out."""
        board = self.board
        out = len(board.gone) + len(some)
        cheapest = self.price(board.gone) + self.price(some) + (self.most - out) * self.least
        if out > self.most or cheapest >= self.cost:
            return
        for number in some:
            board.take(number)
        yield from self.open(put, things, seen)
        for number in reversed(some):
            board.put_back(number)

    def price(self, some: Iterable[int]) -> int:
        return sum(self.board.scope.movers[n].cost for n in some)

    @property
    def least(self) -> int:
        return min((mover.cost for mover in self.board.scope.movers), default=0)

    # -- a way there --------------------------------------------------------------------

    def finish(self) -> None:
        """An end state: keep it if it is cheaper and there is an order for it."""
        board = self.board
        if board.work > self.limit:
            raise Exhausted
        cost = self.price(board.gone)
        if cost >= self.cost:
            return
        if board.request.keep and not board.kept(next(p for p in board.puts if p.number == REQUEST)):
            return
        found = ordered(board, tuple(board.puts), self.limit, self.most, self.cost)
        if found is not None:
            self.best, self.cost = found, found.cost


def search(board: Board, limit: int) -> Result:
    """The fewest, then cheapest moves of up to `MOST_MOVES`; at most `limit` questions are asked."""
    result = Result()
    for most in range(1, MOST_MOVES + 1):
        run = _Search(board, most, limit)
        try:
            run.put_down((REQUEST,))
        except Exhausted:
            result.cheapest = False
            result.fewest = run.best is not None
            result.plan = run.best
            return result
        result.tried = most
        if run.best is not None:
            result.plan = run.best
            return result
    return result
