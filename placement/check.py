"""check: decides one request, exactly, and explains.

Two deciders speak: the filter over the ledger (all places, all reasons), and a CP-SAT model built
from the same limits. They must agree, and the verifier must accept what is answered; else the call
ends in an error that shows both sides, never in an answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from capacity.ledger import Ledger
from capacity.room import Room
from placement.answer import DOES_NOT_FIT, Answer
from placement.check_application import check_application
from placement.check_server import answer_unmodelled, check_server, unmodelled
from placement.errors import Disagreement
from placement.placed import Placed
from placement.proof import by_both, digest, enumerated
from placement.request import Request
from placement.verify import Verifier

CERTIFY_UP_TO = 200  # racks up to which CP-SAT always speaks


class Checker:
    """Checks requests against one room on one day; the compiled room is kept between calls.

    Parameters
    ----------
    room, today
        The room, and the day that reservations are compared with.
    """

    def __init__(self, room: Room, today: date) -> None:
        self.room = room
        self.today = today
        self._holding = {r.request for r in room.reservations if r.request is not None}
        self._compiled: dict[frozenset[str], tuple[Ledger, Verifier]] = {}

    def compiled(self, request: Request) -> tuple[Ledger, Verifier]:
        """Ledger and verifier without the request's own reservations."""
        own = frozenset({request.name} & self._holding)
        if own not in self._compiled:
            self._compiled[own] = Ledger(self.room, self.today, own), Verifier(self.room, self.today, own)
        return self._compiled[own]

    def check(
        self,
        request: Request,
        *,
        alternatives: int | None = 5,
        one_per_rack: bool = False,
        certify: bool | None = None,
        remedies: bool = False,
    ) -> Answer:
        """Decide `request`.

        Parameters
        ----------
        alternatives
            How many places to list beside the first; None lists all.
        one_per_rack
            List the best place of each rack only.
        certify
            Let CP-SAT speak too: always, never, or (None) in rooms of up to `CERTIFY_UP_TO` racks.
        remedies
            Look for what would make it fit, where it does not.

        Raises
        ------
        Disagreement
            If filter, CP-SAT and verifier do not agree.
        """
        ledger, verifier = self.compiled(request)
        if unmodelled(request):
            return self.signed(answer_unmodelled(ledger, request), request)
        speak = len(self.room.racks) <= CERTIFY_UP_TO if certify is None else certify
        if request.quantity > 1:
            from placement.several import check_several

            answer = check_several(ledger, request)
        elif request.kind == "application":
            answer = check_application(ledger, request, alternatives)
        else:
            answer = check_server(ledger, request, alternatives, one_per_rack=one_per_rack)
        if request.quantity == 1 and speak:
            answer = replace(answer, proof=by_both(ledger, request, answer))
        elif request.quantity == 1:
            answer = replace(answer, proof=enumerated(answer.decision, len(answer.placement)))
        verified(verifier, request, answer.placement)
        if remedies and answer.decision == DOES_NOT_FIT:
            from placement.remedies import remedies_for

            own = {request.name} & self._holding
            found = remedies_for(ledger, verifier, request, answer, own)
            answer = replace(answer, remedies=found.listed, moves_searched=found.searched)
        return self.signed(answer, request)

    def signed(self, answer: Answer, request: Request) -> Answer:
        """The answer with what it was computed from."""
        return replace(
            answer, policy_version=self.room.policy.version, input_sha256=digest(self.room, [request])
        )


def verified(verifier: Verifier, request: Request, placement: tuple[Placed, ...]) -> None:
    """Let the verifier look at a placement before anybody sees it; raises `Disagreement`."""
    if not placement:
        return
    verdict = verifier.verify_one(request, placement)
    if not verdict.holds or verdict.unknown:
        raise Disagreement(
            f"request {request.name}: the verifier rejects the answer {placement}: "
            f"{verdict.violations or verdict.unknown}"
        )
