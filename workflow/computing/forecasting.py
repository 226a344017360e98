"""When a room is full: the register as history, what waits as the first requests, many futures played."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from capacity.errors import BadInput, ChildStopped, Problem
from capacity.reading.catalogue import Catalogue
from placement.forecast import Forecast, Setting, forecast, forecast_json, tidy
from placement.forecast.draw import YEAR
from placement.forecast.history import complete
from placement.forecast.months import by_month
from placement.jobs import forecast_in_child
from workflow.computing.asked import Answer, Pools, Watch, Work
from workflow.computing.register import Waiting, history, waiting
from workflow.ports import UnitOfWork

MOST_DRAWS = 2_000
MOST_YEARS = 10.0
MOST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ForecastQuestion:
    """How many futures of how many years; with `queue` what waits today is placed first."""

    room: str
    today: date
    draws: int = 200
    years: float = 3.0
    seed: int = 1
    queue: bool = True

    @property
    def kind(self) -> str:
        return "forecast"

    @property
    def text(self) -> bytes:
        """The question as it is kept."""
        return json.dumps({"kind": self.kind, **asdict(self)}, sort_keys=True, default=str).encode()

    @classmethod
    def from_plain(cls, node: Mapping[str, Any]) -> ForecastQuestion:
        """The question that was kept."""
        own = {key: value for key, value in node.items() if key != "kind"}
        return cls(**{**own, "today": date.fromisoformat(node["today"])})

    def check(self, unit: UnitOfWork, catalogue: Catalogue) -> None:
        """Raise BadInput for figures out of bounds, and for a register that says too little."""
        problems = [
            Problem("forecast", None, name, f"{value:g} is out of bounds.", f"Give {low:g} to {high:g}.")
            for name, value, low, high in (
                ("draws", self.draws, 1, MOST_DRAWS),
                ("years", self.years, 0.25, MOST_YEARS),
                ("seed", self.seed, 0, MOST_SEED),
            )
            if not low <= value <= high
        ]
        if problems:
            raise BadInput(problems)
        unit.rooms.version(self.room)
        history(unit, self.room, catalogue, self.today)

    def work(self, unit: UnitOfWork, catalogue: Catalogue) -> Work:
        """Play the futures of the room as it now stands."""
        version = unit.rooms.version(self.room)
        past = history(unit, self.room, catalogue, self.today)
        asked = waiting(unit, self.room, catalogue) if self.queue else Waiting((), ())
        whole = tuple(one for one in asked.requests if complete(one))
        setting = Setting(unit.rooms.now(self.room), self.today, past, whole, self.years * YEAR, self.seed)
        left_out = [one.name for one in asked.requests if not complete(one)]

        def work(watch: Watch, pools: Pools | None) -> Answer:
            started = time.perf_counter()
            found = _played(setting, self.draws, watch, pools)
            told = forecast_json(found, time.perf_counter() - started)
            more = {
                "room": self.room,
                "room_version": version.number,
                "counts": [int(count) for count in past.counts],
                "by_month": by_month(found),
                "queue": None if not self.queue else {**asked.told(), "left_out": left_out},
            }
            return Answer({**told, **more}, tidy(found))

        return work


def _played(setting: Setting, draws: int, watch: Watch, pools: Pools | None) -> Forecast:
    """In a process of its own with a memory cap; over a pool of other machines where there is one."""
    pool = None if pools is None else pools()
    if pool is None:
        return forecast_in_child(setting, draws, cancelled=watch.stop, progress=watch.progress)
    try:
        found = forecast(
            setting,
            draws,
            pool=pool,
            progress=lambda done, of: watch.progress((done, of)),
            cancelled=_Stop(watch),
        )
    finally:
        pool.close()
    if found.swept.cancelled:
        raise ChildStopped("cancelled", "The forecast was cancelled.")
    return found


class _Stop(threading.Event):
    """An event that is set once the watch says so."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def is_set(self) -> bool:
        """True from then on."""
        return self._watch.stop()
