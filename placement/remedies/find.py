"""All remedies for a refused request, the cheapest first, and what was searched for moves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from capacity.ledger import Ledger
from capacity.units import plain
from placement.answer import Answer
from placement.candidates import candidates
from placement.moves import MadeRoom, Move, make_room
from placement.placed import Placed
from placement.remedies.asking import by_another_zone, by_asking_less, by_splitting
from placement.remedies.building import by_building
from placement.remedies.prices import Prices, read_prices
from placement.remedies.trial import Trials
from placement.remedies.waiting import by_leaving, by_waiting
from placement.remedy import Remedy
from placement.request import Request
from placement.verify import Verifier


@dataclass(frozen=True, slots=True)
class Remedies:
    """`listed`, the cheapest first; `searched` says in a sentence what is known of moves."""

    listed: tuple[Remedy, ...]
    searched: str


def remedies_for(
    ledger: Ledger,
    verifier: Verifier,
    request: Request,
    answer: Answer,
    releasing: Collection[str],
    prices: Prices | None = None,
) -> Remedies:
    """What would make a request fit that does not.

    Parameters
    ----------
    ledger, verifier
        The room without the reservations of the requests in `releasing`.
    answer
        The refusal: its reasons and what would fit.
    prices
        None: those of data/remedies.toml.
    """
    prices = read_prices() if prices is None else prices
    trials = Trials.of(ledger, verifier, releasing)
    found: list[Remedy] = []
    searched = ""
    one = request.kind == "server" and request.quantity == 1
    if one:
        made = make_room(ledger, request, releasing=releasing)
        searched = _searched(made)
        if made.plan is not None:
            found.append(_move(made, prices))
    found += by_asking_less(trials, request, answer, prices)
    found += by_another_zone(trials, request, answer, prices)
    found += by_splitting(trials, request, answer, prices)
    if one:
        found += by_building(trials, request, candidates(ledger, request), prices)
    found += by_leaving(trials, request, prices)
    found += by_waiting(trials, request, prices)
    return Remedies(tuple(sorted(found, key=lambda r: r.hours)), searched)


def _searched(made: MadeRoom) -> str:
    """What is known of moves: a proof, or how far the search came."""
    if made.plan is not None:
        return ""
    if made.none_up_to:
        return f"No plan of up to {made.none_up_to} moves makes it fit; searched: {made.scope}."
    return f"No plan of moves was found; searched in part: {made.scope}."


def _move(made: MadeRoom, prices: Prices) -> Remedy:
    plan = made.plan
    assert plan is not None
    steps = "; then ".join(_step(move) for move in plan.moves)
    (placed,) = plan.placement
    said = f"{steps[0].upper()}{steps[1:]}: then it fits in {_where(placed)}."
    return Remedy(
        "move", said, prices.move * plan.cost, plan.cost, plan.placement, plan.moves,
        changes=tuple(_change(move) for move in plan.moves),
        proved_minimal=plan.fewest and plan.cheapest, proved_fewest=plan.fewest, scope=plan.scope,
        conditions=tuple(dict.fromkeys(m.condition for m in plan.moves if m.condition is not None)),
    )  # fmt: skip


def _step(move: Move) -> str:
    before, after = move.before, move.after
    if (before.rack, before.position_hu, before.face) == (after.rack, after.position_hu, after.face):
        return f"plug {move.device} in {_where(before)} into {' '.join(map(str, after.cords))}"
    return f"move {move.device} from {_where(before)} to {_where(after)}"


def _where(placed: Placed) -> str:
    rear = ", rear" if placed.face == "rear" else ""
    return f"{placed.rack} unit {plain(placed.position_hu or 0, 2)}{rear}"


def _change(move: Move) -> dict[str, object]:
    """The move as a scenario has it."""
    change: dict[str, object] = {
        "move": move.device, "rack": move.after.rack, "position_u": plain(move.after.position_hu or 0, 2),
    }  # fmt: skip
    if move.after.face == "rear" or move.before.face == "rear":
        change["face"] = move.after.face
    if move.after.cords:
        change["cords"] = " ".join(map(str, move.after.cords))
    if move.after.ports:
        change["ports"] = " ".join(map(str, move.after.ports))
    return change
