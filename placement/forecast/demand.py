"""How many requests come, and which: Poisson counts around a level that may move, with a season.

The level of a month is estimated by discounting: a month ago counts `keep` times as much as this one, two
months ago `keep`² times. The discount that would have predicted the history best is taken. Seasons and the
shares of classes are drawn towards "no difference" by some pretended counts, so that few counts say little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, lgamma, log

import numpy as np
import numpy.typing as npt

from placement.forecast.history import PERIOD_DAYS, Counts, History
from placement.request import Request

KEEPS = (0.88, 0.92, 0.95, 0.98, 1.0)  # discounts per month that are tried
PRIOR = 0.5  # counts with which the level starts
SEASON_COUNTS = 12.0  # pretended counts per month of the year
CLASS_COUNTS = 1.0  # pretended requests, shared by all classes
SEASON_PERIODS = 24  # with fewer months there is no season
SPAN = 3  # months: what belongs together comes within a few weeks

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Demand:
    """A fitted model of arrivals.

    Attributes
    ----------
    counted, exposure
        Discounted counts and months: the level is their quotient, and known as well as so many counts tell.
    keep
        Discount per month.
    season
        Factor of each of the twelve periods after the history's end, mean 1.
    spread
        Variance of the count of three months over that of a Poisson count, at least 1: requests come in
        clumps.
    shares
        Part of the arrivals of each class.
    past
        Requests of each class, after which future ones are made.
    """

    counted: float
    exposure: float
    keep: float
    season: Floats
    spread: float
    shares: Mapping[str, float]
    past: Mapping[str, tuple[Request, ...]]

    @property
    def level(self) -> float:
        """Expected requests in a month without season."""
        return self.counted / self.exposure

    def mean(self, periods: int) -> Floats:
        """Expected requests in each of the next periods."""
        return self.level * self.season[np.arange(periods) % 12]

    def counts(self, rng: np.random.Generator, periods: int) -> Counts:
        """Draw the requests of each of the next periods."""
        shape = max(self.counted / self.spread, PRIOR)
        level = rng.gamma(shape) * self.level / shape
        wander = (1 - self.keep) / (self.keep * shape)  # the variance that discounting adds, month by month
        found = np.zeros(periods, dtype=np.int64)
        clump = 1.0
        for at in range(periods):
            if at % SPAN == 0 and self.spread > 1:
                own = max(level * SPAN / (self.spread - 1), 1e-9)
                clump = rng.gamma(own) / own
            found[at] = rng.poisson(level * self.season[at % 12] * clump)
            if wander:
                level *= rng.gamma(1 / wander) * wander
        return found

    def arrivals(self, rng: np.random.Generator, days: float) -> Iterator[tuple[float, Request]]:
        """Draw the requests of the next days: the day of each (rising), and what it asks for."""
        names = list(self.shares)
        chances = np.array([self.shares[name] for name in names])
        periods = int(np.ceil(days / PERIOD_DAYS))
        for period, count in enumerate(self.counts(rng, periods).tolist()):
            times = np.sort(rng.random(count)) + period
            for time in times.tolist():
                of_class = self.past[names[int(rng.choice(len(names), p=chances))]]
                request = of_class[int(rng.integers(len(of_class)))]
                if time * PERIOD_DAYS <= days:
                    yield time * PERIOD_DAYS, request


def fit(history: History) -> Demand:
    """Fit the model to a history."""
    counts = history.counts.astype(np.float64)
    season = _season(counts)
    of_past = season[np.arange(-len(counts), 0) % 12]
    keep = max(KEEPS, key=lambda k: (_likelihood(counts, of_past, k), k))
    counted, exposure, _ = _filter(counts, of_past, keep)
    spread = max(1.0, _spread(counts, of_past, keep))
    classes = history.classes
    pretended = CLASS_COUNTS / len(classes)
    total = sum(map(len, classes.values())) + CLASS_COUNTS
    shares = {name: (len(past) + pretended) / total for name, past in classes.items()}
    return Demand(counted, exposure, keep, season, spread, shares, classes)


def _season(counts: Floats) -> Floats:
    """Factors of the twelve periods of a year, counted from the history's end."""
    if len(counts) < SEASON_PERIODS or not counts.sum():
        return np.ones(12)
    at = np.arange(-len(counts), 0) % 12
    mean = counts.mean()
    seen = np.bincount(at, weights=counts, minlength=12)
    expected = np.bincount(at, minlength=12) * mean
    factors = (seen + SEASON_COUNTS) / (expected + SEASON_COUNTS)
    found: Floats = factors / factors.mean()
    return found


def _spread(counts: Floats, season: Floats, keep: float) -> float:
    """Squared errors of spans of months over their variances, on average."""
    first = len(counts) % SPAN
    sums = counts[first:].reshape(-1, SPAN).sum(axis=1)
    factors = season[first:].reshape(-1, SPAN).mean(axis=1)
    _, _, errors = _filter(sums, factors, keep**SPAN)
    return float(np.mean(errors)) if len(errors) else 1.0


def _filter(counts: Floats, season: Floats, keep: float) -> tuple[float, float, Floats]:
    """Discounted counts and exposure after all months, and each month's squared error over its variance."""
    counted, exposure, errors = PRIOR, PRIOR / max(PRIOR, float(counts.mean())), []
    for count, factor in zip(counts.tolist(), season.tolist(), strict=True):
        counted, exposure = counted * keep, exposure * keep
        mean = counted / exposure * factor
        errors.append((count - mean) ** 2 / (mean * (1 + factor / exposure)))
        counted, exposure = counted + count, exposure + factor
    return counted, exposure, np.array(errors[len(errors) // 4 :])  # the first say more of the start


def _likelihood(counts: Floats, season: Floats, keep: float) -> float:
    """Logarithm of how likely each month's count was, told the months before (a negative binomial)."""
    counted, exposure = PRIOR, PRIOR / max(PRIOR, float(counts.mean()))
    total = 0.0
    for count, factor in zip(counts.tolist(), season.tolist(), strict=True):
        counted, exposure = counted * keep, exposure * keep
        if counted <= 0:
            return -inf
        total += lgamma(counted + count) - lgamma(counted) - lgamma(count + 1)
        total += counted * log(exposure / (exposure + factor)) + count * log(factor / (exposure + factor))
        counted, exposure = counted + count, exposure + factor
    return total
