"""The table of free runs, against a walk along every rack."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from capacity.limits.runs import Runs


def test_a_run_knows_its_length_and_what_lies_below() -> None:
    """Free: cells 0-1 and 3-5 of six."""
    runs = Runs(np.array([[True, True, False, True, True, True]]))
    assert runs.length.tolist() == [[2, 2, 0, 3, 3, 3]]
    assert runs.below.tolist() == [[0, 1, 0, 0, 1, 2]]
    assert (runs.longest.tolist(), runs.longest_other.tolist()) == ([3], [2])


def test_two_longest_runs_leave_as_long_a_one() -> None:
    """Of two runs of two, taking one leaves two."""
    runs = Runs(np.array([[True, True, False, True, True]]))
    assert (runs.longest.tolist(), runs.longest_other.tolist()) == ([2], [2])


def test_a_full_rack_has_no_run() -> None:
    """Nothing free: every figure is 0."""
    runs = Runs(np.zeros((1, 3), dtype=bool))
    assert (runs.length.sum(), runs.longest.tolist(), runs.longest_other.tolist()) == (0, [0], [0])


def test_a_room_of_one_half_unit_or_none_has_runs_too() -> None:
    """The smallest grids have no second run."""
    assert Runs(np.ones((2, 1), dtype=bool)).longest_other.tolist() == [0, 0]
    assert Runs(np.ones((2, 0), dtype=bool)).longest.tolist() == [0, 0]


@given(hnp.arrays(np.bool_, st.tuples(st.integers(1, 3), st.integers(0, 12))))
def test_runs_are_those_of_a_walk(free: np.ndarray) -> None:
    """Group the cells of each rack by taken and free, and measure the groups."""
    runs = Runs(free)
    for rack, cells in enumerate(free.tolist()):
        lengths, length, below = [0, 0], [], []
        for is_free, some in groupby(cells):
            many = len(list(some))
            length += [many if is_free else 0] * many
            below += list(range(many)) if is_free else [0] * many
            lengths += [many] if is_free else []
        assert runs.length[rack].tolist() == length
        assert runs.below[rack].tolist() == below
        assert [runs.longest[rack], runs.longest_other[rack]] == sorted(lengths)[:-3:-1]
