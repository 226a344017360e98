"""Plans and headroom: requests placed together, and how many more of one fit."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from capacity.errors import BadInput, Problem
from capacity.reading.catalogue import Catalogue
from placement.jobs import headroom_in_child, plan_in_child
from placement.plan_json import headroom_json, plan_json
from placement.reading import request_from_table
from placement.request import Request
from workflow.computing.asked import Answer, Pools, Watch, Work
from workflow.ports import UnitOfWork

MOST_REQUESTS = 2_000
LONGEST_S = 120.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be calculated: the contract's request objects, in a stored room, for at most so long."""

    kind: Literal["plan", "headroom"]
    room: str
    requests: Sequence[Mapping[str, object]]
    today: date
    seconds: float | None = None

    @property
    def text(self) -> bytes:
        """The question as it is kept."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str).encode()

    @classmethod
    def from_plain(cls, node: Mapping[str, Any]) -> Question:
        """The question that was kept."""
        return cls(**{**node, "today": date.fromisoformat(node["today"])})

    def check(self, unit: UnitOfWork, catalogue: Catalogue) -> None:
        """Raise BadInput with every problem of the requests."""
        self.read(catalogue)

    def read(self, catalogue: Catalogue) -> tuple[Request, ...]:
        """The requests. Raises BadInput with every problem."""
        found, problems = [], list(self._problems())
        for number, table in enumerate(self.requests, start=1):
            try:
                found.append(request_from_table(table, "requests", catalogue, row=number))
            except BadInput as bad:
                problems += bad.problems
        names = [request.name for request in found]
        for name in sorted({name for name in names if names.count(name) > 1}):
            told = f"The request {name!r} is there twice."
            problems.append(Problem("requests", None, "request", told, "Give each its own name."))
        if problems:
            raise BadInput(problems)
        return tuple(found)

    def _problems(self) -> Sequence[Problem]:
        found = []
        many, most = len(self.requests), MOST_REQUESTS if self.kind == "plan" else 1
        if not 1 <= many <= most:
            told = f"There are {many} requests, and {most} may be asked for at once."
            found.append(Problem("requests", None, "", told, "Ask for fewer."))
        if (problem := problem_of_time(self.seconds)) is not None:
            found.append(problem)
        return found

    def work(self, unit: UnitOfWork, catalogue: Catalogue) -> Work:
        """Place the requests, or count, in the room as it now stands."""
        room, requests = unit.rooms.now(self.room), self.read(catalogue)

        def work(watch: Watch, pools: Pools | None) -> Answer:
            started = time.perf_counter()
            options: dict[str, Any] = {
                "seconds": self.seconds,
                "cancelled": watch.stop,
                "progress": watch.progress,
            }
            if self.kind == "plan":
                plan = plan_in_child(room, requests, self.today, **options)
                return Answer(plan_json(plan, time.perf_counter() - started))
            headroom = headroom_in_child(room, requests[0], self.today, **options)
            return Answer(headroom_json(headroom, time.perf_counter() - started))

        return work


def problem_of_time(seconds: float | None) -> Problem | None:
    """What is wrong with a time limit."""
    if seconds is None or 0 < seconds <= LONGEST_S:
        return None
    told = f"{seconds} s is no time limit."
    return Problem("requests", None, "seconds", told, f"Give up to {LONGEST_S:g} seconds.")
