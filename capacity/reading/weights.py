"""Weights in the units that other systems use, as whole grams."""

from __future__ import annotations

from fractions import Fraction

GRAMS_PER_UNIT = {
    "kg": Fraction(1000),
    "g": Fraction(1),
    "lb": Fraction("453.59237"),
    "oz": Fraction("28.349523125"),
}
_NAMES = {
    "kilogram": "kg",
    "kilograms": "kg",
    "gram": "g",
    "grams": "g",
    "lbs": "lb",
    "pound": "lb",
    "pounds": "lb",
    "ounce": "oz",
    "ounces": "oz",
}


def grams(number: Fraction, unit: str) -> tuple[int, bool]:
    """Weight in g, rounded half up, and whether that rounding changed it.

    `unit` is kg, g, lb or oz, or its English name. Raises ValueError for another unit.
    """
    name = unit.strip().lower()
    name = _NAMES.get(name, name)
    if name not in GRAMS_PER_UNIT:
        raise ValueError(f"'{unit}' is no unit of weight that is known here (kg, g, lb, oz).")
    exact = number * GRAMS_PER_UNIT[name]
    whole = int(exact + Fraction(1, 2))
    return whole, whole != exact


def kg_cell(weight_g: int | None) -> str:
    """A weight in g as a cell in kg, without trailing zeros; unknown is empty."""
    if weight_g is None:
        return ""
    whole, rest = divmod(weight_g, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def half_u_cell(height_hu: int | None) -> str:
    """A height or position in half units as a cell in U; unknown is empty."""
    if height_hu is None:
        return ""
    return f"{height_hu // 2}.5" if height_hu % 2 else str(height_hu // 2)
