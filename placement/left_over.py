"""What a plan leaves over: why such an item fits nowhere any more, and what the limits lack for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from capacity.ledger import Ledger
from capacity.room import Room
from placement.answer import CANNOT_DECIDE, Answer
from placement.batch.standing import Standing
from placement.next_one import next_one, with_group
from placement.occupied import occupied
from placement.placed import Placed
from placement.shortfall import Shortfalls, shortfalls


@dataclass(frozen=True, slots=True)
class LeftOver:
    """`answers` per kind of which items are left over (its position): a check of one more of them."""

    answers: dict[int, Answer]
    shortfalls: Shortfalls


def left_over(room: Room, standing: Standing, placed: Sequence[Placed]) -> LeftOver:
    """Check one more item of every kind that has items left, with all that is placed standing there."""
    batch = standing.batch
    rest = np.flatnonzero(standing.remaining).tolist()
    if not rest:
        return LeftOver({}, Shortfalls())
    requests = [with_group(request) for request in batch.requests]
    full = occupied(room, requests, placed, {request.name for request in requests})
    ledger = Ledger(full, batch.ledger.today)
    answers = {kind: next_one(ledger, with_group(batch.kinds[kind].request)) for kind in rest}
    undecided = {k for k, answer in answers.items() if answer.decision == CANNOT_DECIDE}
    asked = [
        replace(requests[position], quantity=quantity)
        for kind in rest
        if kind not in undecided
        for position, quantity in unplaced(standing, kind)
    ]
    return LeftOver(answers, shortfalls(ledger, asked))


def unplaced(standing: Standing, kind: int) -> list[tuple[int, int]]:
    """(position of the request, items) of a kind that are not placed; the lowest priorities are left over."""
    left = int(standing.remaining[kind])
    found = []
    for position, quantity in reversed(standing.batch.kinds[kind].members):
        here = min(left, quantity)
        if here:
            found.append((position, here))
        left -= here
    return found[::-1]
