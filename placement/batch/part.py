"""A part of a batch: some of its columns within what the rest leaves of every limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """Some columns of a batch, and what they may use; the others stay as they are.

    Attributes
    ----------
    columns
        Positions of the columns, ascending.
    left
        Per block, what is left of each row.
    ports
        What is left of each port group.
    classes
        Per kind: (priority, items) that may still be placed, the highest priority first.
    keeps
        Positions of the keep groups of which no item stands outside.
    beside
        Items per column of the batch that stay.
    released
        (rack, part of a port need, group) -> ports that these columns have been sent, free again in `ports`.
    """

    columns: Ints
    left: tuple[Ints, ...]
    ports: Sequence[int]
    classes: Mapping[int, Sequence[tuple[int, int]]]
    keeps: tuple[int, ...]
    beside: Ints
    released: Mapping[tuple[int, int, int], int]

    @classmethod
    def whole(cls, batch: Batch) -> Part:
        return cls(
            np.arange(len(batch.columns)),
            tuple(each.left for each in batch.blocks),
            batch.ports.groups.free if batch.ports is not None else (),
            {k: batch.classes(k) for k in range(len(batch.kinds))},
            tuple(range(len(batch.keeps))),
            np.zeros(len(batch.columns), dtype=np.int64),
            {},
        )

    def only(self, columns: Ints) -> Part:
        """The part with some of its columns."""
        return replace(self, columns=columns)
