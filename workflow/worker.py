"""The worker: takes jobs that are due, has them done, and tries again later what failed.

It leases one job at a time and keeps the lease while the job runs, so that nobody else does it; a worker
that dies stops keeping it, and the job comes to another. A handler that writes ends its job itself, in the
unit of work that has the effects (`unit.jobs.done`); then these are there exactly once. For one that does not
the worker ends the job afterwards.
"""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Literal, TypeAlias, TypeVar

from capacity.errors import TitipError
from workflow.conflicts import Busy, LeaseLost, StoreDown
from workflow.kept import Job
from workflow.ports import Store, UnitOfWork

T = TypeVar("T")
Handler: TypeAlias = Callable[[Store, Job, datetime], None]
Clock: TypeAlias = Callable[[], datetime]

FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    ``done``; ``failed``: it comes again, or is given up if that was its last attempt; ``lost``: its lease
    was, so that it is another worker's now, or was set anew.
    """

    job: Job
    result: Literal["done", "failed", "lost"]
    seconds: float
    error: str = ""


def clock_time() -> datetime:
    """The moment by the machine's clock."""
    return datetime.now(UTC)


class Worker:
    """Does the jobs of a store, one after the other.

    Parameters
    ----------
    handlers
        What does the jobs of each kind. A kind that is not there is a failure like any other: another
        worker, of a newer Titip, may know it.
    queues
        The queues it serves; jobs of others are left alone.
    lease
        For how long a job is taken at a time; a third of it passes between two prolongations.
    longest
        A job that runs longer is taken for stuck: its lease is prolonged no more.
    idle_s
        The longest sleep, in seconds, while nothing is due: after it jobs of dead workers are looked for.
    tell
        Called with the outcome of each job; `trouble` with what keeps the worker from the store.
    """

    def __init__(
        self,
        store: Store,
        handlers: Mapping[str, Handler],
        queues: Collection[str],
        clock: Clock = clock_time,
        *,
        lease: timedelta = timedelta(minutes=1),
        longest: timedelta = timedelta(hours=1),
        idle_s: float = 5.0,
        tell: Callable[[Outcome], None] = lambda outcome: None,
        trouble: Callable[[TitipError], None] = lambda error: None,
        rng: random.Random | None = None,
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._clock = clock
        self._queues = queues
        self._lease = lease
        self._longest = longest
        self._idle_s = idle_s
        self._tell = tell
        self._trouble = trouble
        self._rng = rng or random.Random()
        self._stopping = False
        # Signal handlers may put something into it at any moment, where an Event could lock itself up.
        self._calls: SimpleQueue[None] = SimpleQueue()

    def stop(self) -> None:
        """End after the job at hand; may be called from a signal handler or another thread."""
        self._stopping = True
        self._calls.put(None)

    def run(self) -> None:
        """Do jobs as they come due, until `stop`. A store that is away is waited for."""
        while not self._stopping:
            try:
                if self.step():
                    continue
                pause_s = self._until_next()
            except (Busy, StoreDown) as error:
                self._trouble(error)
                pause_s = self._idle_s
            self._sleep(pause_s)

    def drain(self) -> int:
        """Do everything that is due now; how many jobs that was. Raises StoreDown, Busy."""
        many = 0
        while not self._stopping and self.step():
            many += 1
        return many

    def step(self) -> bool:
        """Take one job and do it; False if none is due."""
        now = self._clock()
        taken = self._committed(lambda unit: unit.jobs.lease(self._queues, now, now + self._lease))
        for job in taken:
            self._tell(self._do(job))
        return bool(taken)

    def _do(self, job: Job) -> Outcome:
        started = time.monotonic()
        try:
            with self._kept(job):
                self._handler(job)(self._store, job, self._clock())
        except LeaseLost as error:
            return Outcome(job, "lost", time.monotonic() - started, error.sentence)
        except Exception as error:
            return self._failed(job, error, time.monotonic() - started)
        with suppress(LeaseLost):  # if the handler has ended it, or set it anew, together with its effects
            self._committed(lambda unit: unit.jobs.done(job, self._clock()))
        return Outcome(job, "done", time.monotonic() - started)

    def _handler(self, job: Job) -> Handler:
        try:
            return self._handlers[job.kind]
        except KeyError:
            known = ", ".join(sorted(self._handlers)) or "none"
            raise TitipError(
                f"This worker knows no jobs of the kind {job.kind!r}; it knows {known}."
            ) from None

    def _failed(self, job: Job, error: Exception, seconds: float) -> Outcome:
        told = str(error) if isinstance(error, TitipError) else f"{type(error).__name__}: {error}"
        now = self._clock()
        try:
            self._committed(lambda unit: unit.jobs.failed(job, now, told, now + self.pause(job.attempt)))
        except LeaseLost:
            return Outcome(job, "lost", seconds, told)
        return Outcome(job, "failed", seconds, told)

    def pause(self, attempt: int) -> timedelta:
        """How long to wait after a failed attempt: twice as long each time, and never all at once."""
        most: timedelta = min(FIRST_RETRY * 2 ** min(attempt - 1, 20), LONGEST_RETRY)
        return most * self._rng.uniform(0.5, 1)

    @contextmanager
    def _kept(self, job: Job) -> Iterator[None]:
        """Keep the lease of a job from another thread, until the block ends."""
        ended = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(job, ended), daemon=True, name=f"lease {job.id}")
        keeper.start()
        try:
            yield
        finally:
            ended.set()
            keeper.join()

    def _keep(self, job: Job, ended: threading.Event) -> None:
        started = time.monotonic()
        while not ended.wait(self._lease.total_seconds() / 3):
            if time.monotonic() - started > self._longest.total_seconds():
                return
            try:
                self._committed(lambda unit: unit.jobs.keep(job, self._clock() + self._lease))
            except LeaseLost:
                return
            except TitipError as error:
                self._trouble(error)

    def _until_next(self) -> float:
        """Seconds until the next job is due, at most `idle_s`."""
        with self._store.read() as unit:
            due = unit.jobs.next_due(self._queues)
        if due is None:
            return self._idle_s
        return min(max((due - self._clock()).total_seconds(), 0.0), self._idle_s)

    def _sleep(self, seconds: float) -> None:
        # At least a moment: a job that is due may be on its way to another worker.
        try:
            self._calls.get(timeout=max(seconds, 0.05))
        except Empty:
            return

    def _committed(self, work: Callable[[UnitOfWork], T]) -> T:
        def whole(unit: UnitOfWork) -> T:
            result = work(unit)
            unit.commit()
            return result

        return self._store.run(whole)


@contextmanager
def ended_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Within the block, the first SIGTERM or SIGINT calls `stop`; a second one ends the process at once."""

    def ended(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop()

    before = {number: signal.signal(number, ended) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
