"""A thin door to CP-SAT: a model as its protocol message, without the modelling layer.

The layer above (``cp_model``) loads pandas, which takes longer than most of our solves; linear
constraints over integers are all that Titip needs. One worker and a fixed seed: the same model gives
the same answer every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model_helper as sat

STATUS = {
    sat.CpSolverStatus.OPTIMAL: "optimal",
    sat.CpSolverStatus.FEASIBLE: "feasible",
    sat.CpSolverStatus.INFEASIBLE: "infeasible",
}
DETERMINISTIC_LIMIT = 60.0  # CP-SAT's own unit, roughly seconds
LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Solution:
    """`status` is optimal, feasible, infeasible or unknown; `values`, if found, has one per variable."""

    status: str
    values: tuple[int, ...]
    objective: int | None
    bound: int | None
    deterministic_time: float


class Model:
    """Integer variables and linear constraints."""

    def __init__(self) -> None:
        self._proto = sat.CpModelProto()

    def variable(self, low: int, high: int) -> int:
        """A new variable between `low` and `high`; returns its number."""
        added = self._proto.variables.add()
        added.domain.extend([low, high])
        return len(self._proto.variables) - 1

    def linear(
        self, terms: Mapping[int, int] | Iterable[tuple[int, int]], low: int | None, high: int | None
    ) -> None:
        """Low <= sum of coefficient x variable <= high; None is no bound."""
        pairs = terms.items() if isinstance(terms, Mapping) else list(terms)
        linear = self._proto.constraints.add().linear
        linear.vars.extend([v for v, _ in pairs])
        linear.coeffs.extend([c for _, c in pairs])
        linear.domain.extend([-LARGEST if low is None else low, LARGEST if high is None else high])

    def maximise(self, terms: Mapping[int, int]) -> None:
        """Set the objective; CP-SAT minimises, so the signs are turned here and back in `solve`."""
        objective = self._proto.objective
        objective.vars.extend(list(terms))
        objective.coeffs.extend([-c for c in terms.values()])
        objective.scaling_factor = -1.0

    def solve(self, seed: int, deterministic_limit: float = DETERMINISTIC_LIMIT) -> Solution:
        """Solve with one worker; `deterministic_limit` bounds the work, not the clock."""
        parameters = sat.SatParameters()
        parameters.num_workers = 1
        parameters.random_seed = seed
        parameters.max_deterministic_time = deterministic_limit
        parameters.cp_model_probing_level = 0
        parameters.symmetry_level = 0
        parameters.max_presolve_iterations = 1
        wrapper = sat.SolveWrapper()
        wrapper.set_parameters(parameters)
        response = wrapper.solve(self._proto)  # type: ignore[no-untyped-call]
        status = STATUS.get(response.status, "unknown")
        has = self._proto.has_objective() and status in ("optimal", "feasible")
        return Solution(
            status,
            tuple(response.solution),
            round(response.objective_value) if has else None,
            round(response.best_objective_bound) if has else None,
            response.deterministic_time,
        )
