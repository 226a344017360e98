"""Random small systems, and their best value by trying every solution."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np

from placement.solver.system import Compiled, System


def random_system(seed: int) -> tuple[Compiled, np.ndarray]:
    """Four columns up to three each, three rows of either sign, an objective that is not zero."""
    rng = Random(f"system {seed}")
    system = System()
    columns = system.columns([rng.randint(0, 3) for _ in range(4)]).tolist()
    for _ in range(3):
        terms = [(c, rng.randint(-3, 5)) for c in columns if rng.random() < 0.8]
        low, more = rng.choice((None, None, rng.randint(-4, 6))), rng.choice((None, *range(9)))
        system.row(terms, None if more is None else (low or 0) + more, low)
    return system.compiled(), np.array([rng.randint(-2, 5) or 1 for _ in columns], dtype=np.int64)


def tried(system: Compiled, worth: np.ndarray) -> int | None:
    """The best value of all solutions, None without any."""
    ranges = [
        range(low, high + 1) for low, high in zip(system.low.tolist(), system.high.tolist(), strict=True)
    ]
    values = [
        sum(w * v for w, v in zip(worth.tolist(), x, strict=True))
        for x in product(*ranges)
        if _obeys(system, x)
    ]
    return max(values, default=None)


def _obeys(system: Compiled, solution: tuple[int, ...]) -> bool:
    for row in range(len(system.row_high)):
        at = slice(int(system.indptr[row]), int(system.indptr[row + 1]))
        total = sum(
            v * solution[c]
            for c, v in zip(system.column[at].tolist(), system.value[at].tolist(), strict=True)
        )
        if not system.row_low[row] <= total <= system.row_high[row]:
            return False
    return True
