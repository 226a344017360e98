"""Free runs: stretches of half units that nothing takes, per rack."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


class Runs:
    """The free runs of every rack of a grid.

    Attributes
    ----------
    length, below
        Shape (racks, half units): length of the run that a half unit lies in, and how much of it lies
        below; 0 where the half unit is taken.
    longest, longest_other
        Shape (racks,): the longest run, and the longest without it (as long again if there are two).
    """

    def __init__(self, free: npt.NDArray[np.bool_]) -> None:
        racks, height = free.shape
        upwards = np.zeros((racks, height + 1), dtype=np.int16)
        for at in range(height):
            upwards[:, at + 1] = np.where(free[:, at], upwards[:, at] + 1, 0)
        length = upwards[:, 1:].copy()
        ends = np.zeros_like(length)
        if height:
            ends[:, -1] = length[:, -1]
            ends[:, :-1] = np.where(free[:, :-1] & ~free[:, 1:], length[:, :-1], 0)
        for at in range(height - 2, -1, -1):
            length[:, at] = np.where(free[:, at] & free[:, at + 1], length[:, at + 1], length[:, at])
        self.length = length
        self.below = np.where(free, upwards[:, 1:] - 1, 0).astype(np.int16)
        self.longest: npt.NDArray[np.int16] = ends.max(axis=1, initial=0)
        if height > 1:
            self.longest_other: npt.NDArray[np.int16] = np.partition(ends, height - 2, axis=1)[:, -2]
        else:
            self.longest_other = np.zeros(racks, dtype=np.int16)
