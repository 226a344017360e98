"""Diving: the linear relaxation's placement is made whole step by step.

What it places in full is placed, with the largest of its fractions; then what is left is relaxed anew. So
later fractions are those of the room that is really left.
"""

from __future__ import annotations

import time

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch
from placement.batch.greedy import fill
from placement.batch.model import Model
from placement.batch.pack import Packer
from placement.batch.part import Part
from placement.batch.standing import Standing
from placement.batch.types import Types
from placement.solver.relaxation import Relaxed, relax

Ints = npt.NDArray[np.int64]
SHARE = 4  # of the fractions, one in so many is placed in a round
LEAST = 10  # and at least so many
ROUNDS = 8


def dive(
    batch: Batch, packer: Packer, types: Types, model: Model, relaxed: Relaxed, until: float
) -> Standing:
    """A placement near the relaxed one of `model`; further relaxations use its columns only."""
    standing = Standing(batch, packer)
    columns = model.part.columns
    for _ in range(ROUNDS):
        if not _place(standing, model, relaxed) or time.monotonic() > until:
            break
        model = Model.of(batch, _on_top(standing, columns), types, keeps=False)
        again = relax(model.system.compiled(), model.worth, max(0.5, until - time.monotonic()))
        if again is None:
            break
        relaxed = again
    fill(standing, sorted(range(len(batch.kinds)), key=lambda k: (batch.draws[k], batch.heights[k], k)))
    return standing


def _on_top(standing: Standing, columns: Ints) -> Part:
    """What may still be placed in some columns, all that is placed staying where it is."""
    batch = standing.batch
    placed = batch.quantities - standing.remaining
    classes = {k: batch.classes(k, int(placed[k])) for k in np.flatnonzero(standing.remaining).tolist()}
    return Part(columns, tuple(standing.left), list(standing.ports), classes, (), standing.counts, {})


def _place(standing: Standing, model: Model, relaxed: Relaxed) -> int:
    """Place what is whole, and the largest fractions; returns how many items went in."""
    amount = relaxed.values[model.count]
    share = {key: float(relaxed.values[column]) for key, column in model.share.items()}
    of_own: dict[int, list[int]] = {}
    for place in np.flatnonzero((model.merged >= 0) & (amount[model.merged] > 1e-4)).tolist():
        of_own.setdefault(int(model.merged[place]), []).append(int(model.part.columns[place]))
    kind = standing.batch.columns.kind

    def add(own: int, count: int) -> int:
        """Items into an own column: first of the kind that the relaxed placement has most of there."""
        group, added = int(model.group[own]), 0
        for column in sorted(of_own[own], key=lambda c: -share[group, int(kind[c])]):
            of_kind = max(1, round(share[group, int(kind[column])]))
            here = standing.add(column, min(count - added, of_kind)) if added < count else 0
            share[group, int(kind[column])] -= here
            added += here
        return added

    whole = np.floor(amount + 1e-6).astype(np.int64)
    added = sum(add(own, int(whole[own])) for own in np.flatnonzero(whole).tolist())
    rest = amount - whole
    parts = [own for own in np.argsort(-rest, kind="stable").tolist() if rest[own] > 1e-4]
    return added + sum(add(own, 1) for own in parts[: max(LEAST, len(parts) // SHARE)])
