"""The room while equipment is moved: where each mover stands, and where it may go from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from capacity.ledger import Ledger
from placement.candidates import Candidates, candidates
from placement.check_server import as_placed
from placement.defragment.measure import Freed, freed
from placement.forecast.live import LiveLedger
from placement.moves.movable import Mover, same_place
from placement.placed import Placed
from placement.rank import Ranked, best_places


class Floor:
    """A ledger that follows the moves."""

    def __init__(self, ledger: Ledger, movers: Sequence[Mover], reference_hu: int) -> None:
        self.live = LiveLedger(ledger)
        self.movers = tuple(m for m in movers if self.live.follows(m.device.name))
        self.reference_hu = reference_hu
        self.at = [mover.place for mover in self.movers]
        self.standing = Counter(
            ledger.rack_index[d.rack] for d in self.live.standing.values() if d.rack is not None
        )

    def measure(self) -> Freed:
        return freed(self.live, self.standing, self.reference_hu)

    def take(self, number: int) -> None:
        """Take a mover out of its place."""
        mover = self.movers[number]
        self.demand = self.live.standing[mover.device.name]
        self.live.remove(mover.device.name)
        self.standing[self.live.rack_index[self.at[number].rack or ""]] -= 1

    def put(self, number: int, place: Placed) -> None:
        """Put a mover that was taken out down at a place."""
        mover = self.movers[number]
        self.live.add(
            replace(
                self.demand, rack=place.rack, position_hu=place.position_hu, face=place.face or "front",
                cords=place.cords, ports=place.ports,
            )
        )  # fmt: skip
        self.at[number] = place
        self.standing[self.live.rack_index[place.rack or ""]] += 1
        assert mover.device.name in self.live.standing

    def move(self, number: int, place: Placed) -> None:
        self.take(number)
        self.put(number, place)

    def ranked(self, number: int) -> tuple[Candidates, list[Ranked]]:
        """As `places`, each with the best cords for it, best first, where it is now among them."""
        mover = self.movers[number]
        table = candidates(self.live, mover.request)
        zone = self.live.racks[self.live.rack_index[mover.place.rack or ""]].security_zone
        found = best_places(table, None)
        return table, [r for r in found if self.live.racks[r.rack].security_zone == zone]

    def places(self, number: int) -> Iterator[Placed]:
        """Every certain place of a mover that has been taken out, with every choice of cords."""
        mover = self.movers[number]
        table = candidates(self.live, mover.request)
        zone = self.live.racks[self.live.rack_index[mover.place.rack or ""]].security_zone
        holds = ((table.broken | table.unknown) == 0) & np.array(
            [rack.security_zone == zone for rack in self.live.racks]
        )
        for choice in np.flatnonzero((table.choice_broken | table.choice_unknown) == 0).tolist():
            rack = int(table.choice_rack[choice])
            if not holds[rack]:
                continue
            for start, face in _starts(table, rack):
                placed = as_placed(table, Ranked(rack, start, face, choice, 0, {}))
                if not same_place(placed, self.at[number]):
                    yield placed


def _starts(table: Candidates, rack: int) -> Iterator[tuple[int, str]]:
    for face in table.starts:
        fine = face.allowed[rack] & ((face.broken[rack] | face.unknown[rack]) == 0)
        for start in np.flatnonzero(fine).tolist():
            yield start, face.face
