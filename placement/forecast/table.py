"""The draws as one tidy table, and the forecast as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from placement.forecast.draw import YEAR, Draw
from placement.forecast.run import ROOM, Forecast, Times

COLUMNS = ("draw", "dimension", "measure", "unit", "value", "limit")
KINDS = ("int64", "str", "str", "str", "float64", "str")
Row = tuple[int, str, str, str, float | None, str]


def tidy(found: Forecast) -> pd.DataFrame:
    """One row per draw, dimension and measure.

    Measures are ``full`` and ``first_refused`` (days from the forecast's first day; empty: not within its
    time), ``came``, ``placed`` and ``left`` (items). `limit` names what stopped the first request without a
    place.
    """
    rows = [row for draw in found.draws for row in _rows(draw)]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    made = zip(COLUMNS, columns, KINDS, strict=True)
    return pd.DataFrame({name: pd.Series(list(values), dtype=kind) for name, values, kind in made})


def _rows(draw: Draw) -> Iterator[Row]:
    yield draw.number, ROOM, "full", "days", draw.full, ""
    yield draw.number, ROOM, "first_refused", "days", draw.first_refused, draw.limit or ""
    for measure in ("came", "placed", "left"):
        yield draw.number, ROOM, measure, "items", float(getattr(draw, measure)), ""
    for dimension in sorted(draw.by_dimension):
        yield draw.number, dimension, "first_refused", "days", draw.by_dimension[dimension], ""


def forecast_json(found: Forecast, seconds: float) -> dict[str, object]:
    """The answer of ``titip forecast --json``."""
    setting, tested, model = found.setting, found.backtest, found.setting.demand
    today, came = setting.today, sum(draw.came for draw in found.draws)
    return {
        "room_full": _times(found.times[0], today),
        "dimensions": [_times(each, today) for each in found.times[1:]],
        "first_limits": [{"limit": limit, "draws": draws} for limit, draws in found.first_limits],
        "placed_share": _round(sum(draw.placed for draw in found.draws) / came) if came else None,
        "demand": {
            "requests": len(setting.history.past),
            "incomplete": list(setting.history.incomplete),
            "months": setting.history.periods,
            "per_month": _round(model.level),
            "spread": _round(model.spread),
            "discount": model.keep,
            "season": [_round(float(factor)) for factor in model.season],
            "classes": {name: _round(share) for name, share in model.shares.items()},
            "waiting": len(setting.queue),
        },
        "stays": {f"after_{n}_years": _round(setting.stays.beyond(YEAR * n)) for n in (1, 3, 5)},
        "backtest": {
            "months_ahead": tested.ahead,
            "spans": tested.spans,
            "within_band": tested.covered,
            "mean_requests": _round(tested.mean),
            "mean_absolute_error": _round(tested.error),
            "naive_error": _round(tested.naive),
        },
        "myopia": [
            {
                "items": each.came,
                "online": each.online,
                "planned": each.planned,
                "bound": each.bound,
                "price": _round(each.price),
                "reproducible": each.reproducible,
            }
            for each in found.myopia
        ],
        "draws": len(found.draws),
        "asked": found.swept.asked,
        "cancelled": found.swept.cancelled,
        "done_again": found.swept.deaths,
        "seed": setting.seed,
        "from": today.isoformat(),
        "days": _round(setting.days),
        "seconds": _round(seconds),
    }


def _times(times: Times, today: date) -> dict[str, object]:
    quantiles = {"p10": times.p10, "p50": times.p50, "p90": times.p90}
    days = {name: None if value is None else int(value) for name, value in quantiles.items()}
    dates = {
        f"{name}_date": None if day is None else (today + timedelta(days=day)).isoformat()
        for name, day in days.items()
    }
    return {"dimension": times.dimension, "draws": times.draws, **days, **dates}


def _round(value: float) -> float:
    return round(value, 4)
