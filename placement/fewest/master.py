"""The master problem: how often each pattern is used, as a linear program with prices, and in whole numbers.

Minimise the empty racks opened, such that the patterns hold the items that count, those are worth as much as
the placement at hand, and no class has more racks than there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import highspy
import numpy as np
import numpy.typing as npt

from placement.fewest.classes import Pattern, RackClass
from placement.solver.search import Effort, search
from placement.solver.system import ENDLESS, System

Ints = npt.NDArray[np.int64]
SCALE = 1_000_000  # prices are whole millionths of a rack, so that the bound they prove is exact
Choice = list[tuple[int, Pattern, int]]  # class, pattern, how many racks


@dataclass(frozen=True, slots=True)
class Need:
    """`steps`: (kind, priority, items) that count; `value`: the least sum of priority over what is placed.

    `free` are kinds that need no rack (applications).
    """

    steps: tuple[tuple[int, int, int], ...]
    value: int
    free: frozenset[int]

    @property
    def kinds(self) -> list[int]:
        return sorted({kind for kind, _, _ in self.steps if kind not in self.free})

    def least(self, price: Ints) -> Fraction:
        """The least that items worth `value` cost by a price per kind, parts of items allowed."""
        left, total = Fraction(self.value), Fraction(0)
        priced = ((0 if k in self.free else int(price[k]), p, n) for k, p, n in self.steps if p > 0)
        for cost, priority, items in sorted(priced, key=lambda s: Fraction(s[0], s[1])):
            here = min(Fraction(items), left / priority)
            total, left = total + here * cost, left - here * priority
        return total


class Master:
    """The system of all patterns of all classes."""

    def __init__(self, need: Need, classes: Sequence[RackClass]) -> None:
        self.need, self.classes = need, classes
        self.system = System()
        self.used: list[tuple[int, Pattern, int]] = []  # class, pattern, column
        row_of = {kind: i for i, kind in enumerate(need.kinds)}
        rows: list[list[tuple[int, int]]] = [[] for _ in need.kinds]
        for number, each in enumerate(classes):
            columns = self.system.columns(np.full(len(each.patterns), len(each.racks))).tolist()
            for column, pattern in zip(columns, each.patterns, strict=True):
                self.used.append((number, pattern, column))
                for kind, items in pattern:
                    if kind in row_of:
                        rows[row_of[kind]].append((column, items))
            self.system.row(((c, 1) for c in columns), len(each.racks))
        steps = self.system.columns(np.array([n for _, _, n in need.steps], dtype=np.int64)).tolist()
        for (kind, _, _), step in zip(need.steps, steps, strict=True):
            if kind in row_of:
                rows[row_of[kind]].append((step, -1))
        first = [self.system.row(terms, None, 0) for terms in rows]
        self.rows = dict(zip(need.kinds, first, strict=True))
        priorities = [p for _, p, _ in need.steps]
        self.system.row(zip(steps, priorities, strict=True), None, need.value)
        self.cost = np.zeros(self.system.width, dtype=np.int64)
        for number, _, column in self.used:
            self.cost[column] = classes[number].cost

    def prices(self, kinds: int) -> tuple[Ints, float] | None:
        """Millionths of a rack that one item of each kind costs, and the value of the linear program."""
        system = self.system.compiled()
        solver = highspy._core._Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("solver", "simplex")):
            solver.setOptionValue(name, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(system.low), len(system.row_high)
        model.col_cost_ = self.cost.astype(np.float64)
        model.col_lower_, model.col_upper_ = system.low.astype(np.float64), system.high.astype(np.float64)
        model.row_lower_ = np.where(system.row_low <= -ENDLESS, -highspy.kHighsInf, system.row_low)
        model.row_upper_ = np.where(system.row_high >= ENDLESS, highspy.kHighsInf, system.row_high)
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_, matrix.index_ = system.indptr.astype(np.int32), system.column.astype(np.int32)
        matrix.value_ = system.value.astype(np.float64)
        solver.passModel(model)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        dual = np.array(solver.getSolution().row_dual)
        price = np.zeros(kinds, dtype=np.int64)
        for kind, row in self.rows.items():
            price[kind] = max(0, int(dual[row] * SCALE + 0.5))
        return price, float(solver.getInfo().objective_function_value)

    def whole(self, effort: Effort, least: int) -> tuple[Choice, bool] | None:
        """A choice of patterns in whole numbers, and whether the clock ended the search for a better one."""
        found = search(self.system.compiled(), -self.cost, effort, None, -least)
        if found.status not in ("optimal", "feasible"):
            return None
        chosen = [(n, pattern, int(found.values[c])) for n, pattern, c in self.used if found.values[c]]
        return chosen, found.by_clock


def bound(need: Need, classes: Sequence[RackClass], price: Ints, most: Sequence[int]) -> int:
    """The fewest racks that any placement opens, by these prices.

    A pattern of class c is worth at most `most[c]`. For prices scaled by t, a placement opens at least
    t x (the items' price) less, for each rack, t x most - cost where that is positive (Lagrange); the best t
    is 1, or makes the dearest pattern of some class worth one rack (Farley).
    """
    items = need.least(price)
    best = Fraction(0)
    for t in {Fraction(1, SCALE), *(Fraction(1, m) for m in most if m > 0)}:
        total = t * items
        for each, top in zip(classes, most, strict=True):
            total -= len(each.racks) * max(Fraction(0), t * top - each.cost)
        best = max(best, total)
    return ceil(best)
