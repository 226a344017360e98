"""The worker: jobs done, tried again, given up; workers that are killed, that race, that are told to end."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.workflow.store import working
from tests.workflow.store.work import NOW
from workflow.conflicts import StoreDown
from workflow.kept import Job, NewJob
from workflow.ports import Store
from workflow.store import SqlStore
from workflow.worker import FIRST_RETRY, LONGEST_RETRY, Outcome, Worker

MINUTE = timedelta(minutes=1)
ROOT = Path(__file__).resolve().parents[3]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


class Told(list[Outcome]):
    """The outcomes that a worker told."""

    @property
    def results(self) -> list[str]:
        return [outcome.result for outcome in self]


def put(store: Store, *jobs: NewJob) -> None:
    with store.write() as unit:
        for job in jobs:
            unit.jobs.put(job, NOW)
        unit.commit()


def job(key: str = "k", kind: str = "letter", due: datetime = NOW, most_attempts: int = 5) -> NewJob:
    return NewJob("mail", kind, {"to": "Dinkes"}, due, key, most_attempts)


def nothing(store: Store, taken: Job, at: datetime) -> None:
    """A handler that has nothing to write."""


def broken(store: Store, taken: Job, at: datetime) -> None:
    raise RuntimeError(f"no route, attempt {taken.attempt}")


def test_what_is_due_is_done_oldest_first_and_the_rest_is_left(store: SqlStore) -> None:
    put(store, job("late", due=NOW + MINUTE), job("second"), job("first", due=NOW - MINUTE))
    done: list[str | None] = []
    worker = Worker(store, {"letter": lambda _, taken, at: done.append(taken.key)}, ["mail"], Clock())
    assert worker.drain() == 2
    assert done == ["first", "second"]
    assert worker.drain() == 0


def test_jobs_of_other_queues_are_left_alone(store: SqlStore) -> None:
    put(store, job())
    assert Worker(store, {"letter": nothing}, ["timers"], Clock()).drain() == 0
    with store.read() as unit:
        assert unit.jobs.next_due() == NOW


def test_a_handler_may_end_its_job_together_with_its_effects(store: SqlStore) -> None:
    def handle(store: Store, taken: Job, at: datetime) -> None:
        with store.write() as unit:
            unit.files.put(b"effect", at)
            unit.jobs.done(taken, at)
            unit.commit()

    put(store, job())
    told = Told()
    Worker(store, {"letter": handle}, ["mail"], Clock(), tell=told.append).drain()
    assert told.results == ["done"]
    assert store.faults() == ()


def test_a_timer_that_its_handler_sets_anew_fires_again(store: SqlStore) -> None:
    def handle(store: Store, taken: Job, at: datetime) -> None:
        with store.write() as unit:
            unit.jobs.arm(job(due=at + MINUTE), at)
            unit.commit()

    clock = Clock()
    put(store, job())
    worker = Worker(store, {"letter": handle}, ["mail"], clock)
    assert worker.drain() == 1
    clock.at += MINUTE
    assert worker.drain() == 1


def test_a_job_that_fails_comes_again_later_each_time_and_is_given_up(store: SqlStore) -> None:
    clock, told = Clock(), Told()
    put(store, job(most_attempts=3))
    worker = Worker(store, {"letter": broken}, ["mail"], clock, tell=told.append, rng=random.Random(1))
    waited = []
    for _ in range(3):
        assert worker.drain() == 1
        with store.read() as unit:
            due = unit.jobs.next_due()
        if due is not None:
            waited.append(due - clock.at)
            clock.at = due
    assert told.results == ["failed"] * 3
    assert [FIRST_RETRY / 2 <= waited[0] <= FIRST_RETRY, FIRST_RETRY <= waited[1] <= 2 * FIRST_RETRY] == [
        True
    ] * 2
    clock.at += 100 * LONGEST_RETRY
    assert worker.drain() == 0
    with store.read() as unit:
        (dead,) = unit.jobs.dead()
    assert (dead.key, dead.attempts, dead.error) == ("k", 3, "RuntimeError: no route, attempt 3")


def test_waiting_after_failures_grows_to_an_hour_and_differs(store: SqlStore) -> None:
    worker = Worker(store, {}, ["mail"], Clock(), rng=random.Random(2))
    waits = [worker.pause(30) for _ in range(50)]
    assert all(LONGEST_RETRY / 2 <= wait <= LONGEST_RETRY for wait in waits)
    assert len(set(waits)) > 40


def test_a_kind_that_nobody_knows_is_a_failure_that_says_so(store: SqlStore) -> None:
    put(store, job(kind="fax", most_attempts=1))
    told = Told()
    Worker(store, {"letter": nothing}, ["mail"], Clock(), tell=told.append).drain()
    assert told.results == ["failed"]
    with store.read() as unit:
        (dead,) = unit.jobs.dead()
    assert dead.error == "This worker knows no jobs of the kind 'fax'; it knows letter."


def test_one_job_that_fails_does_not_stop_the_others(store: SqlStore) -> None:
    put(store, job("bad", kind="fax", due=NOW - MINUTE), job("good"))
    told = Told()
    Worker(store, {"letter": nothing}, ["mail"], Clock(), tell=told.append).drain()
    assert told.results == ["failed", "done"]


def test_the_lease_of_a_long_job_is_kept(store: SqlStore) -> None:
    """Another worker that looks for work meanwhile, far beyond the first lease, finds none."""
    found = []

    def slow(store: Store, taken: Job, at: datetime) -> None:
        until = time.monotonic() + 0.9
        while time.monotonic() < until:
            time.sleep(0.1)
            with store.write() as unit:
                now = datetime.now(NOW.tzinfo)
                found.append(len(unit.jobs.lease(["mail"], now, now + MINUTE)))

    put(store, job())
    told = Told()
    Worker(store, {"letter": slow}, ["mail"], lease=timedelta(seconds=0.4), tell=told.append).drain()
    assert told.results == ["done"]
    assert set(found) == {0}
    assert len(found) > 3


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_lease_of_a_job_that_is_stuck_is_kept_no_more(store: SqlStore) -> None:
    """Then another worker takes it, and the first may not end it."""
    taken_by_another: list[Job] = []

    def stuck(store: Store, taken: Job, at: datetime) -> None:
        until = time.monotonic() + 10
        while not taken_by_another and time.monotonic() < until:
            time.sleep(0.05)
            with store.write() as unit:
                now = datetime.now(NOW.tzinfo)
                taken_by_another.extend(unit.jobs.lease(["mail"], now, now + MINUTE))
                unit.commit()
        with store.write() as unit:
            unit.jobs.done(taken, at)
            unit.commit()

    put(store, job())
    told = Told()
    lease, longest = timedelta(seconds=0.2), timedelta(seconds=0.1)
    Worker(store, {"letter": stuck}, ["mail"], lease=lease, longest=longest, tell=told.append).drain()
    assert told.results == ["lost"]
    assert [one.attempt for one in taken_by_another] == [2]


def test_a_store_that_is_away_is_waited_for(store: SqlStore) -> None:
    """The worker tells it, and goes on once the store is there again."""
    put(store, job())
    trouble: list[str] = []

    def ended(store: Store, taken: Job, at: datetime) -> None:
        worker.stop()

    worker = Worker(
        AwayFor(store, times=3),
        {"letter": ended},
        ["mail"],
        idle_s=0.01,
        trouble=lambda error: trouble.append(error.code),
    )
    worker.run()
    assert trouble == ["store-down"] * 3


@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_waits_in_another_queue_does_not_keep_a_worker_busy(store: SqlStore) -> None:
    """Such as mail that nobody sends: it is due, and stays so."""
    put(store, job(due=NOW - MINUTE))
    looked = []

    class Watched(SqlStore):
        def run(self, *words: object, **more: object) -> object:  # type: ignore[override]
            looked.append(1)
            return super().run(*words, **more)  # type: ignore[arg-type]

    worker = Worker(Watched(store.engine), {"letter": nothing}, ["timers"], idle_s=30)
    thread = threading.Thread(target=worker.run)
    thread.start()
    thread.join(0.5)
    worker.stop()
    thread.join(5)
    assert len(looked) == 1


class AwayFor(SqlStore):
    """A store that cannot be reached the first few times."""

    def __init__(self, store: SqlStore, times: int) -> None:
        super().__init__(store.engine)
        self.times = times

    @contextmanager
    def write(self) -> Iterator[object]:  # type: ignore[override]
        if self.times:
            self.times -= 1
            raise StoreDown("The database cannot be reached.", "database")
        with super().write() as unit:
            yield unit


def test_a_worker_that_sleeps_ends_at_once(store: SqlStore) -> None:
    worker = Worker(store, {}, ["mail"], idle_s=30)
    thread = threading.Thread(target=worker.run)
    thread.start()
    worker.stop()
    thread.join(5)
    assert not thread.is_alive()


# From here on with processes, as they are in an office.


@contextmanager
def process(
    address: str, log: Path, *, lease_s: float = 20, job_s: float = 0.0
) -> Iterator[subprocess.Popen[bytes]]:
    words = [address, str(log), str(lease_s), str(job_s)]
    child = subprocess.Popen([sys.executable, "-m", "tests.workflow.store.working", *words], cwd=ROOT)
    try:
        yield child
    finally:
        child.kill()
        child.wait(10)


def lines(path: Path, *words: str) -> list[list[str]]:
    """The lines of the log that begin with one of the words; all without one."""
    found = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
    return [line for line in found if not words or line[0] in words]


def wait_for(path: Path, word: str, many: int = 1) -> None:
    until = time.monotonic() + 20
    while len(lines(path, word)) < many:
        assert time.monotonic() < until, f"no {word}: {lines(path)}"
        time.sleep(0.02)


def test_a_job_of_a_worker_that_was_killed_is_done_by_another(
    address: str, store: SqlStore, tmp_path: Path
) -> None:
    """With -9, amid the job; the other takes it when the lease has run out."""
    put(store, job())
    log = tmp_path / "log"
    with process(address, log, lease_s=1, job_s=30) as first:
        wait_for(log, "began")
        first.kill()
        first.wait(10)
    with process(address, log) as second:
        wait_for(log, "ended")
        second.terminate()
        assert second.wait(10) == 0
    assert [line[:2] for line in lines(log, "began", "ended")] == [
        ["began", "k"],
        ["began", "k"],
        ["ended", "k"],
    ]
    assert working.effects(store) == ["k"]
    assert store.faults() == ()


def test_two_workers_never_do_the_same_job(address: str, store: SqlStore, tmp_path: Path) -> None:
    """Each job begins once, and both workers have some."""
    names = [f"k{number}" for number in range(40)]
    log = tmp_path / "log"
    with process(address, log, job_s=0.02) as one, process(address, log, job_s=0.02) as other:
        wait_for(log, "ready", 2)
        put(store, *(job(name) for name in names))
        wait_for(log, "ended", len(names))
        for child in (one, other):
            child.send_signal(signal.SIGTERM)
        assert [child.wait(10) for child in (one, other)] == [0, 0]
    assert Counter(line[1] for line in lines(log, "began")) == Counter(names)
    assert len({line[2] for line in lines(log, "began")}) == 2
    assert working.effects(store) == sorted(names)


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_end_finishes_its_job_and_takes_no_other(
    address: str, store: SqlStore, tmp_path: Path, number: signal.Signals
) -> None:
    put(store, job("one"), job("two"))
    log = tmp_path / "log"
    with process(address, log, job_s=0.5) as child:
        wait_for(log, "began")
        child.send_signal(number)
        assert child.wait(10) == 0
    assert [line[:2] for line in lines(log, "began", "ended")] == [["began", "one"], ["ended", "one"]]
    assert working.effects(store) == ["one"]
    with store.read() as unit:
        assert unit.jobs.next_due() == NOW
        assert unit.jobs.dead() == ()
