"""From a batch to the best placement that can be proved, or the best found and how far it may be off.

Greedy starts first; where they place everything that is all. Else a linear relaxation bounds what can be
placed, is dived into, and neighbourhoods are filled again until the bound is met or the work is used up.
Small batches are given to CP-SAT as a whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np

from placement.batch.batch import Batch
from placement.batch.dive import dive
from placement.batch.greedy import fill, greedy_starts
from placement.batch.model import Model
from placement.batch.neighbourhoods import improve, neighbourhoods, unpacked
from placement.batch.pack import Packer
from placement.batch.part import Part
from placement.batch.prices import priced
from placement.batch.standing import Standing
from placement.batch.types import coarse_types, exact_types
from placement.solver.relaxation import Relaxed, relax
from placement.solver.search import Effort, search

SMALL = 10_000  # columns up to which the whole is given to CP-SAT at once
LARGE = 20_000  # own columns from which prices come from a part of them
TYPES = 60  # types up to which kinds are counted together in the relaxation
STEPS = 300  # neighbourhoods that are tried without a gain
STEP_WORK = 0.25

Report = Callable[[int, int], None]  # value, bound


@dataclass(frozen=True)
class Solved:
    """`standing` holds the placement, `bound` is the largest value that none exceeds.

    `reproducible` is False where the clock ended the search; `start` is the value of the best greedy start.
    """

    standing: Standing
    bound: int
    start: int
    reproducible: bool


def solve(
    batch: Batch, *, seconds: float, seed: int, work: float = 60.0, report: Report | None = None
) -> Solved:
    """Maximise the sum of priority over placed items.

    Parameters
    ----------
    seconds
        By the clock; a safety net beside `work`, which bounds the search the same way on every machine.

    A placement that heats more zones at once than any row says is solved again with the rows it breaks.
    """
    until = time.monotonic() + seconds
    while True:
        run = _Run(batch, until, seed, work, report or (lambda value, bound: None))
        run.start()
        if not run.proved:
            run.relax()
        if not run.proved:
            run.search_whole() if run.small else run.search_parts()
        broken = batch.overheated(run.best.counts)
        # What is worth nothing (priority 0) is placed where it takes nothing from what is.
        fill(run.best, sorted(range(len(batch.kinds)), key=lambda k: (-batch.priority(k), k)))
        run.report(run.best.value, run.bound)
        if not broken:
            return Solved(run.best, run.bound, run.started, not run.by_clock)
        batch = batch.cut(broken)


class _Run:
    def __init__(self, batch: Batch, until: float, seed: int, work: float, report: Report) -> None:
        self.batch, self.until, self.seed, self.work, self.report = batch, until, seed, work, report
        self.packer = Packer(batch.free, batch.reference_hu)
        self.best = Standing(batch, self.packer)
        self.by_clock = False
        self.types = exact_types(batch)
        # No kind can place more than its columns take one by one.
        most = np.zeros(len(batch.kinds), dtype=np.int64)
        np.add.at(most, batch.columns.kind, batch.upper)
        self.bound = sum(batch.worth(k, int(n)) for k, n in enumerate(np.minimum(most, batch.quantities)))
        self.started = 0
        self.wanted = np.zeros(len(batch.ledger.racks))

    @property
    def proved(self) -> bool:
        return self.best.value >= self.bound

    @property
    def small(self) -> bool:
        return len(self.batch.columns) <= SMALL

    def start(self) -> None:
        for standing in greedy_starts(self.batch, self.packer):
            self._take(standing)
            if self.proved:
                break
        self.started = self.best.value

    def relax(self) -> None:
        """Bound the value by the linear relaxation, and dive into it."""
        found = self._relaxed()
        if found is None:
            self.by_clock = True
            return
        model, relaxed, bound = found
        self.bound = min(self.bound, bound)
        self.report(self.best.value, self.bound)
        np.add.at(self.wanted, self.batch.columns.rack[model.column], relaxed.values[model.count])
        if not self.proved:
            self._take(dive(self.batch, self.packer, model.types, model, relaxed, self.until))

    def _relaxed(self) -> tuple[Model, Relaxed, int] | None:
        coarse = coarse_types(self.batch, TYPES)
        if len(coarse.first) < len(self.batch.kinds) and coarse.alike:
            model = Model.of(self.batch, Part.whole(self.batch), coarse, keeps=False)
            if len(model.count) <= LARGE:
                relaxed = relax(model.system.compiled(), model.worth, self._left())
                return None if relaxed is None else (model, relaxed, relaxed.bound)
        elif len(self.batch.columns) <= LARGE:
            model = Model.of(
                self.batch, Part.whole(self.batch), self.types, keeps=len(self.batch.columns) <= SMALL
            )
            relaxed = relax(model.system.compiled(), model.worth, self._left())
            return None if relaxed is None else (model, relaxed, relaxed.bound)
        start = np.flatnonzero(self.best.counts).tolist()
        found = priced(self.batch, self.types, start, self.until)
        return None if found is None else (found[1], found[2], found[3])

    def search_whole(self) -> None:
        exact: set[int] = set()
        part = Part.whole(self.batch)
        while not self.proved:
            model = Model.of(self.batch, part, self.types, exact)
            effort = Effort(self.work, self._left(), self.seed)
            hint = model.hint(self.best.counts)
            found = search(model.system.compiled(), model.worth, effort, hint, self.bound)
            self.by_clock |= found.by_clock
            if found.status not in ("optimal", "feasible"):
                return
            self.bound = min(self.bound, found.bound)
            counts = model.counts(found.values)
            failed = unpacked(self.best, counts)
            if not failed:
                standing = Standing(self.batch, self.packer)
                standing.replace(part, counts, {k: int(found.values[c]) for k, c in model.sent.items()})
                self._take(standing)
                return
            exact.update(failed)

    def search_parts(self) -> None:
        rng = Random(self.seed)
        target = self.wanted.copy()
        idle, spent = 0, 0.0
        for racks in neighbourhoods(self.batch, rng, self.wanted):
            self.wanted[:] = target
            np.subtract.at(self.wanted, self.batch.columns.rack, self.best.counts)
            if self.proved or idle >= STEPS or spent >= self.work:
                return
            if time.monotonic() >= self.until:
                self.by_clock = True
                return
            before = self.best.value
            found = improve(self.best, self.types, racks, Effort(STEP_WORK, self._left(), self.seed))
            spent += 0.01 if found is None else found.work
            idle = 0 if self.best.value > before else idle + 1
            self.report(self.best.value, self.bound)

    def _left(self) -> float:
        return max(0.5, self.until - time.monotonic())

    def _take(self, standing: Standing) -> None:
        if standing.value > self.best.value:
            self.best = standing
        self.report(self.best.value, self.bound)
