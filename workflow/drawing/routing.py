"""Lines between symbols on a grid of tracks: short, few bends, one to a track, never through a symbol.

The method is the maze router of circuit boards (a shortest walk over position and direction). Lines that
lead to the same symbol may join; others only cross.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Node: TypeAlias = tuple[int, int]
Step: TypeAlias = tuple[int, int]
RIGHT, LEFT, DOWN, UP = (1, 0), (-1, 0), (0, 1), (0, -1)
_DIRECTIONS: tuple[Step, ...] = (DOWN, RIGHT, LEFT, UP)
_BEND = 6.0
_CROSSING = 9.0
_BESIDE = 0.8
# Only where there is no other way at all.
_SHARED = 400.0
_PORT_TAKEN = 60.0
_JOINED = 0.8
# Beyond the last node: reached from the best of the target ports.
_NONE: frozenset[str] = frozenset()
_END: tuple[Node, Step] = ((-1, -1), (0, 0))


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line may leave or meet a symbol: the node, the direction of travel there, and what it costs."""

    node: Node
    heading: Step
    cost: float = 0.0


class Grid:
    """Tracks with symbols and the lines drawn so far.

    `xs`, `ys` are the positions of the tracks, in millimetres. `rules` are the tracks on which the table's
    own lines lie: nothing runs along them.
    """

    def __init__(
        self, xs: Sequence[float], ys: Sequence[float], rules: tuple[Iterable[int], Iterable[int]]
    ) -> None:
        self.xs, self.ys = xs, ys
        self._rules = (frozenset(rules[0]), frozenset(rules[1]))
        self._blocked: set[Node] = set()
        self._used: dict[frozenset[Node], str] = {}
        self._lines: dict[Node, set[str]] = {}
        self._near: dict[Node, set[str]] = {}
        self._ports: dict[Node, str] = {}

    def block(self, left: int, right: int, top: int, bottom: int) -> None:
        """Put a symbol over the nodes of a rectangle, edges included."""
        self._blocked |= {(i, j) for i in range(left, right + 1) for j in range(top, bottom + 1)}

    def route(self, sources: Sequence[Port], targets: Sequence[Port], goal: str) -> tuple[Node, ...]:
        """The corners of the best line from one of the sources to one of the targets, taken into the grid.

        `goal` names where the line leads: lines with the same goal may join. Empty if there is no way.
        """
        ends = {(port.node, port.heading): port.cost for port in targets}
        allowed = {port.node for port in (*sources, *targets)}
        best: dict[tuple[Node, Step], float] = {}
        came: dict[tuple[Node, Step], tuple[Node, Step] | None] = {}
        queue: list[tuple[float, int, tuple[Node, Step]]] = []
        left: dict[Node, float] = {_END[0]: 0.0}

        def reach(state: tuple[Node, Step], cost: float, before: tuple[Node, Step] | None) -> None:
            known = best.get(state)
            if known is None or cost < known:
                best[state], came[state] = cost, before
                node = state[0]
                if node not in left:
                    left[node] = min(self._between(node, port.node) for port in targets)
                heapq.heappush(queue, (cost + left[node], len(came), state))

        for port in sources:
            reach((port.node, port.heading), port.cost + _PORT_TAKEN * (port.node in self._ports), None)
        done: set[tuple[Node, Step]] = set()
        while queue:
            _, _, state = heapq.heappop(queue)
            if state == _END:
                break
            if state in done:
                continue
            done.add(state)
            node, heading = state
            if state in ends:
                taken = self._ports.get(node) not in (None, goal)
                reach(_END, best[state] + ends[state] + _PORT_TAKEN * taken, state)
            for direction in _DIRECTIONS:
                there = (node[0] + direction[0], node[1] + direction[1])
                if direction != (-heading[0], -heading[1]):
                    price = self._price(node, there, direction, heading, goal, allowed)
                    if price is not None:
                        reach((there, direction), best[state] + price, state)
        if _END not in came:
            return ()
        path: list[Node] = []
        at = came[_END]
        while at is not None:
            path.append(at[0])
            at = came[at]
        path.reverse()
        self._take(path, goal)
        return _corners(path)

    def _between(self, one: Node, other: Node) -> float:
        return abs(self.xs[one[0]] - self.xs[other[0]]) + abs(self.ys[one[1]] - self.ys[other[1]])

    def _price(
        self, here: Node, there: Node, way: Step, heading: Step, goal: str, allowed: set[Node]
    ) -> float | None:
        if not (0 <= there[0] < len(self.xs) and 0 <= there[1] < len(self.ys)):
            return None
        if (there in self._blocked and there not in allowed) or (here in self._blocked and way != heading):
            return None
        if (there[0] in self._rules[0]) if way[0] == 0 else (there[1] in self._rules[1]):
            return None
        price = self._between(here, there)
        owner = self._used.get(frozenset((here, there)))
        if owner is not None and owner != goal:
            price += _SHARED
        if way != heading:
            # A corner on another line looks like a junction.
            price += _BEND if self._lines.get(here, _NONE) <= {goal} else _SHARED
        if not self._lines.get(there, _NONE) <= {goal}:
            price += _CROSSING
        if not self._near.get(there, _NONE) <= {goal}:
            price += _BESIDE
        return price * (_JOINED if owner == goal else 1)

    def _take(self, path: list[Node], goal: str) -> None:
        self._ports.setdefault(path[0], f"from {path[0]}")
        self._ports.setdefault(path[-1], goal)
        for here, there in pairwise(path):
            self._used[frozenset((here, there))] = goal
        for node in path:
            self._lines.setdefault(node, set()).add(goal)
            for across, down in _DIRECTIONS:
                self._near.setdefault((node[0] + across, node[1] + down), set()).add(goal)


def _corners(path: list[Node]) -> tuple[Node, ...]:
    kept = [path[0]]
    for before, here, after in zip(path, path[1:], path[2:], strict=False):
        if (here[0] - before[0], here[1] - before[1]) != (after[0] - here[0], after[1] - here[1]):
            kept.append(here)
    kept.append(path[-1])
    return tuple(kept)
