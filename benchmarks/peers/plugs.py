"""Cords as they are taken: what every choice of cords still carries."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.peers.instance.supply import Supply

Ints = npt.NDArray[np.int64]
PLENTY = 2**62
NONE = -1


class Plugs:
    """The choices of one or of two cords.

    Attributes
    ----------
    choices
        Their numbers in `Supply.choices`, rack by rack; two cords that can die together are left out.
    room
        Ticks that each carries, -1 without sockets; `best` is the most per rack.
    """

    def __init__(self, supply: Supply, cords: int) -> None:
        own = supply.one if cords == 1 else supply.two
        kept = [[c for c in some if cords == 1 or not supply.choices[c].deaths] for some in own]
        self.choices = np.array([c for some in kept for c in some], dtype=np.int64)
        self._first = np.cumsum([0, *map(len, kept)])
        rows = [supply.rows_of[c] for c in self.choices.tolist()]
        self._row = np.array([row for some in rows for row, _ in some], dtype=np.int64)
        self._part = np.array([part for some in rows for _, part in some], dtype=np.int64)
        self._starts = np.cumsum([0, *map(len, rows)])[:-1]
        pdus = {name: k for k, name in enumerate(supply.feeds.nodes)}
        self._pdus = np.array(
            [[pdus[cord.pdu] for cord in supply.choices[c].cords] for c in self.choices.tolist()],
            dtype=np.int64,
        ).reshape(-1, cords)
        self.room: Ints = np.zeros(len(self.choices), dtype=np.int64)
        self.best: Ints = np.full(len(own), NONE, dtype=np.int64)

    def update(self, left: Ints, sockets: Ints) -> None:
        """Find what is left, after what is left of every row and the free sockets of every node."""
        if not len(self.choices):
            return
        self.room = np.minimum.reduceat(left[self._row] // self._part, self._starts)
        self.room[sockets[self._pdus].min(axis=1) < 1] = NONE
        filled = np.flatnonzero(np.diff(self._first))
        self.best[filled] = np.maximum.reduceat(self.room, self._first[filled])

    def of(self, rack: int, draw: int) -> list[int]:
        """Choices of a rack that carry a draw."""
        here = slice(int(self._first[rack]), int(self._first[rack + 1]))
        return self.choices[here][self.room[here] >= draw].tolist()

    def rooms(self, rack: int) -> dict[int, int]:
        """What every choice of a rack carries."""
        here = slice(int(self._first[rack]), int(self._first[rack + 1]))
        return dict(zip(self.choices[here].tolist(), self.room[here].tolist(), strict=True))
