"""What-if and forecast of a stored room: asked for, done by a worker, from what the register says."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import Future
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from capacity.errors import BadInput
from tests.workflow.computing.past import DAYS_BETWEEN, add_past
from tests.workflow.handling.carrying import ROOM, Carrier, catalogue, furnish
from workflow import planning
from workflow.computing import QUEUE, ForecastQuestion, WhatIfQuestion, ask, cancel, jobs, read_table
from workflow.computing.asked import Asked, Pools
from workflow.computing.register import history, waiting
from workflow.conflicts import NotStored
from workflow.ports import Store
from workflow.scenarios import Content
from workflow.serving import Computation
from workflow.store import open_store
from workflow.worker import Worker

NOW = datetime(2026, 6, 8, 4, 0, tzinfo=UTC)
TODAY = date(2026, 6, 8)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(f"sqlite:///{tmp_path / 'titip.db'}")
    furnish(opened)
    return opened


def scenario(store: Store, *changes: dict[str, Any]) -> str:
    with store.write() as unit:
        line = planning.keep(unit, ROOM, Content("try", changes), "dewi", NOW, catalogue())
        unit.commit()
    return line.id


def put(store: Store, question: Asked) -> Computation:
    with store.write() as unit:
        one = ask(unit, question, "dewi", catalogue(), NOW)
        unit.commit()
    return one


def drain(store: Store, pools: Pools | None = None) -> None:
    Worker(store, jobs(catalogue(), pools), (QUEUE,), clock=lambda: NOW).drain()


def answer(store: Store, one: Computation) -> dict[str, Any]:
    with store.read() as unit:
        found = unit.computations.get(one.id)
        assert found.state == "done", found.error
        told: dict[str, Any] = json.loads(unit.files.get(found.result_sha256 or "")[1])
    return told


def test_scenarios_are_compared_with_the_queue_of_the_register(store: Store) -> None:
    name = Carrier(store).file().name
    lost = scenario(store, {"lose": "UPS-A"})
    out = scenario(store, {"remove": "devices", "names": ["sismiop-db-1"]})
    one = put(store, WhatIfQuestion(ROOM, ((lost, 1), (out, 1)), TODAY, queue=True, seconds=5))
    drain(store)
    told = answer(store, one)
    assert [each["name"] for each in told["scenarios"]] == ["try", "try"]
    assert told["scenarios"][0]["dead"]
    assert not told["scenarios"][1]["dead"]
    assert told["queue"] == {"cases": [name], "unread": []}
    assert told["base"]["placed"][0]["request"] == name
    with store.read() as unit:
        table = read_table(unit.files.get(told["table_sha256"])[1])
        done = unit.computations.get(one.id)
    assert (done.value, done.bound) == (3, 3)
    differences = sum(len(each["differences"]) for each in told["scenarios"])
    assert len(table) == differences > 0
    assert set(table["measure"]) >= {"used", "free"}


def test_a_question_about_scenarios_that_cannot_be_is_refused(store: Store) -> None:
    lost = scenario(store, {"lose": "UPS-A"})
    for wrong in ((), ((lost, 1), (lost, 1)), ((lost, 1),) * 5):
        with pytest.raises(BadInput):
            put(store, WhatIfQuestion(ROOM, wrong, TODAY))
    for absent in ((("SK-1999-0001", 1),), ((lost, 7),)):
        with pytest.raises(NotStored):
            put(store, WhatIfQuestion(ROOM, absent, TODAY))
    with store.write() as unit:
        unit.rooms.load("other", unit.rooms.files(ROOM), NOW, "kadek")
        unit.commit()
    with pytest.raises(BadInput, match="scenario of the room"):
        put(store, WhatIfQuestion("other", ((lost, 1),), TODAY))


def test_what_holds_in_the_room_no_more_fails_with_the_reason(store: Store) -> None:
    out = scenario(store, {"remove": "devices", "names": ["sismiop-db-1"]})
    one = put(store, WhatIfQuestion(ROOM, ((out, 1),), TODAY))
    with store.write() as unit:
        files = unit.rooms.files(ROOM)
        devices = files["devices.csv"].decode().splitlines(keepends=True)
        files["devices.csv"] = "".join(x for x in devices if "sismiop-db-1" not in x).encode()
        unit.rooms.load(ROOM, files, NOW, "kadek")
        unit.commit()
    drain(store)
    with store.read() as unit:
        found = unit.computations.get(one.id)
    assert found.state == "failed"
    assert "sismiop-db-1" in (found.error or "")


def test_the_past_is_read_from_the_register(store: Store) -> None:
    names = add_past(store, NOW, cases=40)
    with store.read() as unit:
        past = history(unit, ROOM, catalogue(), TODAY)
    assert len(past.past) == 40
    assert past.past[-1].request.name == names[0]
    assert past.past[-1].came == (NOW - timedelta(days=DAYS_BETWEEN)).date()
    assert sum(each.stood for each in past.past) == 27
    assert int(past.counts.sum()) >= 38


def test_a_case_that_was_never_analysed_counts_only_where_there_is_one_room(store: Store) -> None:
    add_past(store, NOW, cases=40)
    analysed = Carrier(store).file().to("3").analyse().name
    with store.write() as unit:
        unit.rooms.load("other", unit.rooms.files(ROOM), NOW, "kadek")
        unit.commit()
    for room, many in ((ROOM, 1), ("other", 0)):
        with store.read() as unit, pytest.raises(BadInput, match=f"It has {many} complete requests"):
            history(unit, room, catalogue(), date(2026, 6, 30))
    with store.read() as unit:
        assert [one.name for one in waiting(unit, ROOM, catalogue()).requests] == [analysed]


def test_a_register_that_says_too_little_is_told_when_one_asks(store: Store) -> None:
    with pytest.raises(BadInput, match="complete requests"):
        put(store, ForecastQuestion(ROOM, TODAY))
    with pytest.raises(BadInput) as caught:
        put(store, ForecastQuestion(ROOM, TODAY, draws=0, years=99, seed=-1))
    assert {problem.column for problem in caught.value.problems} == {"draws", "years", "seed"}


def test_a_forecast_is_the_same_again_and_tells_the_share_of_each_month(store: Store) -> None:
    add_past(store, NOW)
    waits = Carrier(store).file().name
    question = ForecastQuestion(ROOM, TODAY, draws=3, years=1)
    first, second = put(store, question), put(store, question)
    drain(store)
    told, again = answer(store, first), answer(store, second)
    again["seconds"] = told["seconds"]
    assert told == again
    assert told["draws"] == 3
    assert told["queue"] == {"cases": [waits], "unread": [], "left_out": []}
    assert sum(told["counts"]) > 50
    months = told["by_month"]["months"]
    assert (months[0], len(months)) == ("2026-06", 12)
    for row in told["by_month"]["rows"]:
        assert row["shares"] == sorted(row["shares"])
    with store.read() as unit:
        table = read_table(unit.files.get(told["table_sha256"])[1])
    assert sorted(set(table["draw"])) == [0, 1, 2]


class Here:
    """A pool that does everything at once, in this process."""

    workers = 1
    lost: tuple[type[BaseException], ...] = (MemoryError,)
    closed = False

    def submit(self, task: Any, /, *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(task(*args))
        return future

    def renew(self) -> None:
        raise AssertionError("nothing dies here")

    def close(self) -> None:
        Here.closed = True


def test_a_pool_gives_the_same_forecast_as_a_process_of_its_own(store: Store) -> None:
    add_past(store, NOW)
    question = ForecastQuestion(ROOM, TODAY, draws=2, years=0.5)
    alone = put(store, question)
    drain(store)
    pooled = put(store, question)
    drain(store, Here)
    told, again = answer(store, alone), answer(store, pooled)
    assert {**told, "seconds": 0} == {**again, "seconds": 0}
    assert Here.closed


def test_a_forecast_that_runs_is_cancelled(store: Store) -> None:
    add_past(store, NOW)
    one = put(store, ForecastQuestion(ROOM, TODAY, draws=2_000, years=10))
    worker = threading.Thread(target=drain, args=(store,))
    worker.start()
    while True:
        with store.read() as unit:
            if unit.computations.get(one.id).state != "waiting":
                break
        time.sleep(0.05)
    with store.write() as unit:
        cancel(unit, one.id, NOW)
        unit.commit()
    worker.join()
    with store.read() as unit:
        assert unit.computations.get(one.id).state == "cancelled"


def test_a_case_with_a_place_waits_no_more_and_one_for_another_room_waits_for_that(store: Store) -> None:
    first = Carrier(store).file().to("3").analyse()
    with store.read() as unit:
        assert [one.name for one in waiting(unit, ROOM, catalogue()).requests] == [first.name]
        assert waiting(unit, "other", catalogue()).requests == ()
