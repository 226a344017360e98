"""One draw: a future of arrivals and departures, each request placed online as it comes."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from heapq import heappop, heappush

import numpy as np

from capacity.ledger import Ledger
from capacity.room import Room
from placement.forecast.demand import Demand, fit
from placement.forecast.history import History
from placement.forecast.live import LiveLedger
from placement.forecast.ranker import Choose, Refusal, best, place
from placement.forecast.stays import Stays
from placement.request import Request

YEAR = 365.25
WINDOW = 20  # items over which acceptance is watched
LEAST_PERCENT = 95  # of these must find a place, or the room is full


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request of a draw: the day it comes, and for how many days it stays."""

    day: float
    request: Request
    stay: float


@dataclass(frozen=True, slots=True)
class Draw:
    """What became of one future; days count from the forecast's first day, None: not within its time.

    Attributes
    ----------
    full
        Day from which fewer than 95 of 100 of the last 20 items found a place.
    first_refused
        Day of the first request that found none; `limit` is what stopped it.
    by_dimension
        Day on which each dimension first stopped a request.
    came, placed
        Items that came, and those that found a place.
    left
        Items that left: of what had found a place, and of what stands there today.
    """

    number: int
    full: float | None
    first_refused: float | None
    limit: str | None
    dimension: str | None
    by_dimension: Mapping[str, float]
    came: int
    placed: int
    left: int


@dataclass(frozen=True)
class Setting:
    """All that draws have in common; it is plain data, so that it can be sent to other processes.

    Attributes
    ----------
    queue
        Requests that wait today; they are placed first, in their order.
    days
        How far the draws look.
    """

    room: Room
    today: date
    history: History
    queue: tuple[Request, ...]
    days: float
    seed: int

    @cached_property
    def demand(self) -> Demand:
        return fit(self.history)

    @cached_property
    def stays(self) -> Stays:
        return Stays.of(self.history)

    def stream(self, number: int) -> list[Arrival]:
        """The arrivals of a draw; the same for the same seed and number, wherever it is made."""
        rng = np.random.default_rng([self.seed, number])
        waiting = [replace(request, start=None, until=None) for request in self.queue]
        coming = [(0.0, request) for request in waiting]
        coming += self.demand.arrivals(rng, self.days)
        return [
            Arrival(day, replace(request, name=f"draw {at}"), self.stays.draw(1 - rng.random()))
            for at, (day, request) in enumerate(coming, start=1)
        ]

    def departures(self, number: int, ledger: LiveLedger) -> list[tuple[float, str]]:
        """When things leave that stand there today: those that the history tells of, by name."""
        rng = np.random.default_rng([self.seed, number, 1])
        names: dict[str, list[str]] = {}
        for name in ledger.standing:
            names.setdefault(name, []).append(name)
            head, _, tail = name.rpartition(" ")
            if head and tail.isdigit():
                names.setdefault(head, []).append(name)
        found = []
        for past in self.history.past:
            if past.left is None and past.stood:
                stays = self.stays.draw(1 - rng.random(), float((self.history.end - past.came).days))
                own = names.get(past.request.name, ())
                found += [(stays, name) for name in own if ledger.follows(name)]
        return found


@dataclass
class Player:
    """Plays draws on one ledger, which is brought back to its beginning before each.

    `choose` picks among the places that are certain; the production ranker by default.
    """

    setting: Setting
    choose: Choose = best
    ledger: LiveLedger = field(init=False)

    def __post_init__(self) -> None:
        names = {request.name for request in self.setting.queue}
        held = {r.request for r in self.setting.room.reservations if r.request is not None}
        self.ledger = LiveLedger(Ledger(self.setting.room, self.setting.today, names & held))

    def __call__(self, number: int) -> Draw:
        """Play the draw of that number."""
        return self.play(number, self.setting.stream(number))

    def play(self, number: int, stream: Sequence[Arrival], *, leaving: bool = True) -> Draw:
        """Play a stream of arrivals; with `leaving` false nothing ever leaves."""
        ledger = self.ledger
        ledger.reset()
        going: list[tuple[float, str]] = []
        if leaving:
            for each in self.setting.departures(number, ledger):
                heappush(going, each)
        recent: deque[bool] = deque(maxlen=WINDOW)
        came = placed = left = 0
        full: float | None = None
        first: tuple[float, Refusal] | None = None
        by_dimension: dict[str, float] = {}
        for arrival in stream:
            while going and going[0][0] <= arrival.day:
                ledger.remove(heappop(going)[1])
                left += 1
            found = place(ledger, arrival.request, self.choose)
            quantity, fits = arrival.request.quantity, not isinstance(found, Refusal)
            came += quantity
            recent.extend([fits] * quantity)
            if isinstance(found, Refusal):
                first = first or (arrival.day, found)
                for dimension in found.dimensions:
                    by_dimension.setdefault(dimension, arrival.day)
                if full is None and _short(recent):
                    full = arrival.day
                continue
            placed += quantity
            if leaving:
                for name in found:
                    heappush(going, (arrival.day + arrival.stay, name))
        return Draw(
            number, full, first[0] if first else None, first[1].limit if first else None,
            first[1].dimensions[0] if first else None, by_dimension, came, placed, left,
        )  # fmt: skip


def _short(recent: deque[bool]) -> bool:
    """True where too few of the last items found a place; fewer than a window's worth count as a window."""
    return 100 * (WINDOW - recent.count(False)) < LEAST_PERCENT * WINDOW
