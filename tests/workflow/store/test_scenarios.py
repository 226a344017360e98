"""Scenarios in both databases: listed by pages, saved over the version that was seen, planned once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.workflow.store import work
from workflow.conflicts import AlreadyThere, NotStored, StaleVersion
from workflow.scenarios import PlannedChange, ScenarioLine, ScenarioVersion
from workflow.store import SqlStore


def line(number: int, room: str = work.ROOM) -> ScenarioLine:
    return ScenarioLine(f"SK-2026-{number:04d}", room, f"scenario {number}", "dewi", 1, work.NOW, work.NOW)


@pytest.fixture
def kept(store: SqlStore) -> SqlStore:
    with store.write() as unit:
        sha256 = unit.files.put(b"{}", work.NOW).sha256
        for number in range(1, 6):
            one = line(number, work.ROOM if number < 5 else "other")
            unit.scenarios.add(one, ScenarioVersion(one.id, 1, 1, sha256, work.NOW, "dewi"))
        unit.commit()
    return store


def version_of(store: SqlStore, id: str, number: int) -> ScenarioVersion:
    with store.read() as unit:
        return replace(unit.scenarios.version(id, 1), number=number)


def test_they_are_listed_newest_first_and_by_pages(kept: SqlStore) -> None:
    with kept.read() as unit:
        first = unit.scenarios.of(work.ROOM, limit=3)
        rest = unit.scenarios.of(work.ROOM, after=first[-1].id)
        assert [one.id[-1] for one in (*first, *rest)] == ["4", "3", "2", "1"]
        assert len(unit.scenarios.of()) == 5


def test_a_number_is_given_once(kept: SqlStore) -> None:
    with kept.write() as unit, pytest.raises(AlreadyThere):
        unit.scenarios.add(line(1), version_of(kept, line(1).id, 1))


def test_one_is_saved_over_the_version_that_was_seen_and_never_once_it_is_archived(kept: SqlStore) -> None:
    one = line(1)
    newer = replace(one, version=2, name="newer")
    with kept.write() as unit:
        unit.scenarios.save(newer, 1, version_of(kept, one.id, 2))
        with pytest.raises(StaleVersion):
            unit.scenarios.save(newer, 1)
        unit.scenarios.save(replace(newer, archived_at=work.NOW, archived_by="dewi"), 2)
        with pytest.raises(StaleVersion):
            unit.scenarios.save(newer, 2)
        unit.commit()
    with kept.read() as unit:
        assert [each.number for each in unit.scenarios.versions(one.id)] == [2, 1]
        assert [each.name for each in unit.scenarios.of(archived=True)] == ["newer"]
        with pytest.raises(NotStored):
            unit.scenarios.version(one.id, 3)


def test_a_plan_is_kept_once_and_ends_once(kept: SqlStore) -> None:
    one = line(2)
    due = date(2027, 1, 1)
    plan = PlannedChange(one.id, 1, work.ROOM, one.name, "planned", due, "", work.NOW, "komang")
    ended = replace(plan, state="dropped", ended_at=work.NOW, ended_by="komang")
    with kept.write() as unit:
        unit.scenarios.plan(plan)
        unit.commit()
    with kept.write() as unit, pytest.raises(AlreadyThere):
        unit.scenarios.plan(plan)
    with kept.write() as unit:
        assert unit.scenarios.plans(room=work.ROOM) == (plan,)
        unit.scenarios.end_plan(ended)
        with pytest.raises(NotStored):
            unit.scenarios.end_plan(ended)
        unit.commit()
    with kept.read() as unit:
        assert unit.scenarios.plans(scenario=one.id) == (ended,)
        assert unit.scenarios.plans(room="other") == ()
