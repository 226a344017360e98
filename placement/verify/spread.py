"""Heat spread over cooling units: an exact maximum flow, small enough to be done for every loss.

Units that serve the same zones are one *pool*, whose capacities add up. Amounts are integers
(ticks), or `math.inf` where a demand or a capacity has no end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from itertools import combinations_with_replacement

Heat = int | float
Pool = tuple[str, ...]


class Spread:
    """A split of the zones' heat over pools that leaves as little over as can be.

    Augmenting one zone after the other gives a maximum flow, and adding heat later only means
    augmenting once more: a zone that finds no way keeps finding none when other zones push.
    """

    def __init__(self, pools: Mapping[Pool, Heat]) -> None:
        self._left = dict(pools)
        self._sent: dict[tuple[str, Pool], Heat] = {}
        self._pools_of: dict[str, list[Pool]] = {}
        for pool in pools:
            for zone in pool:
                self._pools_of.setdefault(zone, []).append(pool)

    def copy(self) -> Spread:
        """Return a copy that can be pushed into without changing this one."""
        other = Spread({})
        other._left, other._sent, other._pools_of = self._left.copy(), self._sent.copy(), self._pools_of
        return other

    def push(self, zone: str, heat: Heat) -> Heat:
        """Push `heat` of `zone` into the pools, moving other heat about; return what is left over."""
        while heat > 0:
            path = self._path(zone)
            if path is None:
                break
            # The path alternates zone, pool, zone, pool ...: forward into a pool, back out of the next.
            last = path[-1][1]
            amount = min(
                heat,
                self._left[last],
                *(self._sent[(path[i + 1][0], path[i][1])] for i in range(len(path) - 1)),
            )
            for step, (at, pool) in enumerate(path):
                self._sent[(at, pool)] = self._sent.get((at, pool), 0) + amount
                if step:
                    self._sent[(at, path[step - 1][1])] -= amount
            self._left[last] -= amount
            heat -= amount
        return heat

    def _path(self, start: str) -> list[tuple[str, Pool]] | None:
        """Return the shortest way from `start` to a pool with capacity left, as (zone, pool) steps."""
        came: dict[str, tuple[str, Pool] | None] = {start: None}
        seen: set[Pool] = set()
        queue = deque([start])
        while queue:
            zone = queue.popleft()
            for pool in self._pools_of.get(zone, ()):
                if self._left[pool] > 0:
                    path, step = [(zone, pool)], came[zone]
                    while step is not None:
                        path.append(step)
                        step = came[step[0]]
                    return path[::-1]
                if pool in seen:
                    continue
                seen.add(pool)
                for other in pool:
                    if other not in came and self._sent.get((other, pool), 0) > 0:
                        came[other] = (zone, pool)
                        queue.append(other)
        return None


def subsets(sizes: Iterable[int], count: int) -> Iterable[tuple[int, ...]]:
    """Yield each way to take `count` things from groups of like things, as the number from each.

    Like things are interchangeable, so that numbers per group are all that matters. Where more than
    half are taken, those that stay are counted instead.
    """
    sizes = list(sizes)
    whole = sum(sizes)
    inverted = count > whole - count
    picked = whole - count if inverted else count
    for chosen in combinations_with_replacement(range(len(sizes)), picked):
        numbers = [0] * len(sizes)
        for group in chosen:
            numbers[group] += 1
        if all(number <= size for number, size in zip(numbers, sizes, strict=True)):
            yield tuple(s - n for n, s in zip(numbers, sizes, strict=True)) if inverted else tuple(numbers)
