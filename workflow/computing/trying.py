"""What-if: stored scenarios of a room side by side, with the requests that wait placed into each if asked."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from capacity.errors import BadInput, Problem
from capacity.reading.catalogue import Catalogue
from placement.jobs import whatif_in_child
from placement.whatif import Prepared, WhatIf, prepare, whatif_json
from workflow.computing.asked import Answer, Pools, Watch, Work
from workflow.computing.placing import problem_of_time
from workflow.computing.register import Waiting, waiting
from workflow.planning import scenario_of_version
from workflow.ports import UnitOfWork

MOST_SCENARIOS = 4
COLUMNS = ("scenario", "dimension", "measure", "unit", "base", "value", "change")


@dataclass(frozen=True, slots=True)
class WhatIfQuestion:
    """Scenarios, each by its number and version; with `queue` every request that waits is placed as well."""

    room: str
    scenarios: Sequence[tuple[str, int]]
    today: date
    queue: bool = False
    seconds: float | None = None

    @property
    def kind(self) -> str:
        return "whatif"

    @property
    def text(self) -> bytes:
        """The question as it is kept."""
        return json.dumps({"kind": self.kind, **asdict(self)}, sort_keys=True, default=str).encode()

    @classmethod
    def from_plain(cls, node: Mapping[str, Any]) -> WhatIfQuestion:
        """The question that was kept."""
        scenarios = tuple((id, number) for id, number in node["scenarios"])
        today = date.fromisoformat(node["today"])
        return cls(node["room"], scenarios, today, node["queue"], node["seconds"])

    def check(self, unit: UnitOfWork, catalogue: Catalogue) -> None:
        """Raise BadInput with every problem: how many, of which room, and what holds in the room no more."""
        self._prepared(unit, catalogue)

    def _prepared(self, unit: UnitOfWork, catalogue: Catalogue) -> tuple[tuple[Prepared, ...], Waiting]:
        problems = []
        if not 1 <= len(self.scenarios) <= MOST_SCENARIOS:
            told = f"There are {len(self.scenarios)} scenarios."
            problems.append(
                Problem("scenarios", None, "scenarios", told, f"Compare 1 to {MOST_SCENARIOS} at once.")
            )
        if len(set(self.scenarios)) < len(self.scenarios):
            told = "A scenario is there twice."
            problems.append(Problem("scenarios", None, "scenarios", told, "Name each once."))
        if (problem := problem_of_time(self.seconds)) is not None:
            problems.append(problem)
        if problems:
            raise BadInput(problems)
        found = []
        for id, number in self.scenarios:
            line, scenario = scenario_of_version(unit, id, number)
            if line.room != self.room:
                told = f"{id} is a scenario of the room {line.room!r}."
                problems.append(Problem("scenarios", None, "scenarios", told, "Name those of one room."))
            found.append(scenario)
        if problems:
            raise BadInput(problems)
        asked = waiting(unit, self.room, catalogue) if self.queue else Waiting((), ())
        return prepare(unit.rooms.now(self.room), found, catalogue, asked.requests), asked

    def work(self, unit: UnitOfWork, catalogue: Catalogue) -> Work:
        """Compare the scenarios with the room as it now stands."""
        version, room = unit.rooms.version(self.room), unit.rooms.now(self.room)
        prepared, asked = self._prepared(unit, catalogue)

        def work(watch: Watch, pools: Pools | None) -> Answer:
            started = time.perf_counter()
            found = whatif_in_child(
                room,
                prepared,
                self.today,
                catalogue=catalogue,
                queue=asked.requests,
                seconds=self.seconds,
                cancelled=watch.stop,
                progress=watch.progress,
            )
            told = whatif_json(found, time.perf_counter() - started)
            scenarios = [{"id": id, "version": number} for id, number in self.scenarios]
            queue = None if not self.queue else asked.told()
            of = {"room": self.room, "room_version": version.number, "of": scenarios, "queue": queue}
            return Answer({**told, **of}, _table(found))

        return work


def _table(found: WhatIf) -> pd.DataFrame:
    """One row per scenario and measure that is another than in the room as it is."""
    rows = [
        (
            outcome.name,
            d.dimension,
            d.measure,
            d.unit,
            _number(d.base),
            _number(d.scenario),
            _number(d.change),
        )
        for outcome in found.outcomes
        for d in outcome.differences
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    kinds = ("str",) * 4 + ("float64",) * 3
    made = zip(COLUMNS, columns, kinds, strict=True)
    return pd.DataFrame({name: pd.Series(list(values), dtype=kind) for name, values, kind in made})


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
