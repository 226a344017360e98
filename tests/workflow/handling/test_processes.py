"""Processes that work on the same store, and processes that are killed: the data never contradicts itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.workflow.handling import clerks, killing, small
from tests.workflow.handling.carrying import NINE, Carrier, furnish
from workflow.handling import mail
from workflow.store import SqlStore
from workflow.store.invariants import INVARIANTS
from workflow.worker import Worker

ROOT = Path(__file__).resolve().parents[3]


def run(module: str, *args: object) -> str:
    command = [sys.executable, "-m", f"tests.workflow.handling.{module}", *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def at_random(store: SqlStore, address: str, processes: int, commands: int) -> dict[str, int]:
    furnish(store, small.room_files(clerks.RACKS), small.ROOM)
    hand = Carrier(store, NINE)
    for number in range(clerks.CASES):
        hand.file(small.server(1 + number % 4)).forward().coordinate()
    counts: dict[str, int] = json.loads(run("clerks", address, processes, commands, 1))
    assert sum(counts.values()) == processes * commands, counts
    # The commands met what they were made to meet.
    assert {"go on: done", "go on: not-yet", "withdraw: done", "wait: done"} <= set(counts), counts
    assert counts.get("go on: stale-version", 0) > 0, counts
    assert len(INVARIANTS) >= 12
    assert store.faults() == ()
    with store.read() as unit:
        assert unit.rooms.now(small.ROOM).reservations
    return counts


@pytest.mark.timeout(240)
def test_sixteen_processes_at_random_leave_nothing_that_contradicts_itself(
    store: SqlStore, address: str
) -> None:
    at_random(store, address, processes=16, commands=40)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_sixteen_processes_for_longer(store: SqlStore, address: str) -> None:
    print(at_random(store, address, processes=16, commands=200))


def killed(store: SqlStore, address: str, kills: int) -> int:
    """How many commands were acknowledged, of officials who were killed so often."""
    lines = [line.rsplit(" ", 1) for line in run("killing", address, kills, 7).splitlines()]
    acknowledged = {key: int(version) for key, version in lines}
    # Most were killed in the midst of their work; on a busy machine some before they began.
    assert len(acknowledged) >= kills // 2
    # A command that was sent again had been carried out once, or not at all: its answers are the same.
    assert {(key, str(version)) for key, version in acknowledged.items()} == {(key, v) for key, v in lines}
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT key, answer FROM request_key"))
        answers = {row.key: json.loads(row.answer)["version"] for row in found}
    # Nothing that was acknowledged is lost, and what was decided on is what had been decided before.
    assert {key: answers.get(key) for key in acknowledged} == acknowledged
    seen = sorted(int(key.rsplit(" ", 1)[1]) for key in answers)
    assert seen[1:] == sorted(answers.values())[:-1]
    hand = Carrier(store)
    hand.name = "PS-2026-0001"
    assert hand.case.version == max(answers.values())
    assert store.faults() == ()
    goes_on(store)
    return len(acknowledged)


def goes_on(store: SqlStore) -> None:
    """A worker does what is left; everything was told exactly once."""
    later = killing.OPENS + timedelta(hours=1)
    Worker(store, {"message": killing.told}, [mail.QUEUE], lambda: later).drain()
    with store.engine.connect() as connection:
        states = connection.execute(text("SELECT state FROM job WHERE queue = 'mail'")).scalars()
        assert set(states) == {"done"}
        keys = connection.execute(text("SELECT key FROM job WHERE queue = 'mail'")).scalars().all()
        told = connection.execute(text("SELECT name FROM event WHERE kind = 'Told'")).scalars().all()
    assert Counter(told) == Counter(keys)
    assert store.faults() == ()


@pytest.mark.timeout(240)
def test_killing_officials_and_workers_loses_nothing_that_was_acknowledged(
    store: SqlStore, address: str
) -> None:
    killed(store, address, kills=20)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_killing_a_hundred_officials_and_workers(store: SqlStore, address: str) -> None:
    print(killed(store, address, kills=100), "commands were acknowledged")
