"""Move equipment: the fewest moves for one left-over item after the other, each step verified.

For all items together fewer moves may do; what is proved is that no device's moves can be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from capacity.ledger import Ledger
from capacity.room import Room
from capacity.units import plain
from placement.moves import Move, after_moves, make_room
from placement.next_one import with_group
from placement.occupied import occupied
from placement.placed import Placed
from placement.remedies.prices import Prices
from placement.request import Request
from placement.ways.way import Part, Way
from placement.ways.whole import Whole

MOST_ITEMS = 4


@dataclass(frozen=True, slots=True)
class _Found:
    moves: tuple[Move, ...]
    placed: tuple[Placed, ...]


def by_moving(
    whole: Whole, placed: Sequence[Placed], left: Sequence[tuple[Request, int]], prices: Prices
) -> Iterator[Way]:
    """Moves that let in everything that is left over, while what is placed stays where the plan has it."""
    asked = [request for request, many in left for _ in range(many)]
    if len(asked) > MOST_ITEMS or any(request.kind != "server" for request in asked):
        return
    found = _in_turn(whole, tuple(placed), asked)
    if found is None:
        return
    room = after_moves(whole.room, found.moves)
    whole.verify(room, whole.requests, found.placed)
    devices = dict.fromkeys(move.device for move in found.moves)
    minimal = True
    for device in devices:  # without what this one does, the others are not enough
        rest = tuple(move for move in found.moves if move.device != device)
        answer = whole.places(after_moves(whole.room, rest)) if rest else whole.base
        minimal = minimal and answer is False
    parts = tuple(_part(move, prices) for move in found.moves)
    notes = tuple(dict.fromkeys(move.condition for move in found.moves if move.condition))
    yield Way("move", "Move equipment first, in this order.", parts, minimal, found.placed, notes)


def _in_turn(whole: Whole, placed: tuple[Placed, ...], asked: Sequence[Request]) -> _Found | None:
    """Make room for one item after the other."""
    moves: tuple[Move, ...] = ()
    requests = [with_group(request) for request in whole.requests]
    counts: dict[str, int] = {}
    for each in placed:
        counts[each.request] = counts.get(each.request, 0) + 1
    for request in asked:
        room = _standing(whole, requests, after_moves(whole.room, moves), placed)
        single = replace(with_group(request), quantity=1)
        made = make_room(Ledger(room, whole.today), single)
        if made.plan is None:
            return None
        moves += made.plan.moves
        number = counts.get(request.name, 0) + 1
        counts[request.name] = number
        placed += (replace(made.plan.placement[0], item=number),)
    return _Found(moves, placed)


def _standing(whole: Whole, requests: Sequence[Request], room: Room, placed: tuple[Placed, ...]) -> Room:
    """What is placed stands there; it does not move."""
    return occupied(room, requests, placed, set(whole.released))


def _part(move: Move, prices: Prices) -> Part:
    before, after = move.before, move.after
    change: dict[str, object] = {
        "move": move.device, "rack": after.rack, "position_u": plain(after.position_hu or 0, 2),
        "face": after.face, "cords": " ".join(map(str, after.cords)),
        "ports": " ".join(map(str, after.ports)),
    }  # fmt: skip
    said = f"Move {move.device} from {_where(before)} to {_where(after)}."
    return Part(said, {k: v for k, v in change.items() if v}, prices.move * move.cost)


def _where(placed: Placed) -> str:
    rear = ", rear" if placed.face == "rear" else ""
    return f"{placed.rack} unit {plain(placed.position_hu or 0, 2)}{rear}"
