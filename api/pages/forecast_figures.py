"""What a forecast shows: when each dimension ends, its share of futures by month, past demand; all drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from api.pages.dimension_words import dimension_words
from workflow.procedure import Text

Told = Mapping[str, Any]
PERIOD_DAYS = 365.25 / 12
WIDTH, LABELS, ROW, TOP = 900.0, 220.0, 30.0, 30.0
BAR_AREA, BAR_HEIGHT, WIDEST = 160.0, 130.0, 60.0
#: Shares of futures from which a cell falls into the next band.
BANDS = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """A dimension on the time axis: from P10 to P90, with P50; None lies beyond its end.

    `futures` is the share of futures in which it happens at all.
    """

    name: str
    title: Text
    y: float
    start: float | None
    middle: float | None
    end: float | None
    p10: date | None
    p50: date | None
    p90: date | None
    futures: float


@dataclass(frozen=True, slots=True)
class Times:
    """The chart of exhaustion: its size, the ends of its axis, its marks and rows."""

    width: float
    height: float
    left: float
    right: float
    ticks: tuple[Tick, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Requests of a past month: `start` is its first day."""

    x: float
    y: float
    height: float
    count: int
    start: date


@dataclass(frozen=True, slots=True)
class Demand:
    """The chart of past demand; `level` is the height of the model's level of today."""

    width: float
    height: float
    step: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: int
    level: float


@dataclass(frozen=True, slots=True)
class Heat:
    """A row of the heat map: of each month the share in per cent, and its band from 0 (none) to 4."""

    title: Text
    cells: tuple[tuple[float, int], ...]


def times(result: Told) -> Times:
    """When the room is full, and each dimension first stops a request."""
    first, days = date.fromisoformat(result["from"]), float(result["days"])
    rows = [result["room_full"], *result["dimensions"]]
    right = WIDTH - 20

    def at(day: float | None) -> float | None:
        return None if day is None else round(LABELS + (right - LABELS) * min(day, days) / days, 1)

    spans = tuple(
        Span(
            row["dimension"],
            dimension_words(row["dimension"]),
            TOP + ROW * number + ROW / 2,
            at(row["p10"]),
            at(row["p50"]),
            at(row["p90"]),
            _date(row["p10_date"]),
            _date(row["p50_date"]),
            _date(row["p90_date"]),
            100 * row["draws"] / result["draws"] if result["draws"] else 0.0,
        )
        for number, row in enumerate(rows)
    )
    ticks = []
    year, month = first.year, first.month
    months = max(1, round(days / 365.25 * 12 / 8))
    while True:
        year, month = year + (month + months - 1) // 12, (month + months - 1) % 12 + 1
        day = (date(year, month, 1) - first).days
        if day > days:
            break
        ticks.append(Tick(at(day) or 0.0, f"{month:02d}/{year}"))
    return Times(WIDTH, TOP + ROW * len(spans) + 10, LABELS, right, tuple(ticks), spans)


def demand(result: Told) -> Demand:
    """How many requests came in each month of the past, up to five years of it."""
    counts: Sequence[int] = result["counts"][-60:]
    end = date.fromisoformat(result["from"])
    level = float(result["demand"]["per_month"])
    most = max([*counts, round(level + 0.5), 1])
    step = round(min((WIDTH - 40) / max(1, len(counts)), WIDEST), 2)
    bars = []
    for place, count in enumerate(counts):
        start = end - timedelta(days=round((len(counts) - place) * PERIOD_DAYS))
        height = round(BAR_HEIGHT * count / most, 1)
        bars.append(
            Bar(round(40 + place * step, 1), round(TOP + BAR_HEIGHT - height, 1), height, count, start)
        )
    ticks = [
        Tick(bar.x, f"{bar.start.month:02d}/{bar.start.year}")
        for bar in bars[:: max(1, round(len(bars) / 8))]
    ]
    return Demand(
        WIDTH,
        TOP + BAR_AREA,
        step,
        tuple(bars),
        tuple(ticks),
        most,
        round(TOP + BAR_HEIGHT * (1 - level / most), 1),
    )


def heat(result: Told, code: str) -> tuple[tuple[str, ...], tuple[Heat, ...]]:
    """Months as they are written, and the share of futures in which each dimension has ended by then."""
    table = result["by_month"]
    months = tuple(format_date(date.fromisoformat(f"{m}-01"), "MMM yy", locale=code) for m in table["months"])
    rows = tuple(
        Heat(
            dimension_words(row["dimension"]),
            tuple((100 * share, band(share)) for share in row["shares"]),
        )
        for row in table["rows"]
    )
    return months, rows


def band(share: float) -> int:
    """The band of a share of futures: 0 where it happens in none."""
    return 0 if share == 0 else 1 + sum(share >= limit for limit in BANDS)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
