"""One more of a request, asked once others have been placed: why it fits nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from capacity.ledger import Ledger
from placement.answer import DOES_NOT_FIT, FITS, Answer
from placement.check_application import check_application
from placement.check_server import answer_unmodelled, check_server, unmodelled
from placement.explain import Reason
from placement.occupied import occupied
from placement.placed import Placed
from placement.request import Request


def next_one(ledger: Ledger, request: Request) -> Answer:
    """Check one item of `request` on a ledger in which all that was placed stands.

    One that would fit by itself is kept out by a keep rule that other requests of its group have. Without
    a group it has no reason: the search was stopped before it came to it.
    """
    answer = _check(ledger, replace(request, quantity=1))
    if answer.decision != FITS:
        return answer
    stopped = replace(answer, decision=DOES_NOT_FIT, placement=())
    if request.group is None:
        return stopped
    reason = Reason("keep", 0, 0, None, None, None)
    return replace(stopped, reasons=(reason,), conflicts=(("keep",),))


def after_own(ledger: Ledger, request: Request, placed: Sequence[Placed]) -> Answer:
    """Check one more of `request` where `placed` of its items stand; `ledger` is without them."""
    if not placed:
        return next_one(ledger, request)
    own = with_group(request)
    full = Ledger(occupied(ledger.room, [own], placed, {request.name}), ledger.today)
    return next_one(full, own)


def with_group(request: Request) -> Request:
    """The request in a group of its own, if it has keep rules but no group.

    Its keep rules then also hold against items of it that stand there. No file holds a group of that name.
    """
    if request.group is not None or not request.keep:
        return request
    return replace(request, group=f"\n{request.name}")


def _check(ledger: Ledger, request: Request) -> Answer:
    if unmodelled(request):
        return answer_unmodelled(ledger, request)
    if request.kind == "application":
        return check_application(ledger, request, 0)
    return check_server(ledger, request, 0, one_per_rack=True)
