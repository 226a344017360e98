"""What is searched: all of a small room, the most promising racks of a large one. The answer says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from capacity.ledger import Ledger
from placement.candidates import Candidates
from placement.moves.movable import Mover, movers
from placement.rules import BIT

ALL_UP_TO = 150  # racks up to which everything is searched
TARGETS, DESTINATIONS = 40, 60  # racks of larger rooms: for what is asked, and for what moves
MOST_MOVES = 3

#: Rules that moving equipment can mend; the others are of the rack, the request or its cords alone.
MOVABLE = ("space", "keep_free", "weight", "heat", "power", "outlets", "cooling", "ports", "keep")
STATIC = np.uint32(sum(bit for rule, bit in BIT.items() if rule not in MOVABLE))


@dataclass(frozen=True, slots=True)
class Scope:
    """`targets`: racks that may take what is asked; `destinations`: racks that may take what moves.

    `whole` is True where these are all racks and `movers` all equipment that may move; `sentence` says it.
    """

    targets: tuple[int, ...]
    destinations: tuple[int, ...]
    movers: tuple[Mover, ...]
    whole: bool
    sentence: str


def scope_of(ledger: Ledger, table: Candidates) -> Scope:
    """What is searched for a request, of which `table` has every place."""
    every, left = movers(ledger)
    stays = "".join(f" ({many} more, {reason}, left out)" for reason, many in left.items())
    open_racks = np.flatnonzero(((table.broken | table.unknown) & STATIC) == 0)
    racks = len(ledger.racks)
    if racks <= ALL_UP_TO:
        everywhere = tuple(range(racks))
        said = f"all {racks} racks and {len(every)} movable devices{stays}"
        return Scope(tuple(open_racks.tolist()), everywhere, every, True, said)
    targets = _promising(table, open_racks)[:TARGETS]
    roomy = np.argsort(-ledger.space.free_both.sum(axis=1, dtype=np.int64), kind="stable")
    active = [i for i in roomy.tolist() if ledger.racks[i].status == "active"]
    destinations = sorted({*targets, *active[:DESTINATIONS]})
    near = {ledger.racks[i].name for i in destinations}
    some = tuple(mover for mover in every if mover.device.rack in near)
    said = (
        f"the {len(targets)} most promising of {racks} racks for it, {len(destinations)} for what moves, "
        f"and the {len(some)} movable devices in them{stays}"
    )
    return Scope(tuple(targets), tuple(destinations), some, False, said)


def _promising(table: Candidates, racks: np.ndarray) -> list[int]:
    """Racks by how few rules are broken there at the best choice of cords and start, then by what is free."""
    worst = np.full(len(table.broken), 99, dtype=np.int64)
    best_choice = worst.copy()
    bits = np.bitwise_count(table.choice_broken | table.choice_unknown).astype(np.int64)
    bits += 9 * (((table.choice_broken | table.choice_unknown) & STATIC) > 0)
    np.minimum.at(best_choice, table.choice_rack, bits)
    best_start = worst.copy()
    for face in table.starts:
        rules = np.bitwise_count(face.broken | face.unknown).astype(np.int64)
        best_start = np.minimum(best_start, np.where(face.allowed, rules, 99).min(axis=1, initial=99))
    total = np.bitwise_count(table.broken | table.unknown) + best_choice + best_start
    free = table.ledger.space.free_both.sum(axis=1, dtype=np.int64)
    order = np.lexsort((racks, -free[racks], total[racks]))
    return [int(rack) for rack in racks[order] if total[rack] < 99]
