"""A mixed-integer program for HiGHS: columns and rows as they come, solved as one sparse matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, gcd

import highspy
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Term = tuple[int, int]  # column, coefficient
FOUND = 2  # HiGHS's mark of a feasible solution


OPTIMAL = highspy.HighsModelStatus.kOptimal


@dataclass(frozen=True, slots=True)
class Solved:
    """The end of a search: whole values per column (None: nothing found), and the bound from the dual."""

    values: Ints | None
    bound: int
    optimal: bool


class Program:
    """Columns from 0 to a most, rows low <= sum of terms <= high; a None is no bound."""

    def __init__(self) -> None:
        self._most: list[int] = []
        self._whole: list[bool] = []
        self._starts, self._columns, self._values = [0], list[int](), list[int]()
        self._low: list[float] = []
        self._high: list[float] = []

    def column(self, most: int = 1, *, whole: bool = True) -> int:
        """A new column; its number."""
        self._most.append(most)
        self._whole.append(whole)
        return len(self._most) - 1

    def row(self, terms: Iterable[Term], low: int | None, high: int | None) -> None:
        """Add a row, divided by what its terms have in common; terms of one column are added up."""
        entries: dict[int, int] = {}
        for column, value in terms:
            entries[column] = entries.get(column, 0) + value
        common = gcd(*entries.values()) or 1
        self._columns += entries
        self._values += [value // common for value in entries.values()]
        self._starts.append(len(self._columns))
        whole = all(self._whole[column] for column in entries)
        self._low.append(-highspy.kHighsInf if low is None else -(-low // common) if whole else low / common)
        self._high.append(highspy.kHighsInf if high is None else high // common if whole else high / common)

    def maximise(self, objective: Sequence[Term], seconds: float) -> Solved:
        """Solve within a time limit."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._most), len(self._low)
        costs = np.zeros(len(self._most))
        for column, value in objective:
            costs[column] = value
        lp.col_cost_, lp.sense_ = costs, highspy.ObjSense.kMaximize
        lp.col_lower_, lp.col_upper_ = np.zeros(len(costs)), np.array(self._most, dtype=np.float64)
        lp.row_lower_, lp.row_upper_ = np.array(self._low), np.array(self._high)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(self._starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self._columns, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self._values, dtype=np.float64)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in self._whole]
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.passModel(lp)
        solver.run()
        info, values = solver.getInfo(), None
        if info.primal_solution_status == FOUND:
            values = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
        most = sum(value * self._most[column] for column, value in objective)
        # Stopped before its first node HiGHS says 0: that is no bound.
        begun = values is not None or info.mip_dual_bound > 0 or solver.getModelStatus() == OPTIMAL
        bound = floor(min(info.mip_dual_bound, most) + 1e-6) if begun else floor(most)
        return Solved(values, bound, solver.getModelStatus() == OPTIMAL)
