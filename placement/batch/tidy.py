"""The second objective: few empty racks opened, then little height left in runs too short to be of use.

The value stays: items only move, one at a time, to where they cost less. A move is tried where the free
runs promise most, and kept if the cost, measured on the units as they will be handed out, goes down.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

from capacity.limits.space import BOTH
from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.greedy import columns_of_kinds
from placement.batch.model import Model
from placement.batch.part import Part
from placement.batch.standing import Standing
from placement.batch.types import coarse_types
from placement.solver.relaxation import relax

Ints = npt.NDArray[np.int64]
TRIES = 4  # places that are measured for each item in a pass
PASSES = 6
MOST_COLUMNS = 20_000  # of the model that bounds how many racks must be opened
TYPES = 60


@dataclass(frozen=True, slots=True)
class Tidiness:
    """`opened` racks that were empty; `short_hu` half units in runs below the reference height, in all racks.

    Each with the least that no placement of this value undercuts.
    """

    opened: int
    opened_bound: int
    short_hu: int
    short_bound_hu: int


def tidy(standing: Standing, until: float) -> Tidiness:
    """Move items of `standing` to lower its cost; its value stays the same."""
    before = standing.copy()
    run = _Tidy(standing)
    for _ in range(PASSES):
        if not run.once(until) or time.monotonic() > until:
            break
    if standing.batch.overheated(standing.counts):  # moved into zones that no row binds together
        standing.become(before)
        run = _Tidy(standing)
    return run.found(until)


class _Tidy:
    def __init__(self, standing: Standing) -> None:
        self.standing, self.batch = standing, standing.batch
        batch = self.batch
        self.reference = standing.packer.reference_hu
        self.active = batch.ledger.eligibility.status() == 0
        self.empty = self.active & ~batch.ledger.space.occupied
        self.columns = columns_of_kinds(batch)
        racks = len(batch.ledger.racks)
        self.held = np.zeros(racks, dtype=np.int64)
        servers = batch.columns.host == NOWHERE
        np.add.at(self.held, batch.columns.rack[servers], standing.counts[servers])
        self.short = np.array([self._short(r) for r in range(racks)], dtype=np.int64)
        self.bare = np.array(
            [standing.packer.short(r, ()) if self.active[r] else 0 for r in range(racks)], dtype=np.int64
        )
        tallest = batch.free.grids[BOTH].shape[1]
        self.runs = np.zeros((racks, tallest + 1), dtype=bool)
        for rack in range(racks):
            self._note_runs(rack)

    def _short(self, rack: int) -> int:
        return self.standing.packer.short(rack, self.standing.shapes(rack)) if self.active[rack] else 0

    def _note_runs(self, rack: int) -> None:
        self.runs[rack] = False
        for length in self.standing.packer.runs(rack, self.standing.shapes(rack)):
            self.runs[rack, length] = True

    def once(self, until: float) -> int:
        """One pass over all placed servers; returns how many moved."""
        moved = 0
        placed = np.flatnonzero((self.standing.counts > 0) & (self.batch.columns.mode == BOTH))
        for column in placed.tolist():
            for _ in range(int(self.standing.counts[column])):
                if time.monotonic() > until:
                    return moved
                moved += self._move(column)
        return moved

    def _move(self, column: int) -> int:
        """Move one item of a column if that lowers the cost."""
        standing, batch = self.standing, self.batch
        kind, rack = int(batch.columns.kind[column]), int(batch.columns.rack[column])
        before = (self._opened(rack), int(self.short[rack]))
        standing.remove(column, 1)
        gain = (before[0] - self._opened(rack, -1), before[1] - self._short(rack))
        for other in self._promising(kind, gain):
            there = int(batch.columns.rack[other])
            if other == column or not standing.add(other, 1):
                continue
            price = (
                int(self.empty[there] and not self._held(there, rack)),
                self._short(there) - self._before(there, rack),
            )
            if price < gain:
                self._changed(rack, -1)
                self._changed(there, 1)
                return 1
            standing.remove(other, 1)
        standing.add(column, 1)
        return 0

    def _held(self, there: int, source: int) -> int:
        return int(self.held[there]) - (there == source)

    def _before(self, there: int, source: int) -> int:
        """Short height of the target before the item came, if it is not the rack that it left."""
        if there != source:
            return int(self.short[there])
        return self.standing.packer.short(there, ()) if not self.held[there] else int(self.short[there])

    def _opened(self, rack: int, change: int = 0) -> int:
        return int(self.empty[rack] and self.held[rack] + change > 0)

    def _promising(self, kind: int, gain: tuple[int, int]) -> list[int]:
        """The columns of a kind with room that promise the least cost, below `gain`."""
        batch, height = self.batch, self.batch.heights[kind]
        columns = self.columns[kind]
        columns = columns[(self.standing.room_for(columns) > 0) & (batch.columns.mode[columns] == BOTH)]
        if not len(columns):
            return []
        lengths = np.arange(self.runs.shape[1])
        short = np.where(lengths < self.reference, lengths, 0)
        change = np.full(self.runs.shape[1], 10**6)
        change[height:] = short[: len(lengths) - height] - short[height:]
        promise = np.where(self.runs, change, 10**6).min(axis=1)
        opens = self.empty & (self.held == 0)
        cost = promise[batch.columns.rack[columns]] + 10**7 * opens[batch.columns.rack[columns]]
        good = cost < gain[1] + 10**7 * gain[0]
        order = np.argsort(cost[good], kind="stable")
        return [int(column) for column in columns[good][order][:TRIES]]

    def _changed(self, rack: int, change: int) -> None:
        self.held[rack] += change
        self.short[rack] = self._short(rack)
        self._note_runs(rack)

    # -- bounds --------------------------------------------------------------------------

    def found(self, until: float) -> Tidiness:
        opened = int((self.empty & (self.held > 0)).sum())
        small = [
            height * kind.quantity
            for height, kind in zip(self.batch.heights, self.batch.kinds, strict=True)
            if 0 < height < self.reference or kind.request.depth == "half"
        ]
        short = int(self.short.sum())
        # Into a run that is short only an item lower than the reference goes, or one on a face where more is
        # free; it takes away its own height at most.
        least = max(0, int(self.bare.sum()) - sum(small))
        bound = least_opened(self.standing, self.empty, until) if opened else 0
        return Tidiness(opened, min(opened, bound), short, min(short, least))


def least_opened(standing: Standing, empty: npt.NDArray[np.bool_], until: float) -> int:
    """The fewest empty racks that any placement of this value must open, by the linear relaxation."""
    batch = standing.batch
    types = coarse_types(batch, TYPES)
    model = Model.of(batch, Part.whole(batch), types, keeps=False)
    if len(model.count) > MOST_COLUMNS or not types.alike or time.monotonic() > until:
        return 0
    rack = batch.columns.rack[model.column]
    server = batch.columns.host[model.column] == NOWHERE
    racks = np.flatnonzero(empty)
    opens = model.system.columns([1] * len(racks))
    for amounts, room in _bins(batch, racks):
        asked = np.array(amounts, dtype=np.int64)[batch.columns.kind[model.column]]
        for place, (one, most) in enumerate(zip(racks.tolist(), room, strict=True)):
            own = np.flatnonzero(server & (rack == one) & (asked > 0))
            if len(own):
                terms = [(int(model.count[i]), int(asked[i])) for i in own]
                model.system.row([*terms, (int(opens[place]), -int(most))], 0)
    worth = model.worth
    model.system.row(((int(c), int(worth[c])) for c in np.flatnonzero(worth)), None, standing.value)
    cost = np.zeros(model.system.width, dtype=np.int64)
    cost[opens] = -1000
    relaxed = relax(model.system.compiled(), cost, max(0.5, until - time.monotonic()))
    return 0 if relaxed is None else max(0, ceil(-relaxed.bound / 1000 - 1e-6))


def _bins(batch: Batch, racks: Ints) -> list[tuple[list[int], list[int]]]:
    """Amounts per kind that fill a rack, with the room of each: units and heat."""
    height = batch.free.grids[BOTH].sum(axis=1)
    full = [h if batch.kinds[k].request.depth == "full" else 0 for k, h in enumerate(batch.heights)]
    found = [(full, height[racks].tolist())]
    heats = (each for each in batch.blocks if each.rule == "heat")
    return found + [(each.amount.tolist(), each.left[racks].tolist()) for each in heats]
