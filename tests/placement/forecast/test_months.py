"""Shares of futures month by month, and a past that did not all stand: by hand, on made-up draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from placement.forecast.draw import Draw
from placement.forecast.history import History, Past
from placement.forecast.months import by_month
from placement.forecast.run import Times
from placement.forecast.stays import Stays
from placement.request import Request

TODAY = date(2026, 6, 8)
ONE = Request("one", height_hu=2, power_w=100, weight_g=1000)


def forecast(days: float, *draws: tuple[float | None, dict[str, float]]) -> Any:
    """A forecast whose futures are full, or stop a dimension, after so many days."""
    made = [
        Draw(n, full, None, None, None, by_dimension, 0, 0, 0) for n, (full, by_dimension) in enumerate(draws)
    ]
    names = sorted({name for _, stopped in draws for name in stopped})
    times = tuple(Times(name, 0, None, None, None) for name in ("room", *names))
    return SimpleNamespace(setting=SimpleNamespace(today=TODAY, days=days), draws=made, times=times)


def test_a_month_tells_what_has_happened_by_its_end() -> None:
    # 22.5 days are left of June, 53.5 up to the end of July.
    found = by_month(
        forecast(90, (22.5, {"cooling": 3.0}), (24.0, {}), (None, {"cooling": 80.0}), (200.0, {}))
    )
    assert found["months"] == ["2026-06", "2026-07", "2026-08"]
    assert found["rows"] == [
        {"dimension": "room", "shares": [0.25, 0.5, 0.5]},
        {"dimension": "cooling", "shares": [0.25, 0.25, 0.5]},
    ]


def test_a_month_that_the_forecast_does_not_see_the_end_of_is_left_out() -> None:
    assert by_month(forecast(22, (None, {})))["months"] == []
    assert by_month(forecast(23, (None, {})))["months"] == ["2026-06"]


def test_without_futures_there_is_no_share() -> None:
    assert by_month(forecast(60))["rows"] == []


def test_what_never_stood_is_demand_and_tells_nothing_of_stays() -> None:
    stood = [Past(replace(ONE, name=f"s{n}"), TODAY - timedelta(days=30 * n), None) for n in range(1, 9)]
    left = Past(replace(ONE, name="left"), TODAY - timedelta(days=200), TODAY - timedelta(days=100))
    refused = [
        Past(replace(ONE, name=f"r{n}"), TODAY - timedelta(days=30 * n + 3), None, stood=False)
        for n in range(1, 9)
    ]
    without = History.from_past([*stood, left], TODAY)
    found = History.from_past([*stood, left, *refused], TODAY, unread=["gone"])
    assert len(found.past) == len(without.past) + 8
    assert found.counts.sum() > without.counts.sum()
    assert found.incomplete == ("gone",)
    assert Stays.of(found).beyond(150.0) == Stays.of(without).beyond(150.0)
    assert Stays.of(found).rate == Stays.of(without).rate
