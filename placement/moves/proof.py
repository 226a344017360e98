"""Every room between two moves passes the verifier, from first principles, before a plan is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from capacity.ledger import Ledger
from placement.errors import Disagreement
from placement.moves.movable import Mover, stand
from placement.placed import Placed
from placement.request import Request
from placement.verify import Verdict, Verifier


def proved_to_hold(
    ledger: Ledger,
    request: Request,
    releasing: Collection[str],
    steps: Sequence[tuple[Mover, Placed]],
    placed: Placed,
) -> None:
    """Verify each step and the request at the end; raises `Disagreement` where one does not hold.

    First all that moves is judged together after every step, from one verifier; where something breaks a
    rule at the place it has not left yet, or the places cannot be told to the verifier, each step is judged
    in its own room.
    """
    if not _together(ledger, request, releasing, steps, placed):
        _one_by_one(ledger, request, releasing, steps, placed)


def _together(
    ledger: Ledger,
    request: Request,
    releasing: Collection[str],
    steps: Sequence[tuple[Mover, Placed]],
    placed: Placed,
) -> bool:
    """True where everything that moves holds after every step, wherever it then is."""
    movers = {mover.device.name: mover for mover, _ in steps}
    if request.name in movers or request.keep:
        return False
    room = replace(ledger.room, devices=tuple(d for d in ledger.room.devices if d.name not in movers))
    verifier = Verifier(room, ledger.today, releasing)
    at = {name: mover.place for name, mover in movers.items()}
    for mover, place in steps:
        at[mover.device.name] = place
        if not _holds(verifier.verify([m.request for m in movers.values()], list(at.values()))):
            return False
    everything = [*(m.request for m in movers.values()), request]
    return _holds(verifier.verify(everything, [*at.values(), placed]))


def _one_by_one(
    ledger: Ledger,
    request: Request,
    releasing: Collection[str],
    steps: Sequence[tuple[Mover, Placed]],
    placed: Placed,
) -> None:
    room = ledger.room
    for mover, place in steps:
        name = mover.device.name
        without = replace(room, devices=tuple(d for d in room.devices if d.name != name))
        verdict = Verifier(without, ledger.today, releasing).verify([mover.request], [place])
        if not _holds(verdict):
            raise _disagreement(name, place, verdict)
        room = replace(room, devices=tuple(stand(d, place) if d.name == name else d for d in room.devices))
    verdict = Verifier(room, ledger.today, releasing).verify([request], [placed])
    if not _holds(verdict):
        raise _disagreement(request.name, placed, verdict)


def _holds(verdict: Verdict) -> bool:
    return verdict.holds and not verdict.unknown


def _disagreement(name: str, place: Placed, verdict: Verdict) -> Disagreement:
    return Disagreement(
        f"making room: the verifier rejects {name} at {place}: {verdict.violations or verdict.unknown}"
    )
