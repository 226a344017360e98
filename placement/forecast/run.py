"""A forecast: many draws, and what they say together."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, inf

from placement.forecast.backtest import Backtest, backtest
from placement.forecast.draw import Draw, Player, Setting
from placement.forecast.myopia import Myopia, myopia
from placement.sweep import Pool, Swept, sweep

PARTS = (10, 50, 90)
ROOM = "room"


@dataclass(frozen=True, slots=True)
class Times:
    """Days until a room is full (dimension "room"), or until a dimension first stops a request.

    P10, P50 and P90: of 100 draws so many are earlier or as early; None: not within the forecast's time.
    """

    dimension: str
    draws: int
    p10: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the draws of a setting say; there may be fewer than asked for if it was cancelled.

    Attributes
    ----------
    times
        The room first, then each dimension that stopped a request in any draw, the most frequent first.
    first_limits
        What stopped the first request that found no place, and in how many draws.
    """

    setting: Setting
    swept: Swept[Draw]
    times: tuple[Times, ...]
    first_limits: tuple[tuple[str, int], ...]
    backtest: Backtest
    myopia: tuple[Myopia, ...]

    @property
    def draws(self) -> tuple[Draw, ...]:
        return tuple(draw for _, draw in self.swept.results)


def forecast(
    setting: Setting,
    draws: int,
    *,
    pool: Pool | None = None,
    streams: int = 1,
    progress: Callable[[int, int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Forecast:
    """Play `draws` futures of a setting; of `streams` of them the price of myopia is told.

    Raises
    ------
    SweepFailed
        If workers keep dying.
    """
    swept = sweep(Player, setting, draws, pool=pool, progress=progress, cancelled=cancelled)
    found = [draw for _, draw in swept.results]
    player = Player(setting)
    prices = () if swept.cancelled else tuple(myopia(player, number) for number in range(streams))
    limits = Counter(draw.limit for draw in found if draw.limit is not None)
    return Forecast(
        setting,
        swept,
        tuple(_times(found)),
        tuple(sorted(limits.items(), key=lambda each: (-each[1], each[0]))),
        backtest(setting.history),
        prices,
    )


def _times(draws: Sequence[Draw]) -> list[Times]:
    names = Counter(name for draw in draws for name in draw.by_dimension)
    found = [_of(ROOM, [draw.full for draw in draws])]
    order = sorted(names, key=lambda n: (-names[n], n))
    return found + [_of(name, [draw.by_dimension.get(name) for draw in draws]) for name in order]


def _of(dimension: str, days: Sequence[float | None]) -> Times:
    within = sum(day is not None for day in days)
    return Times(dimension, within, *(quantile(days, part) for part in PARTS))


def quantile(days: Sequence[float | None], percent: int) -> float | None:
    """The least of the days that `percent` of 100 do not exceed; None (never seen) is later than all."""
    order = sorted(inf if day is None else day for day in days)
    if not order:
        return None
    value = order[max(0, ceil(percent * len(order) / 100) - 1)]
    return None if value == inf else value
