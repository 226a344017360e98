"""The linear relaxation of a system by HiGHS's interior-point method: a bound, and where it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import highspy
import numpy as np
import numpy.typing as npt

from placement.solver.system import ENDLESS, Compiled

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """`bound` is the largest value that no solution exceeds; `values` per column, `price` per row.

    `bound` comes from the dual side: it holds though an interior-point solution is not exact.
    """

    bound: int
    values: Floats
    price: Floats


def relax(system: Compiled, objective: Ints, seconds: float) -> Relaxed | None:
    """Maximise `objective` over the relaxation; None if it was not solved within `seconds`."""
    # The class below `highspy.Highs`: that one prints a banner to standard output, where answers go.
    solver = highspy._core._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("solver", "ipm")
    solver.setOptionValue("run_crossover", "on")
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", seconds)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(system.low), len(system.row_high)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = objective.astype(np.float64)
    model.col_lower_, model.col_upper_ = system.low.astype(np.float64), system.high.astype(np.float64)
    model.row_lower_ = np.where(system.row_low <= -ENDLESS, -highspy.kHighsInf, system.row_low)
    model.row_upper_ = np.where(system.row_high >= ENDLESS, highspy.kHighsInf, system.row_high)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_ = system.indptr.astype(np.int32), system.column.astype(np.int32)
    matrix.value_ = system.value.astype(np.float64)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kMemoryLimit:
        raise MemoryError("HiGHS could not get the memory that it needs")
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = solver.getSolution()
    values, price = np.array(found.col_value), np.array(found.row_dual)
    return Relaxed(_proved(system, objective, price), values, price)


def _proved(system: Compiled, objective: Ints, price: Floats) -> int:
    """The bound that these prices of the rows prove, whatever their error.

    For any prices y, an objective c and rows Ax within bounds, c x = y A x + (c - y A) x; the first part is
    at most the sum of prices times row bounds, the second that of reduced costs times column bounds.
    """
    # A price that points to an endless bound proves nothing: it is rounding, and set to zero.
    price = np.where((price > 0) & (system.row_high >= ENDLESS), 0.0, price)
    price = np.where((price < 0) & (system.row_low <= -ENDLESS), 0.0, price)
    row = np.repeat(np.arange(len(price)), np.diff(system.indptr))
    reduced = objective - np.bincount(
        system.column, weights=system.value * price[row], minlength=len(objective)
    )
    rows = np.where(price > 0, price * system.row_high, price * system.row_low)
    columns = np.where(reduced > 0, reduced * system.high, reduced * system.low)
    return floor(float(rows[price != 0].sum() + columns.sum()) * (1 + 1e-12) + 1e-6)
