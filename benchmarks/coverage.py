"""How often the truth lies in the forecast's band: histories by another model, cut and forecast, then lived.

Each history of `benchmarks.histories` runs on beyond the day that the forecast is made on. What really comes
then is placed by the same ranker, and leaves when it was to leave. ``python -m benchmarks.coverage`` prints
the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from math import inf

import numpy as np

from benchmarks.histories import ON_FIBRE, history
from benchmarks.rooms import make_room
from capacity.room import Room
from placement.forecast.draw import YEAR, Arrival, Player, Setting
from placement.forecast.history import History
from placement.forecast.run import PARTS, quantile
from placement.request import Request

FIRST, CUT, LAST = date(2020, 1, 1), date(2026, 1, 1), date(2027, 12, 31)
PROJECTS = 1.0
YEARS = 2.0


@dataclass(frozen=True, slots=True)
class Lived:
    """One history: the band of requests in the next year and of the day the room is full, and what came true.

    Days without end are those beyond the forecast's two years.
    """

    requests: tuple[float, float]
    came: int
    full: tuple[float, float]
    was_full: float

    @property
    def requests_covered(self) -> bool:
        return self.requests[0] <= self.came <= self.requests[1]

    @property
    def full_covered(self) -> bool:
        return self.full[0] <= self.was_full <= self.full[1]


def live(seed: int, room: Room, draws: int) -> Lived:
    """Forecast from the history of a seed, and see."""
    whole = history(seed, FIRST, LAST, projects=PROJECTS, kinds=ON_FIBRE)
    known = [r for r in whole if r.start is not None and r.start <= CUT]
    future = [r for r in whole if r.start is not None and r.start > CUT]
    setting = Setting(room, CUT, History.of(known, CUT), (), YEARS * YEAR, seed)
    player = Player(setting)
    full = [player(number).full for number in range(draws)]
    counts = [
        float(setting.demand.counts(np.random.default_rng([seed, n, 2]), 12).sum()) for n in range(10 * draws)
    ]
    truth = player.play(0, list(_stream(future)))
    ends = [quantile(full, part) for part in (PARTS[0], PARTS[-1])]
    low, high = (inf if end is None else end for end in ends)
    few, many = (quantile(counts, part) or 0.0 for part in (PARTS[0], PARTS[-1]))
    came = sum((r.start - CUT).days <= YEAR for r in future if r.start is not None)
    return Lived((few, many), came, (low, high), inf if truth.full is None else truth.full)


def _stream(future: Iterable[Request]) -> Iterable[Arrival]:
    for request in future:
        assert request.start is not None
        stay = inf if request.until is None else float((request.until - request.start).days)
        yield Arrival(float((request.start - CUT).days), replace(request, start=None, until=None), stay)


def main(histories: int = 200, draws: int = 20) -> None:
    """Print how many of the histories lay in the bands."""
    room = make_room(20, 1)
    found = [live(seed, room, draws) for seed in range(histories)]
    requests = sum(each.requests_covered for each in found)
    full = sum(each.full_covered for each in found)
    fewer = sum(each.came < each.requests[0] for each in found)
    early = sum(each.was_full < each.full[0] for each in found)
    print(f"requests of a year in the band: {requests} of {histories} (below it {fewer})")
    print(f"day the room is full in the band: {full} of {histories} (before it {early})")
    never = sum(each.was_full == inf for each in found)
    print(f"not full within {YEARS:g} years: {never} of {histories}")


if __name__ == "__main__":
    main()
