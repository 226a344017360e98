"""Defragment a room: moves in an order in which every step is verified, what they free, and the bound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from capacity.ledger import Ledger
from capacity.room import Room
from capacity.units import plain
from placement.answer import placed_json
from placement.defragment.floor import Floor
from placement.defragment.measure import Freed, bound
from placement.defragment.search import search
from placement.errors import Disagreement
from placement.headroom import count
from placement.moves import Move, after_moves
from placement.moves.movable import movers, stand
from placement.placed import Placed
from placement.request import Request
from placement.verify import Verifier

AIMS = ("slots", "racks")
SECONDS = 20.0  # for each of the two counts of the reference server


@dataclass(frozen=True, slots=True)
class Defragmented:
    """An improvement plan.

    Attributes
    ----------
    before, after
        What is free in one piece, and racks in which nothing stands.
    headroom
        How many of the reference server fit under all limits, before and after; None where that cannot be
        counted.
    emptied
        Racks in which nothing stands afterwards, and something did.
    bound
        More than this of the aim no plan of up to `most` moves reaches.
    proved
        True where nothing better is within reach: the bound is met, or every room was looked at.
    """

    aim: str
    most: int
    reference: Request
    moves: tuple[Move, ...]
    before: Freed
    after: Freed
    headroom: tuple[int, int] | None
    emptied: tuple[str, ...]
    bound: int
    proved: bool
    scope: str


def defragment(room: Room, reference: Request, today: date, most: int, aim: str = "slots") -> Defragmented:
    """Look for up to `most` moves after which more slots of the reference's height, or racks, are free.

    Raises
    ------
    Disagreement
        If the verifier rejects a step.
    """
    ledger = Ledger(room, today)
    every, left = movers(ledger)
    height = reference.height_hu or 4
    floor = Floor(ledger, every, height)
    before = floor.measure()
    ceiling = bound(floor.live, floor.movers, floor.standing, height, most, aim)
    found = search(floor, most, aim, ceiling)
    at, moves = {n: m.place for n, m in enumerate(floor.movers)}, []
    standing = dict(floor.standing)
    for number, place in found.steps:
        device = floor.movers[number].device
        said = f"{device.name} is of the group {device.group}: see that it may stand there."
        moves.append(Move(device.name, at[number], place, device.move_cost, said if device.group else None))
        at[number] = place
    _verify(room, floor, found.steps, today)
    for number, place in found.steps:
        floor.move(number, place)
    after = floor.measure()
    emptied = [r.name for i, r in enumerate(ledger.racks) if standing.get(i) and not floor.standing[i]]
    stays = "".join(f" ({many} more, {reason}, left out)" for reason, many in left.items())
    return Defragmented(
        aim, most, reference, tuple(moves), before, after,
        _counted(room, after_moves(room, tuple(moves)), reference, today), tuple(emptied), ceiling,
        found.every or after.by(aim)[0] >= ceiling,
        f"all {len(ledger.racks)} racks and {len(floor.movers)} movable devices{stays}",
    )  # fmt: skip


def _counted(room: Room, later: Room, reference: Request, today: date) -> tuple[int, int] | None:
    """The reference server counted under all limits before and after the moves."""
    if reference.height_hu is None or reference.power_w is None or reference.weight_g is None:
        return None
    single = replace(reference, quantity=1, priority=1)
    first, second = (
        int(count(Ledger(r, today), single, seconds=SECONDS).standing.value) for r in (room, later)
    )
    return first, second


def _verify(room: Room, floor: Floor, steps: tuple[tuple[int, Placed], ...], today: date) -> None:
    """Each device at the place that it comes to, in the room that the steps before have left."""
    for number, place in steps:
        mover = floor.movers[number]
        name = mover.device.name
        without = replace(room, devices=tuple(d for d in room.devices if d.name != name))
        verdict = Verifier(without, today, ()).verify([mover.request], [place])
        if not verdict.holds or verdict.unknown:
            raise Disagreement(f"defragment: the verifier rejects {name} at {place}: {verdict.violations}")
        room = replace(room, devices=tuple(stand(d, place) if d.name == name else d for d in room.devices))


def defragmented_json(found: Defragmented, seconds: float) -> dict[str, object]:
    """The plan as a JSON object."""
    return {
        "aim": found.aim,
        "most_moves": found.most,
        "reference": found.reference.name,
        "moves": [
            {
                "device": m.device,
                "from": {k: v for k, v in placed_json(m.before).items() if k != "item"},
                "to": {k: v for k, v in placed_json(m.after).items() if k != "item"},
                "move_cost": m.cost,
            }
            for m in found.moves
        ],
        "conditions": [m.condition for m in found.moves if m.condition],
        "before": _measures(found.before),
        "after": _measures(found.after),
        "headroom": None
        if found.headroom is None
        else dict(zip(("before", "after"), found.headroom, strict=True)),
        "emptied_racks": list(found.emptied),
        "bound": found.bound,
        "proved": found.proved,
        "scope": found.scope,
        "seconds": round(seconds, 4),
    }


def _measures(freed: Freed) -> dict[str, object]:
    return {
        "slots": freed.slots, "empty_racks": freed.empty, "longest_run_u": plain(freed.longest_hu, 2)
    }  # fmt: skip
