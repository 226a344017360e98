"""The cases that the demo's service opens with: every step is there, some due soon and some late."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.demo.living import carry, worked_before
from api.demo.planned import plan
from api.store import open_store
from capacity.data import data_path
from capacity.reading import room_files
from capacity.reading.catalogue import read_catalogue
from workflow.calendar import WorkingTime, shipped_calendar
from workflow.handling import Desk
from workflow.installing import load_room
from workflow.overview import inbox

MOMENTS = {"a Wednesday morning": (2026, 11, 25, 2, 0), "a Sunday night": (2027, 3, 7, 15, 30)}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_inboxes_of_the_demo_are_alive_whenever_it_is_started(
    database: Path, moment: tuple[int, int, int, int, int]
) -> None:
    now = datetime(*moment, tzinfo=UTC)
    with open_store() as store:
        with store.write() as unit:
            load_room(unit, "denpasar", room_files(data_path("rooms/denpasar")), now, "kadek")
            unit.commit()
        carried = carry(Desk(store, read_catalogue()), now)
        assert plan(store, read_catalogue(), now) == 3
        with store.read() as unit:
            found = {person: inbox(unit, person, now) for person in ("agung", "dewi", "nyoman", "komang")}
    cases = [one.case for one in carried]
    steps = Counter(case.step.no if case.step else case.status for case in cases)
    assert set(steps) == {"1b", "2", "3", "4", "5", "6", "7", "8", "archived", "withdrawn"}
    assert {case.path for case in cases if case.status == "archived"} == {"accept", "refuse"}
    assert any(case.stay == "installed" for case in cases)
    assert any(case.question for case in cases)
    assert all(one.now <= now for one in carried)
    for person, waiting in found.items():
        late = sum(one.overdue for one in waiting)
        assert 0 < late < len([one for one in waiting if one.kind != "wait"]), person


def test_working_time_is_counted_back_over_nights_and_days_off() -> None:
    time = WorkingTime(shipped_calendar())
    monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Denpasar: an hour and a half is worked
    begun = worked_before(time, monday, timedelta(hours=3))
    assert time.between(begun, monday) == timedelta(hours=3)
    assert begun == datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
