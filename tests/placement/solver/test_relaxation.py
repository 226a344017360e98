"""The linear relaxation: its value, its prices, and a bound that holds whatever the prices' error."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from placement.solver.relaxation import _proved, relax
from placement.solver.system import System
from tests.placement.solver.systems import random_system, tried


def test_the_bound_is_the_relaxed_value_rounded_down() -> None:
    """2 a + 3 b <= 13 with b <= 4, maximise a + 2 b: four b and half an a are 8.5."""
    system = System()
    a, b = system.columns([5, 4]).tolist()
    system.row([(a, 2), (b, 3)], 13)
    found = relax(system.compiled(), np.array([1, 2]), 10.0)
    assert found is not None
    assert found.bound == 8
    assert found.values.tolist() == pytest.approx([0.5, 4.0])


def test_a_row_that_stops_has_a_price_and_others_have_none() -> None:
    """One more of the first row is worth a half; the second has room."""
    system = System()
    (a,) = system.columns([100]).tolist()
    system.row([(a, 2)], 13)
    system.row([(a, 1)], 50)
    found = relax(system.compiled(), np.array([1]), 10.0)
    assert found is not None
    assert found.price.tolist() == pytest.approx([0.5, 0.0])


def test_a_row_from_below_has_a_price_below_zero() -> None:
    """To have to place two that cost 3 each."""
    system = System()
    (a,) = system.columns([9]).tolist()
    system.row([(a, 1)], None, 2)
    found = relax(system.compiled(), np.array([-3]), 10.0)
    assert found is not None
    assert found.bound == -6
    assert found.price.tolist() == pytest.approx([-3.0])


def test_what_cannot_be_has_no_bound() -> None:
    """a <= 5 and a >= 6."""
    system = System()
    (a,) = system.columns([5]).tolist()
    system.row([(a, 1)], None, 6)
    assert relax(system.compiled(), np.array([1]), 10.0) is None


def test_no_time_gives_no_bound() -> None:
    """Of a system large enough to need some."""
    rng = Random(1)
    system = System()
    columns = system.columns([9] * 400).tolist()
    for _ in range(400):
        system.row([(c, rng.randint(1, 99)) for c in rng.sample(columns, 100)], 500)
    assert relax(system.compiled(), np.ones(400, dtype=np.int64), 0.0) is None


def test_nothing_is_written_where_answers_go(capfd: pytest.CaptureFixture[str]) -> None:
    """The solver is silent."""
    system, worth = random_system(3)
    relax(system, worth, 10.0)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("seed", range(60))
def test_the_bound_is_never_below_the_best_solution(seed: int) -> None:
    """Nor is it with any other prices, of either sign: they only make it larger."""
    system, worth = random_system(seed)
    best, found = tried(system, worth), relax(system, worth, 10.0)
    if best is None:
        return
    assert found is not None
    assert found.bound >= best
    rng = np.random.default_rng(seed)
    for error in (1e-9, 1e-3, 1.0, 100.0):
        wrong = found.price + rng.normal(0.0, error, len(found.price))
        assert _proved(system, worth, wrong) >= best
    assert _proved(system, worth, np.zeros(len(found.price))) >= best


@pytest.mark.parametrize("seed", range(60))
def test_the_prices_prove_the_relaxed_value(seed: int) -> None:
    """The bound is no looser than the value of the relaxed solution, but for rounding."""
    system, worth = random_system(seed)
    found = relax(system, worth, 10.0)
    if found is not None:
        assert found.bound <= np.floor(worth @ found.values + 1e-6) + 1e-9
