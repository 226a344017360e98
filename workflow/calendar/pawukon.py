"""Bali's days of the Pawukon, the calendar of 210 days that knows no years: pure arithmetic."""

from __future__ import annotations

import datetime as dt

CYCLE_DAYS = 210
# A Galungan: Wednesday 27 June 2007.
_GALUNGAN = dt.date(2007, 6, 27)
# Days of the cycle, counted from Galungan.
_DAYS = {
    209: "Penampahan Galungan",
    0: "Hari Raya Galungan",
    1: "Umanis Galungan",
    9: "Penampahan Kuningan",
    10: "Hari Raya Kuningan",
    136: "Hari Raya Saraswati",
    140: "Hari Raya Pagerwesi",
}


def pawukon_days(year: int) -> tuple[tuple[dt.date, str], ...]:
    """Date and name of the Pawukon days of a year on which Bali's offices may be closed, in order."""
    first = dt.date(year, 1, 1)
    found = []
    for place, name in _DAYS.items():
        day = first + dt.timedelta(days=(place - (first - _GALUNGAN).days) % CYCLE_DAYS)
        while day.year == year:
            found.append((day, name))
            day += dt.timedelta(days=CYCLE_DAYS)
    return tuple(sorted(found))
