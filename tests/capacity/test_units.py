"""Amounts as the plain numbers of JSON."""

from __future__ import annotations

from fractions import Fraction

import pytest

from capacity.units import plain


@pytest.mark.parametrize(
    ("amount", "per_unit", "expected"),
    [
        (4, 2, 2),
        (3, 2, 1.5),
        (0, 2, 0),
        (-1, 2, -0.5),
        (Fraction(1, 3), 1, 0.333333),
        (20_001, 1_000, 20.001),
        (10**24, 1, 10**24),
    ],
)
def test_whole_amounts_are_integers_and_others_have_six_decimals(
    amount: int | Fraction, per_unit: int, expected: float
) -> None:
    """1.5 is 1.5, 2.0 is 2, a third is 0.333333."""
    found = plain(amount, per_unit)
    assert found == expected
    assert type(found) is type(expected)
