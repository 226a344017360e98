"""Keeping scenarios: every version is checked against the room as it stands, and told in the audit log.

Within the caller's unit of work; the caller commits. Who may do it was asked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from capacity.errors import BadInput, Problem
from capacity.reading.catalogue import DeviceType
from capacity.room import Room
from capacity.scenario import Scenario
from capacity.scenario.reading import scenario_of
from placement.whatif import prepare
from workflow.conflicts import StaleVersion
from workflow.errors import Conflict
from workflow.kept import News
from workflow.plain import canonical
from workflow.ports import UnitOfWork
from workflow.scenarios import Content, PlannedChange, PlanState, ScenarioLine, ScenarioVersion

REGISTER = "scenario"
STREAM = "scenario"
FILE = "scenario"
MOST_NAME, MOST_NOTE = 200, 2_000


def check(room: Room, content: Content, catalogue: Mapping[str, DeviceType]) -> Scenario:
    """The scenario, if all its changes can be made to the room.

    Raises
    ------
    BadInput
        With every problem; its column is the change and the key, such as ``changes[2].rows``.
    """
    problems = []
    for key, text, most in (("name", content.name, MOST_NAME), ("note", content.note, MOST_NOTE)):
        if len(text) > most:
            told = f"The {key} has {len(text)} characters."
            problems.append(Problem(FILE, None, key, told, f"Keep it to {most}."))
    if not content.changes:
        problems.append(Problem(FILE, None, "changes", "The scenario changes nothing.", "Add a change."))
    if problems:
        raise BadInput(problems)
    scenario = scenario_of(content.tables, FILE)
    prepare(room, [scenario], catalogue)
    return scenario


def keep(
    unit: UnitOfWork,
    room: str,
    content: Content,
    by: str,
    at: datetime,
    catalogue: Mapping[str, DeviceType],
) -> ScenarioLine:
    """Keep a new scenario of a stored room. Raises BadInput with every problem, NotStored."""
    room_version = unit.rooms.version(room).number
    check(unit.rooms.now(room), content, catalogue)
    id = f"SK-{at.year}-{unit.office.next_number(REGISTER, at.year):04d}"
    line = ScenarioLine(id, room, content.name, by, 1, at, at)
    version = ScenarioVersion(id, 1, room_version, unit.files.put(content.text, at).sha256, at, by)
    unit.scenarios.add(line, version)
    _tell(unit, version, room, content.name)
    return line


def change(
    unit: UnitOfWork,
    id: str,
    seen: int,
    content: Content,
    by: str,
    at: datetime,
    catalogue: Mapping[str, DeviceType],
) -> ScenarioLine:
    """Keep the next version of a scenario that was seen at version `seen`.

    Raises BadInput with every problem, NotStored, StaleVersion; Conflict for one that is archived.
    """
    line = _open(unit, id, seen)
    room_version = unit.rooms.version(line.room).number
    check(unit.rooms.now(line.room), content, catalogue)
    sha256 = unit.files.put(content.text, at).sha256
    version = ScenarioVersion(id, seen + 1, room_version, sha256, at, by)
    now = replace(line, name=content.name, version=seen + 1, changed_at=at)
    unit.scenarios.save(now, seen, version)
    _tell(unit, version, line.room, content.name)
    return now


def archive(unit: UnitOfWork, id: str, seen: int, by: str, at: datetime) -> ScenarioLine:
    """Put a scenario away: it can be read, and is not changed any more. Raises as `change` does."""
    now = replace(_open(unit, id, seen), archived_at=at, archived_by=by)
    unit.scenarios.save(now, seen)
    unit.log.tell(News(STREAM, id, None, "ScenarioArchived", at, by, canonical({"version": seen}).decode()))
    return now


def promote(
    unit: UnitOfWork, id: str, seen: int, *, due: date | None, note: str, by: str, at: datetime
) -> PlannedChange:
    """Record that the newest version is to be carried out.

    Raises NotStored, StaleVersion; Conflict for one that is archived, or is planned already.
    """
    line = _open(unit, id, seen)
    if any(plan.state == "planned" for plan in unit.scenarios.plans(scenario=id)):
        raise Conflict("The scenario is planned already; end that plan first.", id)
    if len(note) > MOST_NOTE:
        told = f"The note has {len(note)} characters."
        raise BadInput([Problem(FILE, None, "note", told, f"Keep it to {MOST_NOTE}.")])
    unit.scenarios.save(line, seen)
    if any(plan.number == seen for plan in unit.scenarios.plans(scenario=id)):
        raise Conflict("This version was planned before; make a new version.", id)
    plan = PlannedChange(id, seen, line.room, line.name, "planned", due, note, at, by)
    unit.scenarios.plan(plan)
    body = {"version": seen, "room": line.room, "due": due, "note": note}
    unit.log.tell(News(STREAM, id, None, "ChangePlanned", at, by, canonical(body).decode()))
    return plan


def end_plan(unit: UnitOfWork, id: str, state: PlanState, by: str, at: datetime) -> PlannedChange:
    """Record that what was planned was carried out, or was dropped. Raises NotStored, Conflict."""
    unit.scenarios.get(id)
    found = [plan for plan in unit.scenarios.plans(scenario=id) if plan.state == "planned"]
    if not found or state == "planned":
        raise Conflict("The scenario is not planned.", id)
    ended = replace(found[0], state=state, ended_at=at, ended_by=by)
    unit.scenarios.end_plan(ended)
    body = {"version": ended.number, "room": ended.room, "state": state}
    unit.log.tell(News(STREAM, id, None, "PlanEnded", at, by, canonical(body).decode()))
    return ended


def scenario_of_version(unit: UnitOfWork, id: str, number: int) -> tuple[ScenarioLine, Scenario]:
    """A version of a scenario, with its line, as a scenario that can be compared. Raises NotStored."""
    line = unit.scenarios.get(id)
    _, text = unit.files.get(unit.scenarios.version(id, number).sha256)
    scenario = scenario_of(Content.from_text(text).tables, id)
    return line, replace(scenario, owner=line.owner, version=str(number))


def _open(unit: UnitOfWork, id: str, seen: int) -> ScenarioLine:
    line = unit.scenarios.get(id)
    if line.archived_at is not None:
        raise Conflict("The scenario is archived; make a new one after it.", id)
    if line.version != seen:
        raise StaleVersion("The scenario was changed meanwhile; look again, then decide.", id)
    return line


def _tell(unit: UnitOfWork, version: ScenarioVersion, room: str, name: str) -> None:
    body = {"room": room, "name": name, "sha256": version.sha256, "room_version": version.room_version}
    kind = "ScenarioMade" if version.number == 1 else "ScenarioChanged"
    told = canonical(body).decode()
    unit.log.tell(
        News(STREAM, version.scenario, version.number, kind, version.made_at, version.made_by, told)
    )
