"""A system of rows over integer columns, as arrays."""

from __future__ import annotations

import numpy as np

from placement.solver.system import ENDLESS, System


def test_columns_are_numbered_on_and_have_their_bounds() -> None:
    """Two up to 5 and 7, then one from 2 to 3, then none."""
    system = System()
    assert system.columns([5, 7]).tolist() == [0, 1]
    assert system.columns([3], 2).tolist() == [2]
    assert system.columns([]).tolist() == []
    found = system.compiled()
    assert system.width == 3
    assert (found.low.tolist(), found.high.tolist()) == ([0, 0, 2], [5, 7, 3])


def test_rows_are_numbered_on_and_sorted_by_column() -> None:
    """A pair of rows from arrays, then one by terms; None is no bound."""
    system = System()
    a, b, c = system.columns([9, 9, 9]).tolist()
    assert system.rows([1, 0, 0], [a, c, b], [2, 3, 4], [10, 20]).tolist() == [0, 1]
    assert system.row([(c, 1), (a, 5)], None, 3) == 2
    found = system.compiled()
    assert found.indptr.tolist() == [0, 2, 3, 5]
    assert found.column.tolist() == [b, c, a, a, c]
    assert found.value.tolist() == [4, 3, 2, 5, 1]
    assert found.row_low.tolist() == [-ENDLESS, -ENDLESS, 3]
    assert found.row_high.tolist() == [10, 20, ENDLESS]


def test_terms_of_the_same_column_are_added_and_vanish_at_zero() -> None:
    """2 a + 3 a + b - b is 5 a."""
    system = System()
    a, b = system.columns([9, 9]).tolist()
    system.row([(a, 2), (b, 1), (a, 3), (b, -1)], 10)
    found = system.compiled()
    assert (found.column.tolist(), found.value.tolist(), found.indptr.tolist()) == ([a], [5], [0, 1])


def test_rows_without_terms_are_rows_all_the_same() -> None:
    """Their numbers are told to others."""
    system = System()
    (a,) = system.columns([9]).tolist()
    system.row([], 5)
    system.row([(a, 1)], 5)
    system.row([(a, 0)], 5)
    found = system.compiled()
    assert found.indptr.tolist() == [0, 0, 1, 1]
    assert len(found.row_high) == 3


def test_an_empty_system_has_no_arrays_but_empty_ones() -> None:
    """No columns, no rows."""
    found = System().compiled()
    assert found.indptr.tolist() == [0]
    assert all(len(a) == 0 for a in (found.low, found.high, found.column, found.value, found.row_low))
    assert found.value.dtype == np.int64
