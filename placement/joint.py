"""Which rules together keep several items out: minimal sets, found by asking again without some rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from placement.explain import conflicts
from placement.rules import BIT, RULES, names


def joint_conflicts(
    rules: Sequence[str], excludes: Callable[[frozenset[str]], bool], most: int
) -> list[tuple[str, ...]]:
    """All minimal sets of `rules` that exclude the items, the smallest first.

    A set besides those found holds none of them, so it lies in what is left when one rule of each is taken
    away: once nothing that is left excludes the items, all are found.

    Parameters
    ----------
    excludes
        True if these rules, and no others, leave no way to place all items.
    most
        Questions after which no further set is looked for.
    """
    found: list[int] = []
    told: dict[int, bool] = {}

    def stops(some: int) -> bool:
        if some not in told:
            told[some] = excludes(frozenset(names(some)))
        return told[some]

    every = sum(BIT[rule] for rule in rules)
    while len(told) < most:
        taken = conflicts(found) if found else [()]
        rests = [every & ~sum(BIT[rule] for rule in some) for some in taken]
        larger = next((rest for rest in rests if stops(rest)), None)
        if larger is None:
            break
        found.append(_shrunk(larger, stops))
    return sorted((names(mask) for mask in found), key=lambda c: (len(c), [RULES.index(r) for r in c]))


def _shrunk(mask: int, stops: Callable[[int], bool]) -> int:
    """A minimal set that stops within one that does."""
    for rule in names(mask):
        if stops(mask & ~BIT[rule]):
            mask &= ~BIT[rule]
    return mask
