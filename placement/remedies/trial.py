"""Trying a remedy: the request decided in the changed room, and the verifier asked, before it is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from capacity.ledger import Ledger
from capacity.room import Room
from placement.answer import FITS
from placement.candidates import candidates
from placement.check_application import check_application
from placement.check_server import as_placed, unmodelled
from placement.errors import Disagreement
from placement.placed import Placed
from placement.rank import best_places
from placement.request import Request
from placement.several import check_several
from placement.verify import Verifier

#: Rooms up to which all remedies are tried; in larger ones a copy takes long to compile.
SMALL, COPIES, FEW_COPIES = 150, 16, 2


@dataclass(slots=True)
class Trials:
    """A room, its day, and how many changed copies of it may still be compiled."""

    ledger: Ledger
    verifier: Verifier
    releasing: Collection[str]
    copies: int = COPIES

    @classmethod
    def of(cls, ledger: Ledger, verifier: Verifier, releasing: Collection[str]) -> Trials:
        """Trials on a room that is compiled already."""
        return cls(ledger, verifier, releasing, COPIES if len(ledger.racks) <= SMALL else FEW_COPIES)

    def as_it_stands(self, request: Request) -> tuple[Placed, ...] | None:
        """Where all items of a changed request go in the room as it stands; None if they do not fit."""
        placement = _decided(self.ledger, request)
        return placement and _verified(self.verifier, request, placement)

    def in_copy(self, room: Room, request: Request, later: int = 0) -> tuple[Placed, ...] | None:
        """Where all items go in a changed room, `later` days from today; None if they do not fit for certain.

        None as well where no further copy may be compiled.
        """
        if self.copies <= 0:
            return None
        self.copies -= 1
        today: date = self.ledger.today + timedelta(days=later)
        placement = _decided(Ledger(room, today, self.releasing), request)
        return placement and _verified(Verifier(room, today, self.releasing), request, placement)


def _decided(ledger: Ledger, request: Request) -> tuple[Placed, ...] | None:
    if unmodelled(request):
        return None
    if request.quantity > 1:
        answer = check_several(ledger, request)
        return answer.placement if answer.decision == FITS else None
    if request.kind == "application":
        answer = check_application(ledger, request, 0)
        return answer.placement if answer.decision == FITS else None
    table = candidates(ledger, request)
    ranked = best_places(table, 1) if table.measured else []
    return (as_placed(table, ranked[0]),) if ranked else None


def _verified(verifier: Verifier, request: Request, placement: tuple[Placed, ...]) -> tuple[Placed, ...]:
    verdict = verifier.verify([request], placement)
    if not verdict.holds or verdict.unknown:
        raise Disagreement(
            f"a remedy for {request.name}: the verifier rejects {placement}: "
            f"{verdict.violations or verdict.unknown}"
        )
    return placement
