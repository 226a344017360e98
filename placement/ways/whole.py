"""Whether all items of a batch go in together, asked of changed rooms and changed requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from capacity.ledger import Ledger
from capacity.room import Room
from placement.batch.batch import Batch
from placement.batch.decode import placements
from placement.batch.solve import solve
from placement.errors import Disagreement
from placement.placed import Placed
from placement.proof import SEED
from placement.request import Request
from placement.verify import Verifier

#: Rooms up to which every way is tried; in larger ones a question takes seconds.
SMALL = 150
QUESTIONS, FEW_QUESTIONS = 80, 10
SECONDS = 40.0  # for all questions together; a safety net, the questions are counted
WORK, EACH = 1.0, 5.0  # of one question: solver work, and seconds

Placement = tuple[Placed, ...]
T = TypeVar("T")


@dataclass(slots=True)
class Whole:
    """A batch on a room, and how much may still be asked.

    `base` is what is known of the batch as it is, `asked` how many questions were; `by_clock` is True
    once the clock has ended the asking.
    """

    room: Room
    requests: tuple[Request, ...]
    today: date
    questions: int
    until: float
    base: Placement | bool | None = None
    asked: int = 0
    by_clock: bool = False
    _ledgers: dict[tuple[int, int], tuple[Room, Ledger]] = field(default_factory=dict)

    @classmethod
    def of(cls, room: Room, requests: Sequence[Request], today: date) -> Whole:
        questions = QUESTIONS if len(room.racks) <= SMALL else FEW_QUESTIONS
        return cls(room, tuple(requests), today, questions, time.monotonic() + SECONDS)

    @property
    def small(self) -> bool:
        return len(self.room.racks) <= SMALL

    @property
    def released(self) -> Collection[str]:
        return {request.name for request in self.requests}

    def ledger(self, room: Room, later: int = 0) -> Ledger:
        """The ledger of a room without what is held for the batch; the last one is kept."""
        key = (id(room), later)
        if key not in self._ledgers:
            self._ledgers.clear()
            day = self.today + timedelta(days=later)
            self._ledgers[key] = room, Ledger(room, day, self.released)
        return self._ledgers[key][1]

    def places(
        self, room: Room | None = None, requests: Sequence[Request] | None = None, later: int = 0
    ) -> Placement | bool | None:
        """Where all items of `requests` stand in `room`; False if it is proved that they cannot, else None.

        None as well where no more may be asked. A placement has passed the verifier.
        """
        if self.asked >= self.questions:
            return None
        if time.monotonic() >= self.until:
            self.by_clock = True
            return None
        self.asked += 1
        room = self.room if room is None else room
        wanted = self.requests if requests is None else requests
        all_alike = [replace(request, priority=1) for request in wanted]
        count = sum(request.quantity for request in wanted)
        batch = Batch.of(self.ledger(room, later), all_alike)
        most = np.zeros(len(batch.kinds), dtype=np.int64)
        np.add.at(most, batch.columns.kind, batch.upper)
        if (most < batch.quantities).any():
            return False  # a kind has too few places even with the room to itself
        solved = solve(batch, seconds=EACH, seed=SEED, work=WORK)
        if solved.standing.value == count:
            placed = placements(solved.standing)
            self.verify(room, wanted, placed, later)
            return placed
        return False if solved.bound < count else None

    def verify(self, room: Room, requests: Sequence[Request], placed: Placement, later: int = 0) -> None:
        """Let the verifier look at a placement in a changed room; raises `Disagreement`."""
        day = self.today + timedelta(days=later)
        verdict = Verifier(room, day, self.released).verify(list(requests), placed)
        if not verdict.holds or verdict.unknown:
            raise Disagreement(
                f"a way for the batch: the verifier rejects it: {verdict.violations or verdict.unknown}"
            )


def needed(
    parts: Sequence[T],
    first: Placement,
    ask: Callable[[list[T]], Placement | bool | None],
    base: Placement | bool | None,
) -> tuple[list[T], Placement, bool]:
    """Parts that are enough, none of them to spare; where all stands then; whether that is proved.

    `first` is where all stands with every part, `base` what is known without any. Parts are tried from the
    end. With fewer parts nothing fits that did not with more, so that one pass is enough.
    """
    kept, placement, proved = list(parts), first, True
    for part in reversed(parts):
        rest = [each for each in kept if each is not part]
        found = ask(rest) if rest else base
        if isinstance(found, tuple):
            kept, placement = rest, found
        elif found is None:
            proved = False
    return kept, placement, proved
