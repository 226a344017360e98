"""CP-SAT on a system: best value, bound, hints, and what ends a search."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from placement.proof import SEED
from placement.solver.search import Effort, search
from placement.solver.system import Compiled, System
from tests.placement.solver.systems import random_system, tried

EFFORT = Effort(work=10.0, seconds=20.0, seed=SEED)


def knapsack() -> tuple[Compiled, np.ndarray]:
    """2 a + 3 b <= 12 with a, b <= 5, maximise a + 2 b: four b make 8."""
    system = System()
    a, b = system.columns([5, 5]).tolist()
    system.row([(a, 2), (b, 3)], 12)
    return system.compiled(), np.array([1, 2])


def test_the_best_values_are_found_and_proved() -> None:
    """Value and bound meet."""
    found = search(*knapsack(), EFFORT)
    assert (found.status, found.value, found.bound, found.values.tolist()) == ("optimal", 8, 8, [0, 4])
    assert not found.by_clock


def test_what_cannot_be_is_infeasible() -> None:
    """a <= 5 and a >= 6."""
    system = System()
    (a,) = system.columns([5]).tolist()
    system.row([(a, 1)], None, 6)
    found = search(system.compiled(), np.array([1]), EFFORT)
    assert (found.status, found.values.tolist()) == ("infeasible", [])


def test_without_an_objective_any_solution_will_do() -> None:
    """3 <= a + b <= 3."""
    system = System()
    a, b = system.columns([2, 2]).tolist()
    system.row([(a, 1), (b, 1)], 3, 3)
    found = search(system.compiled(), np.zeros(2, dtype=np.int64), EFFORT)
    assert (found.status, int(found.values.sum()), found.value, found.bound) == ("optimal", 3, 0, 0)


def test_costs_are_worth_less_than_nothing() -> None:
    """To minimise 3 a + b with a + b >= 4 and b <= 3: a = 1."""
    system = System()
    a, b = system.columns([9, 3]).tolist()
    system.row([(a, 1), (b, 1)], None, 4)
    found = search(system.compiled(), np.array([-3, -1]), EFFORT)
    assert (found.value, found.bound, found.values.tolist()) == (-6, -6, [1, 3])


def test_a_hint_may_be_whole_or_say_nothing_of_a_column() -> None:
    """Either way the best is found."""
    system, worth = knapsack()
    assert search(system, worth, EFFORT, np.array([5, 0])).value == 8
    assert search(system, worth, EFFORT, np.array([-1, 4])).value == 8


def test_what_is_known_to_be_enough_ends_the_search() -> None:
    """With a bound of 8 the value is optimal by it; the bound said is no larger."""
    system, worth = knapsack()
    found = search(system, worth, EFFORT, enough=8)
    assert (found.status, found.value, found.bound) == ("optimal", 8, 8)


def test_no_work_finds_nothing_and_the_clock_is_not_to_blame() -> None:
    """Of a system that presolving does not settle."""
    rng = Random(1)
    system = System()
    columns = system.columns([1] * 60).tolist()
    for _ in range(60):
        system.row([(c, rng.randint(10, 99)) for c in rng.sample(columns, 20)], 500, 400)
    found = search(system.compiled(), np.ones(60, dtype=np.int64), Effort(0.0, 20.0, SEED))
    assert found.status in ("unknown", "feasible")
    assert not found.by_clock


def test_the_same_seed_finds_the_same() -> None:
    """Twice, of many that are equally good."""
    system = System()
    columns = system.columns([1] * 30).tolist()
    system.row([(c, 1) for c in columns], 7)
    worth = np.ones(30, dtype=np.int64)
    first, second = (search(system.compiled(), worth, EFFORT) for _ in range(2))
    assert first.value == 7
    assert first.values.tolist() == second.values.tolist()
    assert first.work == second.work


@pytest.mark.parametrize("seed", range(40))
def test_small_systems_are_solved_as_by_trying_everything(seed: int) -> None:
    """Random rows of both signs over four columns."""
    system, worth = random_system(seed)
    found, best = search(system, worth, EFFORT), tried(system, worth)
    assert found.status == ("infeasible" if best is None else "optimal")
    if best is not None:
        assert (found.value, found.bound) == (best, best)
