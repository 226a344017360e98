"""How wrong the model of demand would have been: fitted to the months before, asked for those held out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from placement.forecast.demand import fit
from placement.forecast.history import LEAST_PERIODS, LEAST_REQUESTS, PERIOD_DAYS, History, complete

AHEAD = 3  # months that are predicted at once
FOLDS = 8
SAMPLES = 400
SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class Backtest:
    """Errors over held-out spans of `ahead` months.

    Attributes
    ----------
    spans
        How many were held out; with none all figures are 0 and say nothing.
    covered
        Spans whose requests lay within the P10 to P90 band; 8 of 10 should.
    error
        Mean absolute error of the median, in requests per span.
    naive
        That of "as many as in the last twelve months, on average", for comparison.
    mean
        Requests per span.
    """

    ahead: int
    spans: int
    covered: int
    error: float
    naive: float
    mean: float


def backtest(history: History, ahead: int = AHEAD, folds: int = FOLDS) -> Backtest:
    """Hold out the last spans one after the other, each predicted from all that came before it."""
    errors, naive, seen = [], [], []
    covered = 0
    for fold in range(1, folds + 1):
        cut = history.end - timedelta(days=round(fold * ahead * PERIOD_DAYS))
        known = history.before(cut)
        enough = sum(complete(p.request) for p in known.past) >= LEAST_REQUESTS
        if not enough or known.periods < max(LEAST_PERIODS, ahead):
            break
        span = history.before(cut + timedelta(days=round(ahead * PERIOD_DAYS)))
        came = len(span.past) - len(known.past)
        model = fit(known)
        rng = np.random.default_rng([SEED, fold])
        drawn = np.array([model.counts(rng, ahead).sum() for _ in range(SAMPLES)])
        low, middle, high = np.quantile(drawn, (0.1, 0.5, 0.9), method="inverted_cdf")
        covered += bool(low <= came <= high)
        errors.append(abs(came - middle))
        naive.append(abs(came - known.counts[-12:].mean() * ahead))
        seen.append(came)
    if not seen:
        return Backtest(ahead, 0, 0, 0.0, 0.0, 0.0)
    return Backtest(
        ahead, len(seen), covered, float(np.mean(errors)), float(np.mean(naive)), float(np.mean(seen))
    )
