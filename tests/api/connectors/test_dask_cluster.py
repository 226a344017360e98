"""Sweeps on a real Dask scheduler: whole and the same when a worker is killed; told when there is none."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from api.connectors.dask_cluster import SCHEDULER, ClusterUnreachable, DaskPool, pool_for
from placement.sweep import ProcessPool, sweep

ROOT = Path(__file__).resolve().parents[3]
NUMBERS = 60


def slowly(payload: int) -> Callable[[int], float]:
    """Numbers of a seed, slow enough that a worker can be killed among them."""

    def work(number: int) -> float:
        time.sleep(0.02)
        return Random(f"{payload} {number}").random()

    return work


def _start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """A process of Dask's own, which finds this project on its path."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    log = (folder / f"{words[0]}-{time.monotonic_ns()}.log").open("wb")
    command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
    return subprocess.Popen(command, cwd=folder, env=environ, stdout=log, stderr=log)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two worker processes of one thread each."""
    file = tmp_path / "scheduler.json"
    running = [
        _start(
            tmp_path, "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(file),
        )
    ]  # fmt: skip
    until = time.monotonic() + 30
    while not file.exists() or not (found := re.search(r'"address": "([^"]+)"', file.read_text())):
        assert time.monotonic() < until, "the scheduler did not start"
        time.sleep(0.1)
    workers = [
        _start(
            tmp_path, "dask_worker", found[1], "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--host", "127.0.0.1",
        )
        for _ in range(2)
    ]  # fmt: skip
    running += workers
    yield found[1], workers
    for process in running[::-1]:
        process.kill()
        process.wait()


@pytest.mark.filterwarnings("ignore")  # Dask's own, about threads and event loops
def test_a_worker_killed_midway_costs_nothing_but_time(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
) -> None:
    """Two workers, one of which dies: every number is there, and the same as without a cluster."""
    address, workers = cluster
    pool = DaskPool(address)
    try:
        until = time.monotonic() + 30
        while pool.count_workers() < 2:
            assert time.monotonic() < until, "the workers did not come"
            time.sleep(0.1)

        def progress(done: int, of: int) -> None:
            if done >= of // 3 and workers[0].poll() is None:
                workers[0].send_signal(signal.SIGKILL)

        found = sweep(slowly, 3, NUMBERS, pool=pool, at_once=2, progress=progress)
    finally:
        pool.close()
    assert workers[0].wait() == -signal.SIGKILL
    assert not found.cancelled
    assert found.results == sweep(slowly, 3, NUMBERS).results


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_not_there_is_told() -> None:
    """Its address stands in the error; nothing waits for ever."""
    with pytest.raises(ClusterUnreachable, match="does not answer") as bad:
        DaskPool("tcp://127.0.0.1:9", seconds=1)
    assert bad.value.where == "tcp://127.0.0.1:9"


def test_without_a_scheduler_processes_do_it() -> None:
    """One worker needs no process of its own; the cluster is asked only where one is named."""
    assert pool_for(1, {}) is None
    found = pool_for(3, {SCHEDULER: ""})
    assert isinstance(found, ProcessPool)
    assert found.workers == 3
