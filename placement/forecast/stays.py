"""How long things stay: Kaplan and Meier's estimate from those that left and those that still stand.

Beyond the longest stay that ended, things leave at the constant rate of all that left over all the days that
all stood; half a departure is added, so that a history in which nothing left yet does not say "for ever".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
import numpy.typing as npt

from placement.forecast.history import History

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stays:
    """Part that still stands after each of `days` (rising); `rate` of leaving per day after the last."""

    days: Floats
    stands: Floats
    rate: float

    @classmethod
    def of(cls, history: History) -> Stays:
        """Estimate from a history; what still stands counts as having stayed at least so long."""
        stood = [p for p in history.past if p.stood]
        stays = [(max(1, ((p.left or history.end) - p.came).days), p.left is not None) for p in stood]
        return cls.estimate(stays)

    @classmethod
    def estimate(cls, stays: Sequence[tuple[int, bool]]) -> Stays:
        """Estimate from stays in days with whether each has ended."""
        ended = sorted({day for day, left in stays if left})
        standing, days, stands = 1.0, [], []
        for day in ended:
            at_risk = sum(1 for d, _ in stays if d >= day)
            left = sum(1 for d, over in stays if over and d == day)
            standing *= 1 - left / at_risk
            if standing <= 0:  # the longest of all ended: the tail takes over from the step before
                break
            days.append(float(day))
            stands.append(standing)
        total = sum(day for day, _ in stays)
        rate = (sum(1 for _, left in stays if left) + 0.5) / max(1, total)
        return cls(np.array(days), np.array(stands), rate)

    def beyond(self, days: float) -> float:
        """Part that stands for longer than so many days."""
        at = int(np.searchsorted(self.days, days, side="right"))
        if at < len(self.days) or not len(self.days):
            return float(self.stands[at - 1]) if at else (1.0 if len(self.days) else exp(-self.rate * days))
        return float(self.stands[-1]) * exp(-self.rate * (days - float(self.days[-1])))

    def draw(self, chance: float, stood: float = 0.0) -> float:
        """Days that a thing stays from now on if it has stood for `stood` days.

        `chance` is a uniform number from 0 (excluded) to 1: the part of its like that stays longer.
        """
        target = chance * self.beyond(stood)
        last = float(self.stands[-1]) if len(self.stands) else 1.0
        if target < last:
            since = float(self.days[-1]) if len(self.days) else 0.0
            return max(since + log(last / target) / self.rate - stood, 0.0)
        at = int(np.searchsorted(-self.stands, -target, side="left"))
        return max(float(self.days[at]) - stood, 0.0)
