"""Rounding: the linear relaxation's placement made whole, what it holds in full first."""

from __future__ import annotations

import numpy as np

from placement.batch.batch import Batch
from placement.batch.greedy import fill
from placement.batch.model import Model
from placement.batch.pack import Packer
from placement.batch.standing import Standing
from placement.solver.relaxation import Relaxed


def rounded(batch: Batch, packer: Packer, model: Model, relaxed: Relaxed) -> Standing:
    """A placement near the relaxed one: whole items, then the largest fractions, then whatever goes in."""
    standing = Standing(batch, packer)
    used = np.flatnonzero(model.count >= 0)
    amount = relaxed.values[model.count[used]]
    columns = model.part.columns[used]
    whole = np.floor(amount + 1e-6).astype(np.int64)
    for place in np.flatnonzero(whole).tolist():
        standing.add(int(columns[place]), int(whole[place]))
    rest = amount - whole
    for place in np.argsort(-rest, kind="stable").tolist():
        if rest[place] < 1e-4:
            break
        if standing.remaining[batch.columns.kind[columns[place]]]:
            standing.add(int(columns[place]), 1)
    fill(standing, sorted(range(len(batch.kinds)), key=lambda k: (batch.draws[k], batch.heights[k], k)))
    return standing
