"""Making room: the fewest, then cheapest moves that let a request in, and how far that is proved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from capacity.ledger import Ledger
from capacity.room import Room
from placement.candidates import candidates
from placement.moves.board import Board
from placement.moves.movable import Mover, stand
from placement.moves.order import Found
from placement.moves.proof import proved_to_hold
from placement.moves.scope import scope_of
from placement.moves.search import search
from placement.placed import Placed
from placement.request import Request

#: Questions that a search may ask; the same everywhere, so that the answer is the same everywhere.
WORK = 14_000
WORK_IN_LARGE_ROOMS = 7_000  # where each takes longer


@dataclass(frozen=True, slots=True)
class Move:
    """One step: a device, where it stands, where it goes; `condition` where a person has to look."""

    device: str
    before: Placed
    after: Placed
    cost: int
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class MovePlan:
    """Moves in their order, and where the request then stands.

    `fewest`: proved that fewer do not suffice; `cheapest`: and that as many cannot cost less; both within
    the scope that `scope` states. `whole` is True where that is all racks and all equipment that may move.
    """

    moves: tuple[Move, ...]
    placement: tuple[Placed, ...]
    cost: int
    fewest: bool
    cheapest: bool
    whole: bool
    scope: str


@dataclass(frozen=True, slots=True)
class MadeRoom:
    """A plan, or None: then `none_up_to` moves, at most, are proved not to do, within `scope`."""

    plan: MovePlan | None
    none_up_to: int
    scope: str
    whole: bool


def make_room(
    ledger: Ledger, request: Request, work: int | None = None, releasing: Collection[str] = ()
) -> MadeRoom:
    """Look for the fewest, then cheapest moves that let in one server that does not fit.

    Every room between the moves has passed the verifier.

    Parameters
    ----------
    ledger
        The room without the request's own reservations; `releasing` names them as for the ledger.
    work
        How many questions may be asked; beyond them nothing more is proved. None: by the size of the room.

    Raises
    ------
    Disagreement
        If the verifier rejects a step.
    """
    table = candidates(ledger, request)
    scope = scope_of(ledger, table)
    missing = request.power_w is None or request.weight_g is None or not table.measured
    if missing or not scope.targets or not scope.movers:
        return MadeRoom(None, 0 if missing else 3, scope.sentence, scope.whole)
    if work is None:
        work = WORK if scope.whole else WORK_IN_LARGE_ROOMS
    result = search(Board(ledger, request, scope), work)
    if result.plan is None:
        return MadeRoom(None, result.tried, scope.sentence, scope.whole)
    moves = _moves(scope.movers, result.plan)
    proved_to_hold(
        ledger,
        request,
        releasing,
        [(scope.movers[s.number], s.placed) for s in result.plan.steps],
        result.plan.placed,
    )
    plan = MovePlan(
        moves,
        (result.plan.placed,),
        result.plan.cost,
        result.fewest,
        result.cheapest,
        scope.whole,
        scope.sentence,
    )
    return MadeRoom(plan, len(moves) - 1 if result.fewest else 0, scope.sentence, scope.whole)


def _moves(movers: tuple[Mover, ...], found: Found) -> tuple[Move, ...]:
    at = {step.number: movers[step.number].place for step in found.steps}
    moves = []
    for step in found.steps:
        device = movers[step.number].device
        group = (
            f"{device.name} is of the group {device.group}: see that it may stand there."
            if device.group
            else None
        )
        moves.append(Move(device.name, at[step.number], step.placed, device.move_cost, group))
        at[step.number] = step.placed
    return tuple(moves)


def after_moves(room: Room, moves: tuple[Move, ...]) -> Room:
    """The room with every device where the moves leave it."""
    last = {move.device: move.after for move in moves}
    devices = tuple(stand(d, last[d.name]) if d.name in last else d for d in room.devices)
    return replace(room, devices=devices)
