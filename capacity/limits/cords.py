"""Cord choices: every way in which an item may plug into the PDUs of a rack, and what each can carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

from capacity.limits.limit import CLIP, clip
from capacity.limits.outlets import Outlets
from capacity.limits.power import Plug, PowerGrid
from capacity.room import LEGS, Cord, Rack


class CordChoices:
    """All choices of `cords` cords over all racks, as arrays with one entry per choice.

    Two cords take one PDU of path A and one of path B; one cord takes any PDU. A placement on a
    three-phase PDU names a leg.

    Attributes
    ----------
    plugs
        The PDUs (chain index) and legs of each choice.
    rack
        Position of its rack.
    bare
        Positions of the racks without choice.
    sure, possible
        Draw (draw units) it carries for certain, and at most; clipped to 64 bits.
    dark, dark_count, has_dark
        Scenarios in which all its cords are dead, how many, and whether there are any.
    has_leg
        True where a PDU of the choice is three-phase.
    sockets
        False where a PDU of the choice has no outlet left.
    """

    def __init__(self, grid: PowerGrid, outlets: Outlets, racks: Sequence[Rack], cords: int) -> None:
        self._grid = grid
        self.plugs: list[tuple[Plug, ...]] = []
        rack_of: list[int] = []
        for i, rack in enumerate(racks):
            for plugs in _choices(grid, rack.name, cords):
                self.plugs.append(plugs)
                rack_of.append(i)
        carry = [grid.carry(p) for p in self.plugs]
        self.rack = np.array(rack_of, dtype=np.int64)
        self.bare = np.setdiff1d(np.arange(len(racks)), self.rack)
        self.sure = np.array([clip(c.sure) for c in carry], dtype=np.int64)
        self.possible = np.array([clip(c.possible) for c in carry], dtype=np.int64)
        self.dark = [c.dark for c in carry]
        self.dark_count = np.array([len(d) for d in self.dark], dtype=np.int64)
        self.has_dark = self.dark_count > 0
        self.has_leg = np.array([any(leg for _, leg in plugs) for plugs in self.plugs], dtype=bool)
        free = {}
        for pdus in grid.pdus_of.values():
            for p in pdus:
                left = outlets.free(grid.chain.nodes[p].name)
                free[p] = left is None or left > 0
        self.sockets = np.array([all(free[p] for p, _ in plugs) for plugs in self.plugs], dtype=bool)

    @cached_property
    def leg_loads(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Loads of the legs of each cord's PDU, nothing lost: today's, and what a draw unit of the item adds.

        Shape (choices, cords, 3), in 1/scale draw units; zero for a PDU without legs. They are Python's
        integers where a thousandfold of what the legs may carry is beyond 64 bits.
        """
        grid, load = self._grid, self._grid.least.normal
        legs = {pdu: [grid.chain.leg_of[pdu, leg] for leg in LEGS] for pdu, _ in grid.chain.legs}
        before, added = [], []
        for plugs in self.plugs:
            charge = grid.charge(plugs, None)
            limits = [legs.get(pdu, ()) for pdu, _ in plugs]
            before.append([[load[limit] for limit in own] or [0, 0, 0] for own in limits])
            added.append([[charge.get(limit, 0) for limit in own] or [0, 0, 0] for own in limits])
        carried = (max(load[limit], grid.capacity(limit, None)) for own in legs.values() for limit in own)
        kind = np.int64 if max(carried, default=0) + grid.scale < CLIP // 10_000 else object
        return np.array(before, dtype=kind), np.array(added, dtype=kind)

    def cords(self, choice: int) -> tuple[Cord, ...]:
        return tuple(Cord(self._grid.chain.nodes[p].name, leg) for p, leg in self.plugs[choice])


def _choices(grid: PowerGrid, rack: str, cords: int) -> Iterator[tuple[Plug, ...]]:
    pdus = grid.pdus_of.get(rack, [])
    if cords == 1:
        yield from ((plug,) for p in pdus for plug in _plugs(grid, p))
        return
    on = {path: [p for p in pdus if grid.chain.nodes[p].path == path] for path in "AB"}
    for a, b in product(on["A"], on["B"]):
        yield from product(_plugs(grid, a), _plugs(grid, b))


def _plugs(grid: PowerGrid, pdu: int) -> list[Plug]:
    three = grid.chain.nodes[pdu].phases == 3
    return [(pdu, leg) for leg in LEGS] if three else [(pdu, None)]
