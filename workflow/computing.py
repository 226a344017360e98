"""Calculations that take their time: asked for by a person, done by a worker, seen and cancelled meanwhile.

What is asked is checked at once; the answer, like the question, is kept as a file. The room is the stored
one, as it stands when the worker begins.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from capacity.errors import BadInput, Problem, TitipError
from capacity.reading.catalogue import Catalogue
from capacity.room import Room
from placement.jobs import headroom_in_child, plan_in_child
from placement.plan_json import headroom_json, plan_json
from placement.reading import request_from_table
from placement.request import Request
from workflow.kept import Job, NewJob
from workflow.ports import Store, UnitOfWork
from workflow.serving import Computation, State

QUEUE = "compute"
KINDS = ("plan", "headroom")
MOST_OPEN = 100
MOST_OPEN_OF_PERSON = 5
MOST_REQUESTS = 2_000
LONGEST_S = 120.0
# How often a worker looks whether it is to stop, and tells how far it is, in seconds.
LOOK_EVERY_S = 0.5
_RUNNING = ("waiting", "running", "cancelling")


class TooMany(TitipError):
    """Too many calculations wait, of a person or of all: try again later."""

    code = "too-many"


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
    def from_text(cls, text: bytes) -> Question:
        """The question that was kept."""
        node = json.loads(text)
        return cls(**{**node, "today": date.fromisoformat(node["today"])})

    def read(self, catalogue: Catalogue) -> tuple[Request, ...]:
        """The requests. Raises BadInput with every problem."""
        found, problems = [], list(_problems(self))
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


def ask(unit: UnitOfWork, question: Question, person: str, catalogue: Catalogue, at: datetime) -> Computation:
    """Keep a question for a worker. The caller commits. Raises BadInput, NotStored, TooMany."""
    question.read(catalogue)
    unit.rooms.version(question.room)
    if unit.computations.open() >= MOST_OPEN or unit.computations.open(person) >= MOST_OPEN_OF_PERSON:
        raise TooMany(
            f"{MOST_OPEN_OF_PERSON} calculations of a person may wait; cancel one, or wait.", person
        )
    asked = unit.files.put(question.text, at)
    id = f"{at:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    one = Computation(id, question.kind, person, question.room, asked.sha256, at)
    unit.computations.add(one)
    unit.jobs.put(NewJob(QUEUE, "compute", {"id": id}, at, key=f"compute:{id}", most_attempts=2), at)
    return one


def cancel(unit: UnitOfWork, id: str, at: datetime) -> Computation:
    """Stop a calculation: one that waits never begins, one that runs ends soon; one that is over stays.

    The caller commits. Raises NotStored.
    """
    one = unit.computations.get(id)
    waiting = replace(one, state="cancelled", ended_at=at)
    if unit.computations.put(waiting, {"waiting"}):
        unit.jobs.disarm(f"compute:{id}")
        return waiting
    unit.computations.put(replace(one, state="cancelling"), {"running"})
    return unit.computations.get(id)


class Calculator:
    """Does the calculations of a store."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def handle(self, store: Store, job: Job, at: datetime) -> None:
        """The handler of the job ``compute``."""
        one = self._begun(store, str(job.body["id"]))
        if one is None:
            return
        with store.read() as unit:
            _, text = unit.files.get(one.asked_sha256)
            room = unit.rooms.now(one.room or "")
        question = Question.from_text(text)
        watch = _Watch(store, one)
        try:
            found = _calculate(question, room, question.read(self._catalogue), watch)
        except TitipError as error:
            state: State = "cancelled" if watch.cancelled else "failed"
            self._end(store, job, one, at, state=state, error=error.sentence)
            return
        answer = json.dumps(found, ensure_ascii=False, sort_keys=True).encode()
        self._end(store, job, one, at, state="done", answer=answer)

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
        answer: bytes | None = None,
    ) -> None:
        def work(unit: UnitOfWork) -> None:
            unit.jobs.done(job, at)
            result = None if answer is None else unit.files.put(answer, at).sha256
            now = unit.computations.get(one.id)
            ended = replace(now, state=state, error=error, result_sha256=result, ended_at=max(at, one.put_at))
            unit.computations.put(ended, _RUNNING)
            unit.commit()

        store.run(work)


class _Watch:
    """Looks now and then whether to stop, and tells how far it is, at most twice a second."""

    def __init__(self, store: Store, one: Computation) -> None:
        self._store = store
        self._one = one
        self._looked = time.monotonic()
        self._told: tuple[int, int] | None = None
        self._latest: tuple[int, int] | None = None
        self.cancelled = False

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


def _problems(question: Question) -> Sequence[Problem]:
    found = []
    many = len(question.requests)
    if not 1 <= many <= (MOST_REQUESTS if question.kind == "plan" else 1):
        most = MOST_REQUESTS if question.kind == "plan" else 1
        told = f"There are {many} requests, and {most} may be asked for at once."
        found.append(Problem("requests", None, "", told, "Ask for fewer."))
    if question.seconds is not None and not 0 < question.seconds <= LONGEST_S:
        told = f"{question.seconds} s is no time limit."
        found.append(Problem("requests", None, "seconds", told, f"Give up to {LONGEST_S:g} seconds."))
    return found


def _calculate(question: Question, room: Room, requests: Sequence[Request], watch: _Watch) -> object:
    started = time.perf_counter()
    options: dict[str, Any] = {
        "seconds": question.seconds,
        "cancelled": watch.stop,
        "progress": watch.progress,
    }
    if question.kind == "plan":
        plan = plan_in_child(room, requests, question.today, **options)
        return plan_json(plan, time.perf_counter() - started)
    headroom = headroom_in_child(room, requests[0], question.today, **options)
    return headroom_json(headroom, time.perf_counter() - started)


Handler = Callable[[Store, Job, datetime], None]


def jobs(catalogue: Catalogue) -> Mapping[str, Handler]:
    """The handlers of the queue `QUEUE`."""
    return {"compute": Calculator(catalogue).handle}
