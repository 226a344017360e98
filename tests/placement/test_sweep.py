"""Sweeps: the same for any number of workers, whole when a worker dies, partial when cancelled."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from placement.sweep import ProcessPool, SweepFailed, sweep


def seeded(payload: int) -> Callable[[int], float]:
    """Numbers that depend on payload and number only."""
    from random import Random

    return lambda number: Random(f"{payload} {number}").random()


def dying_once(folder: str) -> Callable[[int], int]:
    """Kills its own process at number 5, the first time that anybody gets there."""

    def work(number: int) -> int:
        mark = Path(folder) / "died"
        if number == 5 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number

    return work


def deadly(_: int) -> Callable[[int], int]:
    """Kills every process that comes to number 0."""

    def work(number: int) -> int:
        if number == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return work


def failing(_: int) -> Callable[[int], int]:
    """Divides by its number."""
    return lambda number: 1 // number


@pytest.fixture(scope="module")
def two() -> Iterator[ProcessPool]:
    """Two processes, shared by the tests that do not kill them."""
    pool = ProcessPool(2)
    yield pool
    pool.close()


def test_one_two_and_three_workers_give_the_same(two: ProcessPool) -> None:
    """Each number has its own seed, and results come in the order of numbers."""
    alone = sweep(seeded, 7, 40)
    assert [number for number, _ in alone.results] == list(range(40))
    assert sweep(seeded, 7, 40, pool=two, at_once=3) == alone
    three = ProcessPool(3)
    try:
        assert sweep(seeded, 7, 40, pool=three, at_once=1) == alone
    finally:
        three.close()
    assert sweep(seeded, 8, 40, pool=two) != alone


def test_what_a_dying_worker_had_in_hand_is_done_again(tmp_path: Path) -> None:
    """A process killed midway costs nothing but time."""
    pool = ProcessPool(2)
    try:
        found = sweep(dying_once, str(tmp_path), 30, pool=pool, at_once=2)
    finally:
        pool.close()
    assert found.results == tuple((n, n * n) for n in range(30))
    assert (tmp_path / "died").exists()
    assert found.deaths > 0
    assert not found.cancelled


def test_a_task_that_kills_every_worker_ends_the_sweep() -> None:
    """It is not tried for ever."""
    pool = ProcessPool(1)
    try:
        with pytest.raises(SweepFailed, match="same task"):
            sweep(deadly, 0, 4, pool=pool)
    finally:
        pool.close()


def test_a_cancelled_sweep_keeps_what_is_done(two: ProcessPool) -> None:
    """Both ways of running stop soon after they are told, and hand over what they have."""
    for pool in (None, two):
        stop, told = threading.Event(), list[int]()

        def progress(done: int, of: int, stop: threading.Event = stop, told: list[int] = told) -> None:
            assert of == 10_000
            told.append(done)
            if done >= 20:
                stop.set()

        found = sweep(seeded, 7, 10_000, pool=pool, at_once=4, progress=progress, cancelled=stop)
        assert found.cancelled
        assert 20 <= len(found.results) < 10_000
        assert told == sorted(told)
        assert dict(found.results).items() <= dict(sweep(seeded, 7, 200).results).items()


def test_an_error_of_the_calculation_is_told(two: ProcessPool) -> None:
    """It is neither hidden nor taken for a dead worker."""
    for pool in (None, two):
        with pytest.raises(ZeroDivisionError):
            sweep(failing, 0, 3, pool=pool)
