"""The worker's side: a question is read again, worked out, and its answer kept."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from capacity.errors import BadInput, TitipError
from capacity.reading.catalogue import Catalogue
from workflow.computing.asked import Answer, Asked, Pools
from workflow.computing.asking import QUEUE
from workflow.computing.forecasting import ForecastQuestion
from workflow.computing.placing import Question
from workflow.computing.table import write_table
from workflow.computing.trying import WhatIfQuestion
from workflow.kept import Job
from workflow.ports import Store, UnitOfWork
from workflow.serving import Computation, State

# How often a worker looks whether it is to stop, and tells how far it is, in seconds.
LOOK_EVERY_S = 0.5
MOST_PROBLEMS = 3
_RUNNING = ("waiting", "running", "cancelling")
_KINDS: Mapping[str, Callable[[Mapping[str, Any]], Asked]] = {
    "plan": Question.from_plain,
    "headroom": Question.from_plain,
    "whatif": WhatIfQuestion.from_plain,
    "forecast": ForecastQuestion.from_plain,
}


def question_of(text: bytes) -> Asked:
    """The question that was kept."""
    node = json.loads(text)
    return _KINDS[node["kind"]](node)


class Calculator:
    """Does the calculations of a store; `pools` makes what sweeps are spread over."""

    def __init__(self, catalogue: Catalogue, pools: Pools | None = None) -> None:
        self._catalogue = catalogue
        self._pools = pools

    def handle(self, store: Store, job: Job, at: datetime) -> None:
        """The handler of the job ``compute``."""
        one = self._begun(store, str(job.body["id"]))
        if one is None:
            return
        watch = _Watch(store, one)
        try:
            with store.read() as unit:
                _, text = unit.files.get(one.asked_sha256)
                work = question_of(text).work(unit, self._catalogue)
            found = work(watch, self._pools)
        except TitipError as error:
            state: State = "cancelled" if watch.cancelled else "failed"
            self._end(store, job, watch.reached(one), at, state=state, error=_said(error))
            return
        self._end(store, job, watch.reached(one), at, state="done", answer=found)

    @staticmethod
    def _begun(store: Store, id: str) -> Computation | None:
        """The calculation, running; None if it is not to be done any more."""

        def work(unit: UnitOfWork) -> Computation | None:
            one = unit.computations.get(id)
            running = replace(one, state="running")
            begun = unit.computations.put(running, {"waiting", "running"})
            unit.commit()
            return running if begun else None

        return store.run(work)

    @staticmethod
    def _end(
        store: Store,
        job: Job,
        one: Computation,
        at: datetime,
        *,
        state: State,
        error: str | None = None,
        answer: Answer | None = None,
    ) -> None:
        def work(unit: UnitOfWork) -> None:
            unit.jobs.done(job, at)
            result = None if answer is None else _kept(unit, answer, at)
            now = unit.computations.get(one.id)
            reached = replace(now, value=one.value, bound=one.bound)
            ends = max(at, one.put_at)
            ended = replace(reached, state=state, error=error, result_sha256=result, ended_at=ends)
            unit.computations.put(ended, _RUNNING)
            unit.commit()

        store.run(work)


def _kept(unit: UnitOfWork, answer: Answer, at: datetime) -> str:
    """The hash of the answer's file; its table is a file of its own, which the answer names."""
    told = dict(answer.told)
    if answer.table is not None:
        told["table_sha256"] = unit.files.put(write_table(answer.table), at).sha256
    return unit.files.put(json.dumps(told, ensure_ascii=False, sort_keys=True).encode(), at).sha256


def _said(error: TitipError) -> str:
    """The error in words; of an input that cannot be used its first problems."""
    if not isinstance(error, BadInput):
        return error.sentence
    return " ".join(f"{one.column}: {one.problem}" for one in error.problems[:MOST_PROBLEMS])


class _Watch:
    """Looks now and then whether to stop, and tells how far it is, at most twice a second."""

    def __init__(self, store: Store, one: Computation) -> None:
        self._store = store
        self._one = one
        self._looked = time.monotonic()
        self._told: tuple[int, int] | None = None
        self._latest: tuple[int, int] | None = None
        self.cancelled = False

    def reached(self, one: Computation) -> Computation:
        """The calculation with how far it came."""
        value, bound = self._latest or (None, None)
        return replace(one, value=value, bound=bound)

    def progress(self, reached: tuple[int, int]) -> None:
        self._latest = reached

    def stop(self) -> bool:
        if time.monotonic() - self._looked < LOOK_EVERY_S:
            return self.cancelled
        self._looked = time.monotonic()

        def work(unit: UnitOfWork) -> bool:
            now = unit.computations.get(self._one.id)
            if self._latest is not None and self._latest != self._told:
                value, bound = self._latest
                unit.computations.put(replace(now, value=value, bound=bound), {"running"})
                unit.commit()
            return now.state not in ("running", "waiting")

        self.cancelled = self._store.run(work)
        self._told = self._latest
        return self.cancelled


Handler = Callable[[Store, Job, datetime], None]


def jobs(catalogue: Catalogue, pools: Pools | None = None) -> Mapping[str, Handler]:
    """The handlers of the queue `QUEUE`."""
    return {"compute": Calculator(catalogue, pools).handle}


__all__ = ["QUEUE", "Calculator", "Handler", "jobs", "question_of"]
