"""CP-SAT on a system: the best solution found, and the bound it proves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model_helper as sat

from placement.solver.cpsat import STATUS
from placement.solver.system import Compiled

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: `work` in CP-SAT's deterministic unit (roughly seconds), `seconds` by the clock.

    The same work gives the same answer everywhere; the clock is a safety net.
    """

    work: float
    seconds: float
    seed: int


@dataclass(frozen=True, slots=True)
class Found:
    """`status` is optimal, feasible, infeasible or unknown; `values` per column, empty without a solution.

    `bound` is the largest value that no solution exceeds. `by_clock` is True where the clock ended it, after
    so much `work`.
    """

    status: str
    values: Ints
    value: int
    bound: int
    by_clock: bool
    work: float


def search(
    system: Compiled, objective: Ints, effort: Effort, hint: Ints | None = None, enough: int | None = None
) -> Found:
    """Maximise `objective`.

    Parameters
    ----------
    hint
        A solution to begin with, or a part of one: -1 says nothing of a column.
    enough
        A bound known from elsewhere: it is not looked beyond.
    """
    proto = sat.CpModelProto()
    for low, high in zip(system.low.tolist(), system.high.tolist(), strict=True):
        proto.variables.add().domain.extend([low, high])
    ends = system.indptr.tolist()
    columns, values = system.column.tolist(), system.value.tolist()
    lows, highs = system.row_low.tolist(), system.row_high.tolist()
    for row, (first, last) in enumerate(pairwise(ends)):
        linear = proto.constraints.add().linear
        linear.vars.extend(columns[first:last])
        linear.coeffs.extend(values[first:last])
        linear.domain.extend([lows[row], highs[row]])
    wanted = np.flatnonzero(objective)
    proto.objective.vars.extend(wanted.tolist())
    proto.objective.coeffs.extend((-objective[wanted]).tolist())
    proto.objective.scaling_factor = -1.0
    if enough is not None:
        proto.objective.domain.extend([-enough, 2**62])
    if hint is not None:
        told = np.flatnonzero(hint >= 0)
        proto.solution_hint.vars.extend(told.tolist())
        proto.solution_hint.values.extend(hint[told].tolist())
    wrapper = sat.SolveWrapper()
    wrapper.set_parameters(_parameters(effort))
    response = wrapper.solve(proto)  # type: ignore[no-untyped-call]
    status = STATUS.get(response.status, "unknown")
    solved = status in ("optimal", "feasible")
    ended = status not in ("optimal", "infeasible")
    return Found(
        status,
        np.array(response.solution, dtype=np.int64),
        round(response.objective_value) if solved and len(wanted) else 0,
        round(response.best_objective_bound) if solved and len(wanted) else 0,
        ended and response.wall_time >= effort.seconds * 0.99,
        response.deterministic_time,
    )


def _parameters(effort: Effort) -> sat.SatParameters:
    parameters = sat.SatParameters()
    parameters.num_workers = 1
    parameters.random_seed = effort.seed
    parameters.max_deterministic_time = effort.work
    parameters.max_time_in_seconds = effort.seconds
    # Measured on our models: each of these costs more than it brings.
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.max_presolve_iterations = 1
    parameters.linearization_level = 2  # and this one brings more than it costs
    return parameters
