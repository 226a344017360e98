"""Scenarios in the store: versions, the log, archived, planned; refused with every problem."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from capacity.errors import BadInput
from tests.workflow.handling.carrying import ROOM, catalogue, furnish
from workflow import planning
from workflow.conflicts import NotStored, StaleVersion
from workflow.errors import Conflict
from workflow.kept import Entry
from workflow.ports import Store
from workflow.scenarios import Content, ScenarioLine
from workflow.store import open_store

NOW = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
LOSE = Content("UPS A lost", ({"lose": "UPS-A"},), "day by day")
MORE = Content("UPS A and AC 1 lost", ({"lose": "UPS-A"}, {"lose": "AC-1", "at": "2027-01-01"}))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(f"sqlite:///{tmp_path / 'titip.db'}")
    furnish(opened)
    return opened


def kept(store: Store, content: Content = LOSE) -> ScenarioLine:
    with store.write() as unit:
        line = planning.keep(unit, ROOM, content, "dewi", NOW, catalogue())
        unit.commit()
    return line


def test_a_scenario_is_kept_in_versions_and_each_can_be_read_again(store: Store) -> None:
    line = kept(store)
    assert line.id == "SK-2026-0001"
    with store.write() as unit:
        later = NOW + timedelta(hours=1)
        assert planning.change(unit, line.id, 1, MORE, "dewi", later, catalogue()).version == 2
        unit.commit()
    with store.read() as unit:
        found = unit.scenarios.get(line.id)
        assert (found.name, found.version, found.owner) == (MORE.name, 2, "dewi")
        assert [one.number for one in unit.scenarios.versions(line.id)] == [2, 1]
        _, first = planning.scenario_of_version(unit, line.id, 1)
        _, second = planning.scenario_of_version(unit, line.id, 2)
    assert (first.name, len(first.changes), first.note) == (LOSE.name, 1, "day by day")
    assert (len(second.changes), second.changes[1].at, second.version) == (2, date(2027, 1, 1), "2")
    kinds = [entry.news.kind for entry in log(store, line.id)]
    assert kinds == ["ScenarioMade", "ScenarioChanged"]


def log(store: Store, id: str) -> tuple[Entry, ...]:
    with store.read() as unit:
        return unit.log.of("scenario", id)


def test_every_problem_of_a_scenario_is_told_with_its_change_and_nothing_is_kept(store: Store) -> None:
    wrong = Content(
        "wrong",
        ({"lose": "UPS-Z"}, {"set": "power", "name": "UPS-B", "values": {"rated_w": "much"}}),
    )
    with pytest.raises(BadInput) as caught:
        kept(store, wrong)
    columns = {problem.column for problem in caught.value.problems}
    assert columns == {"changes[1].lose", "changes[2].values.rated_w"}
    for empty in (Content("nothing", ()), Content("x" * 300, LOSE.changes)):
        with pytest.raises(BadInput):
            kept(store, empty)
    with store.read() as unit:
        assert unit.scenarios.of(ROOM) == ()


def test_a_file_of_requests_is_refused_since_nothing_lies_beside_a_stored_scenario(store: Store) -> None:
    with pytest.raises(BadInput, match="no file beside"):
        kept(store, Content("queue", ({"place": "requests.csv"},)))


def test_a_change_of_an_earlier_version_is_refused(store: Store) -> None:
    line = kept(store)
    with store.write() as unit:
        planning.change(unit, line.id, 1, MORE, "dewi", NOW, catalogue())
        unit.commit()
    with store.write() as unit, pytest.raises(StaleVersion):
        planning.change(unit, line.id, 1, LOSE, "dewi", NOW, catalogue())


def test_an_archived_scenario_stays_readable_and_is_changed_no_more(store: Store) -> None:
    line = kept(store)
    with store.write() as unit:
        planning.archive(unit, line.id, 1, "dewi", NOW)
        unit.commit()
    with store.write() as unit:
        assert unit.scenarios.of(ROOM) == ()
        assert [one.id for one in unit.scenarios.of(ROOM, archived=True)] == [line.id]
        assert planning.scenario_of_version(unit, line.id, 1)[1].name == LOSE.name
        for refused in (
            lambda: planning.change(unit, line.id, 1, MORE, "dewi", NOW, catalogue()),
            lambda: planning.archive(unit, line.id, 1, "dewi", NOW),
            lambda: planning.promote(unit, line.id, 1, due=None, note="", by="dewi", at=NOW),
        ):
            with pytest.raises(Conflict):
                refused()


def test_a_planned_version_has_a_day_and_a_decider_and_ends_once(store: Store) -> None:
    line = kept(store)
    with store.write() as unit:
        due = date(2027, 1, 1)
        planning.promote(unit, line.id, 1, due=due, note="after the tender", by="komang", at=NOW)
        unit.commit()
    with store.write() as unit:
        (plan,) = unit.scenarios.plans(room=ROOM)
        assert (plan.state, plan.due, plan.decided_by, plan.name) == ("planned", due, "komang", LOSE.name)
        with pytest.raises(Conflict):
            planning.promote(unit, line.id, 1, due=None, note="", by="komang", at=NOW)
        planning.end_plan(unit, line.id, "carried_out", "komang", NOW)
        unit.commit()
    with store.write() as unit:
        assert unit.scenarios.plans(scenario=line.id)[0].ended_by == "komang"
        with pytest.raises(Conflict):
            planning.end_plan(unit, line.id, "dropped", "komang", NOW)
        with pytest.raises(Conflict):  # the same version is not planned a second time
            planning.promote(unit, line.id, 1, due=None, note="", by="komang", at=NOW)
    assert [entry.news.kind for entry in log(store, line.id)] == [
        "ScenarioMade",
        "ChangePlanned",
        "PlanEnded",
    ]


def test_what_is_not_there_is_said_to_be_so(store: Store) -> None:
    with store.write() as unit:
        with pytest.raises(NotStored):
            unit.scenarios.get("SK-1999-0001")
        with pytest.raises(NotStored):
            planning.keep(unit, "elsewhere", LOSE, "dewi", NOW, catalogue())
        with pytest.raises(NotStored):
            planning.end_plan(unit, "SK-1999-0001", "dropped", "dewi", NOW)
