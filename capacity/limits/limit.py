"""A limit: one bar of the room, and how a charge on it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

ENDLESS = 10**24  # an unknown draw or weight at its most; far above any sum of known ones
CLIP = 2**62  # thresholds are kept in 64-bit arrays; no charge reaches this


class State(IntEnum):
    """How a rule stands at a place; the worst of several is their maximum."""

    HOLDS = 0
    UNKNOWN = 1
    BROKEN = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """A capacity and what is used of it, both in `scale`-ths of `unit`.

    `capacity` None is an unknown capacity; `most` is what may be used if unknown data are at their
    most. `scenario` is "nothing lost" or "X lost"; "" where no scenario applies.
    """

    rule: str
    name: str
    scenario: str
    unit: str
    scale: int
    capacity: int | None
    used: int
    most: int

    def judge(self, charge: int) -> State:
        if charge == 0:
            return State.HOLDS
        if self.capacity is None:
            return State.UNKNOWN
        if self.used + charge > self.capacity:
            return State.BROKEN
        return State.HOLDS if self.most + charge <= self.capacity else State.UNKNOWN


def clip(value: int) -> int:
    """`value` brought into the range of the threshold arrays; beyond it nothing compares differently."""
    return max(-CLIP, min(CLIP, value))
