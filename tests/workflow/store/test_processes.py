"""Processes that work on the same store, and processes that are killed: the data never contradicts itself."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.workflow.store import clerks, work
from workflow.store import SqlStore
from workflow.store.invariants import INVARIANTS

ROOT = Path(__file__).resolve().parents[3]


def run(module: str, *args: object) -> str:
    command = [sys.executable, "-m", f"tests.workflow.store.{module}", *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def at_random(store: SqlStore, address: str, processes: int, commands: int) -> None:
    work.furnish(store, work.room_files(clerks.RACKS, clerks.HEIGHT_U))
    with store.write() as unit:
        for number in range(clerks.CASES):
            work.file(unit, f"PS-{number:02}")
        unit.commit()
    told = json.loads(run("clerks", address, processes, commands, 1))
    assert sum(told.values()) == processes * commands, told
    # The commands met what they were made to meet.
    assert {"hold: done", "hold: place-taken", "release: done", "lapse: done"} <= set(told), told
    assert len(INVARIANTS) >= 12
    assert store.faults() == ()
    with store.read() as unit:
        assert unit.rooms.now(work.ROOM).reservations


@pytest.mark.timeout(240)
def test_sixteen_processes_at_random_leave_nothing_that_contradicts_itself(
    store: SqlStore, address: str
) -> None:
    at_random(store, address, processes=16, commands=25)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_sixteen_processes_for_longer(store: SqlStore, address: str) -> None:
    at_random(store, address, processes=16, commands=500)


def killed(store: SqlStore, address: str, kills: int) -> None:
    work.furnish(store, work.room_files(racks=kills, height_u=100))
    acknowledged = run("killing", address, kills, 7).split()
    assert len(acknowledged) >= kills
    with store.read() as unit:
        held = {one.row.name: one.row.case for one in unit.occupancy.live(work.ROOM)}
        cases = {line.name for line in unit.cases.register(limit=100 * kills)}
    # Nothing that was acknowledged is lost; what was not is there as a whole, or not at all.
    assert set(acknowledged) <= set(held)
    assert set(held) == cases
    with store.engine.connect() as connection:
        for table in ("request_key", "job", "case_file"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == len(held)
        letters = "SELECT count(*) FROM stored_file WHERE media_type = 'text/plain' AND size_bytes < 30"
        assert connection.execute(text(letters)).scalar() == len(held) + 1  # and policy.toml
    assert store.faults() == ()
    # The worker goes on.
    done = 0
    while True:
        with store.write() as unit:
            jobs = unit.jobs.lease(["mail"], work.NOW, work.NOW + timedelta(minutes=1), limit=50)
            for job in jobs:
                unit.jobs.done(job, work.NOW)
            unit.commit()
        if not jobs:
            break
        done += len(jobs)
    assert done == len(held)


@pytest.mark.timeout(240)
def test_killing_processes_at_work_loses_nothing_that_was_acknowledged(store: SqlStore, address: str) -> None:
    killed(store, address, kills=20)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_killing_a_hundred_processes_at_work(store: SqlStore, address: str) -> None:
    killed(store, address, kills=100)
