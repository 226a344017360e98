"""Sweeps: one calculation for hundreds or thousands of numbers, spread over processes or machines.

Each number (a draw, a scenario) is worked out by itself, from its own seed, and results are put in the order
of the numbers: any number of workers gives the same. What a worker that dies had in hand is done again. The
workers come from a `Pool`, which is here one of processes; one over a network is for the layers above,
since placement knows no network.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from concurrent.futures import ProcessPoolExecutor as Processes
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeVar

from capacity.errors import TitipError

Payload = TypeVar("Payload")
Result = TypeVar("Result")

AT_ONCE = 8  # numbers that a worker takes at a time
AHEAD = 3  # such tasks per worker that are handed out before the first is back
MOST_DEATHS = 3  # of workers, on the same task, before the sweep gives up
LOOK = 0.2  # seconds between looks at whether it was cancelled


class SweepFailed(TitipError):
    """A task ended its worker again and again."""

    code = "sweep-failed"


class Pool(Protocol):
    """Where tasks are done; `lost` are the errors that say that a worker died; `renew` is called then."""

    workers: int
    lost: tuple[type[BaseException], ...]

    def submit(self, task: Callable[..., Any], /, *args: Any) -> Future[Any]: ...

    def renew(self) -> None: ...

    def close(self) -> None: ...


class ProcessPool:
    """Processes of this machine, each started afresh (no copy of this one), with one thread for numbers."""

    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._made: Processes | None = None

    def submit(self, task: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """As `concurrent.futures.Executor.submit`."""
        if self._made is None:
            context = multiprocessing.get_context("spawn")
            self._made = Processes(self.workers, mp_context=context, initializer=_one_thread)
        return self._made.submit(task, *args)

    def renew(self) -> None:
        """Start again after a process died: the others of its pool are of no use any more."""
        self.close()

    def close(self) -> None:
        """End the processes; what they have in hand is finished first."""
        if self._made is not None:
            self._made.shutdown(wait=True, cancel_futures=True)
            self._made = None


def _one_thread() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


@dataclass(frozen=True, slots=True)
class Swept(Generic[Result]):
    """Results in the order of their numbers; with `cancelled`, those that were there by then.

    `deaths` counts the tasks that were done again because their worker died.
    """

    results: tuple[tuple[int, Result], ...]
    asked: int
    cancelled: bool
    deaths: int


def sweep(
    make: Callable[[Payload], Callable[[int], Result]],
    payload: Payload,
    count: int,
    *,
    pool: Pool | None = None,
    at_once: int = AT_ONCE,
    progress: Callable[[int, int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Swept[Result]:
    """Work out the numbers 0 to `count` - 1.

    Parameters
    ----------
    make
        A function of a module, by which a worker gets ready: it takes the payload, once per worker, and
        returns what is called with each number. Its results must depend on payload and number only.
    pool
        Where it is done; None: here, one number after the other. It is left open.
    progress
        Told how many of how many are done.
    cancelled
        Once set, nothing more is begun, and what is done is returned.

    Raises
    ------
    SweepFailed
        If workers keep dying on the same task. Errors of the calculation itself are raised as they are.
    """
    stop = cancelled or threading.Event()
    tell = progress or (lambda done, of: None)
    if pool is None:
        return _here(make(payload), count, tell, stop)
    data = pickle.dumps((make, payload))
    run = _Run(pool, data, [range(at, min(at + at_once, count)) for at in range(0, count, at_once)])
    found: dict[int, Result] = {}
    try:
        while (run.waiting or run.going) and not stop.is_set():
            run.hand_out()
            for numbers, results in run.returned():
                found.update(zip(numbers, results, strict=True))
                tell(len(found), count)
    finally:
        run.abandon()
    return Swept(tuple(sorted(found.items())), count, len(found) < count, run.deaths)


def _here(
    work: Callable[[int], Result], count: int, tell: Callable[[int, int], None], stop: threading.Event
) -> Swept[Result]:
    found = []
    for number in range(count):
        if stop.is_set():
            break
        found.append((number, work(number)))
        tell(len(found), count)
    return Swept(tuple(found), count, len(found) < count, 0)


class _Run:
    """Tasks that wait and tasks that are out."""

    def __init__(self, pool: Pool, data: bytes, tasks: list[range]) -> None:
        self._pool, self._data, self._key = pool, data, sha256(data).hexdigest()
        self.waiting = tasks[::-1]
        self.going: dict[Future[Any], range] = {}
        self.deaths = 0
        self._died: dict[range, int] = {}

    def hand_out(self) -> None:
        """Keep every worker busy, and little more: what is not handed out can still be cancelled."""
        while self.waiting and len(self.going) < AHEAD * self._pool.workers:
            numbers = self.waiting.pop()
            try:
                self.going[self._pool.submit(_task, self._key, self._data, numbers)] = numbers
            except self._pool.lost:
                self.waiting.append(numbers)
                self._again([])
                return

    def returned(self) -> list[tuple[range, list[Any]]]:
        """What has come back since; what was lost waits again."""
        done, _ = wait(self.going, timeout=LOOK, return_when=FIRST_COMPLETED)
        found, lost = [], []
        for future in done:
            numbers = self.going.pop(future)
            try:
                found.append((numbers, future.result()))
            except CancelledError:
                lost.append(numbers)
            except self._pool.lost:
                lost.append(numbers)
        if lost:
            self._again(lost)
        return found

    def _again(self, lost: list[range]) -> None:
        """Put back what was lost, and what else was out with a pool that broke."""
        broken = [future for future in self.going if future.done() and self._broke(future)]
        lost.extend(self.going.pop(future) for future in broken)
        for numbers in lost:
            self.deaths += 1
            self._died[numbers] = self._died.get(numbers, 0) + 1
        # Those that died with it by chance have died less often than the one that kills its worker.
        if any(self._died[numbers] > MOST_DEATHS for numbers in lost):
            raise SweepFailed(f"Workers died {MOST_DEATHS + 1} times on the same task.", "sweep")
        self.waiting += sorted(lost, key=lambda numbers: -numbers.start)
        if not self.going:
            self._pool.renew()

    def _broke(self, future: Future[Any]) -> bool:
        return future.cancelled() or isinstance(future.exception(), self._pool.lost)

    def abandon(self) -> None:
        """Cancel what is still out."""
        for future in self.going:
            future.cancel()


_ready: dict[str, Callable[[int], Any]] = {}  # of a worker: what it was last made ready for


def _task(key: str, data: bytes, numbers: range) -> list[Any]:
    """Work out some numbers; runs in a worker."""
    if key not in _ready:
        make, payload = pickle.loads(data)  # our own bytes, from the process that started this one
        _ready.clear()
        _ready[key] = make(payload)
    return [_ready[key](number) for number in numbers]
