"""Numbers at the edge: exact amounts as the plain numbers of JSON and of tables."""

from __future__ import annotations

from fractions import Fraction


def plain(amount: int | Fraction, per_unit: int = 1) -> int | float:
    """`amount` in 1/`per_unit` of a unit as an int where it is whole, else as a float of six decimals."""
    if isinstance(amount, int):  # the same without the fraction: division of integers rounds correctly
        whole, rest = divmod(amount, per_unit)
        return round(amount / per_unit, 6) if rest else whole
    value = Fraction(amount, per_unit)
    return int(value) if value.denominator == 1 else round(float(value), 6)
