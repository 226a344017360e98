"""From a batch to the best placement that can be proved, or the best found and how far it may be off.

Greedy starts first; where they place everything that is all. Else the linear relaxation bounds what can be
placed, is rounded, and neighbourhoods are filled again until the bound is met or the work is used up. Small
batches are given to CP-SAT as a whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np

from placement.batch.batch import Batch
from placement.batch.greedy import greedy_starts
from placement.batch.model import Model
from placement.batch.neighbourhoods import improve, neighbourhoods, unpacked
from placement.batch.pack import Packer
from placement.batch.part import Part
from placement.batch.rounding import rounded
from placement.batch.standing import Standing
from placement.solver.relaxation import relax
from placement.solver.search import Effort, search

SMALL = 6_000  # system columns up to which the whole is given to CP-SAT at once
STEPS = 400  # neighbourhoods that are tried
STEP = Effort(work=0.25, seconds=5.0, seed=0)

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
    """
    until = time.monotonic() + seconds
    run = _Run(batch, until, seed, work, report or (lambda value, bound: None))
    run.start()
    if not run.proved:
        run.bound_and_round()
    if not run.proved:
        run.search_whole() if run.small else run.search_parts()
    return Solved(run.best, run.bound, run.started, not run.by_clock)


class _Run:
    def __init__(self, batch: Batch, until: float, seed: int, work: float, report: Report) -> None:
        self.batch, self.until, self.seed, self.work, self.report = batch, until, seed, work, report
        self.packer = Packer(batch.free)
        self.best = Standing(batch, self.packer)
        self.by_clock = False
        # No kind can place more than its columns take one by one.
        most = np.zeros(len(batch.kinds), dtype=np.int64)
        np.add.at(most, batch.columns.kind, batch.upper)
        self.bound = sum(batch.worth(k, int(n)) for k, n in enumerate(np.minimum(most, batch.quantities)))
        self.started = 0

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

    def bound_and_round(self) -> None:
        model = Model.of(self.batch)
        relaxed = relax(model.system.compiled(), model.worth, max(1.0, self.until - time.monotonic()))
        if relaxed is None:
            self.by_clock = True
            return
        self.bound = min(self.bound, relaxed.bound)
        if not self.proved:
            self._take(rounded(self.batch, self.packer, model, relaxed))

    def search_whole(self) -> None:
        exact: set[int] = set()
        part = Part.whole(self.batch)
        while not self.proved:
            model = Model.of(self.batch, part, exact)
            hint = np.full(model.system.width, -1, dtype=np.int64)
            used = model.count >= 0
            hint[model.count[used]] = self.best.counts[part.columns[used]]
            left = max(0.1, self.until - time.monotonic())
            effort = Effort(self.work, left, self.seed)
            found = search(model.system.compiled(), model.worth, effort, hint, self.bound)
            self.by_clock |= found.by_clock
            if found.status in ("optimal", "feasible"):
                self.bound = min(self.bound, found.bound)
                counts = model.counts(found.values)
                failed = unpacked(self.best, counts)
                if not failed:
                    standing = Standing(self.batch, self.packer)
                    standing.replace(part, counts, {k: int(found.values[c]) for k, c in model.sent.items()})
                    self._take(standing)
                    return
                exact.update(failed)
            else:
                return

    def search_parts(self) -> None:
        rng = Random(self.seed)
        spent = 0.0
        for step, racks in enumerate(neighbourhoods(self.batch, rng)):
            if self.proved or step >= STEPS:
                return
            if time.monotonic() >= self.until:
                self.by_clock = True
                return
            improve(self.best, racks, STEP)
            spent += 1
            self.report(self.best.value, self.bound)

    def _take(self, standing: Standing) -> None:
        if standing.value > self.best.value:
            self.best = standing
        self.report(self.best.value, self.bound)
