"""A batch at once, and how many of one thing fit: every number of items, the most worth first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count, product
from math import inf

from capacity.room import Room
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.hosting import hosting
from tests.properties.brute.rules import Rules, merged
from tests.properties.brute.several import Joint
from tests.properties.brute.states import HOLDS, worst
from tests.properties.brute.world import is_application

Counts = tuple[int, ...]
"""How many items of each request."""

BEYOND = 1_000
"""More items than any limit of a tiny room lets pass: where a host takes them, nothing counts them."""


def plan(room: Room, requests: Sequence[Request], today: date) -> tuple[int, tuple[Placed, ...]]:
    """Return the largest sum of priority over placed items, and items that reach it.

    Only what is certain is placed, and a request may be placed in part.
    """
    search = _Search(room, requests, today)
    ranges = [range(min(r.quantity, search.alone(i, r.quantity)) + 1) for i, r in enumerate(requests)]

    def worth(counts: Counts) -> int:
        return sum(n * request.priority for n, request in zip(counts, requests, strict=True))

    for counts in sorted(product(*ranges), key=worth, reverse=True):
        placed = search.fits(counts)
        if placed is not None:
            return worth(counts), placed
    raise AssertionError("nothing at all always fits")


def most(room: Room, request: Request, today: date) -> float:
    """Return the largest number of items of a request that fit together, whatever its quantity.

    Infinite where no limit counts them.
    """
    search = _Search(room, [request], today)
    if search.endless(request):
        return inf
    return next(n for n in range(search.alone(0), -1, -1) if search.fits((n,)) is not None)


class _Search:
    """Tells which numbers of items fit together; too many stay too many with more of them.

    Only apart:power may be mended by more items: what is too many without that rule is remembered.
    """

    def __init__(self, room: Room, requests: Sequence[Request], today: date) -> None:
        self.requests = requests
        self.joint = Joint(Rules(room, requests, today), certain=True)
        self._too_many: list[Counts] = []

    def fits(self, counts: Counts) -> tuple[Placed, ...] | None:
        """Return so many items of each request at places where they fit together; None if they do not."""
        if any(all(n >= few for n, few in zip(counts, some, strict=True)) for some in self._too_many):
            return None
        possible, placed = self._solve(counts, apart_power=False)
        if not possible:
            self._too_many.append(counts)
            return None
        if any("apart:power" in request.keep for request in self.requests):
            possible, placed = self._solve(counts, apart_power=True)
        return placed if possible else None

    def _solve(self, counts: Counts, *, apart_power: bool) -> tuple[bool, tuple[Placed, ...]]:
        wanted = {request.name: n for request, n in zip(self.requests, counts, strict=True)}
        decision, placed = self.joint.solve(wanted, apart_power=apart_power)
        return decision == "fits", placed

    def alone(self, index: int, up_to: float = inf) -> int:
        """Return how many items of one request fit by themselves, apart:power aside."""
        for n in count(1):
            counts = tuple(n if i == index else 0 for i in range(len(self.requests)))
            if n > up_to or not self._solve(counts, apart_power=False)[0]:
                return n - 1
        raise AssertionError("count never ends")

    def endless(self, request: Request) -> bool:
        """Return True where a host takes as many as one likes; a rack never does."""
        rules = self.joint.rules
        for host in rules.world.room.hosts if is_application(request) else ():
            item = rules.item(host=host.name)
            two = merged(rules.by_rack([item] * 2), rules.by_cords([item] * 2))
            if worst([*two.values(), hosting(rules.world, [item] * BEYOND)]) == HOLDS:
                return True
        return False
