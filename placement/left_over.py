"""What a plan leaves over: why such an item fits nowhere any more, and what the limits lack for all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from capacity.ledger import Ledger
from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer
from placement.batch.standing import Standing
from placement.check_application import check_application
from placement.check_server import answer_unmodelled, check_server, unmodelled
from placement.explain import Reason
from placement.occupied import occupied
from placement.placed import Placed
from placement.request import Request
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
    names = {request.name for request in batch.requests}
    full = occupied(room, batch.requests, placed, names)
    ledger = Ledger(full, batch.ledger.today)
    answers = {}
    for kind in rest:
        one = replace(batch.kinds[kind].request, quantity=1)
        answers[kind] = _asked(_check(ledger, one), one, names)
    undecided = {k for k, answer in answers.items() if answer.decision == CANNOT_DECIDE}
    asked = [
        replace(batch.requests[position], quantity=quantity)
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


def _check(ledger: Ledger, request: Request) -> Answer:
    if unmodelled(request):
        return answer_unmodelled(ledger, request)
    if request.kind == "application":
        return check_application(ledger, request, 0)
    return check_server(ledger, request, 0, one_per_rack=True)


def _asked(answer: Answer, request: Request, batch: Collection[str]) -> Answer:
    """The answer, unless one by itself would fit: then a keep rule of another request stands against it."""
    del batch
    if answer.decision != FITS:
        return answer
    return replace(
        answer,
        decision=DOES_NOT_FIT,
        placement=(),
        reasons=(Reason("keep", 0, 0, None, None, None),),
        conflicts=(("keep",),) if request.group is not None else (),
    )
