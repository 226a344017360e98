"""Families of vector-bin-packing problems from a seed, as the literature on heuristics has them.

Sizes in dimensions are drawn apart (uniform), alike (correlated) or against each other (anti-correlated);
*cardinality* has a dimension in which every item is 1, *few kinds* has many copies of eight, *many kinds*
one of each.
"""

from __future__ import annotations

from collections import Counter
from random import Random

from benchmarks.vbp.problem import Vbp

FAMILIES = ("uniform", "correlated", "anti-correlated", "cardinality", "few kinds", "many kinds")
ITEMS = 60
TALL, WIDE = 100, 1_000  # capacity of the first dimension, and of the others
COUNT = 5  # items in a bin by cardinality, about as many as fit by their sizes


def problem(family: str, seed: int, items: int = ITEMS) -> Vbp:
    """One problem of a family, the same for the same seed; two dimensions for even seeds, else three."""
    rng = Random(f"vbp {family} {seed} {items}")
    dimensions = 2 + seed % 2
    capacity = (TALL, *[WIDE] * (dimensions - 1))
    if family == "cardinality":
        capacity = (COUNT, *capacity[1:])
    kinds = 8 if family == "few kinds" else items if family == "many kinds" else items // 2
    sizes = [_sizes(rng, family, capacity) for _ in range(kinds)]
    drawn = sizes if kinds == items else rng.choices(sizes, k=items)
    counted = Counter(drawn)
    return Vbp(capacity, tuple(counted.items()))


def _sizes(rng: Random, family: str, capacity: tuple[int, ...]) -> tuple[int, ...]:
    """Sizes of one kind, from a tenth to half of a bin (few kinds: to two fifths)."""
    if family == "cardinality":
        return (1, *(rng.randint(most // 20, most * 2 // 5) for most in capacity[1:]))
    top = 0.4 if family == "few kinds" else 0.5
    if family == "correlated":
        base = rng.uniform(0.1, top)
        parts = [min(top, max(0.05, base * rng.uniform(0.75, 1.25))) for _ in capacity]
    elif family == "anti-correlated":
        base = rng.uniform(0.1, top)
        rest = [min(top, max(0.05, (0.6 - base) * rng.uniform(0.75, 1.25))) for _ in capacity[1:]]
        parts = [base, *rest]
    else:
        parts = [rng.uniform(0.1, top) for _ in capacity]
    return tuple(max(1, round(part * most)) for part, most in zip(parts, capacity, strict=True))
