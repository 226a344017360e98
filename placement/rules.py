"""The rules of a placement by name, and sets of them as bits."""

from __future__ import annotations

RULES = (
    "status",
    "zone",
    "dedicated",
    "standards",
    "space",
    "keep_free",
    "depth",
    "weight",
    "heat",
    "cords",
    "power",
    "outlets",
    "cooling",
    "ports",
    "hosting",
    "keep",
)
BIT = {rule: 1 << i for i, rule in enumerate(RULES)}


def names(mask: int) -> tuple[str, ...]:
    """The rules of a mask, in the order of `RULES`."""
    return tuple(rule for rule in RULES if mask & BIT[rule])
