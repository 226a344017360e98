"""Calculations asked for, done by a worker, cancelled, and refused."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from capacity.errors import BadInput
from tests.workflow.handling.carrying import ROOM, catalogue, furnish, request
from workflow.computing import MOST_OPEN_OF_PERSON, QUEUE, Question, TooMany, ask, cancel, jobs
from workflow.conflicts import NotStored
from workflow.ports import Store
from workflow.serving import Computation
from workflow.store import open_store
from workflow.worker import Worker

NOW = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
TODAY = date(2026, 6, 8)
WEB = request()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(f"sqlite:///{tmp_path / 'titip.db'}")
    furnish(opened)
    return opened


def asked(store: Store, question: Question, person: str = "gede") -> Computation:
    with store.write() as unit:
        one = ask(unit, question, person, catalogue(), NOW)
        unit.commit()
    return one


def now(store: Store, one: Computation) -> Computation:
    with store.read() as unit:
        return unit.computations.get(one.id)


def answer(store: Store, one: Computation) -> dict[str, object]:
    with store.read() as unit:
        found = unit.computations.get(one.id)
        assert found.state == "done", found.error
        _, text = unit.files.get(found.result_sha256 or "")
    told: dict[str, object] = json.loads(text)
    return told


def drain(store: Store) -> None:
    Worker(store, jobs(catalogue()), (QUEUE,), clock=lambda: NOW).drain()


def test_a_worker_answers_a_plan_and_a_headroom_of_a_stored_room(store: Store) -> None:
    plan = asked(store, Question("plan", ROOM, [WEB, request("heavy-storage")], TODAY, 5))
    headroom = asked(store, Question("headroom", ROOM, [WEB], TODAY, 5))
    drain(store)
    assert answer(store, plan)["asked"] == 2
    assert answer(store, headroom)["headroom"] == answer(store, headroom)["bound"]


def test_everything_wrong_with_a_question_is_told_at_once_and_nothing_is_kept(store: Store) -> None:
    wrong = [WEB, {**WEB, "u_height": "tall"}, {**WEB, "power_w": -1}]
    with pytest.raises(BadInput) as caught:
        asked(store, Question("plan", ROOM, wrong, TODAY, 1000))
    told = " ".join(str(problem) for problem in caught.value.problems)
    assert all(part in told for part in ("u_height", "power_w", "1000 s", "u_height"))
    with store.read() as unit:
        assert unit.computations.of() == ()


def test_a_room_that_is_not_there_is_told_at_once(store: Store) -> None:
    with pytest.raises(NotStored):
        asked(store, Question("headroom", "elsewhere", [WEB], TODAY))


def test_a_person_has_a_few_calculations_waiting_and_no_more(store: Store) -> None:
    question = Question("headroom", ROOM, [WEB], TODAY)
    mine = [asked(store, question) for _ in range(MOST_OPEN_OF_PERSON)]
    with pytest.raises(TooMany):
        asked(store, question)
    asked(store, question, person="komang")
    with store.write() as unit:
        assert cancel(unit, mine[0].id, NOW).state == "cancelled"
        unit.commit()
    asked(store, question)


def test_one_that_waits_is_cancelled_for_good(store: Store) -> None:
    one = asked(store, Question("headroom", ROOM, [WEB], TODAY))
    with store.write() as unit:
        cancel(unit, one.id, NOW)
        unit.commit()
    drain(store)
    assert now(store, one).state == "cancelled"


def test_one_that_runs_ends_within_a_second_of_being_cancelled(store: Store) -> None:
    # So many different servers that the search goes on for a while.
    many = [
        {**WEB, "request": f"r{n}", "power_w": 300 + n, "weight_kg": 10 + n % 7, "u_height": 1 + n % 4}
        for n in range(400)
    ]
    one = asked(store, Question("plan", ROOM, many, TODAY, 60))
    worker = threading.Thread(target=drain, args=(store,))
    worker.start()
    while now(store, one).state == "waiting":
        time.sleep(0.05)
    with store.write() as unit:
        assert cancel(unit, one.id, NOW).state in ("cancelling", "done")
        unit.commit()
    started = time.monotonic()
    worker.join()
    # Half a second until the worker looks, and time for a busy machine.
    assert time.monotonic() - started < 5
    assert now(store, one).state == "cancelled"


def test_a_calculation_that_is_over_stays_as_it_is(store: Store) -> None:
    one = asked(store, Question("headroom", ROOM, [WEB], TODAY))
    drain(store)
    with store.write() as unit:
        assert cancel(unit, one.id, NOW) == unit.computations.get(one.id)
        unit.commit()
    assert now(store, one).state == "done"
