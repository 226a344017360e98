"""plan and headroom in a child process: the same answers, and an end when they overrun or are cancelled."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from benchmarks.requests import requests
from benchmarks.rooms import TODAY, make_room
from capacity.errors import ChildStopped
from placement.headroom import headroom
from placement.jobs import headroom_in_child, plan_in_child
from placement.plan import plan

ROOM = make_room(40, 1, "tight")
BATCH = requests(1, 30, "tight")


def test_a_child_plans_as_its_parent_would() -> None:
    assert plan_in_child(ROOM, BATCH, TODAY) == plan(ROOM, BATCH, TODAY)


def test_a_child_counts_as_its_parent_would() -> None:
    assert headroom_in_child(ROOM, BATCH[0], TODAY) == headroom(ROOM, BATCH[0], TODAY)


def test_progress_is_told_with_value_and_bound() -> None:
    told: list[tuple[int, int]] = []
    found = plan_in_child(ROOM, BATCH, TODAY, progress=told.append)
    assert told[-1] == (found.objectives[0].value, found.objectives[0].bound)
    assert all(value <= bound for value, bound in told)


def test_a_plan_that_wants_more_memory_than_it_is_given_is_stopped_and_says_so() -> None:
    with pytest.raises(ChildStopped) as stopped:
        plan_in_child(ROOM, BATCH, TODAY, memory_bytes=200 * 2**20)
    assert stopped.value.reason == "memory"


def test_a_plan_is_cancelled_within_a_second() -> None:
    cancelled = threading.Event()
    room = make_room(200, 1, "tight")
    batch = [replace(r, quantity=20) for r in requests(1, 60, "all-different")]
    timer = threading.Timer(1.5, cancelled.set)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(ChildStopped) as stopped:
        plan_in_child(room, batch, TODAY, cancelled=cancelled)
    assert stopped.value.reason == "cancelled"
    assert time.monotonic() - begun < 2.5
