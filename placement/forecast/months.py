"""How sure it is, month by month, that the room is full, or that a dimension has stopped a request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from placement.forecast.draw import Draw
from placement.forecast.run import ROOM, Forecast


def by_month(found: Forecast) -> dict[str, object]:
    """Months from the forecast's first day on, and for the room and each dimension the share of futures.

    A share is that of the futures in which the room is full, or the dimension has stopped a request, by
    the end of the month; 0 to 1, never falling. The month in which the forecast ends is left out unless it
    ends with it. Without draws there are no shares.
    """
    today = found.setting.today
    ends = list(_month_ends(today, found.setting.days))
    rows = []
    for times in found.times if found.draws else ():
        days = [_day(draw, times.dimension) for draw in found.draws]
        shares = [
            round(sum(day is not None and day < (end - today).days for day in days) / len(days), 4)
            for end in ends
        ]
        rows.append({"dimension": times.dimension, "shares": shares})
    return {"months": [(end - timedelta(days=1)).isoformat()[:7] for end in ends], "rows": rows}


def _day(draw: Draw, dimension: str) -> float | None:
    return draw.full if dimension == ROOM else draw.by_dimension.get(dimension)


def _month_ends(today: date, days: float) -> Iterator[date]:
    """First days after each whole month that the forecast sees the end of."""
    year, month = today.year, today.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date(year, month, 1)
        if (end - today).days > days:
            return
        yield end
