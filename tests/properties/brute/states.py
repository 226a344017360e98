"""What a rule may say of a place, and how one limit is judged on intervals."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import inf
from typing import Literal

State = Literal["holds", "unknown", "broken"]
Number = Fraction | float
Interval = tuple[Number, Number]

HOLDS: State = "holds"
UNKNOWN: State = "unknown"
BROKEN: State = "broken"
ORDER: tuple[State, ...] = (HOLDS, UNKNOWN, BROKEN)

ANYTHING: Interval = (0, inf)
UNLIMITED: Interval = (inf, inf)


def worst(states: Iterable[State]) -> State:
    """Return the worst of the states; nothing to judge holds."""
    return max(states, key=ORDER.index, default=HOLDS)


def best(states: Iterable[State]) -> State:
    """Return the best of the states; no choice at all is broken."""
    return min(states, key=ORDER.index, default=BROKEN)


def exactly(value: int | Fraction | None) -> Interval:
    """Return the interval of a value; None may be anything."""
    return ANYTHING if value is None else (value, value)


def plus(a: Interval, b: Interval) -> Interval:
    return (a[0] + b[0], a[1] + b[1])


def times(interval: Interval, factor: Number) -> Interval:
    """Return the interval times a factor; nothing of something endless is nothing."""
    return (0, 0) if factor == 0 else (interval[0] * factor, interval[1] * factor)


def judged(charge: Number | None, used: Interval, capacity: Interval) -> State:
    """Judge one limit: what is charged on it (None: not known), what is used, what it can carry."""
    if charge == 0 or capacity == UNLIMITED:
        return HOLDS
    if charge is None:
        return UNKNOWN
    if used[1] + charge <= capacity[0]:
        return HOLDS
    if used[0] + charge > capacity[1]:
        return BROKEN
    return UNKNOWN


def judged_sum(charges: Iterable[Number | None], used: Interval, capacity: Interval) -> State:
    """Judge one limit that several charge: the known ones may break it, an unknown one leaves it open."""
    known: Number = 0
    unknown = False
    for charge in charges:
        known, unknown = known + (charge or 0), unknown or charge is None
    state = judged(known, used, capacity)
    return worst([state, judged(None, used, capacity)]) if unknown else state
